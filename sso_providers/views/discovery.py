"""A registration beside what its provider says of itself, and what somebody takes over of that."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sso_providers import http
from sso_providers.actions import confirmation, discovery, registrations
from sso_providers.catalogue import Protocol
from sso_providers.catalogue.saml_metadata import MetadataError
from sso_providers.catalogue.sentences import Sentence
from sso_providers.checks.comparison import Comparison, Row
from sso_providers.forms import where_to_confirm
from sso_providers.forms.field_links import link_to_field
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.discovery import DiscoveryError

from .page import APP, page, staff_only

# What was shown is taken as it was shown: signed, and for an hour.
SALT = "sso_providers.views.discovery"
LASTS = 3600


@staff_only
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """By POST, asks the provider and compares; with `shown`, takes the ticked values of an earlier answer."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    if registration.is_known and registration.catalogue_kind.protocol not in discovery.COMPARED:
        raise Http404
    if request.method != "POST":
        return answer(request, registration)
    if "shown" in request.POST:
        return take(request, registration)
    return ask(request, registration)


def answer(request: HttpRequest, registration: ProviderRegistration, **more: Any) -> HttpResponse:
    context = {
        "title": _("Discovery of %(registration)s") % {"registration": registration},
        "registration": registration,
        "is_saml": registration.is_known and registration.catalogue_kind.protocol is Protocol.SAML,
        **more,
    }
    return page(request, "registrations/discovery.html", context)


@permission_required(f"{APP}.check_providerregistration", raise_exception=True)
def ask(request: HttpRequest, registration: ProviderRegistration) -> HttpResponse:
    typed = request.POST.get("metadata", "")
    try:
        found = discovery.compare(registration=registration, text=typed)
    except (registrations.InvalidRegistration, http.FetchError, DiscoveryError, MetadataError) as error:
        return answer(request, registration, failure=in_words(str(error)), typed=typed)
    return answer(request, registration, typed=typed, **shown(registration, found))


def shown(registration: ProviderRegistration, found: Comparison) -> dict[str, Any]:
    return {
        "found": found,
        "rows": [shown_row(row, registration) for row in found.rows],
        "facts": [{"fact": fact, "value": in_language(fact.value)} for fact in found.facts],
        "shown": signing.dumps(
            {"slug": registration.slug, "version": registration.version, "values": dict(found.proposals)}, salt=SALT
        ),
    }


def shown_row(row: Row, registration: ProviderRegistration) -> dict[str, Any]:
    """With a link to the field, where it differs and can't be taken here."""
    by_hand = row.differs and row.proposal is None and not row.waits
    link = link_to_field(registration, row.name) if by_hand else None
    return {
        "row": row,
        "takes": row.proposal is not None,
        "now": in_language(row.now),
        "found": in_language(row.found),
        "link": link,
    }


def in_language(text: str) -> str:
    """What we say, that is; what a provider or an operator wrote stays."""
    return in_words(text) if isinstance(text, Sentence) else text


@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
def take(request: HttpRequest, registration: ProviderRegistration) -> HttpResponse:
    try:
        seen = signing.loads(request.POST["shown"], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        seen = {}
    if seen.get("slug") != registration.slug:
        messages.error(request, _("This comparison is too old, or was changed on its way: compare again."))
        return redirect("discovery", slug=registration.slug)
    ticked = {name: value for name, value in seen["values"].items() if name in request.POST.getlist("take")}
    if not ticked:
        messages.warning(request, _("Nothing was ticked, so nothing was changed."))
        return redirect("discovery", slug=registration.slug)
    try:
        saved = discovery.take(
            registration=registration, version_seen=seen["version"], values=ticked, by=confirmation.actor(request)
        )
    except registrations.InvalidRegistration as error:
        messages.error(request, " ".join(map(in_words, error.errors.values())))
    except discovery.Stale as error:
        messages.error(request, str(error))
    except confirmation.Unconfirmed as error:
        messages.error(request, where_to_confirm(error))
    else:
        told = _("Taken over: %(fields)s. This is version %(version)d: run the check.")
        fields = ", ".join(in_words(label(saved, name)) for name in ticked)
        messages.success(request, told % {"fields": fields, "version": saved.version})
        return redirect("check", slug=registration.slug)
    return redirect("discovery", slug=registration.slug)


def label(registration: ProviderRegistration, name: str) -> str:
    return registration.catalogue_kind.field(registration.catalogue_flow, name).label
