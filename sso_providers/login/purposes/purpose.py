"""The parts of a purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from sso_providers.login.backend import Answer
from sso_providers.login.pending import Pending
from sso_providers.models import ProviderRegistration

FOR_STAFF_LOGIN = {"staff_login": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """`registrations` has the field look-ups of those that it is possible with, `may_start` says who is offered it.

    `parameters` join the authorization request, and that one of `prompts` that the form asks for. `finish` answers
    the callback of a verified sign-in, and asks itself who is signed in by then; it may raise `SignInError`.
    Anybody who may not start it gets the usual sign-in, if `else_sign_in`. With `always_userinfo` the provider's
    userinfo is asked for even if no claim is missing.
    """

    name: str
    registrations: Mapping[str, Any]
    may_start: Callable[[HttpRequest], bool]
    finish: Callable[[HttpRequest, ProviderRegistration, Pending, Answer], HttpResponse]
    parameters: Mapping[str, str] = field(default_factory=dict)
    prompts: tuple[str, ...] = ()
    else_sign_in: bool = True
    always_userinfo: bool = False

    def with_prompt(self, prompt: str) -> "Purpose":
        """The purpose as it is, if it has no such prompt."""
        return replace(self, parameters={**self.parameters, "prompt": prompt}) if prompt in self.prompts else self
