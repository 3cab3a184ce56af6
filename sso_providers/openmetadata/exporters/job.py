"""What every target is given: the configuration and how to write it. Knows no file format."""

from dataclasses import dataclass
from functools import cached_property

from sso_providers.catalogue import Release, Secret, UnknownName, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import (
    PLACEHOLDER,
    MissingSecret,
    Provenance,
    SecretsMode,
    Situation,
    Unsupported,
)
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SETTINGS, Setting, settings_for

STORED_SINCE = Release("1.10")

Pair = tuple[Setting, Value | Secret]


@dataclass(frozen=True, kw_only=True)
class Job:
    """One export, whatever the target. `conf` is the operator's own file, where a variant changes it."""

    config: SecurityConfig
    release: Release
    secrets: SecretsMode
    situation: Situation
    provenance: Provenance
    conf: str = ""

    @cached_property
    def settings(self) -> tuple[Pair, ...]:
        """What the line knows of the configuration, in the table's order.

        Left out is what the line's first patches lack, while it has its default anyway. Raises
        `UnknownName` for a path that no line knows: a setting must not vanish in silence; and
        `Unsupported` for a value that the line does not take: its server would not start.
        """
        for path in self.config.values:
            if path not in SETTINGS:
                raise UnknownName("setting", path, SETTINGS)
        values = self.config.values
        known = [(each, values[each.path]) for each in settings_for(self.release) if each.path in values]
        for setting, value in known:
            if not setting.takes(value, self.release):
                raise Unsupported(
                    say(
                        "OpenMetadata {release} does not take {value} for {path}: {remedy}.",
                        release=self.release,
                        value=value,
                        path=setting.path,
                        remedy=remedy(setting),
                    )
                )
        return tuple(
            (setting, value)
            for setting, value in known
            if not (setting.begins_within(self.release) and value == setting.default)
        )

    @cached_property
    def with_variable(self) -> tuple[Pair, ...]:
        """The settings that an environment variable can carry."""
        return tuple((setting, value) for setting, value in self.settings if setting.env)

    @cached_property
    def secret_settings(self) -> tuple[tuple[Setting, Secret], ...]:
        return tuple((setting, value) for setting, value in self.settings if isinstance(value, Secret))

    @property
    def has_secret(self) -> bool:
        """Whether the configuration has a secret at all: a public client has none."""
        return bool(self.secret_settings)

    @property
    def writes_secret(self) -> bool:
        return self.has_secret and self.secrets is SecretsMode.REAL

    @property
    def refers(self) -> bool:
        return self.has_secret and self.secrets not in (SecretsMode.REAL, SecretsMode.PLACEHOLDER)

    @property
    def fills_in(self) -> bool:
        return self.has_secret and self.secrets is SecretsMode.PLACEHOLDER

    @property
    def is_stored(self) -> bool:
        """Whether the server has its own copy in its database, which wins over every file."""
        return self.situation is Situation.RUNNING and self.release >= STORED_SINCE

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
                say(
                    "The registration '{registration}' has no value for {env}: "
                    "enter the secret there, or export with placeholders or references.",
                    registration=self.provenance.registration,
                    env=setting.env,
                )
            )
        return value.reveal()


def remedy(setting: Setting) -> str:
    others = [choice for choice in setting.choices if choice not in setting.later_choices]
    return say(
        "use one of {others}, or OpenMetadata {release} or later",
        others=", ".join(others),
        release=min(setting.later_choices.values()),
    )


def placeholder(setting: Setting) -> str:
    """Obvious, unique, and without a character that any consumer reads."""
    return f"{PLACEHOLDER}{setting.env}"
