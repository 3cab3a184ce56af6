"""A deployment's files against others: its own last export, another deployment's, or a file that is handed in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sso_providers.catalogue import get_release
from sso_providers.models import Deployment, ProviderRegistration
from sso_providers.openmetadata.artifacts import Artifact
from sso_providers.openmetadata.differences import (
    Difference,
    FileDifference,
    Side,
    body,
    files_that_differ,
    lines_of,
    of_config,
    of_file,
    settings_that_differ,
    unified,
)
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.importers.imported import Import, Unreadable
from sso_providers.openmetadata.safe_lines import safe_lines, split

from . import deployments, exports

# In the comment above each exported file.
SUM_OF_HEADER = "# sha256 (sed "
# Longer texts are compared setting by setting alone.
LONGEST_TEXT = 200_000
# What says who comes into the portal is no part of a file, and may not be valid any more.
OF_FILES = ("slug", "name", "kind", "flow", "client_id", "settings")


class NothingToCompare(ValueError):
    """There is no other side. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """In the texts' differences a `-` is of the other side, a `+` of this deployment's files as they are now.

    `files` is None where the other side has no such file. `not_read` are names of a handed-in file that nothing reads.
    """

    settings: tuple[Difference, ...]
    files: tuple[FileDifference, ...] | None
    not_read: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        return not self.settings and not any(each.lines for each in self.files or ())


def with_last_export(*, deployment: Deployment, choice: exports.Choice) -> Comparison:
    """Raises `NothingToCompare`, and what `exports.preview` raises."""
    return between(deployment, exported(deployment), choice, (_("as exported"), _("now")))


def with_deployment(*, deployment: Deployment, other: Deployment, choice: exports.Choice) -> Comparison:
    """Raises what `exports.preview` raises."""
    return between(deployment, other, choice, (other.slug, deployment.slug))


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Somebody's own file, and what it says. Nothing of it is kept."""

    text: str
    imported: Import


def hand_in(*, deployment: Deployment, text: str, name: str) -> HandedIn:
    """Raises `Unreadable`."""
    own = without_header(text)
    return HandedIn(own, read(own.encode(), name=name, release=get_release(deployment.release)))


def with_file(*, deployment: Deployment, choice: exports.Choice, file: HandedIn) -> Comparison:
    """Raises what `exports.preview` raises."""
    made = exports.preview(deployment=deployment, choice=choice)
    imported = file.imported
    same = next((each for each in made.artifacts if is_of_format(each, imported)), None)
    return Comparison(
        settings=settings_that_differ(side(deployment), of_file(imported)),
        files=(lines_that_differ(same, file),) if same and len(file.text) <= LONGEST_TEXT else None,
        not_read=tuple(dict.fromkeys(each.name for each in imported.troubles if not each.setting)),
    )


def between(deployment: Deployment, other: Deployment, choice: exports.Choice, labels: tuple[str, str]) -> Comparison:
    theirs = exports.preview(deployment=other, choice=choice)
    ours = exports.preview(deployment=deployment, choice=choice)
    return Comparison(
        settings=settings_that_differ(side(deployment), side(other)),
        files=files_that_differ(theirs.artifacts, ours.artifacts, labels),
    )


def side(deployment: Deployment) -> Side:
    return of_config(exports.configuration(deployment, with_secret=False), get_release(deployment.release))


def exported(deployment: Deployment) -> Deployment:
    """Deployment and registration as the last export had them; not to be saved. Raises `NothingToCompare`."""
    if not deployment.exported_versions:
        raise NothingToCompare(_("This deployment was never exported."))
    version, _dot, of_registration = deployment.exported_versions.partition(".")
    old = Deployment.history.filter(id=deployment.pk, version=version).order_by("-history_id").first()
    if old is None:
        raise gone(deployment.slug, version)
    versions = ProviderRegistration.history.filter(id=old.registration_id, version=of_registration)
    registration = versions.order_by("-history_id").first()
    if registration is None:
        raise gone(_("the registration"), of_registration)
    return Deployment(
        **columns(old, deployments.TRACKED),
        version=old.version,
        registration=ProviderRegistration(
            pk=old.registration_id, version=registration.version, **columns(registration, OF_FILES)
        ),
    )


def columns(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names if name != "registration_id"}


def gone(name: str, version: str) -> NothingToCompare:
    return NothingToCompare(
        _("Version %(version)s of %(name)s, which the last export was made of, is no longer kept.")
        % {"version": version, "name": name}
    )


def secrets_since(deployment: Deployment) -> list[str]:
    """Names of the registration's secrets that were changed since the last export, which no file without them shows."""
    _version, _dot, since = deployment.exported_versions.partition(".")
    newer = deployment.registration.history.filter(version__gt=since or 0)
    reasons = newer.values_list("history_change_reason", flat=True)
    registration = deployment.registration
    names = {field.name for field in registration.catalogue_kind.secret_fields(registration.catalogue_flow)}
    said = {word for reason in reasons for word in (reason or "").replace(",", " ").split()}
    return sorted(names & said)


def is_of_format(artifact: Artifact, imported: Import) -> bool:
    try:
        return read(artifact.text.encode(), name=artifact.name).format is imported.format
    except Unreadable:
        return False


def lines_that_differ(artifact: Artifact, file: HandedIn) -> FileDifference:
    """Both without their secrets, in the same way, so that these make no difference."""
    own = body(artifact.text)
    # The portal's own comments hold no secret, whoever has them in a file.
    comments = {line for line in lines_of(own) if line.lstrip().startswith("#")}
    ours = [*shown(own, read(own.encode(), name=artifact.name), comments)]
    theirs = [*shown(file.text, file.imported, comments)]
    names = (_("the file"), artifact.name)
    return FileDifference(name=artifact.name, lines=tuple(unified(theirs, ours, names)))


def shown(text: str, imported: Import, comments: Collection[str]) -> Iterator[str]:
    for whole, safe in zip(split(text), safe_lines(text, imported), strict=True):
        yield whole if whole in comments else safe


def without_header(text: str) -> str:
    """An export that comes back is compared without what always differs; a comment of somebody's own stays."""
    header, _blank, rest = text.partition("\n\n")
    return rest if SUM_OF_HEADER in header else text
