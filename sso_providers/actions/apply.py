"""Registrations and deployments from one YAML file: idempotent, all or nothing.

What the file leaves out has its default value, except a secret, which stays as it is; what
the file does not name is left alone.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from sso_providers.catalogue import UnknownName
from sso_providers.crypto import Sealed
from sso_providers.models import Deployment, ProviderRegistration

from . import deployments, registrations
from .apply_difference import Change, change, changed_secrets, difference
from .apply_file import (
    AUTHORIZER,
    DEPLOYMENT,
    REGISTRATION,
    STAFF_LOGIN,
    Form,
    InvalidFile,
    check,
    kind_of,
    read,
    read_secrets,
    required_of,
    secret_place,
)
from .audit import Actor

__all__ = ["Change", "InvalidFile", "apply"]

# What a change shows, by attribute.
REGISTRATION_FIELDS = registrations.TRACKED
DEPLOYMENT_FIELDS = tuple(name.replace("registration_id", "registration.slug") for name in deployments.TRACKED)


class DryRun(Exception):
    """Takes the transaction back."""


def apply(text: str, *, by: Actor, base: Path, dry_run: bool = False) -> list[Change]:
    """Brings the database to what `text` says and returns what that changed.

    `base` is the folder that `{file: path}` starts from. With `dry_run` everything is done and
    taken back. Raises `InvalidFile` with every error found; then nothing is changed.
    """
    document = read(text)
    named = [str(entry.get("slug")) for entry in document["registrations"]]
    changes: list[Change] = []
    errors: list[str] = []
    try:
        with transaction.atomic():
            for index, entry in enumerate(document["registrations"]):
                where = f"registrations[{entry.get('slug', index)}]"
                collect(errors, changes, apply_registration, where, entry, by, base)
            for index, entry in enumerate(document["deployments"]):
                where = f"deployments[{entry.get('slug', index)}]"
                collect(errors, changes, apply_deployment, where, entry, by, named)
            if errors:
                raise InvalidFile(errors)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return changes


def collect(errors: list[str], changes: list[Change], step: Callable[..., Change], where: str, *arguments: Any) -> None:
    """Runs one entry in a savepoint of its own, so that the entries after a bad one are looked at too."""
    try:
        with transaction.atomic():
            changes.append(step(where, *arguments))
    except InvalidFile as error:
        errors += error.errors
    except registrations.InvalidRegistration as error:
        errors += located(where, at_secrets(error.errors, arguments[0]), "staff_login", STAFF_LOGIN)
    except deployments.InvalidDeployment as error:
        errors += located(where, error.errors, "authorizer", AUTHORIZER)


def located(where: str, errors: Mapping[str, str], section: str, form: Form) -> list[str]:
    """An action's errors at their places in the file, where `form`'s keys stand under `section`."""
    return [f"{where}.{f'{section}.' if name in form else ''}{name}: {text}" for name, text in errors.items()]


def at_secrets(errors: Mapping[str, str], entry: Mapping[str, Any]) -> dict[str, str]:
    """The errors of secrets at the places where they stand in the entry."""
    return {
        secret_place(place.removeprefix("secrets."), entry) if place.startswith("secrets.") else place: text
        for place, text in errors.items()
    }


def apply_registration(where: str, entry: dict[str, Any], by: Actor, base: Path) -> Change:
    staff = entry.get("staff_login") or {}
    errors = check(where, entry, REGISTRATION, required=required_of(entry))
    errors += check(f"{where}.staff_login", staff, STAFF_LOGIN) if isinstance(staff, dict) else []
    if errors:
        raise InvalidFile(errors)
    secrets = read_secrets(where, entry, base)
    registration = ProviderRegistration.objects.filter(slug=entry["slug"]).first()
    save = registrations.update if registration else registrations.create
    before, had = snapshot(registration, REGISTRATION_FIELDS), sealed(registration)
    registration = registration or ProviderRegistration(slug=entry["slug"])
    fill_registration(registration, entry, staff)
    save(registration=registration, secrets=secrets, by=by)
    fields = difference(before, snapshot(registration, REGISTRATION_FIELDS))
    secret_fields = changed_secrets(had, sealed(registration))
    fields |= {secret_place(name, entry): texts for name, texts in secret_fields.items()}
    return change("registration", registration.slug, before, fields)


def sealed(registration: ProviderRegistration | None) -> dict[str, Sealed]:
    """The stored secrets by name."""
    return {each.name: each.sealed for each in registration.secrets.all()} if registration else {}


def fill_registration(registration: ProviderRegistration, entry: Mapping[str, Any], staff: Mapping[str, Any]) -> None:
    kind = kind_of(entry)
    registration.name = entry["name"]
    registration.kind = entry["kind"]
    registration.flow = entry.get("flow") or (kind.default_flow.value if kind else "")
    registration.client_id = entry.get("client_id") or ""
    registration.settings = dict(entry.get("settings") or {})
    registration.staff_login = bool(staff.get("enabled", False))
    for name in STAFF_LOGIN.keys() - {"enabled"}:
        value = staff.get(name)
        default = default_of(ProviderRegistration, name)
        setattr(registration, name, default if value is None else value)


def apply_deployment(where: str, entry: dict[str, Any], by: Actor, named: list[str]) -> Change:
    authorizer = entry.get("authorizer") or {}
    errors = check(where, entry, DEPLOYMENT, required=("slug", "name", "url", "release", "registration"))
    errors += check(f"{where}.authorizer", authorizer, AUTHORIZER) if isinstance(authorizer, dict) else []
    if errors:
        raise InvalidFile(errors)
    deployment = Deployment.objects.filter(slug=entry["slug"]).first()
    save = deployments.update if deployment else deployments.create
    before = snapshot(deployment, DEPLOYMENT_FIELDS)
    deployment = deployment or Deployment(slug=entry["slug"])
    fill_deployment(where, deployment, entry, authorizer, named)
    save(deployment=deployment, by=by)
    return change("deployment", deployment.slug, before, difference(before, snapshot(deployment, DEPLOYMENT_FIELDS)))


def fill_deployment(
    where: str, deployment: Deployment, entry: Mapping[str, Any], authorizer: Mapping[str, Any], named: list[str]
) -> None:
    known = list(ProviderRegistration.objects.order_by("slug").values_list("slug", flat=True))
    if entry["registration"] not in known:
        if entry["registration"] in named:
            raise InvalidFile([])  # its own errors are told already
        unknown = UnknownName("registration", entry["registration"], known or ["(there is none yet)"])
        raise InvalidFile([f"{where}.registration: {unknown}"])
    deployment.registration = ProviderRegistration.objects.get(slug=entry["registration"])
    for name in ("name", "url", "release"):
        setattr(deployment, name, entry[name])
    deployment.settings = dict(entry.get("settings") or {})
    for name in AUTHORIZER:
        value = authorizer.get(name)
        default = default_of(Deployment, name)
        setattr(deployment, name, default if value is None else value)


def default_of(model: type[Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return field.get_default()


def snapshot(row: ProviderRegistration | Deployment | None, names: tuple[str, ...]) -> dict[str, Any]:
    """Empty for a row that is not there yet."""
    return {name: attrgetter(name)(row) for name in names} if row else {}
