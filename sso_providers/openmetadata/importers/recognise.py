"""Which kind of file a text is, by what stands in it; its name only breaks ties."""

import re
from pathlib import PurePosixPath

from .imported import Format

VARIABLE = r"[A-Z][A-Z0-9]*_[A-Z0-9_]+"
# The chart has the other blocks by the same names.
BLOCKS = r"(?:authentication|authorizer|saml)Configuration"
# Lines, and how much one of each says. No blank may run over a line's end: time grows with the text alone.
SIGNS: tuple[tuple[Format, int, str], ...] = (
    (Format.ENV_FILE, 4, rf"^(?:export[ \t]+)?{VARIABLE}[ \t]*="),
    (Format.ENV_FILE, 3, rf"^{VARIABLE}[ \t]*:(?:[ \t]|$)"),
    (Format.ENV_FILE, 3, rf"^[ \t]+(?:export[ \t]+)?{VARIABLE}="),
    (Format.ENV_FILE, 4, rf"(?:^|[ \t])(?:-e|--env)[ \t=]+[\"']?{VARIABLE}="),
    (
        Format.ENV_FILE,
        4,
        rf"^[ \t]*(?:\$[Ee]nv:|set[ \t]+|SET[ \t]+|setx[ \t]+|ENV[ \t]+|Environment=[\"']?){VARIABLE}",
    ),
    (Format.ENV_FILE, 5, rf"\"name\"[ \t]*:[ \t]*\"{VARIABLE}\""),
    (Format.ENV_FILE, 5, rf"^[ \t]*\"{VARIABLE}\"[ \t]*[:=]"),
    (Format.COMPOSE, 30, r"^services[ \t]*:"),
    (Format.COMPOSE, 30, r"^[ \t]*(?:environment|env_file)[ \t]*:"),
    (Format.COMPOSE, 10, r"^[ \t]*(?:container_name|depends_on)[ \t]*:"),
    (Format.COMPOSE, 2, r"^[ \t]+image[ \t]*:[ \t]*\S"),
    (Format.COMPOSE, 4, rf"^[ \t]*-[ \t]+[\"']?{VARIABLE}(?:=|$)"),
    (Format.COMPOSE, 4, rf"^[ \t]+{VARIABLE}[ \t]*:(?:[ \t]|$)"),
    (Format.CONF, 30, rf"^[ \t]*{BLOCKS}[ \t]*:"),
    (Format.CONF, 10, r"^[ \t]*(?:publicKeyUrls|publicKey|adminPrincipals|botPrincipals|providerName)[ \t]*:"),
    (Format.CONF, 4, rf"^[ \t]*[A-Za-z]+[ \t]*:[ \t]*[\"']?\$\{{{VARIABLE}:-"),
    (Format.CONF, 5, r"^[ \t]*(?:prinicipalDomain|ssoLoginUrl|dnAdminPrincipal|preferredJwsAlgorithm|prompt)[ \t]*:"),
    (Format.CONF, 5, r"^[ \t]*(?:id|secret)[ \t]*:"),
    (Format.CONF, 3, r"^[ \t]*(?:oidc|ldap|jwtToken)Configuration[ \t]*:"),
    (Format.CONF, 2, r"^[ \t]*(?:provider|authority|clientId|callbackUrl|principalDomain|discoveryUri)[ \t]*:"),
    (Format.HELM, 40, r"^[ \t]*(?:openmetadata|global|extraEnvs)[ \t]*:[ \t]*(?:#.*)?$"),
    # At the left edge nothing else has it, whatever was copied below it.
    (Format.HELM, 300, r"^openmetadata[ \t]*:[ \t]*(?:#.*)?$"),
    (Format.HELM, 30, r"^[ \t]*(?:authentication|authorizer)[ \t]*:[ \t]*(?:#.*)?$"),
    (Format.HELM, 6, r"^[ \t]*enabled[ \t]*:[ \t]*(?:true|false)"),
    (
        Format.HELM,
        25,
        r"^[ \t]*(?:publicKeys|clientSecret|initialAdmins|oidcType|promptType|secretRef|replicaCount|envFrom)[ \t]*:",
    ),
    (Format.HELM, 60, r"^[ \t]*kind[ \t]*:[ \t]*[A-Z]"),
    (Format.HELM, 10, rf"^[ \t]*(?:-[ \t]+)?name[ \t]*:[ \t]*[\"']?{VARIABLE}[\"']?[ \t]*$"),
    (Format.HELM, 8, r"^[ \t]*(?:saml|helm_release|repository|valuesFiles|valueFrom)[ \t]*:"),
    (Format.API, 60, rf"\"{BLOCKS}\"[ \t]*:"),
    (
        Format.API,
        10,
        r"\"(?:publicKeyUrls|clientType|callbackUrl|adminPrincipals|principalDomain|providerName)\"[ \t]*:",
    ),
    (Format.API, 30, r"\"path\"[ \t]*:[ \t]*\"/(?:authenticationConfiguration|authorizerConfiguration|oidc|provider)"),
)
PATTERNS = tuple((format, weight, re.compile(pattern, re.MULTILINE)) for format, weight, pattern in SIGNS)
# Of one sign no more are counted, so that a long list doesn't drown a clear sign.
MOST_COUNTED = 12
NAMES = (
    (Format.ENV_FILE, re.compile(r"^\.env(?:\.|$)|\.env(?:\.|$)|^env[-_.]|\.sh$|\.ps1$|\.service$", re.IGNORECASE)),
    (Format.COMPOSE, re.compile(r"compose[^/]*\.ya?ml$", re.IGNORECASE)),
    (Format.CONF, re.compile(r"^openmetadata[^/]*\.ya?ml$", re.IGNORECASE)),
    (Format.HELM, re.compile(r"values[^/]*\.ya?ml$", re.IGNORECASE)),
    (Format.API, re.compile(r"\.json$", re.IGNORECASE)),
)


def recognise(text: str, name: str = "") -> Format | None:
    """None where nothing of a configuration of OpenMetadata is in it."""
    scores = dict.fromkeys(Format, 0)
    # Old Mac's line ends begin no line for the patterns.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for format, weight, pattern in PATTERNS:
        scores[format] += weight * counted(pattern, text)
    by_name = named(name)
    best = max(scores, key=lambda format: (scores[format], format is by_name))
    return best if scores[best] else None


def counted(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _, _ in zip(range(MOST_COUNTED), pattern.finditer(text), strict=False))


def named(name: str) -> Format | None:
    """The kind that a file of this name usually is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return next((format for format, pattern in NAMES if pattern.search(last)), None)
