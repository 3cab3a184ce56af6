"""What a registration must be, and who may make it so. Writes nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings as portal_settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sso_providers.catalogue import (
    CLIENT_SECRET,
    Application,
    Field,
    Flow,
    InvalidSettings,
    InvalidValue,
    Kind,
    Secret,
    UnknownName,
    get_kind,
)
from sso_providers.catalogue.validators import domain
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration, RegistrationSecret
from sso_providers.oidc.discovery import MAX_ISSUER
from sso_providers.oidc.groups import ANY, matches_everything
from sso_providers.oidc.policy import GROUP_ROLES, Role

from . import confirmation, ways_in
from .audit import Actor
from .secret_rules import NO_SECRETS, clean_secrets, get_secret_field, is_same, stored_secrets, words
from .staff_login import destinations, highest, issuer_of, roles_of
from .texts import SLUG, check_texts, too_long

# What a version is: everything but the secrets.
TRACKED = (
    "slug",
    "name",
    "kind",
    "flow",
    "client_id",
    "settings",
    "staff_login",
    "allowed_domains",
    "groups_claim",
    "required_groups",
    "group_roles",
    "default_role",
    "trust_email",
    "authoritative_email",
    "newcomers_wait",
)
# What makes addresses count that a provider sends.
BELIEVING = ("trust_email", "authoritative_email")
TEXTS = ("slug", "name", "client_id", "groups_claim", "required_groups", "group_roles")
# Of a pattern of groups, and of how many there may be.
LONGEST_PATTERN = 200
MOST_PATTERNS = 200
DAMAGED = gettext_lazy("They are damaged: open the registration, enter them anew and save.")


class InvalidRegistration(ValueError):
    """What is wrong: field -> sentence; a setting's field is `settings.<name>`, a secret's `secrets.<name>`."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = {field: in_words(sentence) for field, sentence in errors.items()}
        super().__init__(" ".join(f"{field}: {sentence}" for field, sentence in self.errors.items()))


def usable(
    registration: ProviderRegistration, *, with_secret: bool, stored: Sequence[RegistrationSecret] | None = None
) -> Application:
    """What exports, checks and the sign-in work on. `stored` are its secrets, where somebody has read them.

    Raises `InvalidRegistration` for a row that the catalogue does not accept (any more), and
    `crypto.MissingKey` or `crypto.Damaged` for its secrets.
    """
    try:
        clean(registration=registration, stored=stored)
    except (AttributeError, TypeError):  # a JSON column that something else wrote
        raise InvalidRegistration({"settings": str(DAMAGED)}) from None
    return registration.application(with_secret=with_secret, stored=stored)


def described(registration: ProviderRegistration) -> Application:
    """As `usable`, for who needs no secret and not the sign-in to this portal: no query.

    Raises `InvalidRegistration`.
    """
    errors: dict[str, str] = {}
    try:
        kind, flow = kind_and_flow(registration, errors)
        clean_client(registration, kind, flow, errors)
    except (AttributeError, TypeError):  # a JSON column that something else wrote
        errors["settings"] = str(DAMAGED)
    if errors:
        raise InvalidRegistration(errors)
    return registration.application(with_secret=False)


def check(
    *,
    registration: ProviderRegistration,
    stored: ProviderRegistration | None,
    secrets: Mapping[str, Secret] = NO_SECRETS,
    by: Actor,
) -> dict[str, Secret]:
    """Cleans `registration`, and returns `secrets` normalised.

    Raises `InvalidRegistration` or `confirmation.Unconfirmed` if `by` can't save them in place of `stored`.
    """
    cleaned = clean(registration=registration, secrets=secrets, to_save=True)
    refuse_believing(stored, registration, by)
    if stored is None:
        refuse_escalation(registration, by)
        return cleaned
    refuse_handing_over(stored, registration, cleaned)
    refuse_during_rotation(stored, registration, cleaned, by)
    refuse_last_way_in(stored, registration)
    changed = set(changed_fields(stored, registration)) - {"name"}
    switched_off = changed == {"staff_login"} and not registration.staff_login
    if changed and not switched_off:
        # What it gave counts too: else one would lower that and change the provider in one go.
        refuse_escalation(stored, by)
        refuse_escalation(registration, by)
    return cleaned


def clean(
    *,
    registration: ProviderRegistration,
    secrets: Mapping[str, Secret] = NO_SECRETS,
    stored: Sequence[RegistrationSecret] | None = None,
    to_save: bool = False,
) -> dict[str, Secret]:
    """Normalises `registration` in place, and returns `secrets`, which are about to be set, normalised.

    Raises `InvalidRegistration`. A row that is stored has its slug for itself: only of one `to_save` it is asked.
    """
    errors = check_texts(registration, TEXTS)
    if not SLUG.fullmatch(registration.slug):
        wrong = _("'%(slug)s' is no slug: use lower-case letters, digits and -, such as auth0-prod.")
        errors["slug"] = wrong % {"slug": registration.slug}
    elif to_save and ProviderRegistration.objects.filter(slug=registration.slug).exclude(pk=registration.pk).exists():
        taken = _("Another registration has the slug '%(slug)s': use one of its own.")
        errors["slug"] = taken % {"slug": registration.slug}
    if not registration.name.strip():
        errors["name"] = _("The name is missing: say which application this is, such as Auth0 production.")
    kind, flow = kind_and_flow(registration, errors)
    clean_client(registration, kind, flow, errors)
    clean_staff_login(registration, flow, errors, given={*secrets, *(each.name for each in stored or ())})
    cleaned = clean_secrets(secrets, kind, flow, errors)
    if errors:
        raise InvalidRegistration(errors)
    return cleaned


def kind_and_flow(registration: ProviderRegistration, errors: dict[str, str]) -> tuple[Kind, Flow]:
    """Raises `InvalidRegistration`, with `errors`, for a kind or flow that there is not."""
    try:
        kind = get_kind(registration.kind)
        return kind, kind.flow(registration.flow)
    except UnknownName as error:
        errors["kind" if "kind" in error.what else "flow"] = str(error)
        raise InvalidRegistration(errors) from None


def clean_client(registration: ProviderRegistration, kind: Kind, flow: Flow, errors: dict[str, str]) -> None:
    try:
        registration.client_id = clean_client_id(kind.client_id, registration.client_id)
    except InvalidValue as error:
        errors["client_id"] = str(error)
    try:
        cleaned = kind.clean(flow, registration.settings, allow_http=portal_settings.SSO_ALLOW_PRIVATE_ISSUERS)
    except InvalidSettings as error:
        errors.update({f"settings.{name}": sentence for name, sentence in error.errors.items()})
    else:
        registration.settings = as_json(cleaned)


def clean_client_id(field: Field | None, given: str) -> str:
    if field is None and given:
        raise InvalidValue(_("This provider has no client ID: leave it out."))
    cleaned = str(field.clean(given)) if field else ""
    if field and not cleaned:
        raise InvalidValue(field.missing)
    return cleaned


def clean_staff_login(
    registration: ProviderRegistration, flow: Flow, errors: dict[str, str], *, given: Collection[str]
) -> None:
    try:
        registration.allowed_domains = [domain(name) for name in registration.allowed_domains]
    except InvalidValue as error:
        errors["allowed_domains"] = str(error)
    clean_groups(registration, errors)
    if registration.default_role and registration.default_role not in GROUP_ROLES:
        errors["default_role"] = str(UnknownName("role", registration.default_role, GROUP_ROLES))
    if not registration.staff_login:
        return
    if flow is not Flow.CODE:
        errors["staff_login"] = _("People can sign in to the portal with the authorization code flow only.")
    elif CLIENT_SECRET not in given and CLIENT_SECRET not in stored_secrets(registration):
        errors["staff_login"] = _("Sign-in to the portal needs the client secret: enter it first.")
    elif len(issuer := issuer_of(registration)) > MAX_ISSUER:
        errors["staff_login"] = _(
            "The provider's issuer has %(count)s characters, and sign-in to the portal works with at most %(most)s: "
            "use a shorter address."
        ) % {"count": len(issuer), "most": MAX_ISSUER}


def clean_groups(registration: ProviderRegistration, errors: dict[str, str]) -> None:
    """The claim and the patterns of groups. What `check_texts` found of them before is told first."""
    if not registration.groups_claim.strip():
        errors["groups_claim"] = _(
            "The claim with the groups is missing: name it, such as groups or realm_access.roles."
        )
    for name, patterns in (
        ("required_groups", list(registration.required_groups)),
        ("group_roles", list(registration.group_roles)),
    ):
        if name not in errors and (wrong := wrong_patterns(patterns)):
            errors[name] = wrong
    roles = [role.value for role in Role]
    for pattern, role in registration.group_roles.items():
        if role not in roles:
            unknown = in_words(str(UnknownName("role", role, roles)))
            said = _("Group '%(group)s': %(sentence)s") % {"group": pattern, "sentence": unknown}
            errors.setdefault("group_roles", said)
        elif matches_everything(pattern) and role in (Role.ADMINISTRATOR, Role.SUPERUSER):
            said = _(
                "'%(group)s' makes everybody %(role)s who is in any group: name the groups, or set a default role."
            )
            errors.setdefault("group_roles", said % {"group": pattern, "role": in_words(role)})


def wrong_patterns(patterns: Sequence[str]) -> str:
    """A sentence about the first that is wrong; "" if all are right."""
    if len(patterns) > MOST_PATTERNS:
        return _("There are %(count)s groups: at most %(most)s are possible. %(any)s stands for any characters.") % {
            "count": len(patterns),
            "most": MOST_PATTERNS,
            "any": ANY,
        }
    for pattern in patterns:
        if not pattern.strip():
            return _("A group's name is blank: write the name, or leave the line out.")
        if len(pattern) > LONGEST_PATTERN:
            return too_long(pattern, LONGEST_PATTERN)
    return ""


def refuse_handing_over(
    stored: ProviderRegistration, registration: ProviderRegistration, secrets: Mapping[str, Secret]
) -> None:
    """A stored secret is not sent to an address it was not entered for.

    Anybody who may edit and check, but not export secrets, could read it there. Raises `InvalidRegistration`.
    """
    before, after = destinations(stored), destinations(registration)
    if before == after:
        return
    fields = registration.catalogue_kind.secret_fields(registration.catalogue_flow)
    kept = {field.name for field in fields} & stored_secrets(stored).keys() - secrets.keys()
    if kept:
        addresses = _(" and ").join(after)
        sentence = _("The provider's address changes to %(addresses)s: enter the %(secret)s for it.")
        raise InvalidRegistration(
            {f"secrets.{name}": sentence % {"addresses": addresses, "secret": words(name)} for name in sorted(kept)}
        )


def refuse_during_rotation(
    stored: ProviderRegistration, registration: ProviderRegistration, secrets: Mapping[str, Secret], by: Actor
) -> None:
    """While a new secret waits beside the one in force, neither is replaced nor sent elsewhere by another change.

    Raises `InvalidRegistration`.
    """
    rotating = {each.name for each in stored.rotations.all()}
    if not rotating:
        return
    moves = destinations(stored) != destinations(registration)
    touched = rotating if moves else rotating & changed_secrets(stored, registration, secrets, by).keys()
    sentence = _("The %(secret)s is being replaced step by step: finish that, or cancel it, before you change it here.")
    errors = {f"secrets.{name}": sentence % {"secret": words(name)} for name in sorted(touched)}
    if errors:
        raise InvalidRegistration(errors)


def changed_secrets(
    stored: ProviderRegistration, registration: ProviderRegistration, secrets: Mapping[str, Secret], by: Actor
) -> dict[str, Secret]:
    """Those of `secrets`, which are clean, that make a new version."""
    before = stored_secrets(stored)
    kind, flow = registration.catalogue_kind, registration.catalogue_flow
    return {
        name: secret
        for name, secret in secrets.items()
        if not is_same(get_secret_field(kind, flow, name), before.get(name), secret, by=by)
    }


def refuse_last_way_in(stored: ProviderRegistration, registration: ProviderRegistration) -> None:
    """Raises `InvalidRegistration` if nobody who manages the portal could sign in after the change."""
    try:
        ways_in.refuse_closing(stored, registration)
    except ways_in.LastWayIn as error:
        raise InvalidRegistration({"staff_login": str(error)}) from None


def refuse_escalation(registration: ProviderRegistration, by: Actor) -> None:
    """Anybody who decides which provider vouches for people, and for which role, could give themselves that role.

    It counts while the sign-in is switched off, too: somebody may switch it on without reading the
    rest. Raises `InvalidRegistration`; and `Unconfirmed`, where the role manages the portal: with a session alone,
    which may be stolen, nobody makes a way in that outlasts it. Commands may do everything.
    """
    if by.user is None:
        return
    role = highest(role for role in roles_of(registration) if not by.user.may_give(role))
    if role:
        sentence = _("People get the role %(role)s by it, which you don't have: ask somebody who has it.")
        raise InvalidRegistration({"staff_login": sentence % {"role": in_words(role.value)}})
    if roles_of(registration) & ways_in.MANAGERS:
        confirmation.require(
            by, _("Before you save a registration that makes administrators or superusers, confirm that it is you.")
        )


def refuse_believing(stored: ProviderRegistration | None, registration: ProviderRegistration, by: Actor) -> None:
    """Believing a provider's addresses decides who gets whose account, so only administrators do, issuer by issuer.

    Raises `InvalidRegistration`. Commands may do everything.
    """
    if by.user is None or by.user.may_give(Role.ADMINISTRATOR):
        return
    same_issuer = stored is not None and issuer_of(stored) == issuer_of(registration)
    before = {name for name in BELIEVING if same_issuer and getattr(stored, name)}
    now = [name for name in BELIEVING if getattr(registration, name) and name not in before]
    if now:
        sentence = _("Only an administrator may say that of a provider's addresses: switch it off, or ask one.")
        raise InvalidRegistration(dict.fromkeys(now, sentence))


def changed_fields(stored: ProviderRegistration, registration: ProviderRegistration) -> list[str]:
    """`registration` is clean. A setting that the catalogue got since is no change while it has its default."""
    if (stored.kind, stored.flow) == (registration.kind, registration.flow) and isinstance(stored.settings, dict):
        stored.settings = as_json(stored.application(with_secret=False).settings)
    return [name for name in TRACKED if getattr(stored, name) != getattr(registration, name)]


def as_json(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in cleaned.items()}
