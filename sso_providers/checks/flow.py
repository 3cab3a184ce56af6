"""Does the provider offer what the registration asks of it: flow, PKCE, scopes?"""

from sso_providers.catalogue import Flow
from sso_providers.catalogue.sentences import say
from sso_providers.oidc.discovery import Metadata, shown

from .report import Question, Stage
from .subject import Subject

FLOW = Question("flow", "Flow and scopes")
# The implicit flow brings an ID token, alone or with an access token (OpenID Connect Core 1.0, section 3.2).
IMPLICIT = ({"id_token"}, {"id_token", "token"})


def stage(subject: Subject, metadata: Metadata | None) -> Stage:
    if metadata is None:
        return FLOW.not_reached("the discovery document")
    return refused_flow(subject, metadata) or refused_pkce(subject, metadata) or scopes(subject, metadata)


def refused_flow(subject: Subject, metadata: Metadata) -> Stage | None:
    flow = subject.application.flow
    offered = [set(each.split()) for each in metadata.response_types]
    wanted: tuple[set[str], ...] = ({"code"},)
    if flow is Flow.IMPLICIT and subject.setting("response_type") != "code":
        wanted = IMPLICIT
    if any(each in offered for each in wanted):
        return None
    other = Flow.IMPLICIT if flow is Flow.CODE else Flow.CODE
    return FLOW.failed(
        say(
            "The provider does not offer the {flow} flow: allow it there, or make another registration "
            "with the {other} flow.",
            flow=say(flow.label.lower()),
            other=say(other.label.lower()),
        ),
        *facts(metadata),
    )


def refused_pkce(subject: Subject, metadata: Metadata) -> Stage | None:
    methods = metadata.code_challenge_methods
    if "S256" in methods or not subject.application.settings.get("pkce"):
        return None
    if not methods:
        return FLOW.warning(
            "PKCE is switched on, but the provider does not say that it supports it (Entra, for one, does without "
            "saying): try a sign-in before you rely on it.",
            *facts(metadata),
            field="pkce",
        )
    return FLOW.failed(
        "PKCE is switched on, but the provider does not offer S256: switch it off, or have the provider offer it.",
        *facts(metadata),
        field="pkce",
    )


def scopes(subject: Subject, metadata: Metadata) -> Stage:
    wanted = subject.setting("scope").split()
    missing = [scope for scope in wanted if scope not in metadata.scopes] if metadata.scopes else []
    if missing:
        return FLOW.warning(
            say(
                "The provider does not list {missing} among its scopes: allow them there, or remove them from {scope}.",
                missing=", ".join(missing),
                scope=subject.label("scope"),
            ),
            *facts(metadata),
            field="scope",
        )
    offers = say("The provider offers the {flow} flow", flow=say(subject.application.flow.label.lower()))
    if wanted and metadata.scopes:
        return FLOW.ok(
            say("{offers} and the scopes {wanted}.", offers=offers, wanted=" ".join(wanted)), *facts(metadata)
        )
    return FLOW.ok(say("{offers}.", offers=offers), *facts(metadata))


def facts(metadata: Metadata) -> tuple[tuple[str, str], ...]:
    return (
        ("Response types", shown(", ".join(metadata.response_types))),
        ("PKCE", shown(", ".join(metadata.code_challenge_methods)) or "not announced"),
        ("Scopes", shown(" ".join(metadata.scopes)) or "not announced"),
    )
