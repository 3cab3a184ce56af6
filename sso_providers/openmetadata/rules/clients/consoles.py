"""Ids and secrets as the consoles of Google and Entra give them."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import Secret, validators
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import provider_kind
from sso_providers.openmetadata.rules.urls import shown
from sso_providers.openmetadata.subject import Subject

from .credentials import CLIENT_ID, CODE_ID, SECRET, ids
from .guids import inside
from .placeholders import can_be_judged


def google_id(subject: Subject) -> Iterator[Found]:
    if provider_kind(subject) != "google":
        return
    for path, value in ids(subject):
        if not can_be_judged(value) or value.strip().endswith(validators.GOOGLE_CLIENTS):
            continue
        cut = re.fullmatch(r"\d{6,20}-[a-z0-9]{10,60}", value.strip())
        address = re.fullmatch(r"(?:https?://)?([A-Za-z0-9-]{1,100}\.apps\.googleusercontent\.com)/?", value.strip())
        yield Found(
            setting=path,
            message=say(
                "{value} is no client ID of Google's, which ends in {google_clients}: copy it "
                "from Google Cloud › Credentials.",
                value=shown(value),
                google_clients=validators.GOOGLE_CLIENTS,
            ),
            fix=cut[0] + validators.GOOGLE_CLIENTS if cut else address[1] if address else None,
        )


def azure_id(subject: Subject) -> Iterator[Found]:
    if provider_kind(subject) != "azure":
        return
    for path, value in ids(subject):
        if not can_be_judged(value) or validators.GUID.fullmatch(value.strip()):
            continue
        found = inside(value)
        yield Found(
            setting=path,
            message=say(
                "{value} is no GUID: copy the Application (client) ID from the application's Overview.",
                value=shown(value),
            ),
            fix=found[0] if len(found) == 1 else None,
        )


def azure_secret(subject: Subject) -> Iterator[Found]:
    secret = subject.config.values.get(SECRET)
    if provider_kind(subject) != "azure" or not isinstance(secret, Secret):
        return
    if validators.GUID.fullmatch(secret.reveal().strip()):
        yield Found(
            setting=SECRET,
            message=say(
                "The client secret is a GUID, as Entra's Secret ID is: copy the secret's Value, which Entra shows "
                "once, or make a new one."
            ),
        )


RULES = (
    Rule(
        id="google-client-id",
        title="No client id of Google's",
        level=Level.ERROR,
        reason="All of Google's client IDs have this ending, and OpenMetadata's validator wants it.",
        source="GoogleAuthValidator",
        check=google_id,
        reads=(CLIENT_ID, CODE_ID),
    ),
    Rule(
        id="azure-client-id",
        title="No client id of Entra's",
        level=Level.ERROR,
        reason="Entra knows applications by a GUID; names and object addresses are refused.",
        source="AzureAuthValidator",
        check=azure_id,
        reads=(CLIENT_ID, CODE_ID),
    ),
    Rule(
        id="azure-secret-is-its-id",
        title="Entra's Secret ID instead of its Value",
        level=Level.WARNING,
        reason="Entra lists both beside each other, and only the Value is a secret (AADSTS7000215).",
        source="Microsoft, AADSTS7000215",
        check=azure_secret,
        reads=(SECRET,),
    ),
)
