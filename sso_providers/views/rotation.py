"""Replacing a secret step by step, from the new one at the provider to the end of the old one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers import crypto
from sso_providers.actions import rotation
from sso_providers.actions.audit import Actor
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.actions.rotation import RotationError
from sso_providers.actions.secret_rules import words
from sso_providers.actions.secret_shapes import doubts
from sso_providers.catalogue import Field, Flow
from sso_providers.catalogue.replacing import Replacing, replacing
from sso_providers.forms.rotation import NewSecretForm
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration, SecretRotation

from .page import APP, page, staff_only
from .rotation_steps import Progress, progress
from .secrets import registration_and_field

Deed = Callable[[ProviderRegistration, str, Actor], Any]
DEEDS: dict[str, Deed] = {
    "check": lambda registration, name, by: rotation.check(registration=registration, name=name, by=by),
    "switch": lambda registration, name, by: rotation.switch(registration=registration, name=name, by=by),
    "switch-anyway": lambda registration, name, by: rotation.switch(
        registration=registration, name=name, by=by, anyway=True
    ),
    "take-back": lambda registration, name, by: rotation.take_back(registration=registration, name=name, by=by),
    "confirm": lambda registration, name, by: rotation.confirm(registration=registration, name=name, by=by),
    "retire": lambda registration, name, by: rotation.retire(registration=registration, name=name, by=by),
    "cancel": lambda registration, name, by: rotation.cancel(registration=registration, name=name, by=by),
}
# After these there is no rotation any more.
LAST = frozenset({"retire", "cancel"})
FAILURES = (RotationError, InvalidRegistration, crypto.MissingKey, crypto.Damaged)


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The steps and where they stand; by POST, the next one, which `do` names."""
    registration, field = registration_and_field(slug, name)
    how = replacing(registration.catalogue_kind, name)
    if how is None:
        raise Http404
    if not registration.secrets.filter(name=name).exists():
        missing = _("There is no %(secret)s to replace: enter it here first.")
        messages.error(request, missing % {"secret": words(name)})
        return redirect(registration)
    if request.method != "POST":
        return shown(request, registration, field, how, NewSecretForm(field))
    if request.POST.get("do") == "start":
        return start(request, registration, field, how)
    return step(request, registration, field)


@sensitive_variables()
def start(request: HttpRequest, registration: ProviderRegistration, field: Field, how: Replacing) -> HttpResponse:
    form = NewSecretForm(field, request.POST)
    if not form.is_valid():
        return shown(request, registration, field, how, form)
    secret, by = form.secret(), Actor.of(request)
    try:
        rotation.start(registration=registration, name=field.name, secret=secret, expires_on=form.expires_on(), by=by)
    except RotationError as error:
        if not error.field:
            messages.error(request, in_words(str(error)))
            return redirect("rotate-secret", slug=registration.slug, name=field.name)
        form.add_error(error.field, in_words(str(error)))
        return shown(request, registration, field, how, form)
    for doubt in doubts(field, secret.reveal(), client_id=registration.client_id):
        messages.warning(request, doubt)
    return redirect("rotate-secret", slug=registration.slug, name=field.name)


@sensitive_variables()
def step(request: HttpRequest, registration: ProviderRegistration, field: Field) -> HttpResponse:
    name = request.POST.get("do", "")
    if name not in DEEDS:
        raise Http404
    try:
        DEEDS[name](registration, field.name, Actor.of(request))
    except FAILURES as error:
        messages.error(request, in_words(str(error)))
        return redirect("rotate-secret", slug=registration.slug, name=field.name)
    if name not in LAST:
        return redirect("rotate-secret", slug=registration.slug, name=field.name)
    over = (
        _("%(secret)s: the old one is forgotten, and the rotation is over.")
        if name == "retire"
        else _("%(secret)s: the rotation is cancelled. Delete the new one at the provider.")
    )
    messages.success(request, over % {"secret": in_words(field.label)})
    return redirect(registration)


def shown(
    request: HttpRequest, registration: ProviderRegistration, field: Field, how: Replacing, form: NewSecretForm
) -> HttpResponse:
    row = SecretRotation.objects.defer("other").filter(registration=registration, name=field.name).first()
    where: Progress = progress(row, registration.deployments.all())
    kind = registration.catalogue_kind
    context = {
        "title": _("Rotate: %(secret)s") % {"secret": in_words(field.label)},
        "registration": registration,
        "field": field,
        "how": how,
        "console": kind.guides[registration.catalogue_flow].console,
        "documentation": kind.documentation,
        "form": form,
        "rotation": row,
        "where": where,
        "current": registration.secrets.defer("sealed").get(name=field.name),
        "is_code": registration.catalogue_flow is Flow.CODE,
        "may_export": request.user.has_perm(f"{APP}.export_deployment"),
    }
    return page(request, "registrations/secrets/rotate.html", context)
