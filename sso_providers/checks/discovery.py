"""Is the provider there, does it describe itself, and as the issuer we registered?"""

import ipaddress
import re
import time
from typing import Any
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import say
from sso_providers.http import FetchError, Reason, Response, shown
from sso_providers.oidc import discovery
from sso_providers.oidc.discovery import DiscoveryError, Metadata

from .report import Question, Stage
from .subject import Subject

ADDRESS = Question("address", "Address and certificate")
DOCUMENT = Question("discovery", "Discovery document")
ISSUER = Question("issuer", "Issuer")

DAY = 24 * 3600
SOON = 30
GUID = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)", re.IGNORECASE)
# Reasons that say nothing against the address itself: something answered there.
ANSWERED = {Reason.TOO_LARGE, Reason.REDIRECT, Reason.NOT_JSON}


def ask(subject: Subject) -> Response | FetchError:
    """The answer under the discovery address, or why there is none."""
    try:
        return subject.get(subject.endpoints.discovery_uri)
    except FetchError as error:
        return error


def read(answer: Response | FetchError) -> dict[str, Any] | None:
    """The document, if there is one."""
    try:
        return answer.json_object() if isinstance(answer, Response) and answer.status == 200 else None
    except FetchError:
        return None


def understand(subject: Subject, document: dict[str, Any] | None) -> Metadata | DiscoveryError | None:
    """The document as `Metadata`, whatever issuer it names: that is a stage of its own."""
    if document is None:
        return None
    try:
        issuer = document.get("issuer")
        return discovery.parse(
            document, issuer=issuer if isinstance(issuer, str) else "", allow_http=subject.allow_private
        )
    except DiscoveryError as error:
        return error


def address_stage(subject: Subject, answer: Response | FetchError) -> Stage:
    url = subject.endpoints.discovery_uri
    host = urlsplit(url).netloc
    if isinstance(answer, FetchError):
        why = (("Address", shown(url)), ("Reason", answer.reason))
        if answer.reason in ANSWERED:
            return ADDRESS.ok(say("{host} answers.", host=host), *why)
        return ADDRESS.failed(str(answer), *why, field=subject.discovery_field)
    facts = (("Address", shown(url)), ("IP address", described(answer.address)))
    milliseconds = f"{answer.elapsed * 1000:.0f}"
    if answer.certificate_ends is None:
        return ADDRESS.warning(
            say(
                "{host} answers in {milliseconds} ms, but without TLS: use plain http for development and in-house "
                "tests only, and https in use.",
                host=host,
                milliseconds=milliseconds,
            ),
            *facts,
            field=subject.discovery_field,
        )
    days = int((answer.certificate_ends - time.time()) // DAY)
    left = ("Certificate, days left", str(days))
    if days < SOON:
        sentence = say(
            "{host} answers in {milliseconds} ms, but its TLS certificate ends in {days} days: "
            "have the provider renew it.",
            host=host,
            milliseconds=milliseconds,
            days=days,
        )
        return ADDRESS.warning(sentence, *facts, left)
    return ADDRESS.ok(
        say(
            "{host} answers in {milliseconds} ms; TLS certificate valid for {days} days.",
            host=host,
            milliseconds=milliseconds,
            days=days,
        ),
        *facts,
        left,
    )


def described(address: str) -> str:
    try:
        return f"{address} (private)" if ipaddress.ip_address(address).is_private else address
    except ValueError:
        return "unknown"


def document_stage(subject: Subject, answer: Response | FetchError, found: Metadata | DiscoveryError | None) -> Stage:
    field = subject.discovery_field
    if isinstance(answer, FetchError):
        if answer.reason in ANSWERED:
            return DOCUMENT.failed(str(answer), ("Reason", answer.reason), field=field)
        return DOCUMENT.not_reached("an address that answers")
    url, content_type = shown(answer.url), answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    facts = (("Address", url), ("Status", answer.status), ("Content type", discovery.shown(content_type)[:60]))
    if answer.status != 200:
        summary = say(
            "{url} answered with status {status} instead of a document: check {field}.",
            url=url,
            status=answer.status,
            field=subject.label(field),
        )
        return DOCUMENT.failed(summary, *facts, field=field)
    match found:
        case None:
            return DOCUMENT.failed(unreadable(answer), *facts, field=field)
        case DiscoveryError():
            return DOCUMENT.failed(str(found), *facts, ("Member", found.field), field=field)
    if content_type != "application/json":
        summary = say(
            "{url} can be read, but its content type is no application/json: have the provider send that.", url=url
        )
        return DOCUMENT.warning(summary, *facts)
    return DOCUMENT.ok(say("{url} describes the provider.", url=url), *facts)


def unreadable(answer: Response) -> str:
    try:
        answer.json_object()
    except FetchError as error:
        return str(error)
    return say("{url} can't be used.", url=shown(answer.url))


def issuer_stage(subject: Subject, document: dict[str, Any] | None) -> Stage:
    if document is None:
        return ISSUER.not_reached("the discovery document")
    registered, raw = subject.endpoints.issuer, document.get("issuer")
    if not isinstance(raw, str) or not raw:
        return ISSUER.failed("The discovery document names no issuer: check that the address is the right one.")
    found, field = discovery.shown(raw), subject.issuer_field
    facts = (("Registered", registered), ("Found", found))
    if raw == registered:
        return ISSUER.ok(say("Issuer equals what is registered: {found}", found=found), *facts)
    return ISSUER.failed(remedy(subject, registered, found), *facts, field=field)


def remedy(subject: Subject, registered: str, found: str) -> str:
    field = subject.issuer_field
    difference = say("The provider calls itself '{found}', not '{registered}'", found=found, registered=registered)
    tenant = GUID.search(found)
    if field == "tenant_id" and tenant:
        return say(
            "{difference}: enter {tenant} as {field}.",
            difference=difference,
            tenant=tenant[1],
            field=subject.label(field),
        )
    if found.rstrip("/") == registered.rstrip("/"):
        return say(
            "{difference}: only the trailing slash differs, and it counts. Mend {field}.",
            difference=difference,
            field=subject.label(field),
        )
    return say(
        "{difference}: tokens would be refused. Mend {field}.", difference=difference, field=subject.label(field)
    )
