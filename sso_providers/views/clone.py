"""Copy a registration or deployment to another environment, with a table of what must differ there."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sso_providers.actions.audit import Actor
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import guide
from sso_providers.forms.clone import DeploymentCloneForm, RegistrationCloneForm
from sso_providers.language import in_words
from sso_providers.models import Deployment, ProviderRegistration, RegistrationSecret

from .page import APP, page, staff_only

ALONG = "along"


@staff_only
@permission_required((f"{APP}.view_providerregistration", f"{APP}.add_providerregistration"), raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def clone_registration(request: HttpRequest, slug: str) -> HttpResponse:
    original = get_object_or_404(ProviderRegistration, slug=slug)
    try:
        form = RegistrationCloneForm(original, Actor.of(request), request.POST if request.method == "POST" else None)
    except InvalidRegistration as error:
        messages.error(request, _("It can't be copied as it is. %(why)s") % {"why": error})
        return redirect(original)
    made = form.save() if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, _("%(name)s is made. Now enter its secrets, and check it.") % {"name": made})
        return redirect(made)
    context = {
        "title": _("Clone %(name)s") % {"name": original},
        "registration": original,
        "form": form,
        "secrets": secret_rows(original),
    }
    return page(request, "registrations/clone.html", context, status=422 if form.is_bound else 200)


@staff_only
@permission_required((f"{APP}.view_deployment", f"{APP}.add_deployment"), raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def clone_deployment(request: HttpRequest, slug: str) -> HttpResponse:
    original = get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)
    typed = request.POST if request.method == "POST" else None
    along = registration_form(request, original.registration)
    form = DeploymentCloneForm(original, Actor.of(request), typed, along=along)
    made = form.save() if form.is_bound and form.is_valid() else None
    if made:
        messages.success(request, _("%(name)s is made. These are its files.") % {"name": made})
        return redirect("export", made.slug) if request.user.has_perm(f"{APP}.export_deployment") else redirect(made)
    context = {
        "title": _("Clone %(name)s") % {"name": original},
        "deployment": original,
        "form": form,
        "along": along,
        "addresses": list(address_rows(original, form)),
        "secrets": secret_rows(original.registration) if along else [],
    }
    return page(request, "deployments/clone.html", context, status=422 if form.is_bound else 200)


def registration_form(request: HttpRequest, registration: ProviderRegistration) -> RegistrationCloneForm | None:
    """Of the registration that is copied along; None for one that can't be, or not by this person."""
    if not request.user.has_perm(f"{APP}.add_providerregistration"):
        return None
    typed = request.POST if request.method == "POST" else None
    try:
        return RegistrationCloneForm(registration, Actor.of(request), typed, prefix=ALONG)
    except InvalidRegistration:
        return None


def secret_rows(registration: ProviderRegistration) -> list[dict[str, str]]:
    """Who set each secret and when, never anything of it. None for a kind that the catalogue does not know."""
    if not registration.is_known:
        return []
    stored = {each.name: each for each in registration.secrets.defer("sealed")}
    fields = registration.catalogue_kind.secret_fields(registration.catalogue_flow)
    return [{"label": in_words(field.label), "here": told(stored.get(field.name))} for field in fields]


def told(secret: RegistrationSecret | None) -> str:
    if secret is None:
        return _("not set")
    return _("set %(day)s by %(who)s") % {"day": secret.set_at.strftime("%Y-%m-%d"), "who": secret.set_by}


def address_rows(original: Deployment, form: DeploymentCloneForm) -> Iterator[dict[str, Any]]:
    """What has to be registered at the provider: for the address here, and for the new one as far as it is typed."""
    if not original.registration.is_known:
        return
    new = str(form["url"].value() or "").strip().rstrip("/")
    here = entries(original.registration, original.url)
    for old, made in zip(here, entries(original.registration, new), strict=True):
        yield {"label": in_words(old.label), "here": old.addresses, "there": made.addresses if new else ()}


def entries(registration: ProviderRegistration, server: str) -> list[guide.ConsoleEntry]:
    settings = registration.settings if isinstance(registration.settings, dict) else {}
    kind, flow = registration.catalogue_kind, registration.catalogue_flow
    return list(guide.fill(kind, flow, name=registration.name, settings=settings, servers=[server]).entries)
