"""When a client secret ends, asked of Microsoft Entra itself: Microsoft Graph lists an application's secrets.

Facts: learn.microsoft.com/graph/api/resources/passwordcredential (`hint` holds the first three characters,
`endDateTime` is in UTC) and .../graph/api/application-get (least permission: Application.Read.All). The secret goes
to the registered tenant's token endpoint and to nobody else.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sso_providers import http
from sso_providers.catalogue import Application, Secret
from sso_providers.catalogue.sentences import say
from sso_providers.http import FetchError, Response
from sso_providers.oidc import authorization

from .credentials import entra_number, read
from .subject import Fetch

KIND = "azure"
LOGIN, GRAPH = "https://login.microsoftonline.com", "https://graph.microsoft.com"
PERMISSION = "Application.Read.All"
HINT = 3
INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")
MOST = 200


class NotTold(Exception):
    """Entra did not say when the secret ends. The message says why, and what to do; it shows nothing of the secret."""


@dataclass(frozen=True, slots=True)
class Known:
    """One secret as Graph lists it: how it begins, and from when until when it is valid."""

    hint: str
    starts: datetime | None
    ends: datetime


def ask(application: Application, *, allow_private: bool, now: datetime, fetch: Fetch = http.fetch) -> date:
    """The last day on which Entra takes the application's client secret. Raises `NotTold`."""
    secret = application.client_secret
    if not secret:
        raise NotTold("There is no client secret to ask about: enter it first.")
    try:
        token = token_of(application, secret, allow_private=allow_private, fetch=fetch)
        answer = fetch(
            "GET",
            f"{GRAPH}/v1.0/applications(appId='{application.client_id}')?$select=passwordCredentials",
            headers={"Authorization": Secret(f"Bearer {token.reveal()}")},
            allow_private=allow_private,
        )
    except FetchError as error:
        raise NotTold(str(error)) from None
    return last_day(known(listed(answer)), secret, now=now)


def token_of(application: Application, secret: Secret, *, allow_private: bool, fetch: Fetch) -> Secret:
    """An access token for Microsoft Graph. Raises `NotTold` or `FetchError`."""
    answer = fetch(
        "POST",
        f"{LOGIN}/{application.settings['tenant_id']}/oauth2/v2.0/token",
        form={
            "grant_type": "client_credentials",
            "client_id": application.client_id,
            "client_secret": secret,
            "scope": f"{GRAPH}/.default",
        },
        allow_private=allow_private,
    )
    document = read(answer)
    token = document.get("access_token")
    if answer.status == 200 and isinstance(token, str) and token.isprintable() and token.isascii():
        return Secret(token)
    number = entra_number(document)
    code = f"AADSTS{number}" if number else authorization.code_word(document.get("error")) or f"status {answer.status}"
    raise NotTold(
        say("Entra gives the application no token ({code}): run the check, which says what is wrong.", code=code)
    )


def listed(answer: Response) -> dict[str, Any]:
    """What Graph says of the application. Raises `NotTold`."""
    if answer.status in (401, 403):
        raise NotTold(
            say(
                "Entra does not let the application read its own registration: give it the application permission "
                "{permission} of Microsoft Graph with admin consent, or enter the date yourself.",
                permission=PERMISSION,
            )
        )
    if answer.status == 404:
        raise NotTold("Entra knows no application with this client ID in this tenant: run the check.")
    if answer.status != 200:
        raise NotTold(
            say(
                "Microsoft Graph answered with status {status}: try again later, or enter the date yourself.",
                status=answer.status,
            )
        )
    return read(answer)


def known(document: dict[str, Any]) -> list[Known]:
    """The secrets of Graph's answer; what is no secret in it is left out."""
    entries = document.get("passwordCredentials")
    found = []
    for entry in entries[:MOST] if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        hint, ends = entry.get("hint"), instant(entry.get("endDateTime"))
        if isinstance(hint, str) and ends:
            found.append(Known(hint, instant(entry.get("startDateTime")), ends))
    return found


def instant(value: object) -> datetime | None:
    """Such as 2027-01-31T09:30:00Z, with or without fractions of a second."""
    match = INSTANT.fullmatch(value) if isinstance(value, str) else None
    try:
        return datetime.fromisoformat(match[1]).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def last_day(secrets: list[Known], secret: Secret, *, now: datetime) -> date:
    """Of those that begin as ours does and are valid now: it has just been taken. Raises `NotTold`."""
    begin = secret.reveal()[:HINT]
    days = {
        last_whole_second(each.ends).date()
        for each in secrets
        if each.hint == begin and each.ends > now and (each.starts is None or each.starts <= now)
    }
    if len(days) == 1:
        return days.pop()
    if days:
        raise NotTold(
            "Several secrets of the application begin alike and end on different days: enter the date yourself."
        )
    raise NotTold("Entra lists no secret of the application that begins as this one does: enter the date yourself.")


def last_whole_second(ends: datetime) -> datetime:
    """A secret that ends at midnight has the day before as its last."""
    return ends - timedelta(seconds=1)
