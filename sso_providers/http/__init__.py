"""The only door to the outside by HTTP: one bounded request, one whole answer.

`exchanges` says what a provider can and can't do to the portal; read it first. The package knows no settings,
no Django and no OpenID Connect.
"""

from .addresses import check_address, resolve
from .budget import within
from .exchanges import DEADLINE, MEBIBYTE, fetch
from .reasons import FetchError, Reason, bare, shown
from .responses import Response

__all__ = [
    "DEADLINE",
    "MEBIBYTE",
    "FetchError",
    "Reason",
    "Response",
    "bare",
    "check_address",
    "fetch",
    "resolve",
    "shown",
    "within",
]
