"""Google: the codes on its error pages and of its token endpoint."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Google"
error = partial(ProviderError, NAME)

CLIENT = "Google Auth Platform › Clients › your client"
SECRET = f"Under {CLIENT}, copy the client ID again, add a client secret and enter it here."

GOOGLE = Family(
    name=NAME,
    kinds=("google",),
    sources=(
        "https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors",
        "https://developers.google.com/identity/protocols/oauth2/javascript-implicit-flow#authorization-errors",
        "https://support.google.com/accounts/answer/16668185",
        "https://developers.google.com/nest/device-access/reference/errors/authorization",
        "https://docs.onetapwoo.com/troubleshooting/google-api-errors",
    ),
    errors=(
        error(
            "redirect_uri_mismatch",
            "The address to come back to is not registered for this client at Google.",
            f"Under {CLIENT} › Authorized redirect URIs, enter the callback address to the letter, the slash at its "
            "end included. Google takes some minutes to use it.",
            REDIRECT_ADDRESS,
        ),
        error(
            "origin_mismatch",
            "The page that asked for the sign-in is not registered for this client at Google.",
            f"Under {CLIENT} › Authorized JavaScript origins, enter OpenMetadata's address without a path.",
            REDIRECT_ADDRESS,
        ),
        error(
            "org_internal",
            "Only accounts of one organisation may use this application.",
            "Sign in with an account of that organisation. (For others: Google Auth Platform › Audience.)",
            for_person=True,
        ),
        error(
            "admin_policy_enforced",
            "The administrator of your Google Workspace does not allow this application.",
            "Ask that administrator to trust its client ID: Security › Access and data control › API controls.",
            for_person=True,
        ),
        error(
            "access_not_configured",
            "The administrator of your school's Google Workspace has not allowed this application yet.",
            "Ask that administrator to set up its access.",
            for_person=True,
        ),
        error(
            "disallowed_useragent",
            "Google does not let people sign in within another application's window.",
            "Open the portal in a browser.",
            for_person=True,
        ),
        error(
            "deleted_client",
            "The client was deleted at Google.",
            "Restore it within 30 days under Google Auth Platform › Clients, or make a new one and enter its ID and "
            "secret.",
            "client_id",
        ),
        error(
            "invalid_client",
            "Google does not know the client ID.",
            SECRET,
            "client_id",
            ("The OAuth client was not found",),
        ),
        error("invalid_client", "Google does not accept the client ID or secret.", SECRET, "client_secret"),
        error(
            "invalid_grant",
            "The answer of this sign-in is not valid, or was used already.",
            "Start the sign-in again.",
            for_person=True,
        ),
        error(
            "invalid_request",
            "Google takes the request for malformed, or for a way of signing in that it does not allow.",
            "Compare client ID, scopes and the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "access_denied",
            "You cancelled, or the application is being tested and your account is no tester.",
            "Try again. While the application is in testing, accounts are added under Google Auth Platform › Audience "
            "› Test users.",
            for_person=True,
        ),
    ),
)
