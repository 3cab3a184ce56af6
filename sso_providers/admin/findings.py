"""What the rules find in rows, as lists show it, and after a save."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sso_providers.actions import examination
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import UnknownName
from sso_providers.models import Deployment
from sso_providers.openmetadata.findings import Level

NOT_EXPORTABLE = (InvalidRegistration, UnknownName)


def badge(deployments: Iterable[Deployment]) -> SafeString:
    """How many of which level, over all of them."""
    try:
        found = [each for deployment in deployments for each in examination.of_deployment(deployment)]
    except NOT_EXPORTABLE:
        return format_html('<span class="badge bad">{}</span>', "can't be exported")
    if not found:
        return format_html('<span class="badge ok">{}</span>', "none")
    css = "bad" if any(each.level is Level.ERROR for each in found) else "warn"
    return format_html('<span class="badge {}">{}</span>', css, examination.counted(found))


def tell(request: HttpRequest, deployments: Iterable[Deployment]) -> None:
    """Each finding as a message: what was saved is saved, but OpenMetadata would stumble over it."""
    for deployment in deployments:
        try:
            found = examination.of_deployment(deployment)
        except NOT_EXPORTABLE:  # the form has said so, or the list will
            continue
        for each in found:
            messages.warning(request, f"{deployment}: {each.message}")
