"""The sheet for the people who manage the identity provider: a page to print, or text to paste into a ticket."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sso_providers.actions.registration_rules import InvalidRegistration, described
from sso_providers.catalogue import Kind, Protocol, UnknownName, get_kind, hand_over
from sso_providers.forms import filled_guide
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration

from .hand_over_text import as_text
from .page import APP, page, staff_only


@staff_only
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@require_GET
def of_registration(request: HttpRequest, slug: str) -> HttpResponse:
    rows = ProviderRegistration.objects.prefetch_related("deployments")
    registration = get_object_or_404(rows, slug=slug)
    try:
        application = described(registration)
    except InvalidRegistration as error:
        messages.error(request, str(error))
        known = registration if registration.is_known else "admin:sso_providers_providerregistration_changelist"
        return redirect(known)
    kind, flow = application.kind, application.flow
    sheet = hand_over.write(
        kind,
        flow,
        filled_guide(kind, flow, registration),
        settings=application.settings,
        client_id=registration.client_id,
        groups_claim=registration.groups_claim if registration.staff_login else "",
    )
    return show(request, sheet, {"kind": kind, "flow": flow, "registration": registration})


@staff_only
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@require_GET
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """Before anything is registered; `flow` in the address, or the usual one."""
    try:
        chosen = get_kind(kind)
        flow = chosen.flow(request.GET.get("flow") or chosen.default_flow.value)
    except UnknownName as error:
        raise Http404(str(error)) from None
    sheet = hand_over.write(chosen, flow, filled_guide(chosen, flow, None), settings={})
    return show(request, sheet, {"kind": chosen, "flow": flow, "registration": None})


def show(request: HttpRequest, sheet: hand_over.Sheet, about: dict[str, Any]) -> HttpResponse:
    kind, registration = about["kind"], about["registration"]
    context = {
        **about,
        "title": _("Single sign-on for OpenMetadata"),
        "sheet": sheet,
        "intro": request_in_words(kind),
        "how_to_send": how_to_send(registration) if sheet.wants_secret else "",
    }
    if request.GET.get("format") == "text":
        name = f"hand-over-{registration.slug if registration else kind.id}.txt"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(as_text(context), content_type="text/plain; charset=utf-8", headers=headers)
    return page(request, "registrations/hand_over.html", context)


def request_in_words(kind: Kind) -> str:
    if kind.protocol is Protocol.LDAP:
        return _(
            "OpenMetadata, our data catalogue, shall let people sign in with their accounts in your directory. "
            "Please make a look-up account for it, and send back what is asked for below."
        )
    if kind.protocol is Protocol.SAML:
        return _(
            "OpenMetadata, our data catalogue, shall let people sign in with their accounts at your identity provider, "
            "by SAML 2.0. Please make an application for it, and send back what is asked for below."
        )
    return _(
        "OpenMetadata, our data catalogue, shall let people sign in with their accounts at %(provider)s, by OpenID "
        "Connect. Please make an application for it, and send back what is asked for below."
    ) % {"provider": in_words(kind.label)}


def how_to_send(registration: ProviderRegistration | None) -> str:
    safely = _(
        "Never by mail, chat or ticket, and not on this sheet: use a password manager's shared entry or a link that "
        "opens once."
    )
    if registration is None:
        return safely
    address = f"{settings.PORTAL_URL}{registration.get_absolute_url()}"
    better = _("Better still, whoever has it enters it at %(address)s.") % {"address": address}
    return f"{safely} {better}"
