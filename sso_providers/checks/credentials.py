"""Does the provider know the client ID and secret? A made-up code at the token endpoint tells.

A provider authenticates the client before it looks at the code (RFC 6749, section 5.2), so
invalid_grant proves the credentials and invalid_client refutes them.
"""

import secrets
from typing import Any

from sso_providers.catalogue import CLIENT_SECRET, Flow
from sso_providers.catalogue.sentences import say
from sso_providers.http import FetchError, Response, shown
from sso_providers.oidc import authorization
from sso_providers.oidc.authorization import UnsupportedAuthentication
from sso_providers.oidc.discovery import Metadata
from sso_providers.oidc.provider_errors import OAUTH, ProviderError, decode

from .report import Question, Stage
from .subject import Subject

CREDENTIALS = Question("credentials", "Client ID and secret")
METHOD = "client_authentication_method"
REFUSALS = {"invalid_client", "unauthorized_client"}
UNREADABLE = "none that can be read"
# Fields that credentials depend on; where `tenant_id` is wrong, they are another tenant's.
CREDENTIAL_FIELDS = {"client_id", CLIENT_SECRET, METHOD, "tenant_id"}

# The code is malformed, unknown or expired: Entra's ways to say invalid_grant.
ENTRA_GRANT = {70000, 70008, 70043, 54005, 9002313}


def stage(subject: Subject, metadata: Metadata | None, *, issuer_holds: bool) -> Stage:
    if subject.application.flow is Flow.IMPLICIT:
        return CREDENTIALS.not_applicable("The implicit flow has no client secret.")
    if not subject.application.client_secret:
        return CREDENTIALS.failed(
            "There is no client secret, and nothing was sent: enter the one from the provider's console.",
            field="client_secret",
        )
    if metadata is None:
        return CREDENTIALS.not_reached("the discovery document")
    if not issuer_holds:
        # The secret goes to the registered issuer and to nobody else.
        return CREDENTIALS.not_reached("the right issuer")
    try:
        answer = ask(subject, metadata)
    except UnsupportedAuthentication as error:
        return CREDENTIALS.failed(str(error), ("Offered", offered(metadata)), field=METHOD)
    except FetchError as error:
        return CREDENTIALS.failed(str(error), ("Address", shown(metadata.token_endpoint)), ("Reason", error.reason))
    return judge(subject, metadata, answer)


def ask(subject: Subject, metadata: Metadata) -> Response:
    request = authorization.token_request(
        metadata,
        subject.application,
        code=secrets.token_urlsafe(32),
        verifier=authorization.pkce_pair().verifier,
        redirect_uri=subject.redirect_uri,
    )
    return subject.post(metadata.token_endpoint, form=request.form, headers=request.headers)


def judge(subject: Subject, metadata: Metadata, answer: Response) -> Stage:
    document = read(answer)
    code, number = error_code(document), entra_number(document)
    found = decoded(subject, document, number)
    facts = [("Address", shown(metadata.token_endpoint)), ("Status", str(answer.status)), ("Error", code)]
    if number:
        facts.append(("Entra error", f"AADSTS{number}"))
    if found and found.field in CREDENTIAL_FIELDS:
        return CREDENTIALS.failed(meant(found), *facts, field=field_here(subject, found.field))
    if code == "invalid_grant" or number in ENTRA_GRANT:
        return accepted(subject, metadata, facts)
    if found and code in REFUSALS:
        return CREDENTIALS.failed(meant(found), *facts)
    if code in REFUSALS or answer.status == 401:
        return CREDENTIALS.failed(
            say(
                "The provider refused client ID and secret ({code}): enter both again, as its console shows them.",
                code=code,
            ),
            *facts,
            field=CLIENT_SECRET,
        )
    if answer.status == 200:
        summary = "The provider answered a made-up code with success: its token endpoint proves nothing, look into it."
        return CREDENTIALS.warning(summary, *facts)
    meaning = say("{meaning} ", meaning=meant(found)) if found else ""
    return CREDENTIALS.warning(
        say(
            "The provider neither took nor refused client ID and secret: status {status}, error {code}. "
            "{meaning}Try a sign-in to be sure.",
            status=answer.status,
            code=code,
            meaning=meaning,
        ),
        *facts,
    )


def decoded(subject: Subject, document: dict[str, Any], number: int) -> ProviderError | None:
    """What the provider's own error means, where it says more than OAuth's code alone."""
    description = document.get("error_description")
    text = f"AADSTS{number} " if number else ""
    text += description if isinstance(description, str) else ""
    found = decode(error_code(document), text, subject.application.kind.id)
    return found if found not in OAUTH.errors else None


def meant(found: ProviderError) -> str:
    return say("{cause} {fix}", cause=say(found.cause), fix=say(found.fix))


def field_here(subject: Subject, name: str) -> str | None:
    """Another kind than Entra's asks for the issuer instead of the tenant."""
    return subject.issuer_field if name == "tenant_id" else name


def accepted(subject: Subject, metadata: Metadata, facts: list[tuple[str, str]]) -> Stage:
    method = subject.setting(METHOD)
    if method and method not in metadata.token_endpoint_auth_methods:
        return CREDENTIALS.warning(
            say(
                "The credentials are right, but the provider does not list {method}, which OpenMetadata will "
                "use: choose one of {offered}.",
                method=method,
                offered=offered(metadata),
            ),
            *facts,
            field=METHOD,
        )
    return CREDENTIALS.ok("A made-up code was refused as invalid_grant: the credentials are right.", *facts)


def offered(metadata: Metadata) -> str:
    return ", ".join(authorization.code_word(each) or UNREADABLE for each in metadata.token_endpoint_auth_methods[:10])


def read(answer: Response) -> dict[str, Any]:
    try:
        return answer.json_object()
    except FetchError:
        return {}


def error_code(document: dict[str, Any]) -> str:
    return authorization.code_word(document.get("error")) or UNREADABLE


def entra_number(document: dict[str, Any]) -> int:
    """The first of Entra's error_codes, 0 for none."""
    numbers = document.get("error_codes")
    if not isinstance(numbers, list) or not numbers or type(numbers[0]) is not int:
        return 0
    number: int = numbers[0]
    return number if 0 < number < 10**9 else 0
