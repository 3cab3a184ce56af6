"""Signs people in through a registration: from the provider's code to one portal user."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from sso_providers import http
from sso_providers.actions import admission, own_session
from sso_providers.actions.admission import Refusal
from sso_providers.catalogue import Application, Secret
from sso_providers.catalogue.sentences import say
from sso_providers.models import ProviderRegistration, User
from sso_providers.oidc import groups, policy, tokens, userinfo
from sso_providers.oidc.authorization import UnsupportedAuthentication
from sso_providers.oidc.discovery import DiscoveryError, Metadata
from sso_providers.oidc.tokens import Fault, TokenError

from . import errors, provider
from .pending import Pending, Spending

# What the policy and the profile are made of; userinfo is asked only when one of them is missing.
WANTED = ("email", "email_verified", "preferred_username")
# What the column of a session holds.
MAX_SID = 255


@dataclass(frozen=True, slots=True)
class Question:
    """The sign-in that was started, and all that is known about whom it is put to; `application` has its secret."""

    registration: ProviderRegistration
    application: Application
    metadata: Metadata
    pending: Pending


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a provider vouches for: validated claims, completed from userinfo, and the ID token they came with."""

    claims: Mapping[str, Any]
    id_token: Secret

    @property
    def sid(self) -> str:
        """The provider's session (OpenID Connect Back-Channel Logout 1.0, section 2.1); "" where it names none."""
        sid = self.claims.get("sid")
        return sid if isinstance(sid, str) and len(sid) <= MAX_SID else ""


class RegistrationBackend(OIDCAuthenticationBackend):
    """One backend for every registration.

    It reads no settings and its `__init__` can't fail: Django makes every backend for every
    sign-in, so one that could would take the password sign-in down with it.
    """

    def __init__(self) -> None:
        self.UserModel = get_user_model()

    def get_user(self, user_id: Any) -> User | None:
        """The base's own goes on with the session of an account that was switched off."""
        return ModelBackend.get_user(self, user_id)

    def authenticate(self, request: HttpRequest, *, registration: ProviderRegistration, answer: Answer) -> User:
        """The portal user of (issuer, subject), with the role that the policy gives. Raises `SignInError`.

        The keywords are this backend's own, so Django offers it no password.
        """
        decision = policy.decide(registration.staff_policy, answer.claims)
        admitted = admission.admit(
            registration=registration,
            claims=answer.claims,
            decision=decision,
            address=request.META.get("REMOTE_ADDR", ""),
        )
        match admitted:
            case Refusal.NO_ROLE:
                own_session.leave_if_ended(request)
                raise errors.no_role(decision.reason)
            case Refusal.DISABLED:
                raise errors.disabled()
            case Refusal.WAITS:
                raise errors.waits()
            case User():
                return admitted

    @sensitive_variables()
    def answer(self, question: Question, code: str, *, spend: Spending, always_userinfo: bool = False) -> Answer:
        """Whom the provider vouches for, verified. Raises `SignInError`.

        The state is spent while the provider thinks about the code.
        """
        try:
            response = self.get_token(question, code, spend)
            access_token = response.get("access_token")
            claims = self.verify_token(
                response.get("id_token"),
                question,
                access_token=access_token if isinstance(access_token, str) else None,
            )
            if always_userinfo or not is_complete(claims, question.registration.staff_policy):
                claims = self.get_userinfo(access_token, claims, question)
        except (http.FetchError, DiscoveryError, TokenError, UnsupportedAuthentication) as error:
            raise errors.from_provider(error) from error
        return Answer(claims, Secret(response["id_token"]))

    @sensitive_variables()
    def get_token(self, question: Question, code: str, spend: Spending) -> dict[str, Any]:
        """The token endpoint's answer. Raises `SignInError` for an OAuth error (RFC 6749, section 5.2)."""
        response = provider.exchange(
            question.application,
            question.metadata,
            code=code,
            redirect_uri=question.pending.redirect_uri,
            verifier=question.pending.verifier,
            meanwhile=spend,
        )
        answer = response.json_object()
        if response.status != 200 or "error" in answer:
            raise errors.token_refused(
                response.status,
                answer.get("error"),
                answer.get("error_description"),
                registration=question.registration,
            )
        return answer

    @sensitive_variables()
    def verify_token(self, token: object, question: Question, *, access_token: str | None) -> dict[str, Any]:
        """The claims of a valid ID token; keys are fetched anew once for an unknown key id."""
        if not isinstance(token, str):
            raise TokenError(Fault.MALFORMED, say("The provider sent no ID token: is the scope openid asked for?"))

        def validated(jwks: Mapping[str, Any]) -> dict[str, Any]:
            return tokens.validate_id_token(
                token,
                jwks=jwks,
                issuer=question.metadata.issuer,
                algorithms=question.metadata.id_token_algorithms,
                client_id=question.application.client_id,
                nonce=question.pending.nonce,
                now=time.time(),
                access_token=access_token,
            )

        return provider.with_keys(question.metadata, validated)

    @sensitive_variables()
    def get_userinfo(self, access_token: object, claims: dict[str, Any], question: Question) -> dict[str, Any]:
        """The claims, completed from userinfo where there is an endpoint."""
        if not question.metadata.userinfo_endpoint or not isinstance(access_token, str):
            return claims
        found = provider.userinfo(question.metadata, access_token, client_id=question.application.client_id)
        return userinfo.merge(claims, found)


def is_complete(claims: Mapping[str, Any], staff_policy: policy.StaffPolicy) -> bool:
    """Whether userinfo has nothing to add: of what is wanted, and of the groups where they matter."""
    if any(userinfo.is_empty(claims.get(name)) for name in WANTED):
        return False
    groups_matter = bool(staff_policy.group_roles or staff_policy.required_groups)
    return not groups_matter or bool(groups.find_groups(claims, staff_policy.groups_claim))
