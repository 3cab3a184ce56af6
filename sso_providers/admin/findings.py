"""What the rules find in rows, as lists show it, and after a save."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sso_providers.actions import examination
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import UnknownName
from sso_providers.language import in_words
from sso_providers.models import Deployment
from sso_providers.openmetadata.findings import Level

from . import badges

NOT_EXPORTABLE = (InvalidRegistration, UnknownName)


def badge(deployment: Deployment) -> SafeString:
    """How many of which level."""
    return badge_if_any([deployment]) or badges.badge("ok", _("none"))


def badge_if_any(deployments: Iterable[Deployment]) -> SafeString | None:
    """Over all of them; None where nothing is found."""
    try:
        found = [each for deployment in deployments for each in examination.of_deployment(deployment)]
    except NOT_EXPORTABLE:
        return badges.badge("bad", _("can't be exported"))
    if not found:
        return None
    css = "bad" if any(each.level is Level.ERROR for each in found) else "warn"
    return badges.badge(css, examination.counted(found))


def tell(request: HttpRequest, deployments: Iterable[Deployment]) -> None:
    """Each finding as a message: what was saved is saved, but OpenMetadata would stumble over it."""
    for deployment in deployments:
        try:
            found = examination.of_deployment(deployment)
        except NOT_EXPORTABLE:  # the form has said so, or the list will
            continue
        for each in found:
            messages.warning(request, f"{deployment}: {in_words(each.message)}")
