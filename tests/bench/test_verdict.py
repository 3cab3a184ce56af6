import pytest

from tests.bench.contestants import MANY, TRANSPORTS, Contestant, contestants
from tests.bench.measured import measured, results
from tests.bench.verdict import Results, bounds, judge


def never(who: set[Contestant]) -> Results:
    raise AssertionError(f"{who} are measured again without need")


def test_judge_when_every_bound_holds_finds_nothing():
    assert judge(results(), never) == []


@pytest.mark.parametrize("transport", list(TRANSPORTS))
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        # 25 ms beside 55: more than 0.45, and still faster than Authlib's 30.
        ({"mozilla-django-oidc": 55.0}, "callback: portal takes 0.45 of mozilla-django-oidc (at most 0.45 is wanted)"),
        ({"authlib": 25.0}, "callback: portal takes 1.00 of authlib (less than 1 is wanted)"),
    ],
)
def test_judge_when_another_is_too_fast_says_so_for_one_and_many_registrations(transport, changed, sentence):
    found = results(**{f"{site}_{transport}_1": value for site, value in changed.items()})

    broken = judge(found, lambda _: found)

    assert broken == [
        f"{transport}, {sentence}",
        f"{transport}, {sentence.replace('portal', 'portal, 1,000 registrations')}",
    ]


@pytest.mark.parametrize("transport", list(TRANSPORTS))
@pytest.mark.parametrize("step", ["start", "callback"])
def test_judge_when_many_registrations_slow_a_step_down_says_so(transport, step):
    found = results()
    found[Contestant("portal", transport)] = measured(20.0, start=4.0)
    found[Contestant("portal", transport, MANY)] = measured(
        **{"callback": 20.0, "start": 4.0} | {step: 5.3 if step == "start" else 26.1}
    )

    (broken,) = judge(found, lambda _: found)

    assert broken.startswith(f"{transport}, {step}: portal, 1,000 registrations takes 1.3")


def test_judge_when_a_ratio_is_too_high_once_measures_its_contestants_again_and_forgives():
    asked: list[set[Contestant]] = []

    def again(who: set[Contestant]) -> Results:
        asked.append(who)
        return {each: value for each, value in results().items() if each in who}

    broken = judge(results(portal_http_1=40.0), again)

    assert broken == []
    assert asked == [
        {Contestant("portal", "http"), Contestant("mozilla-django-oidc", "http"), Contestant("authlib", "http")}
    ]


def test_judge_when_a_ratio_is_too_high_twice_says_the_second():
    broken = judge(results(portal_http_1=40.0), lambda who: {each: results(portal_http_1=60.0)[each] for each in who})

    assert broken[0] == "http, callback: portal takes 0.80 of mozilla-django-oidc (at most 0.45 is wanted)"


@pytest.mark.parametrize(
    ("requests", "connections", "counts"), [(2, 0, "2.00 requests and 0.00"), (1, 1, "1.00 requests and 1.00")]
)
def test_judge_when_a_sign_in_is_more_than_one_request_on_a_kept_connection_says_so(requests, connections, counts):
    found = results()
    found[Contestant("portal", "https")] = measured(25.0, requests=requests, connections=connections)

    (broken,) = judge(found, never)

    assert broken == f"https: portal takes {counts} new connections a sign-in (1 and 0 are wanted)"


def test_judge_when_many_registrations_take_more_queries_says_so():
    found = results()
    many = Contestant("portal", "http", MANY)
    found[many].queries = {**found[many].queries, "page": 1001}

    (broken,) = judge(found, never)

    assert "'page': 1001" in broken


def test_judge_when_the_machine_was_busy_most_of_the_time_finds_nothing():
    found = results()
    found[Contestant("portal", "http")].seconds["callback"] = [0.025] * 2 + [0.250] * 8

    assert judge(found, never) == []


def test_bounds_compare_only_who_takes_part():
    everybody = set(contestants())
    assert {contestant for bound in bounds() for contestant in (bound.ours, bound.other)} <= everybody
    assert {bound.ours for bound in bounds()} == {each for each in everybody if each.site == "portal"}
