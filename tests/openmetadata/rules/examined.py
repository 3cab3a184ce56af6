"""Configurations as files state them, in few words, and what one rule says of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.openmetadata.findings import Fix, Level, Rule
from sso_providers.openmetadata.importers.collecting import server_url
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Kind, Subject, Surroundings, Trouble

BLOCKS = {"oidc": OIDC, "authorizer": AUTHORIZER, "jwt": JWT}
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
ENTRA = f"https://login.microsoftonline.com/{TENANT}"
KEYCLOAK = "https://id.acme.example/realms/acme"
HOME = "https://catalog.acme.example"
OWN_KEYS = f"{HOME}/api/v1/system/config/jwks"
Values = Mapping[str, Value | Secret | None]


def path(name: str) -> str:
    """`oidc.id`, `authorizer.className`, `jwt.keyId`; anything else is of authenticationConfiguration."""
    block, _, rest = name.partition(".")
    found = f"{BLOCKS[block]}.{rest}" if block in BLOCKS else f"{AUTHENTICATION}.{name}"
    assert found in SETTINGS, found
    return found


def subject(values: Values, target: str = "docker", release: str = "1.12", **more: Any) -> Subject:
    """A value of None is a name with nothing behind it, as `collecting.Collector` reads it."""
    stated = {path(name): "" if value is None else value for name, value in values.items()}
    nulls = [path(name) for name, value in values.items() if value is None]
    variables = more.pop("variables", {})
    is_helm = target == "kubernetes" and not more.get("is_whole")
    return Subject(
        config=SecurityConfig(server_url=server_url(stated), values=stated),
        target=target,
        release=Release(release),
        troubles=tuple(Trouble(kind=Kind.EMPTY, name=name, line=1, message="", setting=name) for name in nulls),
        surroundings=Surroundings(variables=variables, hosts=frozenset({"openmetadata"} if is_helm else ())),
        **more,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    setting: str
    level: Level
    fix: Fix
    message: str


def ask(rules: Iterable[Rule], id: str, examined: Subject) -> list[Answer]:
    """What the rule with this id says, if it concerns the subject at all."""
    (rule,) = (each for each in rules if each.id == id)
    if not rule.concerns(examined):
        return []
    return [Answer(each.setting, each.level or rule.level, each.fix, each.message) for each in rule.check(examined)]


def ask_one(rules: Iterable[Rule], id: str, examined: Subject) -> Answer:
    (answer,) = ask(rules, id, examined)
    return answer
