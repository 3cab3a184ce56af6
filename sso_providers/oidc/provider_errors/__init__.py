"""The identity providers' own errors: to cause, remedy and the field here. Pure data and one function."""

from .decode import FAMILIES, decode
from .entry import REDIRECT_ADDRESS, Family, ProviderError
from .oauth import OAUTH

__all__ = ["FAMILIES", "OAUTH", "REDIRECT_ADDRESS", "Family", "ProviderError", "decode"]
