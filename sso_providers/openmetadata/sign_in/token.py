"""A sign-in with an OpenID provider: by its ID token's claims."""

from collections.abc import Mapping
from typing import Any

from sso_providers.catalogue import Release
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.subject import Subject

from .accounts import account
from .administrators import administrator
from .claims import Claims
from .display_names import display_name
from .domains import domain_rule
from .identity import identify
from .outlook import Outlook, Refusal, Result, in_order
from .own_token import own_token
from .roles import makes_administrator, roles
from .teams import teams
from .way import has_own_token


def foresee_token(config: SecurityConfig, release: Release, claims: Mapping[str, Any]) -> Outlook:
    """`claims` are those of the ID token: OpenMetadata never asks the provider's userinfo."""
    subject = Subject(config=config, target="", release=release, is_whole=True)
    said = Claims(claims)
    try:
        identity = identify(subject, said)
    except Refusal as refusal:
        return in_order([refusal.result])
    found: list[Result | None] = [
        *identity.results,
        display_name(subject, said),
        account(subject, identity.user_name, identity.email),
        domain_rule(subject, identity.domain),
        administrator(subject, identity.user_name, makes_administrator(subject, said)),
        roles(subject, said),
        teams(subject, said),
        own_token(subject, identity.user_name, identity.email) if has_own_token(subject) else None,
    ]
    return in_order(result for result in found if result)
