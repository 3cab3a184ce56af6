"""Subjects made in a line, and what rules say of them."""

from collections.abc import Iterable, Mapping

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.subject import Subject, Surroundings, Trouble

Values = Mapping[str, Value | Secret]


def subject(
    values: Values | None = None,
    *,
    target: str = "docker",
    release: str = "1.9",
    troubles: tuple[Trouble, ...] = (),
    surroundings: Surroundings | None = None,
    is_whole: bool = False,
) -> Subject:
    return Subject(
        config=SecurityConfig(server_url="", values=values or {}),
        target=target,
        release=Release(release),
        troubles=troubles,
        surroundings=surroundings or Surroundings(),
        is_whole=is_whole,
    )


def ask(rules: Iterable[Rule], id: str, about: Subject) -> list[Found]:
    """What the one rule finds; nothing where it does not concern the subject."""
    (rule,) = [rule for rule in rules if rule.id == id]
    return list(rule.check(about)) if rule.concerns(about) else []


def level_of(rules: Iterable[Rule], id: str, found: Found) -> Level:
    (rule,) = [rule for rule in rules if rule.id == id]
    return found.level or rule.level


def faults(rules: Iterable[Rule], about: Subject) -> list[str]:
    """Errors and warnings, as `rule: message`."""
    return [
        f"{rule.id}: {found.message}"
        for rule in rules
        if rule.concerns(about)
        for found in rule.check(about)
        if (found.level or rule.level) is not Level.HINT
    ]
