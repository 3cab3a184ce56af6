"""What a person should look at before an address goes into a provider's console. Pure text: nothing is fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from .sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Remark:
    """Of one or more addresses; one that `warns` says that a sign-in will not work, or not safely."""

    sentence: Sentence
    warns: bool = True


def look_over(addresses: Sequence[str]) -> tuple[Remark, ...]:
    """A remark for each thing that catches the eye; none for addresses that are fine."""
    return tuple(remarks(addresses))


def remarks(addresses: Sequence[str]) -> Iterator[Remark]:
    at_home = [address for address in addresses if is_loopback(host(address))]
    plain = [address for address in addresses if address.startswith("http://") and address not in at_home]
    if at_home:
        yield Remark(
            say(
                "{origins}: this name means whatever machine it is opened on, so it works on that one alone.",
                origins=origins(at_home),
            )
        )
    if plain:
        yield Remark(
            say(
                "{origins}: not encrypted, so codes and tokens can be read on the way. Most consoles take https only.",
                origins=origins(plain),
            )
        )
    if any(address.endswith("/") for address in addresses):
        yield Remark(
            say("Where an address ends in a slash, that belongs to it: addresses are compared letter by letter."),
            warns=False,
        )


def origins(addresses: Sequence[str]) -> str:
    """Scheme, host and port, each once."""
    return ", ".join(dict.fromkeys("/".join(address.split("/", 3)[:3]) for address in addresses))


def host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
