"""The Helm chart's own switches: what is off never reaches the server."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.rules.shown import (
    AUTHENTICATION_SWITCH,
    AUTHORIZER_SWITCH,
    CLIENT_TYPE,
    KUBERNETES,
    OIDC_SWITCH,
    shows_client,
    switch,
)
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC
from sso_providers.openmetadata.subject import Subject

PROVIDER = f"{AUTHENTICATION}.provider"
# By extraEnvs or envFrom, past the chart's own block.
VARIABLES = {"OIDC_CLIENT_ID", "OIDC_DISCOVERY_URI", "OIDC_TYPE"}


def client_off(subject: Subject) -> Iterator[Found]:
    """An environment file for the pods has no switches, and nobody's names: the chart's values name its service."""
    if subject.is_whole or not subject.surroundings.hosts or not subject.is_confidential or not is_openid(subject):
        return
    if not subject.states_any(OIDC) or VARIABLES & subject.surroundings.variables.keys():
        return
    on = switch(subject, OIDC_SWITCH)
    if on is True:
        return
    yield Found(
        setting=OIDC_SWITCH,
        message=say(
            "The chart passes nothing of oidcConfiguration on unless its enabled is true, and it is {state}: set it "
            "to true.",
            state=say("missing") if on is None else "false",
        ),
        fix=True,
        level=Level.ERROR if on is False or shows_client(subject) else Level.WARNING,
    )


def block_off(subject: Subject) -> Iterator[Found]:
    if subject.provider not in {"", "basic"} and switch(subject, AUTHENTICATION_SWITCH) is False:
        yield Found(
            setting=AUTHENTICATION_SWITCH,
            message=say(
                "authentication.enabled is false, so the chart passes none of its settings on and people sign in "
                "by OpenMetadata's own passwords, not by {provider}: set it to true.",
                provider=subject.provider,
            ),
            fix=True,
        )
    if subject.states_any(AUTHORIZER) and switch(subject, AUTHORIZER_SWITCH) is False:
        yield Found(
            setting=AUTHORIZER_SWITCH,
            message=say("authorizer.enabled is false, so the chart passes none of its settings on: set it to true."),
            fix=True,
            level=Level.WARNING,
        )


RULES = (
    Rule(
        id="chart-oidc-not-enabled",
        title="oidcConfiguration is not enabled in the chart",
        level=Level.ERROR,
        reason="The chart writes the OIDC_* variables and the references to the client's Secret only where clientType "
        "is confidential and oidcConfiguration.enabled is true; its default is false.",
        source="openmetadata-helm-charts #462, _helpers.tpl",
        check=client_off,
        reads=(CLIENT_TYPE, f"{OIDC}.id"),
        targets=(KUBERNETES,),
    ),
    Rule(
        id="chart-block-not-enabled",
        title="A block is switched off in the chart",
        level=Level.ERROR,
        reason="The chart does not render the Secret of a block whose enabled is false: the image's defaults count.",
        source="openmetadata-helm-charts, _helpers.tpl",
        check=block_off,
        reads=(PROVIDER,),
        targets=(KUBERNETES,),
    ),
)
