"""Results as a test wants them, without measuring anything."""

from tests.bench.contestants import Contestant, contestants
from tests.bench.measures import Measures

MILLISECONDS = {"portal": 25.0, "mozilla-django-oidc": 75.0, "authlib": 30.0, "django-allauth": 90.0}


def measured(callback: float, *, start: float = 4.0, requests: int = 1, connections: int = 0) -> Measures:
    """Ten sign-ins, each of which took so many milliseconds and caused so many requests and new connections."""
    measures = Measures(queries={"page": 1, "start": 5, "callback": 20})
    seconds = {"page": [0.003], "start": [start / 1000] * 10, "callback": [callback / 1000] * 10}
    measures.add(seconds, requests=requests * 10, connections=connections * 10)
    return measures


def results(**milliseconds: float) -> dict[Contestant, Measures]:
    """Every bound holds, but for what is named: `portal_http_1000=40.0` is that contestant's callback."""
    return {
        each: measured(milliseconds.get(f"{each.site}_{each.transport}_{each.registrations}", MILLISECONDS[each.site]))
        for each in contestants()
    }
