"""Who may sign in to the portal, and as what: an operator's policy applied to one person's claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sso_providers.catalogue.sentences import say

from .groups import find_groups, first_match


class Role(StrEnum):
    """In rising order."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    SUPERUSER = "superuser"


# A superuser is one by Django's own mark, the others by being in the group of that name.
GROUP_ROLES = tuple(role for role in Role if role is not Role.SUPERUSER)
RANKS = {role.value: rank for rank, role in enumerate(Role)}
# Of a provider's text in a sentence.
SHOWN = 100


class Outcome(StrEnum):
    """What became of one rule."""

    PASSED = "passed"
    REFUSED = "refused"
    GIVES = "gives the role"
    NO_MATCH = "no match"
    NOT_SET = "not set"
    NOT_NEEDED = "not needed"
    NOT_REACHED = "not reached"


class Rule(StrEnum):
    """In the order in which they are applied."""

    DOMAINS = "Allowed mail domains"
    REQUIRED = "Required groups"
    BY_GROUP = "Roles by group"
    DEFAULT = "Default role"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPolicy:
    """The default lets nobody in. Roles are texts of `Role`; others raise `ValueError`.

    `required_groups` and the keys of `group_roles` are patterns (`groups.first_match`), `groups_claim` is a
    claim's name or a dotted path to it (`groups.find_groups`). `trust_email` takes the provider's
    addresses as verified where it doesn't say so.
    """

    allowed_domains: tuple[str, ...] = ()
    required_groups: tuple[str, ...] = ()
    groups_claim: str = "groups"
    group_roles: Mapping[str, str] = field(default_factory=dict)
    default_role: str = ""
    trust_email: bool = False

    def __post_init__(self) -> None:
        for role in self.group_roles.values():
            if role not in RANKS:
                raise ValueError(
                    say("Unexpected role '{role}': use one of {ranks}.", role=role, ranks=", ".join(RANKS))
                )
        if self.default_role and self.default_role not in GROUP_ROLES:
            raise ValueError(
                say(
                    "Unexpected default role '{default_role}': use one of {group_roles}.",
                    default_role=self.default_role,
                    group_roles=", ".join(GROUP_ROLES),
                )
            )

    @property
    def ranked_roles(self) -> list[tuple[str, str]]:
        """Pattern and role, the highest first; databases don't keep the order in which they were typed."""
        return sorted(self.group_roles.items(), key=lambda each: (-RANKS[each[1]], each[0]))


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied to one person. `about` is the pattern of a role by group, `sentence` is for people."""

    rule: Rule
    outcome: Outcome
    sentence: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """`role` is "" where the person may not come in. `decisive` is that one of the `steps` which decided."""

    role: str
    decisive: Step
    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.role)

    @property
    def reason(self) -> str:
        """A sentence for people."""
        return self.decisive.sentence


def decide(policy: StaffPolicy, claims: Mapping[str, Any]) -> Decision:
    """Domains first, then the required groups, then the highest role that a group gives, then the default role."""
    person_groups = find_groups(claims, policy.groups_claim)
    steps = [_domains(policy, claims)]
    if steps[-1].outcome is not Outcome.REFUSED:
        steps.append(_required(policy, claims, person_groups))
    if steps[-1].outcome is Outcome.REFUSED:
        return Decision("", steps[-1], (*steps, *_not_reached(policy, steps[-1].rule)))
    by_group = list(_by_group(policy, person_groups))
    given = [(step, role) for step, (_, role) in zip(by_group, policy.ranked_roles, strict=True) if _gives(step)]
    if given:
        decisive, role = given[0]
        unneeded = Step(Rule.DEFAULT, Outcome.NOT_NEEDED, "A group gives a role.")
        return Decision(role, decisive, (*steps, *by_group, unneeded))
    last = _default(policy, claims, person_groups)
    return Decision(policy.default_role, last, (*steps, *by_group, last))


def shown(text: str, length: int = SHOWN) -> str:
    """A provider's text as it may stand in a sentence, a page and the log: one line, without hidden characters."""
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:length])
    return f"{printable}…" if len(text) > length else printable


def _gives(step: Step) -> bool:
    return step.outcome is Outcome.GIVES


def _domains(policy: StaffPolicy, claims: Mapping[str, Any]) -> Step:
    if not policy.allowed_domains:
        return Step(Rule.DOMAINS, Outcome.NOT_SET, "People of every mail domain may come in.")
    refusal = _refused_domain(policy, claims)
    if refusal:
        return Step(Rule.DOMAINS, Outcome.REFUSED, refusal)
    return Step(Rule.DOMAINS, Outcome.PASSED, "The e-mail address is in an allowed domain.")


def _refused_domain(policy: StaffPolicy, claims: Mapping[str, Any]) -> str:
    email = claims.get("email")
    local, at, domain = email.partition("@") if isinstance(email, str) else ("", "", "")
    if not (local and at and domain) or "@" in domain:
        return (
            "The provider sent no e-mail address, and the policy allows certain domains only: ask for the email scope."
        )
    if not policy.trust_email and not _is_verified(claims):
        return (
            "The provider does not say that the e-mail address is verified (email_verified): have it verified "
            "there, or trust this provider's addresses in the policy."
        )
    if domain.lower() not in {allowed.lower() for allowed in policy.allowed_domains}:
        return say(
            "The e-mail address is in none of the allowed domains: {allowed_domains}.",
            allowed_domains=", ".join(policy.allowed_domains),
        )
    return ""


def _is_verified(claims: Mapping[str, Any]) -> bool:
    # Amazon Cognito's userinfo endpoint sends the text "true".
    return claims.get("email_verified") is True or claims.get("email_verified") == "true"


def _required(policy: StaffPolicy, claims: Mapping[str, Any], person_groups: tuple[str, ...]) -> Step:
    if not policy.required_groups:
        return Step(Rule.REQUIRED, Outcome.NOT_SET, "No group is required.")
    for pattern in policy.required_groups:
        if group := first_match(pattern, person_groups):
            return Step(Rule.REQUIRED, Outcome.PASSED, say("The person is in {named}.", named=_named(pattern, group)))
    missing = _missing_groups(policy, claims, person_groups)
    sentence = f"The person is in none of the required groups: {', '.join(policy.required_groups)}. {missing}"
    return Step(Rule.REQUIRED, Outcome.REFUSED, sentence.strip())


def _by_group(policy: StaffPolicy, person_groups: tuple[str, ...]) -> Iterator[Step]:
    """A step for each of `policy.ranked_roles`."""
    for pattern, role in policy.ranked_roles:
        if group := first_match(pattern, person_groups):
            sentence = say("The group '{group}' gives the role {role}.", group=shown(group), role=role)
            if group != pattern:
                sentence = say(
                    "The group '{group}' matches '{pattern}', which gives the role {role}.",
                    group=shown(group),
                    pattern=pattern,
                    role=role,
                )
            yield Step(Rule.BY_GROUP, Outcome.GIVES, sentence, pattern)
        else:
            sentence = say(
                "None of the person's groups is '{pattern}', which would give the role {role}.",
                pattern=pattern,
                role=role,
            )
            yield Step(Rule.BY_GROUP, Outcome.NO_MATCH, sentence, pattern)


def _default(policy: StaffPolicy, claims: Mapping[str, Any], person_groups: tuple[str, ...]) -> Step:
    if policy.default_role:
        sentence = say("No group gives a role; the default is {default_role}.", default_role=policy.default_role)
        return Step(Rule.DEFAULT, Outcome.GIVES, sentence)
    if not policy.group_roles:
        sentence = say("The policy gives nobody a role: map a group to a role, or set a default role.")
    elif missing := _missing_groups(policy, claims, person_groups):
        sentence = say("None of the person's groups gives a role. {missing}", missing=missing)
    else:
        sentence = say("None of the person's groups gives a role.")
    return Step(Rule.DEFAULT, Outcome.REFUSED, sentence)


def _not_reached(policy: StaffPolicy, refused_by: Rule) -> Iterator[Step]:
    sentence = "An earlier rule refuses already."
    if refused_by is Rule.DOMAINS:
        yield Step(Rule.REQUIRED, Outcome.NOT_REACHED, sentence)
    for pattern, _ in policy.ranked_roles:
        yield Step(Rule.BY_GROUP, Outcome.NOT_REACHED, sentence, pattern)
    yield Step(Rule.DEFAULT, Outcome.NOT_REACHED, sentence)


def _named(pattern: str, group: str) -> str:
    return f"the required group '{group}'" if pattern == group else f"the group '{shown(group)}', as '{pattern}' asks"


def _missing_groups(policy: StaffPolicy, claims: Mapping[str, Any], person_groups: tuple[str, ...]) -> str:
    if person_groups:
        return ""
    # https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference#groups-overage-claim
    names = claims.get("_claim_names")
    if claims.get("hasgroups") or (isinstance(names, Mapping) and "groups" in names):
        return "Entra left the groups out because there are too many: send only groups assigned to the application."
    return say(
        "The claim '{groups_claim}' is missing or empty: have the provider send it.", groups_claim=policy.groups_claim
    )
