"""Who would come in through a registration: its policy in words, tried on a test sign-in's or on pasted claims."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions import trials
from sso_providers.actions.registration_rules import InvalidRegistration, usable
from sso_providers.actions.secret_rules import stored_secrets
from sso_providers.catalogue import CLIENT_SECRET, Application, Flow
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import pasted
from sso_providers.oidc.policy import Decision, Outcome, Step, decide

from .claims_table import claims_read, claims_table
from .page import APP, page_to_providers, staff_only
from .sign_in_effects import effects

OUTCOME_CSS = {Outcome.PASSED: "ok", Outcome.GIVES: "ok", Outcome.REFUSED: "bad"}


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Tried on the last test sign-in's claims; by POST, on those that were pasted, which are stored nowhere."""
    registration = get_object_or_404(ProviderRegistration, slug=slug, flow=Flow.CODE.value)
    context = {
        "title": _("Sign-in policy of %(registration)s") % {"registration": registration},
        "registration": registration,
        "has_secret": CLIENT_SECRET in stored_secrets(registration),
        **last_test(request.session, registration),
    }
    if request.method == "POST":
        context["typed"] = request.POST.get("claims", "")
    try:
        application = usable(registration, with_secret=False)
        context["rules"] = list(spelled_out(registration))
        if context["typed"] or request.method == "POST":
            names_people = request.user.has_perm(f"{APP}.view_user")
            context |= tried(registration, application, context["typed"], names_people=names_people)
    except InvalidRegistration as error:
        context["broken"] = " ".join(map(in_words, error.errors.values()))
    except pasted.PastedError as error:
        context["error"] = in_words(error.args[0])
    return page_to_providers(request, "registrations/policy.html", context)


@sensitive_variables()
def last_test(session: SessionBase, registration: ProviderRegistration) -> dict[str, Any]:
    """Of this browser's session; `typed` are its claims."""
    tested = trials.newest(session, registration)
    if tested is None:
        return {"typed": ""}
    header = pasted.read(tested.header).claims if tested.header else {}
    return {
        "typed": tested.claims,
        "tested": tested,
        "tested_at": datetime.fromtimestamp(tested.at, UTC),
        "tested_header": claims_table(header, {}),
    }


@sensitive_variables()
def tried(
    registration: ProviderRegistration, application: Application, typed: str, *, names_people: bool
) -> dict[str, Any]:
    """What the page shows of the claims that were typed. Raises `PastedError`."""
    found = pasted.read(typed)
    staff_policy = registration.staff_policy
    decision = decide(staff_policy, found.claims)
    is_token = found.header is not None
    return {
        # A token is not sent back, only what it says.
        "typed": pasted.as_text(found.claims) if is_token else typed,
        "is_token": is_token,
        "header": claims_table(found.header or {}, {}),
        "decision": decision,
        "steps": [shown_step(step, decision) for step in decision.steps],
        "effects": list(effects(registration, application, found.claims, decision, names_people=names_people)),
        "claims": claims_table(found.claims, claims_read(staff_policy, found.claims)),
    }


def shown_step(step: Step, decision: Decision) -> dict[str, Any]:
    return {
        "rule": in_words(step.rule.value),
        "about": step.about,
        "label": in_words(step.outcome.value),
        "css": OUTCOME_CSS.get(step.outcome, ""),
        "sentence": in_words(step.sentence),
        "decides": step is decision.decisive,
    }


def spelled_out(registration: ProviderRegistration) -> Iterator[tuple[str, list[str]]]:
    """The policy, rule by rule in the order in which they are applied: its name, and what it says."""
    staff_policy = registration.staff_policy
    on = _("switched on") if registration.staff_login else _("switched off: nobody comes in yet")
    yield _("Sign-in to this portal"), [on]
    yield _("Allowed mail domains"), list(staff_policy.allowed_domains) or [_("all")]
    if staff_policy.allowed_domains:
        trusted = _("taken as verified") if staff_policy.trust_email else _("must be verified (email_verified)")
        yield _("E-mail addresses"), [trusted]
    yield _("Groups come from the claim"), [staff_policy.groups_claim]
    yield _("Required groups"), list(staff_policy.required_groups) or [_("none")]
    mapped = [f"{pattern} → {in_words(role)}" for pattern, role in staff_policy.ranked_roles]
    yield _("Roles by group"), mapped or [_("none")]
    default = in_words(staff_policy.default_role) or _("none: people without a role by group stay out")
    yield _("Default role"), [default]
    yield _("Newcomers"), [_("wait for approval") if registration.newcomers_wait else _("come in at once")]
