"""The sites that are compared: the portal with its own settings, and a small Django project for each other library.

The others are configured as their documentation's first example does, with PKCE, and get the portal's own kind of
database and of sessions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import authlib, django_allauth, mozilla_django_oidc, portal


@dataclass(frozen=True, slots=True)
class Site:
    """`configure` sets Django up for a provider's address, with its data in a folder; it is called before Django is.

    `start` is the address that leads to the provider, by POST if `posts`. `page` is where people find it, if the site
    has such a page of its own. `fill` makes so many registrations when the database is there.
    """

    configure: Callable[[str, Path], None]
    start: str
    posts: bool = False
    page: str = ""
    fill: Callable[[str, int], None] | None = None


SITES = {
    "portal": Site(portal.configure, start="/sign-in/bench-0/", posts=True, page="/sign-in/", fill=portal.fill),
    "mozilla-django-oidc": Site(mozilla_django_oidc.configure, start="/oidc/authenticate/"),
    "authlib": Site(authlib.configure, start="/sign-in/"),
    "django-allauth": Site(django_allauth.configure, start="/accounts/oidc/bench/login/", posts=True),
}
