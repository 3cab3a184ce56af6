"""What is done with deployments."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sso_providers.catalogue import InvalidSettings, InvalidValue, UnknownName, get_release, validators
from sso_providers.language import in_words
from sso_providers.models import Deployment, Event, ProviderRegistration
from sso_providers.openmetadata.server import FIELDS, clean_options

from .audit import Actor, record, save_version
from .texts import SLUG, check_texts

TRACKED = (
    "slug",
    "name",
    "url",
    "release",
    "registration_id",
    "admin_principals",
    "principal_domain",
    "allowed_domains",
    "enforce_principal_domain",
    "self_signup",
    "use_roles_from_provider",
    "enable_secure_socket",
    "settings",
)
USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


class InvalidDeployment(ValueError):
    """What is wrong: field -> sentence; a setting's field is `settings.<name>`."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = {field: in_words(sentence) for field, sentence in errors.items()}
        super().__init__(" ".join(f"{field}: {sentence}" for field, sentence in self.errors.items()))


def clean(*, deployment: Deployment) -> None:
    """Normalises `deployment` in place. Raises `InvalidDeployment`."""
    errors = check_texts(deployment, ("slug", "name", "url"))
    if not SLUG.fullmatch(deployment.slug):
        wrong = _("'%(slug)s' is no slug: use lower-case letters, digits and -, such as production.")
        errors["slug"] = wrong % {"slug": deployment.slug}
    elif Deployment.objects.filter(slug=deployment.slug).exclude(pk=deployment.pk).exists():
        taken = _("Another deployment has the slug '%(slug)s': use one of its own.")
        errors["slug"] = taken % {"slug": deployment.slug}
    if not deployment.name.strip():
        errors["name"] = _("The name is missing: say which installation this is, such as Production.")
    if deployment.registration_id is None:
        errors["registration"] = _("The registration is missing: choose the one that people sign in with.")
    elif not ProviderRegistration.objects.filter(pk=deployment.registration_id).exists():
        errors["registration"] = _("The registration was deleted: choose another one.")
    errors |= clean_values(deployment)
    if not errors and locks_bots_out(deployment):
        errors["allowed_domains"] = _(
            "Add '%(domain)s': when domains are enforced, OpenMetadata's own bots must be in the list too."
        ) % {"domain": deployment.principal_domain}
    if errors:
        raise InvalidDeployment(errors)


def clean_values(deployment: Deployment) -> dict[str, str]:
    """Normalises what has a form of its own; a sentence for each that can't be."""
    errors = {}
    for field, function in CLEANERS.items():
        try:
            setattr(deployment, field, function(getattr(deployment, field)))
        except (InvalidValue, UnknownName) as error:
            errors[field] = str(error)
    try:
        deployment.settings = clean_settings(deployment.settings)
    except InvalidSettings as error:
        errors |= {f"settings.{name}": sentence for name, sentence in error.errors.items()}
    return errors


def locks_bots_out(deployment: Deployment) -> bool:
    """The bots' addresses are in the principal domain (OpenMetadata issue 29488)."""
    enforced = deployment.enforce_principal_domain and bool(deployment.allowed_domains)
    return enforced and deployment.principal_domain not in deployment.allowed_domains


def clean_url(text: str) -> str:
    """A path is refused: OpenMetadata ignores it in its sign-in redirects (issue 26551)."""
    address = validators.url(text.strip()).rstrip("/")
    if urlsplit(address).path:
        sentence = _("'%(address)s' has a path, which OpenMetadata's sign-in ignores: use the address without it.")
        raise InvalidValue(sentence % {"address": text})
    return address


def clean_release(line: str) -> str:
    return get_release(line).line


def clean_admins(names: list[str]) -> list[str]:
    """User names: OpenMetadata compares the part before the @, in lower case (SecurityUtil)."""
    cleaned = [name.strip().lower() for name in names if name.strip()]
    if not cleaned:
        raise InvalidValue(_("Nobody would be administrator: name at least one user, such as ada."))
    for name in cleaned:
        if "@" in name:
            sentence = _("'%(address)s' is an address, and OpenMetadata compares names: use '%(name)s'.")
            raise InvalidValue(sentence % {"address": name, "name": name.split("@")[0]})
        if not USER_NAME.fullmatch(name):
            sentence = _("'%(name)s' is no user name: use letters, digits, dots, _ and -, such as ada.lovelace.")
            raise InvalidValue(sentence % {"name": name})
    return cleaned


def clean_principal_domain(text: str) -> str:
    if not text.strip():
        raise InvalidValue(_("The mail domain is missing: use the one of people's addresses, such as acme.example."))
    if "," in text or " " in text.strip():
        sentence = _("'%(text)s' names several domains: use one here, and the others under allowed domains.")
        raise InvalidValue(sentence % {"text": text})
    return validators.domain(text.strip().removeprefix("@"))


def clean_domains(names: list[str]) -> list[str]:
    return [validators.domain(name.strip().removeprefix("@")) for name in names if name.strip()]


def clean_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those that differ from OpenMetadata's own, as JSON. Raises `InvalidSettings`."""
    cleaned = clean_options(settings)
    differing = {field.name: cleaned[field.name] for field in FIELDS if cleaned[field.name] != field.default}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in differing.items()}


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "url": clean_url,
    "release": clean_release,
    "admin_principals": clean_admins,
    "principal_domain": clean_principal_domain,
    "allowed_domains": clean_domains,
}


@transaction.atomic
def create(*, deployment: Deployment, by: Actor) -> Deployment:
    """Saves a new deployment as version 1."""
    clean(deployment=deployment)
    save_version(deployment, by=by, reason=gettext_noop("created"))
    audit(Event.DEPLOYMENT_CREATED, deployment, by)
    return deployment


@transaction.atomic
def update(*, deployment: Deployment, by: Actor) -> Deployment:
    """Saves `deployment` as its next version, if anything differs."""
    stored = Deployment.objects.select_for_update().get(pk=deployment.pk)
    clean(deployment=deployment)
    changed = changed_fields(stored, deployment)
    if changed:
        deployment.version = stored.version + 1
        save_version(deployment, by=by, reason=", ".join(changed))
        audit(Event.DEPLOYMENT_CHANGED, deployment, by, detail=", ".join(changed))
    return deployment


@transaction.atomic
def restore(*, deployment: Deployment, version: int, by: Actor) -> Deployment:
    """Makes an older version the newest one. Raises `InvalidDeployment` if it is no longer valid."""
    old = deployment.history.filter(version=version).first()
    if old is None:
        missing = _("There is no version %(version)s of %(deployment)s.")
        raise InvalidDeployment({"version": missing % {"version": version, "deployment": deployment}})
    for name in TRACKED:
        setattr(deployment, name, getattr(old, name))
    update(deployment=deployment, by=by)
    audit(Event.DEPLOYMENT_RESTORED, deployment, by, detail=f"from version {version}")
    return deployment


@transaction.atomic
def delete(*, deployment: Deployment, by: Actor) -> None:
    audit(Event.DEPLOYMENT_DELETED, deployment, by)
    deployment.delete()


def changed_fields(stored: Deployment, deployment: Deployment) -> list[str]:
    return [name for name in TRACKED if getattr(stored, name) != getattr(deployment, name)]


def audit(event: Event, deployment: Deployment, by: Actor, *, detail: str = "") -> None:
    record(event, by=by, target_type="deployment", target=deployment.slug, detail=detail)
