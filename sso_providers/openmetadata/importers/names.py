"""What a name that nothing reads probably means: the nearest name that OpenMetadata knows, or what has replaced it.

Knows no file format: each gives its own words for the settings. The names of old lines are from conf/openmetadata.yaml
of releases 0.7 to 1.1.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.settings import (
    AUTHENTICATION,
    AUTHORIZER,
    OIDC,
    PROVIDER_BLOCKS,
    SETTINGS,
    TRUST_STORE,
)
from sso_providers.openmetadata.subject import Kind

# Comparing is slow: of one file this many names are compared, the others looked up only.
MOST_COMPARED = 100
# Longer names are no slips, and are not shown.
LONGEST = 80
# How alike two names must be, from 0 to 1, by difflib's measure.
ALIKE = 0.8
ALIKE_WHOLE = 0.88
ALIKE_FIRST = 0.75
# Blocks whose variables people take for one another's.
MIXED_UP = {"authentication", "authorizer", "auth", "oidc"}
# What variables of the sign-in settings begin with, and other programs' don't; and what both do.
OWN = ("authentication", "authorizer", "oidc", "saml")
SHARED = ("auth", "custom", "force", "jwt", "ldap", "rsa")
MOST_FIRST_WORDS = 5_000
# Words that alone say nothing.
GENERAL = {"id", "name", "type", "uri", "url"}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
NOT_IN_NAME = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A name that no line reads any more.

    `name` is a variable or a key; a * at its end stands for a family. `until` is the last line that read it, None for
    one that only documentation has. `setting` is the path that has taken its place, `instead` what to do where that
    says too little. `single` says that it held one text where the setting holds a list.
    """

    name: str
    until: Release | None = None
    setting: str = ""
    instead: str = ""
    single: bool = False

    def is_read_by(self, release: Release | None) -> bool:
        return release is not None and self.until is not None and release <= self.until

    def covers(self, name: str) -> bool:
        return name.startswith(self.start)

    @property
    def start(self) -> str:
        return self.name.removesuffix("*")


KEYS = f"{AUTHENTICATION}.publicKeyUrls"
BOTS = f"{AUTHORIZER}.botPrincipals"
CUSTOM_STORE = f"{TRUST_STORE}.customTrustManagerConfig"
BOT_TOKENS = say("remove it, for pipelines sign in with the token of a bot")
NO_SUCH = say("remove it: there is no such setting")
FORMERS = (
    Former(name="publicKey", until=Release("0.9"), setting=KEYS, single=True),
    Former(name="AUTHENTICATION_PUBLIC_KEY", until=Release("0.9"), setting=KEYS, single=True),
    Former(name="botPrincipals", until=Release("0.12"), setting=BOTS, instead=BOT_TOKENS),
    Former(name="AUTHORIZER_INGESTION_PRINCIPALS", until=Release("0.12"), setting=BOTS, instead=BOT_TOKENS),
    Former(name="AUTHORIZER_INGESTION_PRINCIPAL", until=Release("0.9"), setting=BOTS, instead=BOT_TOKENS, single=True),
    Former(name="AIRFLOW_AUTH_PROVIDER", until=Release("0.12"), instead=BOT_TOKENS),
    Former(name="OM_AUTH_AIRFLOW_*", until=Release("0.12"), instead=BOT_TOKENS),
    Former(name="OM_AUTH_JWT_TOKEN", until=Release("0.12"), instead=BOT_TOKENS),
    Former(name="wantNameIdEncrypted", until=Release("1.6"), instead=NO_SUCH),
    Former(name="SAML_WANT_NAME_ID_ENCRYPTED", until=Release("1.6"), instead=NO_SUCH),
    # Before PR #10146
    Former(name="keyStorePath", until=Release("0.13"), setting=f"{CUSTOM_STORE}.trustStoreFilePath"),
    Former(name="truststoreFormat", until=Release("0.13"), setting=f"{CUSTOM_STORE}.trustStoreFileFormat"),
    Former(name="verifyCertificateHostname", until=Release("0.13"), setting=f"{CUSTOM_STORE}.verifyHostname"),
    Former(
        name="AUTHENTICATION_LDAP_KEYSTORE_PATH",
        until=Release("0.13"),
        setting=f"{CUSTOM_STORE}.trustStoreFilePath",
    ),
    Former(name="AUTHENTICATION_DISCOVERY_URI", setting=f"{OIDC}.discoveryUri"),
    Former(name="initialAdmins", setting=f"{AUTHORIZER}.adminPrincipals"),
    Former(name="initialAdmin", setting=f"{AUTHORIZER}.adminPrincipals", single=True),
    Former(name="botPrincipal", setting=BOTS, instead=BOT_TOKENS, single=True),
)


def former(name: str) -> Former | None:
    """The former name that `name` is, or that its last key is."""
    last = name.rpartition(".")[2]
    if last.startswith(FAMILY_STARTS):
        return next(each for each in FAMILIES if each.covers(last))
    return FORMER_NAMES.get(last)


def former_names() -> dict[str, Former]:
    """The table's, and those that the settings know of themselves."""
    known = {name: Former(name=name, setting=path) for path, each in SETTINGS.items() for name in each.former}
    return known | {each.name: each for each in FORMERS if not each.name.endswith("*")}


FORMER_NAMES = former_names()
FAMILIES = tuple(each for each in FORMERS if each.name.endswith("*"))
FAMILY_STARTS = tuple(each.start for each in FAMILIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """`kind` is one of `NOT_UNDERSTOOD`; `setting` the path that is probably meant, `right` the format's word for it.

    Both are "" where nothing is near. `message` is a sentence with the remedy.
    """

    kind: Kind
    message: str
    setting: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One word of the vocabulary, made ready for comparing."""

    name: str
    setting: str
    parent: str
    words: tuple[str, ...]
    plain: str

    @property
    def rest(self) -> tuple[str, ...]:
        """Without the word that says which block it is of."""
        return self.words[1:] or self.words


class Vocabulary:
    """One format's words for the settings, by path: variables, or dotted keys. One for each file that is read."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are words of the format, each with the path that it stands for."""
        self.known = [known(name, setting) for name, setting in names]
        self.by_name = {each.name: each for each in reversed(self.known)}
        self.by_plain: dict[str, Known] = {plain(each.name): each for each in reversed(self.known)}
        self.by_setting = {each.setting: each for each in reversed(self.known)}
        self.by_last: dict[str, list[Known]] = defaultdict(list)
        # Other formats' words: the key at the same place, and the variable.
        self.by_alias: dict[tuple[str, str], Known] = {}
        self.by_variable: dict[str, Known] = {}
        # Keys of openmetadata.yaml, each with the variables that stand for one of this name.
        self.by_key: dict[str, list[Known]] = defaultdict(list)
        for each in self.known:
            if not each.parent:
                self.by_key[plain(each.setting.rpartition(".")[2])].append(each)
            self.by_last[each.plain].append(each)
            for alias in aliases(each.setting):
                self.by_alias.setdefault((each.parent, plain(alias)), each)
            if each.parent:
                self.by_variable.setdefault(plain(SETTINGS[each.setting].env or ""), each)
        self.compared = 0
        self.first_words: dict[str, bool] = {}
        self.guesses: dict[str, Guess] = {}

    def guess(self, name: str, release: Release | None = None) -> Guess | None:
        """What is wrong with a name that the format does not read, None where the line still read it."""
        if (old := former(name)) and old.is_read_by(release):
            return None
        if name not in self.guesses:
            self.guesses[name] = self.old(name, old) if old else self.near(name)
        return self.guesses[name]

    def old(self, name: str, old: Former) -> Guess:
        right = self.by_setting.get(old.setting)
        if right and not old.until and alike(known(name, "").plain, right.plain) >= ALIKE:
            return misspelt(name, right)
        instead = old.instead or (say("use {right}", right=right.name) if right else say("remove it"))
        message = say("OpenMetadata does not read {name}: {instead}.", name=shortened(name), instead=instead)
        if old.until:
            message = say(
                "OpenMetadata does not read {name} any more, {until} was the last line that did: {instead}.",
                name=shortened(name),
                until=old.until,
                instead=instead,
            )
        return Guess(kind=Kind.OBSOLETE, setting=old.setting, right=right.name if right else "", message=message)

    def near(self, name: str) -> Guess:
        if found := self.by_plain.get(plain(name)):
            return misspelt(name, found)
        if len(name) <= LONGEST and self.compared < MOST_COMPARED:
            self.compared += 1
            wanted = known(name, "")
            if found := self.by_alias.get((wanted.parent, wanted.plain)):
                return misspelt(name, found)
            if found := self.in_other_words(wanted):
                return misspelt(name, found)
            if found := self.by_variable.get(wanted.plain) or self.elsewhere(wanted):
                return misplaced(name, found)
            if found := self.of_key(wanted):
                return misspelt(name, found)
            if found := self.nearest(wanted):
                return misspelt(name, found) if found.parent == wanted.parent else misplaced(name, found)
        return Guess(
            kind=Kind.UNKNOWN,
            message=say(
                "OpenMetadata knows no {name}, so it does nothing: remove it, or correct its name.",
                name=shortened(name),
            ),
        )

    def in_other_words(self, wanted: Known) -> Known | None:
        """The key at the same place that differs by a word which alone says nothing: callbackUrl for callback."""
        beside = (each for each in self.known if each.parent == wanted.parent) if wanted.parent else ()
        return next((each for each in beside if is_extended(wanted.words, each.words)), None)

    def elsewhere(self, wanted: Known) -> Known | None:
        """The same key below another parent: the one that shares most of the way."""
        others = [each for each in self.by_last.get(wanted.plain, []) if not is_of_rival(wanted, each)]
        if not wanted.parent and not any(each.parent for each in others):
            return None
        return max(others, key=lambda each: shared(each.name, wanted.name), default=None)

    def of_key(self, wanted: Known) -> Known | None:
        """The variable of a key of openmetadata.yaml, whose name somebody took for the variable's."""
        if wanted.parent or not wanted.words or wanted.words[0] not in MIXED_UP or set(wanted.rest) <= GENERAL:
            return None
        found = self.by_key.get("".join(wanted.rest), [])
        same = [each for each in found if each.words[0] == wanted.words[0]]
        only = same or found
        return only[0] if len(only) == 1 else None

    def nearest(self, wanted: Known) -> Known | None:
        if not wanted.words:
            return None
        scored = ((likeness(wanted, each), each) for each in self.known if not is_of_rival(wanted, each))
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best if score >= ALIKE else None

    def concerns(self, name: str) -> bool:
        """Whether a variable looks like one of these settings, by its first word: there may be very many others."""
        first = name.lower() if name.islower() or "_" not in name else name.partition("_")[0].lower()
        if first not in self.first_words and len(self.first_words) < MOST_FIRST_WORDS:
            self.first_words[first] = any(is_near(first, each) for each in (*OWN, *SHARED))
        return self.first_words.get(first, False) or plain(name) in self.by_plain

    def is_certain(self, name: str, guess: Guess) -> bool:
        """Whether a variable that `concerns` is no other program's: what begins as the own ones is always ours."""
        if plain(name).startswith(OWN):
            return True
        return bool(guess.right) and alike(plain(name), plain(guess.right)) >= ALIKE_WHOLE


def is_near(first: str, word: str) -> bool:
    """Whether a first word is the word, or a slip of it; letters are compared only where it may be."""
    if first == word:
        return True
    may_be = first[:1] == word[:1] and abs(len(first) - len(word)) <= 2
    return may_be and SequenceMatcher(None, first, word, autojunk=False).ratio() >= ALIKE_FIRST


def is_extended(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    shorter, longer = sorted((some, others), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter and set(longer[len(shorter) :]) <= GENERAL


def is_of_rival(wanted: Known, other: Known) -> bool:
    """Whether they stand in the blocks of two providers: nobody puts the one's settings into the other's."""
    keys = wanted.parent.split(".")
    own = next((block for name, block in BY_PROVIDER.items() if name in keys), "")
    return bool(own) and any(block != own and other.setting.startswith(f"{block}.") for block in PROVIDER_BLOCKS)


BY_PROVIDER = {block.rpartition(".")[2]: block for block in PROVIDER_BLOCKS}
# How the chart calls one of them.
BY_PROVIDER |= {name.removesuffix("Configuration"): block for name, block in BY_PROVIDER.items()}


def known(name: str, setting: str) -> Known:
    parent, _, last = name.rpartition(".")
    words = tuple(found.lower() for found in WORD.findall(last[:LONGEST]))
    return Known(name=name, setting=setting, parent=parent, words=words, plain="".join(words))


def aliases(path: str) -> Iterator[str]:
    """The setting's own key in openmetadata.yaml, and the chart's."""
    for name in (path, SETTINGS[path].helm or ""):
        yield name.rpartition(".")[2]


def plain(name: str) -> str:
    """Without what people mix up: case, and what parts words."""
    return NOT_IN_NAME.sub("", name.lower())


def likeness(wanted: Known, other: Known) -> float:
    """From 0 to 1. Names of one block are compared by what differs: all of them begin alike."""
    if wanted.parent or other.parent:
        whole = alike(wanted.plain, other.plain)
        return whole if wanted.parent == other.parent else whole - (ALIKE_WHOLE - ALIKE)
    if any(same_words(some, others) for some, others in ways(wanted, other)):
        return 0.98
    whole = alike(wanted.plain, other.plain)
    if wanted.words[0] == other.words[0]:
        less, more = sorted((set(wanted.rest), set(other.rest)), key=len)
        if less < more and less - GENERAL:
            return 0.9 + whole / 20
        return alike("".join(wanted.rest), "".join(other.rest))
    if {wanted.words[0], other.words[0]} <= MIXED_UP and same_words(wanted.rest, other.rest):
        return 0.89
    return whole if whole >= ALIKE_WHOLE else 0.0


def ways(wanted: Known, other: Known) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The block's word may be missing, or be there twice."""
    yield wanted.words, other.words
    yield wanted.words, other.words[1:]
    yield wanted.words[1:], other.words


def same_words(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether they differ by abbreviations only: cert and certificate."""
    return (
        bool(some)
        and len(some) == len(others)
        and all(
            one == other or (min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)))
            for one, other in zip(some, others, strict=True)
        )
    )


def alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def shared(one: str, other: str) -> int:
    """How many keys two dotted names have in common, wherever they stand."""
    return len(set(one.split(".")) & set(other.split(".")))


def misspelt(name: str, right: Known) -> Guess:
    return Guess(
        kind=Kind.MISSPELT,
        setting=right.setting,
        right=right.name,
        message=say(
            "OpenMetadata knows no {name}, so it does nothing: {right} is probably meant.",
            name=shortened(name),
            right=right.name,
        ),
    )


def misplaced(name: str, right: Known) -> Guess:
    return Guess(
        kind=Kind.MISPLACED,
        setting=right.setting,
        right=right.name,
        message=say(
            "OpenMetadata does not read {name} at this place: {right} is probably meant.",
            name=shortened(name),
            right=right.name,
        ),
    )


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}..."


def variables() -> Vocabulary:
    """Of everything that is set by environment variables."""
    return Vocabulary((each.env, path) for path, each in SETTINGS.items() if each.env)


def paths(translated: Mapping[str, str] | None = None) -> Vocabulary:
    """Of openmetadata.yaml; or of a format whose dotted names are given, each with the path it stands for."""
    return Vocabulary((translated or {path: path for path in SETTINGS}).items())
