"""What ends when: secrets, the certificates of SAML, and the TLS certificates that checks have seen.

Asks three questions however many registrations there are, and never for a secret itself.
"""

from datetime import date, timedelta
from itertools import chain

from django.utils import timezone

from .certificates import ending_certificates
from .ending import OVER, THRESHOLDS, Ending, Source
from .secrets import ending_secrets
from .tls import ending_tls

__all__ = ["OVER", "THRESHOLDS", "Ending", "Source", "ending"]


def ending(within: int | None = 60, *, today: date | None = None) -> list[Ending]:
    """What ends within so many days or has ended, the earliest first; None stands for whatever ends some day."""
    today = today or timezone.now().date()
    until = date.max if within is None else today + timedelta(days=within)
    sources = (ending_secrets, ending_certificates, ending_tls)
    found = chain.from_iterable(source(today, until) for source in sources)
    return sorted(found, key=lambda each: (each.ends_on, each.registration, each.about))
