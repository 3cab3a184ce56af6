"""A sign-in with SAML: by the assertion's NameID; its attributes give teams and the name, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SAML
from sso_providers.openmetadata.subject import Subject

from . import sources, teams
from .accounts import account
from .administrators import administrator
from .claims import Claims, after_at, before_at
from .display_names import named
from .domains import domain_rule
from .identity import PRINCIPAL_DOMAIN
from .outlook import Outlook, Refusal, Result, Topic, in_order, refusal
from .roles import roles

# samlDisplayNameAttributes, first in 1.11.10.
NAMES_SINCE = Release("1.11")
NAME_ATTRIBUTES = f"{SAML}.samlDisplayNameAttributes"
# Where the server looks if none are set, by the last part of the attribute's name.
USUAL_NAMES = frozenset({"givenname", "surname", "given_name", "family_name", "familyname", "firstname", "lastname"})
WHOLE_NAMES = frozenset({"displayname", "name"})
STANDARD = {"givenname": "given_name", "firstname": "given_name", "surname": "family_name", "familyname": "family_name"}


@dataclass(frozen=True, slots=True)
class Assertion:
    """`attributes` maps each attribute's whole name to its values."""

    name_id: str
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def foresee_assertion(config: SecurityConfig, release: Release, assertion: Assertion) -> Outlook:
    subject = Subject(config=config, target="", release=release, is_whole=True)
    try:
        user_name, email = identified(subject, assertion.name_id.strip())
    except Refusal as error:
        return in_order([error.result])
    return in_order(
        [
            *identity_results(subject, assertion.name_id.strip(), user_name, email),
            *display_name(subject, assertion),
            account(subject, user_name, email),
            domain_rule(subject, after_at(email)),
            administrator(subject, user_name),
            roles(subject, Claims({})),
            joined_teams(subject, assertion),
        ]
    )


def identified(subject: Subject, name_id: str) -> tuple[str, str]:
    """User name and address. Raises `Refusal`."""
    user_name = before_at(name_id)
    if not user_name or ("@" in name_id and not after_at(name_id)):
        raise refusal(
            Topic.USER_NAME,
            say("The NameID leaves no user name or no domain: choose an address, or a plain name, as NameID."),
            source=sources.SAML,
            answer="SAML callback processing failed",
            unverified=say("Which error the server answers with is not proven."),
        )
    email = name_id if "@" in name_id else f"{name_id}@{subject.text(PRINCIPAL_DOMAIN)}"
    return user_name.lower(), email.lower()


def identity_results(subject: Subject, name_id: str, user_name: str, email: str) -> Iterator[Result]:
    has_at = "@" in name_id
    unverified = "" if name_id == name_id.lower() else say("That the server lower-cases a NameID is not proven.")
    yield Result(
        topic=Topic.USER_NAME,
        value=user_name,
        decided_by=say("The NameID, up to its @.") if has_at else say("The NameID, which has no @."),
        source=sources.SAML,
        unverified=unverified,
    )
    yield Result(
        topic=Topic.EMAIL,
        value=email,
        decided_by=say("The NameID: SAML takes no address from an attribute.")
        if has_at
        else say(
            "The NameID has no @: principalDomain, {domain}, is put behind it.", domain=subject.text(PRINCIPAL_DOMAIN)
        ),
        source=sources.SAML,
        unverified=unverified,
    )


def display_name(subject: Subject, assertion: Assertion) -> Iterator[Result]:
    """From the attributes that are set, else from the usual ones."""
    found = named(Claims(name_claims(subject, assertion)))
    if subject.release < NAMES_SINCE or found is None:
        return
    yield Result(
        topic=Topic.DISPLAY_NAME,
        value=found[0],
        decided_by=say("The assertion's attributes for names (samlDisplayNameAttributes)."),
        source=sources.SAML,
        unverified=say("The patches before 1.11.10 take no name.") if subject.release == NAMES_SINCE else "",
    )


def name_claims(subject: Subject, assertion: Assertion) -> dict[str, str]:
    wanted = subject.items(NAME_ATTRIBUTES)
    found: dict[str, str] = {}
    for name, values in assertion.attributes.items():
        last = name.replace("#", "/").rpartition("/")[2].lower()
        if values and (name in wanted if wanted else last in USUAL_NAMES | WHOLE_NAMES):
            found["name" if last == "displayname" else STANDARD.get(last, last)] = values[0]
    return found


def joined_teams(subject: Subject, assertion: Assertion) -> Result:
    claim = teams.claim_of(subject)
    return teams.of_names(subject, assertion.attributes.get(claim, ()), is_there=claim in assertion.attributes)
