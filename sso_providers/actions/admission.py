"""What a sign-in through a registration does to the portal's people: who comes in, and with which role."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sso_providers.language import in_words
from sso_providers.models import Event, ExternalIdentity, ProviderRegistration, User
from sso_providers.oidc.policy import Decision, Role

from . import roles, sessions
from .audit import Actor, record
from .identities import columns, find_identity, find_with_groups, linkable, new_identity
from .newcomers import text, update_profile


class Refusal(Enum):
    """Why somebody whom a provider vouches for does not come in."""

    NO_ROLE = "the policy gives no role"
    DISABLED = "the account here is switched off"
    WAITS = "an administrator must approve first"


@transaction.atomic
def admit(
    *, registration: ProviderRegistration, claims: Mapping[str, Any], decision: Decision, address: str
) -> User | Refusal:
    """The user behind validated `claims`, with the role decided.

    A newcomer without a role gets no account; anybody who had a role and lost it loses the rights that came with
    it, and every session.
    """
    identity, held = find_with_groups(claims)
    if not decision.role:
        if identity and not identity.awaits_approval:
            offboard(identity, held, registration, address)
        refuse(registration, claims, decision.reason, address)
        return Refusal.NO_ROLE
    if identity is None:
        identity = new_identity(registration, claims, address)
        # Not always none: another request may have made it just before.
        held = frozenset(identity.user.groups.values_list("name", flat=True))
    if not identity.user.is_active:
        refuse(registration, claims, "The account here is switched off.", address)
        return Refusal.DISABLED
    if identity.awaits_approval:
        audit_sign_in(Event.SIGN_IN_WAITS, identity, registration, decision, address)
        return Refusal.WAITS
    seen(identity, columns(registration, claims))
    update_profile(identity.user, claims)
    roles.give(Role(decision.role), identity=identity, held=held)
    audit_sign_in(Event.SIGNED_IN, identity, registration, decision, address)
    return identity.user


def preview(*, registration: ProviderRegistration, claims: Mapping[str, Any], decision: Decision) -> str:
    """What `admit` would do, as sentences. Writes nothing; the claims need not be validated."""
    if not (text(claims, "iss") and text(claims, "sub")):
        return _("Without the claims iss and sub nobody can tell who this is.")
    identity = find_identity(claims)
    if not decision.role:
        return preview_refusal(identity)
    if identity is None:
        return preview_newcomer(registration, claims, decision)
    if not identity.user.is_active:
        sentence = _("It is the account '%(name)s' here, which is switched off: the sign-in is refused.")
    elif identity.awaits_approval:
        sentence = _("It is the account '%(name)s' here, which still waits for approval.")
    else:
        sentence = _("It is the account '%(name)s' here, which gets the role %(role)s.")
    return sentence % {"name": identity.user.username, "role": in_words(decision.role)}


def preview_refusal(identity: ExternalIdentity | None) -> str:
    if identity is None or identity.awaits_approval:
        return _("The sign-in is refused, and no account is made.")
    kept = identity.user.is_superuser and not identity.user.external_identities.filter(made_superuser=True).exists()
    sentence = (
        _("The sign-in is refused: the account '%(name)s' here stays a superuser, but loses every session.")
        if kept
        else _("The sign-in is refused: the account '%(name)s' here loses every right and session.")
    )
    return sentence % {"name": identity.user.username}


def preview_newcomer(registration: ProviderRegistration, claims: Mapping[str, Any], decision: Decision) -> str:
    user = linkable(registration, claims, among=User.objects.all())
    account = (
        _("the account '%(name)s' here, by its e-mail address") % {"name": user.username}
        if user
        else _("an account of their own")
    )
    sentence = (
        _("A newcomer, who gets %(account)s and waits for approval, then has the role %(role)s.")
        if registration.newcomers_wait
        else _("A newcomer, who gets %(account)s, with the role %(role)s.")
    )
    return sentence % {"account": account, "role": in_words(decision.role)}


def offboard(
    identity: ExternalIdentity, held: frozenset[str], registration: ProviderRegistration, address: str
) -> None:
    roles.give(None, identity=identity, held=held)
    by = Actor(identity.user.username, identity.user, address)
    sessions.end_for_user(user=identity.user, by=by, reason=f"{registration.slug} gives no role any more")


def seen(identity: ExternalIdentity, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(identity, name, value)
    identity.save(update_fields=list(values))


def audit_sign_in(
    event: Event, identity: ExternalIdentity, registration: ProviderRegistration, decision: Decision, address: str
) -> None:
    by = Actor(identity.user.username, identity.user, address)
    record(event, by=by, target_type="registration", target=registration.slug, detail=decision.reason)


def refuse(registration: ProviderRegistration, claims: Mapping[str, Any], reason: str, address: str) -> None:
    record(
        Event.SIGN_IN_REFUSED,
        by=Actor(text(claims, "email") or text(claims, "sub"), address=address),
        target_type="registration",
        target=registration.slug,
        detail=reason,
    )
