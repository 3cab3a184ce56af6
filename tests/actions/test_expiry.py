"""What ends when: from secrets, settings and checks, at a constant cost, and without reading a secret."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sso_providers.actions import expiry
from sso_providers.actions.expiry import Ending, Source, certificates
from sso_providers.catalogue import x509
from sso_providers.forms.field_links import link_to_field
from sso_providers.models import CheckResult, ProviderRegistration
from tests import people
from tests.actions.expiring import TODAY, expire, saml_ending, secret_ending, tls_seen
from tests.certificates import SP_CERTIFICATE

pytestmark = pytest.mark.django_db


def ends(within: int | None = 60) -> list[Ending]:
    return expiry.ending(within, today=TODAY)


def about(within: int | None = 60) -> list[tuple[str, int]]:
    return [(each.about, each.days_left) for each in ends(within)]


def sample(days: int = 6) -> Ending:
    return Ending(
        source=Source.SECRET,
        name="client_secret",
        what="Client secret",
        registration="Auth0 production",
        slug="auth0",
        registration_pk=1,
        ends_on=TODAY + timedelta(days=days),
        days_left=days,
    )


def test_ending_lists_all_sources_the_earliest_first():
    auth0 = secret_ending(41)
    saml_ending(-3)
    tls_seen(auth0, 12)

    assert about() == [
        ("certificate:saml:idp_certificate", -3),
        ("tls:auth0:id.acme.example", 12),
        ("secret:auth0:client_secret", 41),
    ]


def test_ending_tells_what_where_and_until_when():
    registration = secret_ending(6)

    (found,) = ends()

    assert (found.what, found.registration, found.source) == ("Client Secret", "auth0 production", Source.SECRET)
    assert found.ends_on == TODAY + timedelta(days=6)
    link = link_to_field(registration, "client_secret")
    assert link
    assert found.link == link.address


def test_ending_of_a_certificate_links_to_its_field():
    registration = saml_ending(6)

    (found,) = ends()

    link = link_to_field(registration, "idp_certificate")
    assert link
    assert (found.link, found.what) == (link.address, "Signing certificate of the provider")


def test_ending_of_tls_links_to_the_check():
    tls_seen(people.registration(slug="auth0"), 6, host="login.acme.example")

    (found,) = ends()

    assert found.link == "/registrations/auth0/check/#stage-address"
    assert found.what == "TLS certificate of login.acme.example"


@pytest.mark.parametrize(("within", "found"), [(5, 0), (6, 1), (60, 1), (None, 3)])
def test_ending_within_so_many_days_leaves_later_ones_out(within, found):
    tls_seen(secret_ending(6), 61)
    saml_ending(61)

    assert len(ends(within)) == found


def test_ending_of_a_secret_without_a_date_is_none():
    people.registration()

    assert ends(None) == []


def test_ending_of_a_certificate_that_the_registration_does_not_use_is_none():
    settings = {**people.SETTINGS["saml"], "sp_certificate": SP_CERTIFICATE}
    people.registration("saml", "none", settings=settings)

    assert [each.name for each in ends(None)] == ["idp_certificate"]


@pytest.mark.parametrize(
    "columns",
    [
        {"settings": ["idp_certificate"]},
        {"settings": {"idp_certificate": "no certificate"}},
        {"settings": {"idp_certificate": 7}},
        {"settings": {}},
        {"flow": "code"},
        {"kind": "saml-classic"},
    ],
)
def test_ending_of_a_row_that_is_broken_is_none(columns):
    saml_ending(6)
    ProviderRegistration.objects.update(**columns)

    assert ends(None) == []


def test_ending_of_a_secret_that_the_catalogue_does_not_know_has_its_name():
    secret_ending(6)
    ProviderRegistration.objects.update(kind="auth0-classic")

    assert [each.what for each in ends()] == ["client_secret"]


def test_ending_of_tls_is_that_of_the_newest_check_that_saw_one():
    """The check after the end sees none: the certificate is what it fails for."""
    registration = people.registration(slug="auth0")
    for days in (3, 50, None):
        tls_seen(registration, days)

    assert about() == [("tls:auth0:id.acme.example", 50)]


def test_ending_of_tls_of_several_registrations_is_told_for_each():
    for number in (1, 2):
        tls_seen(people.registration(slug=f"row-{number}"), number)

    assert [each.slug for each in ends()] == ["row-1", "row-2"]


def test_ending_asks_three_questions_and_for_no_secret():
    for number in range(3):
        tls_seen(secret_ending(6, f"auth0-{number}"), 6)
        saml_ending(6, f"saml-{number}")

    with CaptureQueriesContext(connection) as captured:
        assert len(ends()) == 9

    assert len(captured) == 3
    assert [query["sql"] for query in captured if "sealed" in query["sql"] or "stages" in query["sql"]] == []


def test_ending_reads_a_certificate_once(monkeypatch):
    saml_ending(6)
    certificates.end_of.cache_clear()
    read: list[str] = []

    def noted(text: str) -> x509.Certificate:
        read.append(text)
        return whole(text)

    whole = x509.read
    monkeypatch.setattr(x509, "read", noted)

    assert ends() == ends()
    assert len(read) == 1


def test_ending_in_another_language_is_in_it():
    secret_ending(1)

    with translation.override("de"):
        assert ends()[0].what


@pytest.mark.parametrize(
    ("days", "threshold", "level", "when", "sentence"),
    [
        (-2, 0, "bad", "ended 2 days ago", "Client secret (Auth0 production) ended on 2026-11-20."),
        (-1, 0, "bad", "ended 1 day ago", "Client secret (Auth0 production) ended on 2026-11-21."),
        (0, 7, "bad", "ends today", "Client secret (Auth0 production) ends today, on 2026-11-22."),
        (1, 7, "bad", "1 day", "Client secret (Auth0 production) ends in 1 day, on 2026-11-23."),
        (7, 7, "bad", "7 days", "Client secret (Auth0 production) ends in 7 days, on 2026-11-29."),
        (8, 30, "warn", "8 days", "Client secret (Auth0 production) ends in 8 days, on 2026-11-30."),
        (30, 30, "warn", "30 days", "Client secret (Auth0 production) ends in 30 days, on 2026-12-22."),
        (31, 60, "info", "31 days", "Client secret (Auth0 production) ends in 31 days, on 2026-12-23."),
        (60, 60, "info", "60 days", "Client secret (Auth0 production) ends in 60 days, on 2027-01-21."),
        (61, None, "ok", "61 days", "Client secret (Auth0 production) ends in 61 days, on 2027-01-22."),
    ],
)
def test_ending_says_how_urgent_it_is(days, threshold, level, when, sentence):
    found = sample(days)

    assert (found.threshold, found.level, found.when, found.sentence) == (threshold, level, when, sentence)


def test_about_of_a_long_host_fits_its_column():
    assert len(replace(sample(), source=Source.TLS, name="h" * 253).about) == 200


def test_ending_today_by_default_counts_from_today():
    registration = people.registration()
    expire(registration, 0, today=TODAY + timedelta(days=36500))

    assert expiry.ending() == []
    assert len(expiry.ending(None)) == 1
    assert CheckResult.objects.count() == 0
