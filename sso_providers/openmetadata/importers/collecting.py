"""Gathers what an importer reads, setting by setting, into an `Import`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SAML, SETTINGS, Setting, ValueType
from sso_providers.openmetadata.subject import Kind, Place, Surroundings, Trouble

from .imported import Format, Import
from .interpret import Misread, of_native, of_source

# What the server holds where the file has nothing behind the name.
NULLS: Mapping[ValueType, Value] = {ValueType.TEXT: "", ValueType.LIST: (), ValueType.MAP: "{}"}


class Collector:
    """One file's settings; of a setting that is stated twice the last counts, as in the server's readers."""

    def __init__(self, format: Format) -> None:
        self.format = format
        self.values: dict[str, Value | Secret] = {}
        self.places: dict[str, Place] = {}
        self.troubles: list[Trouble] = []

    def source(self, setting: Setting, source: str, name: str, line: int) -> None:
        """The setting as an environment variable has it: YAML source."""
        try:
            value = of_source(setting, source)
        except Misread as misread:
            self.misread(setting, misread, name, line)
        else:
            self.put(setting, value, name, line)

    def native(self, setting: Setting, value: Any, name: str, line: int) -> None:
        """The setting as a parsed document has it."""
        try:
            found = of_native(setting, value)
        except Misread as misread:
            self.misread(setting, misread, name, line)
        else:
            self.put(setting, found, name, line)

    def put(self, setting: Setting, value: Value | Secret | None, name: str, line: int) -> None:
        """None is the null that an empty value becomes: it replaces the server's default."""
        self.places[setting.path] = Place(name, line)
        self.values.pop(setting.path, None)
        if value is None:
            self.trouble(Kind.EMPTY, name, line, empty(setting), setting.path)
            value = Secret("") if setting.secret else NULLS.get(setting.type)
        if value is not None:
            self.values[setting.path] = value

    def misread(self, setting: Setting, misread: Misread, name: str, line: int) -> None:
        self.places[setting.path] = Place(name, line)
        self.values.pop(setting.path, None)
        self.trouble(misread.kind, name, line, f"{name}: {misread}", setting.path)

    def trouble(
        self, kind: Kind, name: str, line: int, message: str, setting: str = "", fix: Value | None = None
    ) -> None:
        self.troubles.append(Trouble(kind=kind, name=name, line=line, message=message, setting=setting, fix=fix))

    def result(self, surroundings: Surroundings | None = None, release: str = "") -> Import:
        values = {path: self.values[path] for path in SETTINGS if path in self.values}
        return Import(
            format=self.format,
            config=SecurityConfig(server_url=server_url(values), values=values),
            places=self.places,
            troubles=tuple(sorted(self.troubles, key=lambda each: each.line)),
            surroundings=surroundings or Surroundings(),
            release=release,
        )


def empty(setting: Setting) -> str:
    default = setting.default
    shown = f", not its default {default!r}" if isinstance(default, str) and default else ""
    return f"{setting.path} is there without a value: the server takes that as none{shown}."


def server_url(values: Mapping[str, Value | Secret]) -> str:
    """OpenMetadata's public address as the configuration tells it, without a trailing slash; "" if it doesn't."""
    stated = values.get(f"{OIDC}.serverUrl")
    if isinstance(stated, str) and stated:
        return stated.rstrip("/")
    for path in (f"{AUTHENTICATION}.callbackUrl", f"{OIDC}.callbackUrl", f"{SAML}.sp.callback", f"{SAML}.sp.acs"):
        if base := before_callback(values.get(path)):
            return base
    return ""


def before_callback(address: object) -> str:
    if not isinstance(address, str):
        return ""
    for ending in ("/auth/callback", "/saml/callback", "/api/v1/saml/acs", "/callback"):
        if address.endswith(ending):
            return address.removesuffix(ending)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
