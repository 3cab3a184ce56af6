"""How much of a configuration a file shows: what is missing from an excerpt is not wrong."""

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS, ChartForm
from sso_providers.openmetadata.subject import Subject

from .given import is_null
from .provider_kind import is_openid

CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
SIGN_IN = tuple(f"{AUTHENTICATION}.{name}" for name in ("authority", "clientId", "callbackUrl", "publicKeyUrls"))
# What no server of the code flow does without.
REQUIRED = tuple(f"{OIDC}.{name}" for name in ("id", "secret", "discoveryUri", "callbackUrl", "serverUrl"))
LONG = 4
# What the chart says where openmetadata.yaml says something else.
CHART_DEFAULTS = {
    f"{OIDC}.callbackUrl": "http://openmetadata:8585/callback",
    f"{OIDC}.serverUrl": "http://openmetadata:8585",
}
KUBERNETES = "kubernetes"
# The chart's switches, which are no settings of OpenMetadata: names of `Surroundings.variables`.
OIDC_SWITCH = "openmetadata.config.authentication.oidcConfiguration.enabled"
AUTHENTICATION_SWITCH = "openmetadata.config.authentication.enabled"
AUTHORIZER_SWITCH = "openmetadata.config.authorizer.enabled"


def switch(subject: Subject, name: str) -> bool | None:
    """What the values say of a switch of the chart; None where they don't."""
    return {"true": True, "false": False}.get(subject.surroundings.variables.get(name, "").lower())


def shows_sign_in(subject: Subject) -> bool:
    """Whether the settings beside clientType are there, so that its absence means something."""
    return subject.is_whole or (bool(subject.provider) and sum(map(subject.states, SIGN_IN)) >= 2)


def stated_of_code_flow(subject: Subject) -> int:
    """How many settings of the code flow are stated."""
    return sum(path.startswith(f"{OIDC}.") for path in subject.config.values)


def shows_client(subject: Subject) -> bool:
    """Whether so much of the code flow is stated, what it can't do without among it, that the rest was forgotten."""
    is_long = stated_of_code_flow(subject) >= LONG and any(map(subject.states, REQUIRED[:3]))
    return subject.is_whole or is_long


def chosen_of_code_flow(subject: Subject) -> set[str]:
    """The code flow's settings that somebody filled in: neither empty nor a default."""
    return {
        path
        for path, value in subject.config.values.items()
        if path.startswith(f"{OIDC}.") and value and value not in (SETTINGS[path].default, CHART_DEFAULTS.get(path))
    }


def means_code_flow(subject: Subject) -> bool:
    """Whether the code flow's settings count, or would if clientType, which is not stated, were right."""
    if not is_openid(subject):
        return False
    return subject.is_confidential or (not subject.states(CLIENT_TYPE) and subject.states_any(OIDC))


def stated_empty(subject: Subject, path: str) -> bool:
    """Whether a text is stated as empty. One that is withheld, or in a Secret of Kubernetes, is not."""
    value = subject.config.values.get(path)
    in_cluster = subject.target == KUBERNETES and SETTINGS[path].chart is ChartForm.SECRET_REF
    if isinstance(value, Secret) or in_cluster:
        return not value and is_null(subject, path)
    return isinstance(value, str) and not value.strip()
