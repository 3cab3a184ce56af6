"""Who is compared: a site, over which transport, with how many registrations."""

from dataclasses import dataclass
from typing import Literal

Transport = Literal["http", "https", "afar"]
# With the words of the table; the provider of the last one is a network of 20 ms away.
TRANSPORTS: dict[Transport, str] = {"http": "over http", "https": "over https", "afar": "over http from afar"}
MANY = 1000


@dataclass(frozen=True, slots=True)
class Contestant:
    """One process of the comparison. `site` is a name of `sites.SITES`."""

    site: str
    transport: Transport
    registrations: int = 1

    def __str__(self) -> str:
        return self.site if self.registrations == 1 else f"{self.site}, {self.registrations:,} registrations"


def contestants() -> list[Contestant]:
    """Everybody, in the order of the tables."""
    return [
        Contestant(site, transport, registrations)
        for transport in TRANSPORTS
        for site, registrations in (
            ("portal", 1),
            ("portal", MANY),
            ("mozilla-django-oidc", 1),
            ("authlib", 1),
            ("django-allauth", 1),
        )
    ]
