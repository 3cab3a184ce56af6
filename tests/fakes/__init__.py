"""Stand-ins for the outside: an OpenID provider that signs real tokens.

with running_provider() as provider:
    provider.issuer                      # http://127.0.0.1:<port>
    provider.behave(jwks="drip-body")    # misbehave from now on; see provider.py
"""

from .keys import SigningKey
from .people import ADA, BOB, EVE, Person
from .provider import Provider, running_provider

__all__ = ["ADA", "BOB", "EVE", "Person", "Provider", "SigningKey", "running_provider"]
