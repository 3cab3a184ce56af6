"""A registration's stored secrets, one at a time: show it, take it away, ask when it expires."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sso_providers import crypto
from sso_providers.actions import confirmation, registrations, secret_expiry
from sso_providers.actions.audit import Actor
from sso_providers.actions.registration_rules import usable
from sso_providers.actions.reveal import reveal as reveal_secret
from sso_providers.actions.secret_expiry import NoSecret
from sso_providers.actions.secret_rules import words
from sso_providers.catalogue import CLIENT_SECRET, Field, Secret
from sso_providers.checks import entra_expiry
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration

from .confirming import confirm_by_password, ways_to_confirm
from .page import APP, page, page_to_providers, staff_only

UNREADABLE = (crypto.MissingKey, crypto.Damaged)


def registration_and_field(slug: str, name: str) -> tuple[ProviderRegistration, Field]:
    """Raises `Http404` for a secret that the registration's kind and flow have not."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    fields = registration.catalogue_kind.secret_fields(registration.catalogue_flow) if registration.is_known else ()
    field = next((each for each in fields if each.name == name), None)
    if field is None:
        raise Http404
    return registration, field


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.reveal_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """By POST, with a fresh confirmation, the secret itself, once; else the way there."""
    registration, field = registration_and_field(slug, name)
    if not registration.secrets.filter(name=name).exists():
        messages.error(request, _("There is no %(secret)s to reveal.") % {"secret": words(name)})
        return redirect(registration)
    if request.method == "POST" and "password" in request.POST:
        confirm_by_password(request)
    context: dict[str, Any] = {
        "title": _("Reveal: %(secret)s") % {"secret": in_words(field.label)},
        "registration": registration,
        "field": field,
        "secret": revealed(request, registration, name) if request.method == "POST" else None,
        "confirmed": confirmation.is_confirmed(request.session),
        "ways_to_confirm": ways_to_confirm(request.user),
    }
    show = page if context["secret"] else page_to_providers
    return show(request, "registrations/secrets/reveal.html", context)


@sensitive_variables()
def revealed(request: HttpRequest, registration: ProviderRegistration, name: str) -> Secret | None:
    """None, with a message or the question who it is, where it can't be shown."""
    by = confirmation.actor(request)
    if not by.confirmed:
        return None
    try:
        return reveal_secret(registration=registration, name=name, by=by)
    except UNREADABLE as error:
        messages.error(request, in_words(str(error)))
    except NoSecret:
        messages.error(request, _("There is no %(secret)s to reveal.") % {"secret": words(name)})
    return None


@staff_only
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@require_POST
def remove(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    try:
        registrations.remove_secret(registration=registration, name=name, by=Actor.of(request))
    except registrations.InvalidRegistration as error:
        messages.error(request, " ".join(error.errors.values()))
    else:
        said = {"secret": words(name), "registration": registration}
        messages.success(request, _("The %(secret)s of %(registration)s is removed.") % said)
    return redirect(registration)


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@require_POST
def ask_expiry(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Asks Entra, with the application's own secret, when that ends."""
    registration, field = registration_and_field(slug, name)
    if registration.kind != entra_expiry.KIND or name != CLIENT_SECRET:
        raise Http404
    stored = registration.secrets.filter(name=name).first()
    try:
        day = entra_expiry.ask(
            usable(registration, with_secret=True, stored=[stored] if stored else []),
            allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS,
            now=timezone.now(),
        )
        secret_expiry.set_day(
            registration=registration,
            name=name,
            expires_on=day,
            by=Actor.of(request),
            told_by="Entra",
            of=stored.sealed if stored else None,
        )
    except entra_expiry.NotTold as error:
        messages.warning(request, in_words(error.args[0]))
    except (registrations.InvalidRegistration, *UNREADABLE) as error:
        messages.error(request, in_words(str(error)))
    except NoSecret:
        messages.error(request, _("The secret was removed or replaced while Entra was asked."))
    else:
        said = {"secret": in_words(field.label), "day": day.isoformat()}
        messages.success(request, _("%(secret)s: Entra says that it expires on %(day)s.") % said)
    return redirect(registration)
