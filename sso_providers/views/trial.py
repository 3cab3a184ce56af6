"""Test sign-in: what the provider says of somebody, and what OpenMetadata would do with it. It changes nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions import claims_mapping, confirmation
from sso_providers.actions.registration_rules import InvalidRegistration, described
from sso_providers.catalogue import CLIENT_SECRET, Application, Flow, InvalidValue, Protocol
from sso_providers.forms import where_to_confirm
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.sign_in import (
    Outlook,
    claims_read,
    foresee_assertion,
    foresee_directory,
    foresee_token,
)

from . import trial_mapping, trial_servers
from .claims_table import claims_table
from .page import APP, page_to_providers, staff_only
from .trial_given import GivenToken, NothingGiven, given_assertion, given_entry, given_token, tested_at
from .trial_mapping import Picked
from .trial_rows import compared, heading, rows

Context = dict[str, Any]
LIKE_TYPED = ("claims", "name_id", "attributes", "mail", "groups")


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    """On the last test sign-in's claims; by POST, on those that were pasted or on another mapping of them."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    context = beginning(request, registration)
    try:
        application = described(registration)
        if request.POST.get("do") == "use":
            application = use(request, registration, application, context)
        context |= thought_through(request, registration, application, context["place"].server)
    except InvalidRegistration as error:
        context["broken"] = sentences(error)
    except (NothingGiven, InvalidValue) as error:
        context["error"] = in_words(error.args[0])
    return page_to_providers(request, "registrations/test_sign_in.html", context)


@sensitive_variables()
def beginning(request: HttpRequest, registration: ProviderRegistration) -> Context:
    """What the page shows in any case."""
    is_code = registration.flow == Flow.CODE.value
    places = trial_servers.places(registration)
    at = request.POST.get("at") or request.GET.get("at") or ""
    protocol = registration.catalogue_kind.protocol if registration.is_known else Protocol.OIDC
    return {
        "title": _("Test sign-in with %(registration)s") % {"registration": registration},
        "registration": registration,
        "protocol": protocol.name.lower(),
        "has_test": is_code,
        "has_secret": is_code and registration.secrets.filter(name=CLIENT_SECRET).exists(),
        "tested_at": tested_at(request, registration) if is_code else None,
        "deployed": [place for place in places if place.deployment],
        "defaults": [place for place in places if not place.deployment],
        "place": trial_servers.chosen(places, at),
        "typed": {name: request.POST.get(name, "") for name in LIKE_TYPED},
    }


@sensitive_variables()
def thought_through(
    request: HttpRequest, registration: ProviderRegistration, application: Application, server: Server
) -> Context:
    """Raises `NothingGiven`; empty where nobody gave anything yet."""
    match application.kind.protocol:
        case Protocol.SAML:
            return plain(application, server, given_assertion(request), foresee_assertion)
        case Protocol.LDAP:
            return plain(application, server, given_entry(request), foresee_directory)
    given = given_token(request, registration)
    return of_token(request, registration, application, server, given) if given else {}


def plain(application: Application, server: Server, given: Any, foresee: Callable[..., Outlook]) -> Context:
    """For what has no token: the results alone."""
    if given is None:
        return {}
    outlook = foresee(assemble(application, server), server.release, given)
    return {"heading": heading(outlook), "rows": rows(outlook)}


@sensitive_variables()
def of_token(
    request: HttpRequest,
    registration: ProviderRegistration,
    application: Application,
    server: Server,
    given: GivenToken,
) -> Context:
    outlook = foresee(application, server, given)
    config = assemble(application, server)
    read = {name: in_words(purpose) for name, purpose in claims_read(config, server.release, given.claims).items()}
    return {
        "heading": heading(outlook),
        "rows": rows(outlook),
        "given": given,
        "typed": {"claims": given.typed},
        "header": claims_table(given.header, {}),
        "claims": claims_table(given.claims, read),
        "from_userinfo": claims_table(given.from_userinfo, {}),
        **mapping(request, registration, application, server, given),
    }


def foresee(application: Application, server: Server, given: GivenToken) -> Outlook:
    return foresee_token(assemble(application, server), server.release, given.claims)


@sensitive_variables()
def mapping(
    request: HttpRequest,
    registration: ProviderRegistration,
    application: Application,
    server: Server,
    given: GivenToken,
) -> Context:
    """The form that picks claims, with the outcome of what it says now."""
    picked = trial_mapping.picked(request, application)
    context: Context = {
        "picked": picked,
        "stored": trial_mapping.stored(application),
        "order": ", ".join(order) if isinstance(order := application.settings["principal_claims"], tuple) else "",
        "user_names": trial_mapping.options(given.claims, picked.username_claim),
        "addresses": trial_mapping.options(given.claims, picked.email_claim, addresses=True),
    }
    if request.POST.get("do") != "preview":
        return context
    try:
        other = foresee(picked.of(registration), server, given)
    except InvalidRegistration as error:
        return {**context, "mapping_error": sentences(error)}
    before = foresee(application, server, given)
    return {**context, "comparison": list(compared(before, other)), "other_heading": heading(other)}


@sensitive_variables()
def use(
    request: HttpRequest, registration: ProviderRegistration, application: Application, context: Context
) -> Application:
    """Saves what was picked; where that can't be, says why and goes on with what is stored."""
    if not request.user.has_perm(f"{APP}.change_providerregistration"):
        raise PermissionDenied
    picked: Picked = trial_mapping.picked(request, application)
    try:
        saved = claims_mapping.use(
            registration=registration,
            username_claim=picked.username_claim,
            email_claim=picked.email_claim,
            by=confirmation.actor(request),
        )
    except InvalidRegistration as error:
        context["mapping_error"] = sentences(error)
    except confirmation.Unconfirmed as error:
        context["mapping_error"] = where_to_confirm(error)
    else:
        context["registration"] = saved
        messages.success(request, said(saved, application))
        return described(saved)
    return application


def said(saved: ProviderRegistration, before: Application) -> str:
    now = described(saved)
    if trial_mapping.stored(now) == trial_mapping.stored(before):
        return _("The registration has this mapping already.")
    return _("Saved as version %(version)s: export its deployments again, so that OpenMetadata gets the mapping.") % {
        "version": saved.version
    }


def sentences(error: InvalidRegistration) -> str:
    return " ".join(map(in_words, error.errors.values()))
