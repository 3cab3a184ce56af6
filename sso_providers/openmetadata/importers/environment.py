"""The environment variables that OpenMetadata's server gets, as its settings. Knows no file format.

Env files, Compose files and the chart's extraEnvs all end here.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.secret_names import sounds_secret
from sso_providers.openmetadata.settings import LDAP, SAML, SETTINGS, TRUST_STORE, Setting
from sso_providers.openmetadata.subject import Kind, Place, Surroundings

from .collecting import Collector
from .interpret import Misread, of_source
from .names import Former, Guess, Vocabulary, former, shortened, variables
from .substitution import Substitution, Unsubstitutable
from .yaml_source import NotYaml, parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """`text` is what the container gets, None where the file doesn't tell: it is handed over from elsewhere.

    `line` counts from 1. `label` is what findings call it where that is not its name.
    """

    name: str
    text: str | None
    line: int
    label: str = ""

    @property
    def shown(self) -> str:
        return self.label or self.name


# What rules ask for beside the settings. Java and programs that it starts know some in lower case only.
AROUND = re.compile(
    r"(?:HTTPS?|NO|ALL|FTP)_PROXY|(?:https?|no|all|ftp)_proxy|JAVA_OPTS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS"
    r"|OPENMETADATA_(?:OPTS|HEAP_OPTS|SERVER_URL)|BASE_PATH|SERVER_(?:HOST|PORT|ADMIN_PORT|USE_FORWARDED_HEADERS)"
    r"|SERVER_HOST_API_URL|WEB_CONF_URI_PATH|OM_URI"
)
# Begin as the sign-in settings do, and are others of conf/openmetadata.yaml or of its scripts.
OTHERS = frozenset(("AUTHORIZER_ENABLE_SMTP",))
STORE_TYPE = "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE"
# Each way to check the directory's certificate, and the block that it reads.
STORES = {
    "TrustAll": f"{TRUST_STORE}.trustAllConfig",
    "JVMDefault": f"{TRUST_STORE}.jvmDefaultConfig",
    "HostName": f"{TRUST_STORE}.hostNameConfig",
    "CustomTrustStore": f"{TRUST_STORE}.customTrustManagerConfig",
}
PROVIDER = "AUTHENTICATION_PROVIDER"
BLOCKS = {"ldap": LDAP, "saml": SAML}
# A word that looks like a variable, and not like a piece of a key or certificate.
VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9.-]*_[A-Za-z0-9_.-]*|[A-Z]{2,30}|[a-z]+(?:[A-Z][a-z]+)+")


def by_variable() -> Mapping[str, tuple[Setting, ...]]:
    found: dict[str, list[Setting]] = defaultdict(list)
    for setting in SETTINGS.values():
        if setting.env:
            found[setting.env].append(setting)
    return {name: tuple(settings) for name, settings in found.items()}


SETTINGS_OF = by_variable()


def read_variables(
    variables: Mapping[str, Variable], collector: Collector, release: Release | None = None
) -> Surroundings:
    """What the server makes of its environment goes into `collector`, what else rules ask for comes back."""
    reader = Reader(variables, collector, release)
    around = {name: each for name, each in variables.items() if AROUND.fullmatch(name)}
    for name, variable in variables.items():
        if name in SETTINGS_OF:
            reader.read(variable)
        elif name not in around:
            reader.other(variable)
    return Surroundings(
        variables={name: each.text or "" for name, each in around.items()},
        places={name: Place(each.shown, each.line) for name, each in around.items()},
    )


class Reader:
    """One server's environment."""

    def __init__(self, given: Mapping[str, Variable], collector: Collector, release: Release | None) -> None:
        self.given = given
        self.collector = collector
        self.release = release
        self.vocabulary: Vocabulary = variables()
        self.substitution = Substitution({name: each.text for name, each in given.items() if each.text is not None})
        store = given.get(STORE_TYPE)
        self.store = STORES.get((store.text or "").strip("\"' ") if store else "TrustAll", "")

    def read(self, variable: Variable) -> None:
        source = self.substituted(variable)
        for setting in self.meant(variable.name):
            if source is not None:
                self.collector.source(setting, source, variable.shown, variable.line)
            elif variable.text is None:
                self.collector.put(setting, Secret(""), variable.shown, variable.line)

    def meant(self, name: str) -> tuple[Setting, ...]:
        """LDAP's trust stores share variables: the one that is chosen is meant, as exports mean it."""
        settings = SETTINGS_OF[name]
        if len(settings) == 1:
            return settings
        return tuple(each for each in settings if each.path.startswith(f"{self.store}.")) or settings

    def substituted(self, variable: Variable) -> str | None:
        """The YAML source, None where there is none."""
        if variable.text is None:
            return None
        try:
            return self.substitution.of(variable.text)
        except Unsubstitutable as error:
            path = SETTINGS_OF[variable.name][0].path if variable.name in SETTINGS_OF else ""
            message = say("{name}: {problem}.", name=shortened(variable.shown), problem=str(error))
            self.collector.trouble(Kind.UNRESOLVED, variable.shown, variable.line, message, path)
            return None

    def other(self, variable: Variable) -> None:
        """A name that OpenMetadata's sign-in settings don't have."""
        name = variable.name
        if name in OTHERS or not VARIABLE.fullmatch(name):
            return
        old = former(name)
        if old and old.is_read_by(self.release):
            self.read_former(variable, old)
        elif old or self.vocabulary.concerns(name):
            guess = self.vocabulary.guess(name, self.release)
            if guess and (old or self.vocabulary.is_certain(name, guess) or self.is_wanted(guess)):
                self.tell(variable, guess)

    def is_wanted(self, guess: Guess) -> bool:
        """Whether the setting is of the block that the stated provider reads, and is not there."""
        setting = SETTINGS.get(guess.setting)
        provider = self.given.get(PROVIDER)
        block = BLOCKS.get((provider.text or "").strip("\"' ").lower()) if provider else None
        return bool(setting and block and guess.setting.startswith(f"{block}.") and setting.env not in self.given)

    def read_former(self, variable: Variable, old: Former) -> None:
        """As the line reads it."""
        source = self.substituted(variable)
        if source is None:
            return
        setting = SETTINGS.get(old.setting)
        if setting and not setting.never:
            self.collector.source(setting, listed(source) if old.single else source, variable.shown, variable.line)
        elif not is_yaml(source):
            self.collector.trouble(Kind.VALUE_NOT_YAML, variable.shown, variable.line, not_yaml(variable))

    def tell(self, variable: Variable, guess: Guess) -> None:
        setting = SETTINGS.get(guess.setting)
        if setting and not setting.secret and sounds_secret(variable.name):
            # Another setting's value it is not, and must not become.
            self.collector.trouble(Kind.UNKNOWN, variable.shown, variable.line, unknown(variable))
            return
        is_free = setting and not setting.never and setting.env not in self.given
        fix = self.value(setting, variable) if setting and is_free else None
        self.collector.trouble(guess.kind, variable.shown, variable.line, guess.message, guess.setting, fix)

    def value(self, setting: Setting, variable: Variable) -> Value | None:
        """What the setting would have had, None for a secret or what is not clear."""
        source = self.substituted(variable)
        if source is None or setting.secret:
            return None
        try:
            value = of_source(setting, source)
        except Misread as misread:
            return misread.meant
        return None if isinstance(value, Secret) else value


def unknown(variable: Variable) -> str:
    name = shortened(variable.shown)
    return say("OpenMetadata knows no {name}, so it does nothing: remove it, or correct its name.", name=name)


def listed(source: str) -> str:
    """What took one text, as the list that takes its place."""
    stripped = source.strip()
    return stripped if stripped.startswith("[") or not stripped else f"[{stripped}]"


def is_yaml(source: str) -> bool:
    try:
        parsed(source)
    except NotYaml:
        return False
    return True


def not_yaml(variable: Variable) -> str:
    return say(
        "{shown}: OpenMetadata puts the value into openmetadata.yaml as it is, and that is no YAML any more, "
        "so the server does not start: put the whole value in single quotes, and only double quotes inside.",
        shown=variable.shown,
    )
