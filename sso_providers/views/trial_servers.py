"""Which OpenMetadata server a test sign-in is thought through for: a deployment, or one with the defaults of a line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sso_providers.catalogue import RELEASES, InvalidValue, UnknownName, get_release
from sso_providers.models import Deployment, ProviderRegistration
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.sign_in import server_by_default

# Nobody has as many for one registration; the page stays a page.
MOST = 100
DEPLOYMENT, DEFAULTS = "deployment:", "defaults:"


@dataclass(frozen=True, slots=True)
class Place:
    """`deployment` is None for OpenMetadata's defaults."""

    value: str
    label: str
    deployment: Deployment | None
    release: str

    @property
    def server(self) -> Server:
        """Raises `UnknownName` or `InvalidValue` for a deployment that the catalogue does not accept (any more)."""
        if self.deployment is None:
            return server_by_default(get_release(self.release))
        try:
            return self.deployment.server()
        except (AttributeError, TypeError, UnknownName):  # a row that something else wrote
            sentence = _("The deployment %(name)s can't be used: open it, enter its settings anew and save.")
            raise InvalidValue(sentence % {"name": self.deployment.name}) from None


def places(registration: ProviderRegistration) -> list[Place]:
    """The registration's deployments first, then the defaults, the newest line first. One query."""
    deployments = list(registration.deployments.all()[:MOST])
    return [
        *(
            Place(f"{DEPLOYMENT}{each.slug}", f"{each.name} · {each.release}", each, each.release)
            for each in deployments
        ),
        *(Place(f"{DEFAULTS}{line}", line, None, line) for line in reversed(RELEASES)),
    ]


def chosen(found: list[Place], value: str) -> Place:
    """The first one for what is not there."""
    return next((place for place in found if place.value == value), found[0])
