"""Which names say that a secret stands behind them, also where nobody knows the name, or it has a slip in it."""

import re
from collections.abc import Iterator

LONGEST = 200
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Whole words only, for other words hold them too.
SHORT = frozenset(("pass", "pwd", "pw", "creds", "cred", "pswd"))
# Also within a word: people leave out what parts words.
LONG = ("secret", "password", "passwd", "passphrase", "credential", "fernet", "apikey")
SLIPPED = ("secret", "password", "passwd")
# What a key is that nobody else may have.
OF_KEYS = ("private", "api", "access", "signing", "encryption", "sp", "client")
TOKENS = ("token", "tokens")
# Behind a token or key, what is no secret itself.
HARMLESS = frozenset(
    (
        "algorithm",
        "alias",
        "configuration",
        "endpoint",
        "expiry",
        "file",
        "format",
        "id",
        "issuer",
        "lifetime",
        "name",
        "path",
        "size",
        "type",
        "uri",
        "url",
        "urls",
        "validation",
        "validity",
    )
)
# Where the secret is, of a chart or cluster.
REFERENCE = re.compile(r"(?:\A|\.)secret(?:Key|Name)\Z|[sS]ecret_?Ref\Z|SECRET_REF\Z")


def sounds_secret(name: str) -> bool:
    """Whether the name, a variable's or a dotted path, is a secret's. Of a very long one the end counts."""
    end = name[-LONGEST:]
    if REFERENCE.search(end):
        return False
    words = [word.lower() for word in WORD.findall(end)]
    plain = "".join(words)
    if any(word in SHORT or has_slip(word) for word in words) or any(each in plain for each in LONG):
        return True
    return any(word.endswith(TOKENS) and behind not in HARMLESS for word, behind in pairs(words)) or has_key(words)


def pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each word with the next one, "" for none."""
    return zip(words, [*words[1:], ""], strict=False)


def has_key(words: list[str]) -> bool:
    ends = [*words[2:], "", ""]
    keys = zip(words, words[1:], ends, strict=False)
    return any(
        word.endswith(OF_KEYS) and key in ("key", "keys") and behind not in HARMLESS for word, key, behind in keys
    ) or any("privatekey" in word and behind not in HARMLESS for word, behind in pairs(words))


def has_slip(word: str) -> bool:
    """Whether the word ends as one of `SLIPPED` does with one letter wrong, missing, doubled or swapped."""
    lengths = (-1, 0, 1)
    return any(is_slip(word[-(len(right) + more) :], right) for right in SLIPPED for more in lengths)


def is_slip(word: str, right: str) -> bool:
    """Whether they differ by one letter, or by two neighbours that are swapped."""
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    one, other = word[start:], right[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
