"""Where openmetadata.yaml has its sign-in settings: their blocks, and what of it a file shows. Knows no file's text."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher

from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, LDAP, OIDC, SAML, SETTINGS

from .names import former

TOP = (AUTHORIZER, AUTHENTICATION, JWT)
# How the chart calls them.
OF_CHART = {"authentication": AUTHENTICATION, "authorizer": AUTHORIZER}
IN_CHART = OF_CHART | {"saml": SAML, "ldap": LDAP}
UNMISTAKABLE = (*TOP, OIDC, SAML, LDAP)
# More than any block has.
MOST_KEYS = 100
# How alike the names of two blocks must be, from 0 to 1, by difflib's measure.
ALIKE = 0.75
SHORT = 5
LONGEST = 80
ENDING = re.compile(r"config(uration)?s?$", re.IGNORECASE)


def blocks() -> Iterator[str]:
    for path in SETTINGS:
        while path := path.rpartition(".")[0]:
            yield path


# In the file's order, each before what stands in it.
BLOCKS = tuple(sorted(dict.fromkeys(blocks()), key=lambda path: (TOP.index(path.partition(".")[0]), path.count("."))))
BLOCKS_BY_KEY: Mapping[str, str] = {path.rpartition(".")[2]: path for path in reversed(BLOCKS)} | IN_CHART


def by_other_names() -> Iterator[tuple[str, str]]:
    """What variables and the chart call the settings."""
    for path, setting in reversed([*SETTINGS.items()]):
        if setting.env:
            yield setting.env, path
        block, _, rest = (setting.helm or "").partition(".")
        if rest and (name := f"{OF_CHART.get(block, block)}.{rest}") not in SETTINGS:
            yield name, path


OTHER_NAMES = dict(by_other_names())
# The keys that stand directly in one of the top blocks.
OUTER_KEYS = frozenset(path.partition(".")[2] for path in SETTINGS if path.count(".") == 1)


def joined(block: str, key: str) -> str:
    return f"{block}.{key}" if block else key


def is_known(block: str, key: str) -> bool:
    path = joined(block, key)
    return path in SETTINGS or path in BLOCKS


def inner_block(keys: Collection[str]) -> str:
    """The block from whose inside the keys at the left edge are, "" for none: people post excerpts."""
    keys = set(keys)
    if len(keys) > MOST_KEYS or any(key in TOP for key in keys):
        return ""
    counts = {block: sum(is_known(block, key) or is_former(block, key) for key in keys) for block in BLOCKS}
    best = max(BLOCKS, key=lambda block: counts[block])
    return best if counts[best] and 2 * counts[best] >= len(keys) else ""


def is_former(block: str, key: str) -> bool:
    old = former(key)
    return old is not None and old.setting.rpartition(".")[0] == block


def block_meant(key: str) -> str:
    """The block that a name nothing knows probably means, "" for none. Takes its time: comparing is slow."""
    if found := BLOCKS_BY_KEY.get(key):
        return found
    wanted = stem(key[:LONGEST])
    ratios = {name: SequenceMatcher(None, wanted, stem(name), autojunk=False).ratio() for name in BLOCKS_BY_KEY}
    best = max(ratios, key=lambda name: ratios[name])
    # Of a short name one letter is too much.
    return BLOCKS_BY_KEY[best] if ratios[best] >= (ALIKE if len(wanted) > SHORT else 1) else ""


def stem(key: str) -> str:
    return ENDING.sub("", key).lower()


def is_ours(key: str) -> bool:
    """Whether a key at the left edge, where much is none of ours, is certainly about signing in."""
    return key in OUTER_KEYS or key in OTHER_NAMES or former(key) is not None


def is_unmistakable(block: str) -> bool:
    """Whether a block's name means nothing else in the rest of the file."""
    return block in UNMISTAKABLE
