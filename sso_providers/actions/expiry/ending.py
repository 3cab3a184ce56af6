"""One thing that ends, how urgent that is, and how it is said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Days before the end at which people are told; OVER stands for afterwards.
THRESHOLDS = (60, 30, 7)
OVER = 0
LEVELS = {OVER: "bad", 7: "bad", 30: "warn", 60: "info", None: "ok"}


class Source(StrEnum):
    """What sort of thing ends, and so where its date is from."""

    SECRET = "secret"
    CERTIFICATE = "certificate"
    TLS = "tls"

    @property
    def label(self) -> str:
        return {
            Source.SECRET: _("entered with the secret"),
            Source.CERTIFICATE: _("read from the certificate"),
            Source.TLS: _("seen by a check"),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """`what` names it in the reader's language; `ends_on` is the last day on which it works, in UTC.

    `name` is the catalogue's for a field, the host for a TLS certificate; `kind` is the registration's.
    """

    source: Source
    name: str
    what: str
    registration: str
    slug: str
    registration_pk: int
    kind: str = ""
    ends_on: date
    days_left: int

    @property
    def about(self) -> str:
        """Names it for good, in at most 200 characters."""
        return f"{self.source}:{self.slug}:{self.name}"[:200]

    @property
    def link(self) -> str:
        """The path of where it is mended."""
        if self.source is Source.TLS:
            return f"{reverse('check', args=[self.slug])}#stage-address"
        form = reverse("admin:sso_providers_providerregistration_change", args=[self.registration_pk])
        prefix = "secret" if self.source is Source.SECRET else "setting"
        return f"{form}#id_{prefix}_{self.name}"

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def threshold(self) -> int | None:
        """The narrowest that is crossed; None while there is time."""
        if self.is_over:
            return OVER
        return min((days for days in THRESHOLDS if self.days_left <= days), default=None)

    @property
    def level(self) -> str:
        """The badge's class."""
        return LEVELS[self.threshold]

    @property
    def when(self) -> str:
        """A few words for a badge."""
        days = abs(self.days_left)
        if self.is_over:
            return ngettext("ended %(count)d day ago", "ended %(count)d days ago", days) % {"count": days}
        if not days:
            return _("ends today")
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}

    @property
    def sentence(self) -> str:
        days = self.days_left
        if self.is_over:
            template = _("%(what)s (%(registration)s) ended on %(date)s.")
        elif days == 0:
            template = _("%(what)s (%(registration)s) ends today, on %(date)s.")
        else:
            template = ngettext(
                "%(what)s (%(registration)s) ends in %(count)d day, on %(date)s.",
                "%(what)s (%(registration)s) ends in %(count)d days, on %(date)s.",
                days,
            )
        values = {"what": self.what, "registration": self.registration, "count": days}
        return template % {**values, "date": self.ends_on.isoformat()}
