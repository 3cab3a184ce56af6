"""How registrations and deployments stand, as questions to the database: for the home page and the lists' filters."""

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from sso_providers.catalogue import KINDS
from sso_providers.models import Deployment, ProviderRegistration

# Of a check, as `CheckResult.status` has them.
FAILED, WARNING = "failed", "warning"


def known_registrations() -> "QuerySet[ProviderRegistration]":
    return ProviderRegistration.objects.filter(kind__in=KINDS)


def unknown_registrations() -> "QuerySet[ProviderRegistration]":
    """Of kinds that the catalogue does not have, or not any more."""
    return ProviderRegistration.objects.exclude(kind__in=KINDS)


def drafts() -> "QuerySet[ProviderRegistration]":
    """Never checked."""
    return known_registrations().filter(check_results=None)


def changed_since_check() -> Any:
    return checked().exclude(last_check_version=F("version"))


def failing() -> Any:
    return in_force().filter(last_check_status=FAILED)


def warned() -> Any:
    return in_force().filter(last_check_status=WARNING)


def working() -> Any:
    """With a warning or without."""
    return in_force().exclude(last_check_status=FAILED)


def in_force() -> Any:
    """Whose newest check was of the version that they have now."""
    return checked().filter(last_check_version=F("version"))


def checked() -> Any:
    known: Any = ProviderRegistration.objects.with_last_check().filter(kind__in=KINDS)
    return known.exclude(last_check_version=None)


def in_use() -> "QuerySet[ProviderRegistration]":
    """By one deployment at least; a registration is there once."""
    return ProviderRegistration.objects.filter(pk__in=Deployment.objects.values("registration"))


def unused() -> "QuerySet[ProviderRegistration]":
    return ProviderRegistration.objects.filter(deployments=None)


def never_exported() -> "QuerySet[Deployment]":
    return Deployment.objects.filter(exported_at=None)


def changed_since_export() -> "QuerySet[Deployment]":
    """What `Deployment.changed_since_export` says of one."""
    return exported().exclude(exported_versions=F("versions_now"))


def exported_as_they_are() -> "QuerySet[Deployment]":
    return exported().filter(exported_versions=F("versions_now"))


def exported() -> "QuerySet[Deployment]":
    number: CharField[str, str] = CharField()
    now = Concat(Cast("version", number), Value("."), Cast("registration__version", number))
    return Deployment.objects.filter(exported_at__isnull=False).annotate(versions_now=now)


def differing() -> "QuerySet[Deployment]":
    """Whose server had other settings when it was last asked."""
    return Deployment.objects.exclude(server_differs=[])


def same() -> "QuerySet[Deployment]":
    return Deployment.objects.filter(server_seen_at__isnull=False, server_differs=[])


def never_seen() -> "QuerySet[Deployment]":
    return Deployment.objects.filter(server_seen_at=None)
