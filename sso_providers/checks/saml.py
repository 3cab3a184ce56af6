"""The check of a SAML identity provider: its metadata, the certificates, its sign-in address.

Only a sign-in shows that the provider knows OpenMetadata; what can be asked without one is asked here.
"""

from datetime import UTC, datetime

from sso_providers.catalogue import InvalidValue, saml_metadata, x509
from sso_providers.catalogue.saml_metadata import IdpMetadata, MetadataError
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.x509 import Certificate
from sso_providers.http import FetchError, Reason, shown

from .report import CheckReport, Question, Stage
from .subject import Subject

METADATA = Question("metadata", "Metadata")
CERTIFICATE = Question("certificate", "Signing certificate of the provider")
KEY_PAIR = Question("key-pair", "Certificate and private key of OpenMetadata")
SIGN_IN = Question("sign-in", "Sign-in address")

SOON = 30
# NIST SP 800-131A allows no shorter RSA keys for signatures.
LEAST_RSA_BITS = 2048
# Reasons that say nothing against the sign-in address: something answered there.
ANSWERED = {Reason.TOO_LARGE, Reason.REDIRECT, Reason.NOT_JSON}

Fact = tuple[str, object]


def run(subject: Subject) -> CheckReport:
    """Makes at most two requests: metadata, sign-in address."""
    return CheckReport(
        (
            metadata_stage(subject),
            certificate_stage(subject),
            key_pair_stage(subject),
            sign_in_stage(subject),
        )
    )


def metadata_stage(subject: Subject) -> Stage:
    url = subject.setting("metadata_url")
    if not url:
        return METADATA.not_applicable(
            say("No {field} is entered, so nothing was compared.", field=subject.label("metadata_url").lower())
        )
    facts: list[Fact] = [("Address", shown(url))]
    try:
        answer = subject.get(url, headers={"Accept": saml_metadata.MEDIA_TYPES})
        if answer.status != 200:
            summary = say(
                "{url} answered with status {status} instead of metadata: check the address.",
                url=shown(url),
                status=answer.status,
            )
            return METADATA.failed(summary, *facts, ("Status", answer.status), field="metadata_url")
        found = saml_metadata.parse_bytes(answer.body)
    except FetchError as error:
        return METADATA.failed(str(error), *facts, ("Reason", error.reason), field="metadata_url")
    except MetadataError as error:
        return METADATA.failed(
            say("{url} gives nothing to compare with. {error}", url=shown(url), error=str(error)),
            *facts,
            field="metadata_url",
        )
    return compare(subject, found, facts)


def compare(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage:
    """The first difference that matters, from bad to harmless."""
    facts += [
        ("Signing certificates", len(found.certificates)),
        ("Valid until", f"{found.valid_until:%Y-%m-%d}" if found.valid_until else "not said"),
    ]
    for difference in (other_entity, other_certificate, other_address, ends, new_certificate, unsigned_requests):
        stage = difference(subject, found, facts)
        if stage is not None:
            return stage
    return METADATA.ok("Entity ID, sign-in address and certificate equal those of the provider's metadata.", *facts)


def other_entity(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    registered, said = subject.setting("idp_entity_id"), str(found.settings["idp_entity_id"])
    if registered == said:
        return None
    return METADATA.failed(
        say(
            "The metadata's entity ID is '{said}', not '{registered}': enter it as {field}.",
            said=said,
            registered=registered,
            field=subject.label("idp_entity_id"),
        ),
        ("Registered", registered),
        ("Found", said),
        *facts,
        field="idp_entity_id",
    )


def other_certificate(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    if subject.setting("idp_certificate") in {each.text for each in found.certificates}:
        return None
    return METADATA.failed(
        say(
            "The provider's metadata does not have the registered certificate (any more), so OpenMetadata "
            "refuses its answers: take the one of {subject} that is valid until {day}.",
            subject=found.certificate.subject,
            day=day(found.certificate.not_after),
        ),
        ("Found", found.certificate.subject),
        *facts,
        field="idp_certificate",
    )


def other_address(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    registered, said = subject.setting("sso_login_url"), str(found.settings["sso_login_url"])
    if registered == said:
        return None
    return METADATA.warning(
        say(
            "The metadata's sign-in address is {said}, not {registered}: take it, unless the provider told "
            "you the other one.",
            said=shown(said),
            registered=shown(registered),
        ),
        ("Registered", shown(registered)),
        ("Found", shown(said)),
        *facts,
        field="sso_login_url",
    )


def ends(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    if not found.is_over(datetime.now(UTC)):
        return None
    return METADATA.warning("The metadata's validUntil is over: have the provider publish it anew.", *facts)


def new_certificate(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    if found.certificate.text == subject.setting("idp_certificate"):
        return None
    return METADATA.warning(
        say(
            "The registered certificate is right, but the provider announces one that is valid longer, "
            "until {day}: ask when it changes over, and take the new one then.",
            day=day(found.certificate.not_after),
        ),
        ("Announced", found.certificate.subject),
        *facts,
        field="idp_certificate",
    )


def unsigned_requests(subject: Subject, found: IdpMetadata, facts: list[Fact]) -> Stage | None:
    if not found.settings.get("sign_requests") or subject.application.settings.get("sign_requests"):
        return None
    return METADATA.warning(
        say(
            "The provider wants signed requests, and OpenMetadata's are not: switch {field} on, or the wish "
            "off at the provider.",
            field=subject.label("sign_requests").lower(),
        ),
        *facts,
        field="sign_requests",
    )


def certificate_stage(subject: Subject) -> Stage:
    found = x509.read(subject.setting("idp_certificate"))
    facts = certificate_facts(found)
    if summary := out_of_time(found, "The provider's certificate"):
        return CERTIFICATE.failed(
            say("{summary} Take the new one from its metadata.", summary=summary), *facts, field="idp_certificate"
        )
    days = found.days_left(datetime.now(UTC))
    if days < SOON:
        return CERTIFICATE.warning(
            say(
                "The provider's certificate ends in {days} days: get the next one from its operators in time.",
                days=days,
            ),
            *facts,
            field="idp_certificate",
        )
    if found.is_rsa() and found.key_bits < LEAST_RSA_BITS:
        return CERTIFICATE.warning(
            say(
                "The provider signs with a key of {bits} bits only: have it use {least} or more.",
                bits=found.key_bits,
                least=LEAST_RSA_BITS,
            ),
            *facts,
            field="idp_certificate",
        )
    return CERTIFICATE.ok(
        say("The certificate of {subject} is valid for {days} days.", subject=found.subject, days=days), *facts
    )


def out_of_time(found: Certificate, what: str) -> str:
    """A sentence, or "" while the certificate is valid."""
    now = datetime.now(UTC)
    if found.not_before > now:
        return say("{what} is valid from {day} on only.", what=say(what), day=day(found.not_before))
    if found.not_after <= now:
        return say("{what} has ended on {day}.", what=say(what), day=day(found.not_after))
    return ""


def certificate_facts(found: Certificate) -> tuple[Fact, ...]:
    return (
        ("Subject", found.subject),
        ("Issuer", found.issuer),
        ("Valid from", day(found.not_before)),
        ("Valid until", day(found.not_after)),
        ("Key", found.key),
    )


def key_pair_stage(subject: Subject) -> Stage:
    if not subject.needs_secret("sp_private_key"):
        if subject.needs_secret("key_store_password"):
            return KEY_PAIR.not_applicable(
                "OpenMetadata's server reads them from a key store, which the portal can't see."
            )
        return KEY_PAIR.not_applicable("OpenMetadata signs and decrypts nothing, so it needs none.")
    secret = subject.application.secrets.get("sp_private_key")
    if not secret:
        return KEY_PAIR.failed("There is no private key: enter the one of the certificate.", field="sp_private_key")
    found = x509.read(subject.setting("sp_certificate"))
    facts = certificate_facts(found)
    try:
        together = x509.belong_together(found, secret.reveal())
    except InvalidValue as error:
        return KEY_PAIR.failed(str(error), *facts, field="sp_private_key")
    if not together:
        return KEY_PAIR.failed(
            "The private key does not belong to the certificate, so the provider can't verify or encrypt anything: "
            "enter the two that were made together.",
            *facts,
            field="sp_private_key",
        )
    return key_pair_in_time(found, facts)


def key_pair_in_time(found: Certificate, facts: tuple[Fact, ...]) -> Stage:
    if summary := out_of_time(found, "OpenMetadata's certificate"):
        remedy = say("Make a new pair, and give the certificate to the provider.")
        return KEY_PAIR.failed(
            say("{summary} {remedy}", summary=summary, remedy=remedy), *facts, field="sp_certificate"
        )
    days = found.days_left(datetime.now(UTC))
    if days < SOON:
        return KEY_PAIR.warning(
            say(
                "OpenMetadata's certificate ends in {days} days: make a new pair, and give the provider its "
                "certificate.",
                days=days,
            ),
            *facts,
            field="sp_certificate",
        )
    return KEY_PAIR.ok(say("They belong together, and the certificate is valid for {days} days.", days=days), *facts)


def sign_in_stage(subject: Subject) -> Stage:
    url = subject.setting("sso_login_url")
    facts: tuple[Fact, ...] = (("Address", shown(url)),)
    only = say("only a sign-in shows that the provider knows OpenMetadata")
    try:
        answer = subject.get(url, headers={"Accept": "text/html"})
    except FetchError as error:
        facts = (*facts, ("Reason", error.reason))
        if error.reason in ANSWERED:
            return SIGN_IN.ok(say("{url} answers; {only}.", url=shown(url), only=only), *facts)
        return SIGN_IN.failed(str(error), *facts, field="sso_login_url")
    facts = (*facts, ("Status", answer.status))
    if answer.status == 404:
        summary = say("{url} answered with status 404, not found: check the address.", url=shown(url))
        return SIGN_IN.warning(summary, *facts, field="sso_login_url")
    if answer.status >= 500:
        # Without a SAML request some providers answer so, too.
        summary = say(
            "{url} answered a request without SAML with status {status}: try a sign-in to be sure.",
            url=shown(url),
            status=answer.status,
        )
        return SIGN_IN.warning(summary, *facts, field="sso_login_url")
    return SIGN_IN.ok(
        say("{url} answers with status {status}; {only}.", url=shown(url), status=answer.status, only=only), *facts
    )


def day(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d}"
