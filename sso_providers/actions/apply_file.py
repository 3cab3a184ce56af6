"""The file that `apply` reads: YAML whose entries have known keys of the right types, and where its secrets are.

The form is in docs/apply.md. Knows nothing of the database. No error shows what may be a secret.
"""

import os
import re
import reprlib
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from sso_providers.catalogue import CLIENT_SECRET, KINDS, Kind, Secret, UnknownName

Form: TypeAlias = Mapping[str, type]

REGISTRATION: Form = {
    "slug": str,
    "name": str,
    "kind": str,
    "flow": str,
    "client_id": str,
    "client_secret": object,
    "secrets": object,
    "settings": dict,
    "staff_login": dict,
}
STAFF_LOGIN: Form = {
    "enabled": bool,
    "allowed_domains": list,
    "groups_claim": str,
    "required_groups": list,
    "group_roles": dict,
    "default_role": str,
    "trust_email": bool,
    "authoritative_email": bool,
    "newcomers_wait": bool,
}
DEPLOYMENT: Form = {
    "slug": str,
    "name": str,
    "url": str,
    "release": str,
    "registration": str,
    "authorizer": dict,
    "settings": dict,
}
AUTHORIZER: Form = {
    "admin_principals": list,
    "principal_domain": str,
    "allowed_domains": list,
    "enforce_principal_domain": bool,
    "self_signup": bool,
    "use_roles_from_provider": bool,
    "enable_secure_socket": bool,
}
TYPE_NAMES = {
    dict: "a mapping of words, such as {a: b}",
    list: "a list of words, such as [a, b]",
    bool: "true or false",
    str: "text, in quotes if it looks like a number, a date or a truth value",
}


class InvalidFile(ValueError):
    """The file can't be applied; each error names its place in the file."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = list(errors)
        super().__init__("\n".join(self.errors))


def read(text: str) -> dict[str, list[dict[str, Any]]]:
    """The entries under `registrations` and `deployments`; what stands in them is checked one by one."""
    document = load(text)
    if not isinstance(document, dict):
        raise InvalidFile(["The file is empty or no mapping: it begins with 'registrations:' or 'deployments:'."])
    errors = unknown_keys("the file", document, ("registrations", "deployments"))
    lists: dict[str, list[dict[str, Any]]] = {}
    for name in ("registrations", "deployments"):
        lists[name] = document.get(name) or []
        if not isinstance(lists[name], list) or not all(isinstance(entry, dict) for entry in lists[name]):
            errors.append(f"{name}: use a list of mappings, each beginning with '- slug: ...'.")
            continue
        errors += duplicate_slugs(name, lists[name])
    if errors:
        raise InvalidFile(errors)
    return lists


def load(text: str) -> object:
    try:
        for event in YAML(typ="safe", pure=True).parse(StringIO(text)):
            if isinstance(event, AliasEvent):
                # A few of them can unfold to gigabytes.
                raise MarkedYAMLError(problem="aliases are not used here", problem_mark=event.start_mark)
        return YAML(typ="safe", pure=True).load(StringIO(text))
    except MarkedYAMLError as error:
        # What the library quotes may be a secret.
        problem = re.sub(r"[\"'].*[\"']", "…", error.problem or "", flags=re.DOTALL).rstrip(" …)")
        mark = error.problem_mark
        place = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InvalidFile([f"The file is no YAML: {problem}{place}. Special characters need quotes."]) from None
    except (YAMLError, ValueError, LookupError, RecursionError):
        reason = "it holds a control character, a date or number that is none, or is nested too deeply"
        raise InvalidFile([f"The file is no YAML: {reason}. Special characters need quotes."]) from None


def duplicate_slugs(name: str, entries: list[dict[str, Any]]) -> list[str]:
    slugs = [str(entry["slug"]) for entry in entries if "slug" in entry]
    return [f"{name}: '{slug}' stands there twice: keep one." for slug in sorted(set(slugs)) if slugs.count(slug) > 1]


def unknown_keys(where: str, entry: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    return [f"{where}: {UnknownName('key', key, known)}" for key in entry if key not in known]


def check(where: str, entry: Mapping[str, Any], form: Form, *, required: tuple[str, ...] = ()) -> list[str]:
    """A sentence for each key that is unknown, has a value of the wrong type, or is missing. A blank value is none."""
    errors = unknown_keys(where, entry, form)
    for key, value in entry.items():
        if key in form and value is not None and not is_a(form[key], value):
            errors.append(f"{where}.{key}: unexpected value {reprlib.repr(value)}: use {TYPE_NAMES[form[key]]}.")
    return errors + [f"{where}.{name}: is missing." for name in required if entry.get(name) in (None, "")]


def is_a(expected: type, value: object) -> bool:
    """Of a list all items are text, of a mapping all keys."""
    return isinstance(value, expected) and (
        expected not in (list, dict) or all(isinstance(item, str) for item in value)  # type: ignore[attr-defined]
    )


def kind_of(entry: Mapping[str, Any]) -> Kind | None:
    """The entry's provider kind, if it names one that there is."""
    name = entry.get("kind")
    return KINDS.get(name) if isinstance(name, str) else None


def required_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """What a registration needs depends on its kind; of an unknown one only that is told."""
    kind = kind_of(entry)
    keys = ["slug", "name", "kind"]
    if kind and len(kind.flows) > 1:
        keys.append("flow")
    if kind and kind.client_id:
        keys.append("client_id")
    return tuple(keys)


def read_secrets(where: str, entry: Mapping[str, Any], base: Path) -> dict[str, Secret]:
    """Those that are given, by the catalogue's names. `client_secret` may stand by itself, too."""
    given = entry.get("secrets") or {}
    if not is_a(dict, given):
        raise InvalidFile([f"{where}.secrets: use a mapping, such as {{bind_password: {{env: NAME}}}}."])
    given = dict(given)
    if entry.get(CLIENT_SECRET) is not None:
        if CLIENT_SECRET in given:
            raise InvalidFile([f"{where}.{CLIENT_SECRET}: stands there twice, here and under secrets: keep one."])
        given[CLIENT_SECRET] = entry[CLIENT_SECRET]
    read = {name: read_secret(f"{where}.{secret_place(name, entry)}", each, base) for name, each in given.items()}
    return {name: secret for name, secret in read.items() if secret is not None}


def secret_place(name: str, entry: Mapping[str, Any]) -> str:
    """Where a secret stands in the entry, or would."""
    alone = name == CLIENT_SECRET and name not in (entry.get("secrets") or {})
    return name if alone else f"secrets.{name}"


def read_secret(where: str, given: object, base: Path) -> Secret | None:
    """Plain text, {env: NAME} or {file: path}; None keeps what is stored."""
    match given:
        case None | "":
            return None
        case str():
            return Secret(given)
        case {"env": str(name), **rest} if not rest:
            if not os.environ.get(name):
                raise InvalidFile([f"{where}: the environment variable {name} is not set: export it first."])
            return Secret(os.environ[name])
        case {"file": str(path), **rest} if not rest:
            return Secret(read_secret_file(where, base / path))
    raise InvalidFile([f"{where}: use text, {{env: NAME}} or {{file: path}}."])


def read_secret_file(where: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise InvalidFile([f"{where}: can't read {path}: {type(error).__name__}. Name a text file."]) from None
