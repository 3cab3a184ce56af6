from tests.bench.contestants import TRANSPORTS
from tests.bench.measured import results
from tests.bench.measures import Measures
from tests.bench.table import pages, table


def test_table_shows_everybody_beside_stock_under_their_transport():
    http, https, _ = table(results(portal_https_1=15.0)).split("\n\n")

    assert [line.split("  ")[0] for line in http.splitlines()] == [
        "over http",
        "portal",
        "portal, 1,000 registrations",
        "mozilla-django-oidc",
        "authlib",
        "django-allauth",
    ]
    assert http.splitlines()[1].split() == ["portal", *["25.0"] * 3, "0.33", *["4.0"] * 3, "1.0", "0.0", "25"]
    assert https.splitlines()[1].split() == ["portal", *["15.0"] * 3, "0.20", *["4.0"] * 3, "1.0", "0.0", "25"]


def test_table_aligns_its_columns():
    assert len({len(line) for line in table(results()).split("\n\n")[0].splitlines()}) == 1


def test_pages_shows_who_has_one():
    found = results()
    for contestant, measures in found.items():
        if contestant.site != "portal":
            measures.seconds["page"] = []

    lines = pages(found).splitlines()

    assert len(lines) == 1 + 2 * len(TRANSPORTS)
    assert lines[1].split() == ["portal,", "over", "http", "3.0", "1"]


def test_measures_add_up_over_turns():
    measures = Measures(queries={})
    measures.add({"page": [], "start": [0.001], "callback": [0.010, 0.020]}, requests=3, connections=2)
    measures.add({"page": [], "start": [0.003], "callback": [0.030, 0.040]}, requests=1, connections=0)

    assert (measures.sign_ins, measures.requests_each, measures.connections_each) == (4, 1.0, 0.5)
    assert (measures.median("callback"), measures.median("start")) == (25.0, 2.0)
    assert (round(measures.best("callback")), round(measures.p90("callback"))) == (13, 37)
