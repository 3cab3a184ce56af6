"""What a provider's error means: an entry of the tables, and the family of providers that says it."""

from dataclasses import dataclass

# Not a catalogue field: it is made from PORTAL_URL and the deployments, and entered in the provider's console.
REDIRECT_ADDRESS = "redirect address"


@dataclass(frozen=True, slots=True)
class ProviderError:
    """One error and what mends it, all in words of our own.

    `code` is as the provider writes it; where that is only OAuth's word for many errors, one of
    `phrases`, each a piece of the provider's message without changing parts, tells them apart.
    `field` names the catalogue field that mends it here, or is REDIRECT_ADDRESS, or "" where
    nothing of ours does. `for_person` says that `fix` speaks to who signs in, else to an operator.
    """

    family: str
    code: str
    cause: str
    fix: str
    field: str = ""
    phrases: tuple[str, ...] = ()
    for_person: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """The errors of providers that speak alike; no `kinds` means every kind. `sources` are addresses."""

    name: str
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    errors: tuple[ProviderError, ...]
