"""What the rules find in the portal's own rows: the same rules that a handed-in file is examined with."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from sso_providers.models import Deployment
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.diagnosis import examine
from sso_providers.openmetadata.findings import Finding, Level
from sso_providers.openmetadata.subject import Subject

from .registration_rules import described

# Where no target is chosen yet: the one on which every address is what it says.
ANY_TARGET = "bare-metal"


def of_deployment(deployment: Deployment, *, target: str = ANY_TARGET) -> tuple[Finding, ...]:
    """The worst first; without hints, which an export has as its notes.

    Raises `InvalidRegistration` or `UnknownName` for rows that no configuration can be made of.
    """
    server = deployment.server()
    config = assemble(described(deployment.registration), server)
    found = examine(Subject(config=config, target=target, release=server.release, is_whole=True))
    return tuple(each for level in (Level.ERROR, Level.WARNING) for each in found if each.level is level)


def counted(found: Iterable[Finding]) -> str:
    """Such as: 2 errors, 1 warning. Empty for none."""
    levels = [each.level for each in found]
    errors, warnings = levels.count(Level.ERROR), levels.count(Level.WARNING)
    words = [
        ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors} if errors else "",
        ngettext("%(count)d warning", "%(count)d warnings", warnings) % {"count": warnings} if warnings else "",
    ]
    return ", ".join(filter(None, words))
