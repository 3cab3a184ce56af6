"""The only door to ciphertext: registrations' secrets are encrypted at rest with keys of their own.

A ciphertext reads `v1:<key id>:<Fernet token>`, so a missing key is told by name. The keys are
PORTAL_ENCRYPTION_KEYS: the first encrypts, all of them decrypt.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sso_providers.catalogue import MASK, Secret
from sso_providers.catalogue.sentences import say

FORMAT = "v1"


class MissingKey(LookupError):
    """The key that a ciphertext was made with is not among PORTAL_ENCRYPTION_KEYS."""


class Damaged(ValueError):
    """A ciphertext that is none, or that was changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A secret as it is stored. `open` decrypts; showing it gives a mask."""

    ciphertext: str

    def open(self) -> Secret:
        """Raises `MissingKey` or `Damaged`."""
        parts = self.ciphertext.split(":")
        if len(parts) != 3 or parts[0] != FORMAT:
            raise Damaged(say("A stored secret is not in the portal's format: enter it again."))
        try:
            fernet = keys()[parts[1]]
        except KeyError:
            raise MissingKey(
                say(
                    "A stored secret was encrypted with the key {key}, which PORTAL_ENCRYPTION_KEYS does not hold: "
                    "add that key behind the first one, or enter the secret again.",
                    key=parts[1],
                )
            ) from None
        try:
            return Secret(fernet.decrypt(parts[2].encode()).decode())
        except InvalidToken:
            raise Damaged(say("A stored secret was changed outside the portal: enter it again.")) from None

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Sealed({MASK})"


def seal(secret: Secret) -> Sealed:
    key_id, fernet = next(iter(keys().items()))
    return Sealed(f"{FORMAT}:{key_id}:{fernet.encrypt(secret.reveal().encode()).decode()}")


def is_current(sealed: Sealed) -> bool:
    """Whether it was sealed with the key that encrypts now."""
    return sealed.ciphertext.startswith(f"{FORMAT}:{next(iter(keys()))}:")


def keys() -> dict[str, Fernet]:
    """Key id -> cipher, the encrypting one first. Raises `ImproperlyConfigured` for what is no Fernet key."""
    return parse_keys(settings.PORTAL_ENCRYPTION_KEYS)


@lru_cache(maxsize=4)
def parse_keys(text: str) -> dict[str, Fernet]:
    found = {}
    for position, key in enumerate((part.strip() for part in text.split(",")), start=1):
        try:
            found[hashlib.sha256(key.encode()).hexdigest()[:8]] = Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"Key {position} of PORTAL_ENCRYPTION_KEYS is no Fernet key: use 32 bytes in URL-safe base64, "
                "such as the portal's first run writes to encryption.key in PORTAL_DATA_DIR."
            ) from None
    return found
