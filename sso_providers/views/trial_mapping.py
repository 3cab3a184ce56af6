"""Picking the claims for user name and e-mail address: what may be picked, and the registration with it."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sso_providers.actions import claims_mapping
from sso_providers.actions.claims_mapping import EMAIL, USERNAME
from sso_providers.catalogue import Application
from sso_providers.catalogue.validators import CLAIM
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.policy import shown

MOST = 200
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Option:
    claim: str
    label: str


@dataclass(frozen=True, slots=True)
class Picked:
    """`username_claim` and `email_claim` are blank for the order of claims."""

    username_claim: str
    email_claim: str

    def of(self, registration: ProviderRegistration) -> Application:
        """What would be exported with it. Raises `InvalidRegistration`."""
        changed = claims_mapping.with_mapping(
            copy(registration), username_claim=self.username_claim, email_claim=self.email_claim
        )
        return changed.application(with_secret=False)


def stored(application: Application) -> Picked:
    return Picked(str(application.settings[USERNAME]), str(application.settings[EMAIL]))


def picked(request: HttpRequest, application: Application) -> Picked:
    """What the form says; as it is stored, where the form was not sent."""
    now = stored(application)
    given = request.POST if request.POST.get("do") in ("preview", "use") else {}
    return Picked(given.get(USERNAME, now.username_claim), given.get(EMAIL, now.email_claim))


def options(claims: Mapping[str, Any], also: str, *, addresses: bool = False) -> list[Option]:
    """The token's claims that OpenMetadata could take: texts with a plain name. `also` is what is chosen already."""
    found = {
        name: Option(name, f"{name} ({shown(value, LONGEST)})")
        for name, value in claims.items()
        if isinstance(value, str) and value and CLAIM.fullmatch(name) and (not addresses or "@" in value)
    }
    if also and also not in found:
        label = _("%(claim)s (not in this token)") % {"claim": shown(also, LONGEST)}
        found = {also: Option(also, label), **found}
    return list(found.values())[:MOST]
