"""What every target is given: the configuration and how to write it. Knows no file format."""

from dataclasses import dataclass

from sso_providers.catalogue import Release, Secret, UnknownName, Value
from sso_providers.openmetadata.artifacts import MissingSecret, Provenance, SecretsMode
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SETTINGS, Setting, settings_for

PLACEHOLDER = "REPLACE_WITH_"
# For a value in double quotes of YAML inside single quotes of the file.
FILL_IN = (
    f'Replace {PLACEHOLDER}... and keep both pairs of quotes; in between write \\" for ", \\\\ for \\, '
    "\\u0024 for a dollar sign and \\u0027 for an apostrophe."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One export, whatever the target."""

    config: SecurityConfig
    release: Release
    secrets: SecretsMode
    provenance: Provenance

    @property
    def settings(self) -> tuple[tuple[Setting, Value | Secret], ...]:
        """What the line knows of the configuration, in the table's order.

        Raises `UnknownName` for a path that no line knows: a setting must not vanish in silence.
        """
        for path in self.config.values:
            if path not in SETTINGS:
                raise UnknownName("setting", path, SETTINGS)
        values = self.config.values
        return tuple((each, values[each.path]) for each in settings_for(self.release) if each.path in values)

    @property
    def has_secret(self) -> bool:
        """Whether the configuration has a secret at all: a public client has none."""
        return any(isinstance(value, Secret) for _, value in self.settings)

    @property
    def writes_secret(self) -> bool:
        return self.has_secret and self.secrets is SecretsMode.REAL

    @property
    def refers(self) -> bool:
        return self.has_secret and self.secrets is SecretsMode.REFERENCE

    @property
    def fills_in(self) -> bool:
        return self.has_secret and self.secrets is SecretsMode.PLACEHOLDER

    def literal(self, setting: Setting, value: Value | Secret) -> Value:
        """The value as it is written; a secret in the clear or as its placeholder.

        Raises `MissingSecret`.
        """
        if not isinstance(value, Secret):
            return value
        if self.secrets is not SecretsMode.REAL:
            return placeholder(setting)
        if not value:
            raise MissingSecret(
                f"The registration '{self.provenance.registration}' has no value for {setting.env}: "
                "enter the client secret there, or export with placeholders or references."
            )
        return value.reveal()


def placeholder(setting: Setting) -> str:
    """Obvious, unique, and without a character that any consumer reads."""
    return f"{PLACEHOLDER}{setting.env}"


def takes_effect(release: Release) -> str:
    """When OpenMetadata reads its files (SecurityConfigurationManager since 1.10)."""
    if release < Release("1.10"):
        return f"OpenMetadata {release} reads these settings at every start."
    return (
        f"OpenMetadata {release} keeps sign-in settings in its database from the first start on and reads these files "
        "no more: on a server that ran before, run './bootstrap/openmetadata-ops.sh remove-security-config --force' "
        "before the restart."
    )
