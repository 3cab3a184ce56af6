"""What changes for operators between two release lines: settings, behaviour, and the lines of an export."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue import Release

from .artifacts import Export, Provenance, SecretsMode, Situation, Unsupported
from .exporters import Target, export
from .security_config import SecurityConfig
from .settings import AUTHENTICATION, LDAP, ROWS, SAML, Setting


class Topic(StrEnum):
    """What a change is about."""

    NEW = "new setting"
    GONE = "setting gone"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs in `release` from the line before it. `setting` is its path, or ""."""

    release: Release
    topic: Topic
    text: str
    setting: str = ""


def always(config: SecurityConfig) -> bool:
    return True


def is_confidential(config: SecurityConfig) -> bool:
    return config.values.get(f"{AUTHENTICATION}.clientType") == "confidential"


def is_public(config: SecurityConfig) -> bool:
    return not is_confidential(config) and not any(path.startswith((SAML, LDAP)) for path in config.values)


def has_mapping(config: SecurityConfig) -> bool:
    return bool(config.values.get(f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"))


def is_azure(config: SecurityConfig) -> bool:
    return config.values.get(f"{AUTHENTICATION}.provider") == "azure"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the server behaves from `since` on; `concerns` tells which configurations feel it."""

    since: Release
    text: str
    concerns: Callable[[SecurityConfig], bool] = always


# providers.md, section 10, and server-validation.md of the facts; issue numbers are OpenMetadata's.
BEHAVIOURS = (
    Behaviour(
        Release("1.9"),
        "Many servers tell the browser to ask for an id_token whatever responseType says, until PR #31516 of "
        "August 2026: allow the implicit flow at the provider, or use the authorization code flow.",
        is_public,
    ),
    Behaviour(
        Release("1.10"),
        "The first start with this line puts the sign-in settings into the database, and later changes of environment, "
        "openmetadata.yaml or Helm values do nothing: run remove-security-config, or change them by the API.",
    ),
    Behaviour(
        Release("1.10"),
        "Saving in OpenMetadata's page or by PATCH runs a validator for the provider, which also wants a providerName.",
    ),
    Behaviour(
        Release("1.10"),
        "The schema wants id, secret, discoveryUri and tenant in oidcConfiguration; an empty tenant will do.",
        is_confidential,
    ),
    Behaviour(
        Release("1.11"),
        "From 1.11.5 on a mapped claim's name has letters, digits, _ and - only: namespaced claims are refused.",
        has_mapping,
    ),
    Behaviour(
        Release("1.12"),
        "authority, clientId, callbackUrl and publicKeyUrls are optional in the schema, "
        "and tokenValidationAlgorithm may be ES256, ES384 or ES512.",
    ),
    Behaviour(
        Release("1.12"),
        "openmetadata-ops.sh has get-security-config and update-security-config, with which a stored configuration can "
        "be kept and put back.",
    ),
    Behaviour(
        Release("1.12"),
        "Set-ups from before this line fail the validator when anything is changed by PATCH, because it looks at the "
        "whole configuration (issue 28379): export it anew first.",
        is_azure,
    ),
    Behaviour(
        Release("2.0"),
        "The server redirects to trusted addresses only, and they must equal callbackUrl or serverUrl's to the letter: "
        "people must open OpenMetadata under exactly this address (issue 26311).",
    ),
    Behaviour(
        Release("2.0"),
        "Sessions are kept in the database, so several servers need no sticky sessions any more. sessionExpiry of "
        "authenticationConfiguration counts for every provider and wins over that of oidcConfiguration.",
    ),
    Behaviour(
        Release("2.0"),
        "From 2.0.2 on a session must last at least 3600 seconds and a token at least 1.",
    ),
)


def changes(before: Release, after: Release, config: SecurityConfig | None = None) -> tuple[Change, ...]:
    """What differs in `after` from `before`, oldest line first; with `config`, what it feels of that."""
    found = [*settings_changed(before, after), *behaviours_changed(before, after, config)]
    return tuple(sorted(found, key=lambda change: change.release))


def settings_changed(before: Release, after: Release) -> Iterator[Change]:
    for setting in ROWS:
        if setting.never:
            continue
        if before < setting.since <= after:
            yield Change(setting.since, Topic.NEW, new(setting), setting.path)
        if setting.until is not None and before <= setting.until < after:
            last = setting.until_patch or setting.until
            yield Change(setting.until, Topic.GONE, f"Nothing reads {setting.env} after {last}.", setting.path)


def new(setting: Setting) -> str:
    since = f" From {setting.since_patch} on." if setting.since_patch else ""
    variable = setting.env or "no variable: openmetadata.yaml or the API only"
    return f"{setting.path.rpartition('.')[2]} ({variable}).{since} {setting.note}".strip()


def behaviours_changed(before: Release, after: Release, config: SecurityConfig | None) -> Iterator[Change]:
    for each in BEHAVIOURS:
        if before < each.since <= after and (config is None or each.concerns(config)):
            yield Change(each.since, Topic.BEHAVIOUR, each.text)


def lines_changed(
    config: SecurityConfig, before: Release, after: Release, *, target: Target, provenance: Provenance
) -> str:
    """The export's files for both lines as one unified diff, "" where nothing differs. Holds no secrets.

    A file that only one line has is compared with nothing; so is all of a target that `before` has not.
    """

    def files(release: Release) -> dict[str, str]:
        try:
            made: Export = export(
                config,
                target=target,
                release=release,
                secrets=SecretsMode.PLACEHOLDER,
                situation=Situation.RUNNING,
                provenance=provenance,
            )
        except Unsupported:
            return {}
        return {artifact.name: body(artifact.text) for artifact in made.artifacts}

    old, new_files = files(before), files(after)
    return "".join(
        line
        for name in dict.fromkeys([*old, *new_files])
        for line in difflib.unified_diff(
            old.get(name, "").splitlines(keepends=True),
            new_files.get(name, "").splitlines(keepends=True),
            f"{name} for {before}",
            f"{name} for {after}",
        )
    )


def body(text: str) -> str:
    """Without the header, whose line and sum always differ."""
    header, _, rest = text.partition("\n\n")
    return rest if header.startswith("#") else text
