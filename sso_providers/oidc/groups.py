"""A person's groups: where they stand in the claims, and which of an operator's patterns they match."""

from collections.abc import Mapping, Sequence
from typing import Any

ANY = "*"
# Active Directory gives one person about a thousand. More are not looked at, so that an answer of a
# mebibyte can't hold a worker: that can only cost somebody a role.
MAX_GROUPS = 2_000


def find_groups(claims: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The texts at `path`, each once: a list of them, or a single one."""
    value: object = claims
    rest = path
    while rest:
        key = longest_key(value, rest)
        if not key or not isinstance(value, Mapping):
            return ()
        value, rest = value[key], rest[len(key) + 1 :]
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item))[:MAX_GROUPS]


def longest_key(value: object, path: str) -> str:
    """The key of `value` that `path` begins with; "" for none.

    Names of claims and clients hold dots themselves (https://acme.example/groups, resource_access of a
    client such as portal.acme.example), so a dot may end a key or be part of it. The longest key counts,
    also where nothing is found below it: a path has one meaning.
    """
    if not isinstance(value, Mapping):
        return ""
    key = path
    while key and key not in value:
        key = key.rpartition(".")[0]
    return key


def first_match(pattern: str, groups: Sequence[str]) -> str:
    """The first of `groups` that `pattern` matches; "" for none.

    They are the same to the letter, where `*` stands for any characters and nothing else is special: names
    of groups hold brackets, commas, dots and backslashes.
    """
    first, *parts = pattern.split(ANY)
    if not parts:
        return pattern if pattern in groups else ""
    *middle, last = parts
    return next((group for group in groups if _fits(group, first, middle, last)), "")


def _fits(group: str, first: str, middle: Sequence[str], last: str) -> bool:
    """Each part is looked for once, behind the one before it, so the time is that of reading the group."""
    if not group.startswith(first) or not group.endswith(last):
        return False
    at, end = len(first), len(group) - len(last)
    for part in middle:
        found = group.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end


def matches_everything(pattern: str) -> bool:
    return bool(pattern) and not pattern.strip(ANY)
