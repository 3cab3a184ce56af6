"""A SAML registration beside its provider's metadata."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sso_providers.catalogue import Application, Field, InvalidValue, Value, x509
from sso_providers.catalogue.saml_metadata import IdpMetadata
from sso_providers.catalogue.sentences import say
from sso_providers.http import shown

from .rows import Comparison, Fact, Row

CERTIFICATE = "idp_certificate"
REMARKS = {
    "idp_entity_id": "Another entity ID is another provider: take it only if its operators say the same.",
    "sso_login_url": "People type their passwords there: take it only if the provider's operators say the same.",
    CERTIFICATE: "It decides whose sign-ins are believed. Ask when the provider changes over to it.",
    "name_id_format": "The NameID must stay the person's e-mail address.",
    "sign_requests": "Signed requests need a certificate and a private key of OpenMetadata.",
}


def compare_metadata(application: Application, found: IdpMetadata, *, address: str, now: datetime) -> Comparison:
    """`address` is where it was read, "" where it was pasted; `now` must be aware of its zone."""
    rows = (row(application, field, found.settings) for field in application.kind.fields[application.flow])
    return Comparison(
        shown(address) if address else "",
        tuple(each for each in rows if each),
        tuple(facts(found, now)),
        found.notes,
    )


def row(application: Application, field: Field, found: Mapping[str, Value]) -> Row | None:
    if field.name not in found:
        return None
    before, after = application.settings.get(field.name, ""), found[field.name]
    differs = before != after
    return Row(
        name=field.name,
        label=field.label,
        now=for_people(field, before),
        found=for_people(field, after),
        differs=differs,
        proposal=after if differs else None,
        remark=REMARKS.get(field.name, "") if differs else "",
    )


def for_people(field: Field, value: Value) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return certificate(str(value)) if field.name == CERTIFICATE else str(value)


def certificate(text: str) -> str:
    try:
        found = x509.read(text)
    except InvalidValue as error:
        return str(error)
    return say("{subject}, until {day}", subject=found.subject, day=f"{found.not_after:%Y-%m-%d}")


def facts(found: IdpMetadata, now: datetime) -> Iterator[Fact]:
    ends = f"{found.valid_until:%Y-%m-%d}" if found.valid_until else ""
    yield Fact("Metadata valid until", ends, False if found.is_over(now) else None)
    yield Fact("Signing certificates", str(len(found.certificates)))
    days = found.certificate.days_left(now)
    yield Fact("The newest certificate's days left", str(days), days > 0)
