"""A way to tell people, and why it did not work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sso_providers.actions.expiry import Ending

# More than so many are not read; the page has all of them.
LISTED = 50


class ChannelFailed(Exception):
    """The message says what to mend, and holds neither an address that is a secret nor a password."""


@dataclass(frozen=True, slots=True)
class Channel:
    """`send` raises `ChannelFailed`."""

    name: str
    is_set_up: Callable[[], bool]
    send: Callable[[Sequence[Ending]], None]
