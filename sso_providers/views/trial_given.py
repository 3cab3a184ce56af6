"""What a person who signs in would bring: from the last test sign-in, or pasted. It is kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import trials
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import pasted
from sso_providers.openmetadata.sign_in import Assertion, DirectoryEntry

TEST, PASTED = "test", "pasted"


class NothingGiven(ValueError):
    """What was asked about is not there, or can't be read. The message is for people, and quotes nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenToken:
    """`claims` are the ID token's; `from_userinfo` names those that the userinfo endpoint alone has.

    `typed` is what the page sends back, `is_unchecked` says that nobody has verified the signature.
    """

    claims: Mapping[str, Any]
    source: str
    typed: str = ""
    header: Mapping[str, Any] = field(default_factory=dict)
    from_userinfo: Mapping[str, Any] = field(default_factory=dict)
    is_unchecked: bool = False


@sensitive_variables()
def given_token(request: HttpRequest, registration: ProviderRegistration) -> GivenToken | None:
    """None where nothing was pasted and there was no test. Raises `NothingGiven`."""
    if request.method == "POST" and request.POST.get("source") != TEST:
        return read(request.POST.get("claims", ""))
    tested = trials.newest(request.session, registration)
    if tested is None:
        if request.method == "POST":
            raise NothingGiven(_("The test sign-in is more than an hour ago: sign in to test again."))
        return None
    if not tested.token_claims:
        raise NothingGiven(_("The claims of the test sign-in were too many to keep: paste those that matter."))
    claims = pasted.read(tested.token_claims).claims
    everything = pasted.read(tested.claims).claims if tested.claims else claims
    return GivenToken(
        claims=claims,
        source=TEST,
        header=pasted.read(tested.header).claims if tested.header else {},
        from_userinfo={name: value for name, value in everything.items() if name not in claims},
    )


@sensitive_variables()
def read(typed: str) -> GivenToken:
    try:
        found = pasted.read(typed)
    except pasted.PastedError as error:
        raise NothingGiven(error.args[0]) from None
    is_token = found.header is not None
    return GivenToken(
        claims=found.claims,
        source=PASTED,
        # A token is not sent back, only what it says.
        typed=pasted.as_text(found.claims) if is_token else typed,
        header=found.header or {},
        is_unchecked=is_token,
    )


def tested_at(request: HttpRequest, registration: ProviderRegistration) -> datetime | None:
    tested = trials.newest(request.session, registration)
    return datetime.fromtimestamp(tested.at, UTC) if tested else None


@sensitive_variables()
def given_assertion(request: HttpRequest) -> Assertion | None:
    """None before anything was entered. Raises `NothingGiven`."""
    if request.method != "POST":
        return None
    name_id = bounded(request.POST.get("name_id", "")).strip()
    if not name_id:
        raise NothingGiven(_("The NameID is missing: enter what the provider sends as NameID, such as an address."))
    return Assertion(name_id, attributes(bounded(request.POST.get("attributes", ""))))


def attributes(lines: str) -> dict[str, tuple[str, ...]]:
    """One value a line, as `name = value`; a name may come again. Raises `NothingGiven`."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        name, equals, value = (part.strip() for part in f"{line} ".partition(" = "))
        if not line.strip():
            continue
        if not (name and equals):
            raise NothingGiven(
                _("Line %(number)s of the attributes is not understood: write name = value, with blanks around the =.")
                % {"number": number}
            )
        found[name] = (*found.get(name, ()), value)
    return found


@sensitive_variables()
def given_entry(request: HttpRequest) -> DirectoryEntry | None:
    """None before anything was entered. Raises `NothingGiven`."""
    if request.method != "POST":
        return None
    mail = bounded(request.POST.get("mail", "")).strip()
    if not mail:
        raise NothingGiven(_("The address is missing: enter what the person types at OpenMetadata's sign-in."))
    groups = bounded(request.POST.get("groups", "")).splitlines()
    return DirectoryEntry(mail, tuple(line.strip() for line in groups if line.strip()))


def bounded(text: str) -> str:
    if len(text) > pasted.MAX_LENGTH:
        raise NothingGiven(
            _("This has %(length)s characters, and at most %(most)s are read: leave out what is long.")
            % {"length": len(text), "most": pasted.MAX_LENGTH}
        )
    return text
