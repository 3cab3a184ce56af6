"""Names in an LDAP directory: distinguished names, attributes, and which group gives which role.

Distinguished names are read as RFC 4514 (LDAP: String Representation of Distinguished Names) says,
with the blanks around separators that directories and people write. Knows nothing of networks.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from .fields import InvalidValue
from .sentences import say

# One RDN: (attribute type, value) pairs, lower case and unescaped, in no order.
Rdn: TypeAlias = frozenset[tuple[str, str]]
ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+")
HEX_PAIR = re.compile(r"[0-9A-Fa-f]{2}")
HEX_VALUE = re.compile(r"#(?:[0-9A-Fa-f]{2})+")
# RFC 4514, section 2.4: what a backslash may stand before, hexadecimal digits apart.
ESCAPABLE = ' "#+,;<=>\\'
LONGEST = 1000
EXAMPLE = "ou=people,dc=acme,dc=example"
ARROW = " = "


@dataclass(frozen=True, slots=True)
class Dn:
    """A distinguished name for comparing: two that a directory takes for the same are equal here."""

    rdns: tuple[Rdn, ...]

    def lies_under(self, base: "Dn") -> bool:
        """Whether it is `base` or an entry somewhere below it."""
        return len(self.rdns) >= len(base.rdns) and self.rdns[len(self.rdns) - len(base.rdns) :] == base.rdns


def parse(text: str) -> Dn:
    """Raises `InvalidValue`, which names the text, the fault and the form."""
    if len(text) > LONGEST:
        raise refused(
            f"{text[:50]}…",
            say("it has {count} characters, and at most {longest} are possible", count=len(text), longest=LONGEST),
        )
    if not text.isprintable():
        raise refused(text, "it holds a line break or control character")
    return Dn(tuple(rdn(text, part) for part in split(text, ",;")))


def dn(text: str) -> str:
    """A distinguished name of at least one part, kept to the letter: OpenMetadata compares some as text."""
    parse(text)
    return text


def rdn(whole: str, part: str) -> Rdn:
    pairs = [pair(whole, each) for each in split(part, "+")]
    return frozenset(pairs)


def pair(whole: str, text: str) -> tuple[str, str]:
    attribute, equals, value = text.partition("=")
    if not equals:
        raise refused(whole, say("'{part}' has no =", part=text.strip()) if text.strip() else say("a part is empty"))
    if not ATTRIBUTE.fullmatch(attribute.strip()):
        raise refused(whole, say("'{attribute}' is no attribute", attribute=attribute.strip()))
    return attribute.strip().lower(), unescaped(whole, without_blanks(value))


def without_blanks(value: str) -> str:
    """Without the blanks around a value, but with one at its end that is escaped."""
    stripped = value.strip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return f"{stripped} " if backslashes % 2 and value.rstrip(" ") != value else stripped


def unescaped(whole: str, value: str) -> str:
    """The value itself, in lower case and with single blanks: how directories compare names."""
    if not value:
        raise refused(whole, "a value is empty")
    if value.startswith("#"):
        if not HEX_VALUE.fullmatch(value):
            raise refused(whole, "a # at the beginning of a value must be written \\#")
        return value.lower()
    found = bytearray()
    rest = value
    while rest:
        character, rest = rest[0], rest[1:]
        if character == "\\":
            taken, byte = escape(whole, rest)
            found += byte
            rest = rest[taken:]
        elif character in '"<>':
            raise refused(whole, say("a {character} in a value must be written \\{character}", character=character))
        else:
            found += character.encode("utf-8")
    try:
        return " ".join(found.decode("utf-8").lower().split())
    except UnicodeDecodeError:
        raise refused(whole, "its escaped bytes are no UTF-8") from None


def escape(whole: str, rest: str) -> tuple[int, bytes]:
    """What a backslash before `rest` means: how many characters it takes, and the bytes."""
    if HEX_PAIR.match(rest):
        return 2, bytes.fromhex(rest[:2])
    if rest and rest[0] in ESCAPABLE:
        return 1, rest[0].encode("ascii")
    raise refused(whole, "a \\ must be written \\\\")


def split(text: str, separators: str) -> list[str]:
    """At the separators that no backslash stands before."""
    parts, start, index = [], 0, 0
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] in separators:
            parts.append(text[start:index])
            start = index + 1
        index += 1
    return [*parts, text[start:]]


def refused(text: str, why: str) -> InvalidValue:
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return InvalidValue(
        say(
            "'{shown}' is no distinguished name, as {why}: use one such as {example}.",
            shown=shown,
            why=why,
            example=EXAMPLE,
        )
    )


def attribute(text: str) -> str:
    """An attribute's name or number (RFC 4512, section 1.4)."""
    if not ATTRIBUTE.fullmatch(text):
        raise InvalidValue(
            say("'{text}' is no attribute: use a name such as mail, of letters, digits and -.", text=text)
        )
    return text


def attribute_or_all(text: str) -> str:
    return text if text == "*" else attribute(text)


def role(text: str) -> str:
    """The name of a role in OpenMetadata, or * for all of them."""
    if not text.isprintable() or re.search(r'[=",]', text):
        raise InvalidValue(
            say("'{text}' is no role: use a role's name in OpenMetadata, such as DataSteward.", text=text)
        )
    return text


def mapping(text: str) -> str:
    """`group DN = role, role`, with blanks around the last = and none doubled.

    A DN has = signs of its own, so the one before the roles is told by its blanks.
    """
    group, arrow, roles = text.rpartition(ARROW)
    names = [name.strip() for name in roles.split(",")]
    if not arrow or not all(names):
        raise InvalidValue(
            say(
                "'{text}' maps no group to roles: write group DN = role, role with a blank on both sides of the "
                "last =, "
                "such as cn=admins,ou=groups,dc=acme,dc=example = Admin, DataSteward.",
                text=text,
            )
        )
    return f"{dn(group.strip())}{ARROW}{', '.join(role(name) for name in names)}"


def group_of(line: str) -> str:
    """The group's DN of a line that `mapping` gave."""
    return line.rpartition(ARROW)[0]


def roles_of(line: str) -> list[str]:
    """The roles of a line that `mapping` gave."""
    return line.rpartition(ARROW)[2].split(", ")
