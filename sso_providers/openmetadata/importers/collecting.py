"""Gathers what an importer reads, setting by setting, into an `Import`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SAML, SETTINGS, Setting, ValueType
from sso_providers.openmetadata.subject import Kind, Place, Surroundings, Trouble

from . import lookalikes
from .imported import WHOLE_FILE, Format, Import
from .interpret import Misread, of_native, read_source

# What the server holds where the file has nothing behind the name.
NULLS: Mapping[ValueType, Value] = {ValueType.TEXT: "", ValueType.LIST: (), ValueType.MAP: "{}"}
# Defaults that mean the same as nothing.
NOTHING = (None, "", (), "{}")
# The server takes null for a text that is not there; a number may be wanted.
MISSED_WITHOUT_DEFAULT = (ValueType.INTEGER, ValueType.BOOLEAN)
REMEDIES = {
    ValueType.LIST: say('write it as ["a","b"], each item in double quotes'),
    ValueType.MAP: say("write it as a JSON object, or {{}}"),
    ValueType.BOOLEAN: say("write true or false"),
    ValueType.INTEGER: say("write a whole number"),
}
# What keeps a value whole on its way to openmetadata.yaml.
DOUBLE = say("double quotes")
DOUBLE_IN_SINGLE = say("double quotes within single ones, '\"...\"'")
QUOTES = {
    Format.ENV_FILE: DOUBLE_IN_SINGLE,
    Format.COMPOSE: DOUBLE_IN_SINGLE,
    Format.CONF: DOUBLE,
    Format.HELM: DOUBLE_IN_SINGLE,
    Format.API: DOUBLE,
}


# Nobody reads more.
MOST_TOLD = 1000
# Each begins with the public address.
WHOLE = (f"{OIDC}.serverUrl",)
ADDRESSES = (
    *WHOLE,
    f"{AUTHENTICATION}.callbackUrl",
    f"{OIDC}.callbackUrl",
    f"{SAML}.sp.callback",
    f"{SAML}.sp.acs",
)
# A file of these has its secrets, if it has any; openmetadata.yaml as it is shipped leaves all of them open.
WITH_SECRETS = (Format.ENV_FILE, Format.COMPOSE, Format.HELM)


class Collector:
    """One file's settings; of a setting that is stated twice the last counts, as in the server's readers."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.values: dict[str, Value | Secret] = {}
        self.places: dict[str, Place] = {}
        self.troubles: list[Trouble] = []
        # The first of those that are too many.
        self.untold: Trouble | None = None

    def source(self, setting: Setting, source: str, name: str, line: int) -> None:
        """The setting as an environment variable has it: YAML source."""
        try:
            reading = read_source(setting, source)
        except Misread as misread:
            self.misread(setting, misread, name, line)
            return
        for doubt in reading.doubts:
            message = (
                with_remedy(name, doubt.message, self.remedy(setting))
                if doubt.is_of_quotes
                else say("{name}: {problem}.", name=name, problem=doubt.message)
            )
            self.trouble(doubt.kind, name, line, message, setting.path, doubt.meant)
        self.put(setting, reading.value, name, line, is_known=bool(reading.doubts))

    def native(self, setting: Setting, value: Any, name: str, line: int) -> None:
        """The setting as a parsed document has it."""
        try:
            found = of_native(setting, value)
        except Misread as misread:
            self.misread(setting, misread, name, line)
        else:
            self.put(setting, found, name, line)

    def put(
        self, setting: Setting, value: Value | Secret | None, name: str, line: int, *, is_known: bool = False
    ) -> None:
        """None is the null that an empty value becomes: it replaces the server's default.

        `is_known` says that what is wrong with the value is told already.
        """
        self.places[setting.path] = Place(name, line)
        if value is None:
            is_missed = setting.default not in NOTHING or setting.type in MISSED_WITHOUT_DEFAULT
            is_missed = is_missed or (setting.secret and self.format in WITH_SECRETS)
            if is_missed and not is_known:
                self.trouble(Kind.EMPTY, name, line, empty(setting, name), setting.path)
            value = Secret("") if setting.secret else NULLS.get(setting.type)
        elif fix := self.lookalike(setting, value):
            self.trouble(Kind.LOOKALIKE, name, line, deceptive(name), setting.path, *fix)
        self.keep(setting, value)

    def lookalike(self, setting: Setting, value: Value | Secret) -> tuple[Value, ...] | tuple[None] | None:
        """None where nobody is deceived by the value, else what was probably meant; of a secret it is not told."""
        if isinstance(value, Secret):
            return (None,) if lookalikes.of_text(value.reveal()) != value.reveal() else None
        found = lookalikes.cleaned(setting, value)
        return (found,) if found != value else None

    def misread(self, setting: Setting, misread: Misread, name: str, line: int) -> None:
        """What was probably meant is kept, so that rules can look at it; of a secret that there is one."""
        self.places[setting.path] = Place(name, line)
        message = with_remedy(name, str(misread), misread.remedy or self.remedy(setting))
        meant = None if misread.meant is None else lookalikes.cleaned(setting, misread.meant)
        self.trouble(misread.kind, name, line, message, setting.path, meant)
        self.keep(setting, Secret("") if setting.secret else meant)

    def keep(self, setting: Setting, value: Value | Secret | None) -> None:
        self.values.pop(setting.path, None)
        if value is not None:
            self.values[setting.path] = value

    def remedy(self, setting: Setting) -> str:
        return REMEDIES.get(setting.type) or say("write it in {quotes}", quotes=QUOTES[self.format])

    def trouble(
        self, kind: Kind, name: str, line: int, message: str, setting: str = "", fix: Value | None = None
    ) -> None:
        found = Trouble(kind=kind, name=name, line=line, message=message, setting=setting, fix=fix)
        if len(self.troubles) < MOST_TOLD:
            self.troubles.append(found)
        else:
            self.untold = self.untold or found

    def result(self, surroundings: Surroundings | None = None, release: str = "") -> Import:
        values = {path: self.values[path] for path in SETTINGS if path in self.values}
        return Import(
            format=self.format,
            config=SecurityConfig(server_url=server_url(values), values=values),
            places=self.places,
            troubles=tuple(self.told()),
            surroundings=surroundings or Surroundings(),
            release=release,
        )

    def told(self) -> Iterator[Trouble]:
        yield from sorted(self.troubles, key=lambda each: each.line)
        if self.untold:
            message = say("There is more of this kind: mend the first {most_told} and look again.", most_told=MOST_TOLD)
            yield replace(self.untold, name=WHOLE_FILE, message=message, setting="", fix=None)


def empty(setting: Setting, name: str) -> str:
    default = setting.default
    if default in NOTHING:
        return say(
            "{name} is there without a value: the server takes that as none. Write a value, or take the line out.",
            name=name,
        )
    if not isinstance(default, str):
        return say(
            "{name} is there without a value: the server takes that as none, not as its default. Write a value, or "
            "take the line out.",
            name=name,
        )
    return say(
        "{name} is there without a value: the server takes that as none, not as its default {default}. Write a value, "
        "or take the line out.",
        name=name,
        default=default,
    )


def deceptive(name: str) -> str:
    return say(
        "{name}: the value has characters of a word processor or web page, such as curly quotes or a blank that is "
        "none, and the server takes them as part of it: type quotes and blanks anew.",
        name=name,
    )


def with_remedy(name: str, problem: str, remedy: str) -> str:
    return say("{name}: {problem}; {remedy}.", name=name, problem=problem, remedy=remedy)


def server_url(values: Mapping[str, Value | Secret]) -> str:
    """OpenMetadata's public address as the configuration tells it, without a trailing slash; "" if it doesn't.

    What the sign-in uses goes first, and last what only has its default.
    """
    used = used_block(values)
    stated = [path for path in ADDRESSES if values.get(path)]
    stated.sort(key=lambda path: (values[path] == SETTINGS[path].default, path.rpartition(".")[0] != used))
    found = (values[path] if path in WHOLE else before_callback(values[path]) for path in stated)
    return next((address.rstrip("/") for address in found if isinstance(address, str) and address), "")


def used_block(values: Mapping[str, Value | Secret]) -> str:
    """The block whose addresses the sign-in uses."""
    provider = values.get(f"{AUTHENTICATION}.provider")
    if provider == "saml":
        return f"{SAML}.sp"
    is_confidential = values.get(f"{AUTHENTICATION}.clientType") == "confidential"
    return OIDC if is_confidential and provider != "ldap" else AUTHENTICATION


def before_callback(address: object) -> str:
    if not isinstance(address, str):
        return ""
    address = address.rstrip("/")
    for ending in ("/auth/callback", "/saml/callback", "/api/v1/saml/acs", "/callback"):
        if address.endswith(ending):
            return address.removesuffix(ending)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
