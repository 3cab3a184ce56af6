"""What is asked of the people who manage the identity provider: the content of the sheet that is handed to them.

It never holds a secret: of those it only says that they come back, and how.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .fields import Field, FieldType, Section
from .guide import FilledGuide
from .sentences import say
from .spec import Flow, Kind, Protocol
from .values import Value

# What OpenMetadata's page asks for in the browser, whatever is configured.
BROWSER_SCOPES = {"azure": "openid email profile offline_access", "okta": "openid email profile offline_access"}
USUAL_SCOPES = "openid email profile"


@dataclass(frozen=True, slots=True)
class Line:
    """A setting of the application to be made, with its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: `value` is what is registered already, if anything; never that of a secret."""

    label: str
    where: str
    help: str
    value: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    guide: FilledGuide
    settings: tuple[Line, ...]
    answers: tuple[Answer, ...]

    @property
    def wants_secret(self) -> bool:
        return any(answer.is_secret for answer in self.answers)


def write(
    kind: Kind,
    flow: Flow,
    guide: FilledGuide,
    *,
    settings: Mapping[str, Value],
    client_id: str = "",
    groups_claim: str = "",
) -> Sheet:
    """`settings` are the registration's, or none; `groups_claim` is what the portal's own sign-in reads, if it does."""
    values = kind.with_defaults(flow, settings)
    match kind.protocol:
        case Protocol.OIDC:
            lines = openid_lines(kind, flow, values, groups_claim)
        case Protocol.SAML:
            lines = saml_lines(values)
        case Protocol.LDAP:
            lines = ldap_lines(values)
    return Sheet(guide, tuple(lines), tuple(answers(kind, flow, values, settings, client_id)))


def openid_lines(kind: Kind, flow: Flow, values: Mapping[str, Value], groups_claim: str) -> Iterator[Line]:
    guide = kind.guides[flow]
    if flow is Flow.CODE:
        yield Line(say("Kind of application"), say("confidential (web): a server keeps its secret"))
    else:
        yield Line(say("Kind of application"), say("public (single-page): the browser, without a secret"))
    yield Line(say("Grant types"), guide.grants)
    yield Line(say("Scopes"), str(values.get("scope") or BROWSER_SCOPES.get(kind.id, USUAL_SCOPES)))
    yield Line(say("Claims in the ID token"), ", ".join(claims(values, groups_claim)))
    yield Line(say("Signature of the ID token"), str(values["signing_algorithm"]))
    if method := values.get("client_authentication_method"):
        yield Line(say("How the secret is shown"), str(method))
    for label, value in guide.asks:
        yield Line(label, value)


def claims(values: Mapping[str, Value], groups_claim: str) -> list[str]:
    """Those that somebody reads; `sub` is in every token."""
    mapped = [str(values[name]) for name in ("username_claim", "email_claim") if values.get(name)]
    usual = values["principal_claims"]
    named = mapped or (list(map(str, usual)) if isinstance(usual, tuple) else [])
    return list(dict.fromkeys(claim for claim in (*named, str(values["team_claim"]), groups_claim) if claim))


def saml_lines(values: Mapping[str, Value]) -> Iterator[Line]:
    yield Line(say("Bindings"), say("the request by HTTP-Redirect, the answer by HTTP-POST"))
    yield Line(say("NameID"), say("the person's e-mail address, as {format}", format=values["name_id_format"]))
    if values["want_messages_signed"]:
        yield Line(say("Signature"), say("of the assertion and of the whole answer, by RSA-SHA256 or better"))
    else:
        yield Line(say("Signature"), say("of the assertion, by RSA-SHA256 or better"))
    if values["want_assertions_encrypted"]:
        yield Line(say("Encryption"), say("of the assertion, for the certificate below"))
    else:
        yield Line(say("Encryption"), say("none"))
    if values["sign_requests"]:
        yield Line(say("Requests"), say("signed by RSA-SHA256, with the key of the certificate below"))
    else:
        yield Line(say("Requests"), say("not signed"))
    if values["sp_certificate"]:
        yield Line(say("Certificate of OpenMetadata"), str(values["sp_certificate"]))


def ldap_lines(values: Mapping[str, Value]) -> Iterator[Line]:
    yield Line(say("Rights of the account"), say("search and read users and groups, and nothing else"))
    if values["tls"]:
        yield Line(say("Connection"), say("LDAPS from OpenMetadata's server, port {port}", port=values["port"]))
    else:
        yield Line(
            say("Connection"), say("not encrypted, from OpenMetadata's server, port {port}", port=values["port"])
        )
    yield Line(say("Attribute of the e-mail address"), str(values["mail_attribute"]))
    yield Line(say("Attribute of a group's members"), str(values["member_attribute"]))


def answers(
    kind: Kind, flow: Flow, values: Mapping[str, Value], settings: Mapping[str, Value], client_id: str
) -> Iterator[Answer]:
    """What the form has under 'Paste from your provider'."""
    for field in kind.fields[flow]:
        if field.section is Section.PROVIDER and field.applies(values):
            yield Answer(field.label, field.where, field.help, known(field, settings.get(field.name, field.default)))
    if kind.client_id:
        yield Answer(kind.client_id.label, kind.client_id.where, kind.client_id.help, client_id)
    for field in kind.secret_fields(flow):
        if field.section is Section.PROVIDER:
            yield Answer(field.label, field.where, field.help, "", is_secret=True)


def known(field: Field, value: Value) -> str:
    """What is registered, as one reads it."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return say("there is one already") if value and field.type is FieldType.BLOCK else str(value)
