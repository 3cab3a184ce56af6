"""OneLogin: what its sign-in pages say."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "OneLogin"
error = partial(ProviderError, NAME)

CONFIGURATION = "Applications › your application › Configuration"

ONE_LOGIN = Family(
    name=NAME,
    kinds=("one-login",),
    sources=("https://github.com/port-labs/port-docs",),
    errors=(
        error(
            "invalid_request",
            "The address to come back to is not registered for this application at OneLogin.",
            f"Under {CONFIGURATION} › Redirect URI's, enter the callback address to the letter, the slash at its end "
            "included. OneLogin takes up to 10 minutes to use it.",
            REDIRECT_ADDRESS,
            ("redirect_uri did not match any client's registered redirect_uris",),
        ),
        error(
            "invalid_client",
            "OneLogin does not know the client ID.",
            "Under Applications › your application › SSO, copy the client ID again.",
            "client_id",
            ("client is invalid",),
        ),
        error(
            "invalid_request",
            "OneLogin has no page at the sign-in address.",
            "Compare the subdomain with the address of OneLogin's portal.",
            "subdomain",
            ("unrecognized route or not allowed method",),
        ),
    ),
)
