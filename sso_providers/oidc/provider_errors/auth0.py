"""Auth0: its messages behind OAuth's codes."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Auth0"
error = partial(ProviderError, NAME)

SETTINGS = "Applications › your application › Settings"
LOGS = "Monitoring › Logs has the details."
AGAIN = "Start the sign-in again."

AUTH0 = Family(
    name=NAME,
    kinds=("auth0",),
    sources=(
        "https://support.auth0.com/center/s/article/"
        "Callback-URL-Mismatch-Error-Is-Not-in-the-List-of-Allowed-Callback-URLs",
        "https://support.auth0.com/center/s/article/troubleshooting-the-access-denied-error",
        "https://auth0.com/docs/get-started/applications/update-grant-types",
        "https://auth0.com/docs/get-started/applications/third-party-applications/troubleshooting",
        "https://auth0.com/docs/get-started/applications/configure-fapi-compliance",
        "https://auth0.com/docs/authenticate/login/configure-silent-authentication",
        "https://auth0.com/docs/libraries/common-auth0-library-authentication-errors",
        "https://auth0.com/docs/authenticate/custom-token-exchange/cte-attack-protection",
        "https://auth0.com/docs/customize/rules/raise-errors-from-rules",
        "https://github.com/auth0/node-auth0/issues/682",
        "https://github.com/auth0/nextjs-auth0/issues/66",
    ),
    errors=(
        error(
            "invalid_request",
            "The address to come back to is not registered for this application at Auth0.",
            f"Under {SETTINGS} › Application URIs › Allowed Callback URLs, enter the callback address to the letter, "
            "the slash at its end included, and choose Save Changes.",
            REDIRECT_ADDRESS,
            (
                "Callback URL mismatch",
                "is not in the list of allowed callback URLs",
                "Callback URL not approved for this client application",
            ),
        ),
        error(
            "access_denied",
            "Auth0 does not accept the client ID or secret.",
            f"Under {SETTINGS} › Basic Information, copy Client ID and Client Secret whole, and compare the domain.",
            "client_secret",
            # The whole of the message: the token endpoint says no more.
            ("access_denied Unauthorized", "invalid_client Unauthorized"),
        ),
        error(
            "access_denied",
            "Auth0 has no API of the name that the token was asked for, or this application may not use it.",
            "Under Applications › APIs, compare the identifier with the audience in the further parameters of the "
            "authorization request, or remove it there.",
            "authorization_parameters",
            ("Service not enabled within domain", "Service not found"),
        ),
        error(
            "access_denied",
            "You cancelled the sign-in.",
            f"{AGAIN} Agree when you are asked.",
            phrases=("User has canceled the interaction", "User cancelled the confirmation prompt"),
            for_person=True,
        ),
        error(
            "access_denied",
            "The tenant at Auth0 did not let you in: a rule or an Action of its own denied it, or you cancelled.",
            f"Under Actions › Triggers, look at post-login. {LOGS}",
        ),
        error(
            "invalid_request",
            "No way to sign in is switched on for this application at Auth0.",
            "Under Applications › your application › Connections, switch on at least one.",
            phrases=("no connections enabled for the client", "the connection is disabled"),
        ),
        error(
            "invalid_request",
            "This application wants an organisation of Auth0's with every sign-in.",
            "Under Applications › your application › Login Experience, choose Both or Individuals; or add "
            "organization = org_... to the further parameters of the authorization request.",
            "authorization_parameters",
            ("parameter organization is required for this client",),
        ),
        error(
            "invalid_request",
            "Auth0 does not take this organisation for this application.",
            "Correct organization in the further parameters of the authorization request.",
            "authorization_parameters",
            ("parameter organization is invalid", "parameter organization must be an organization id"),
        ),
        error(
            "invalid_request",
            "Auth0 demands pushed authorization requests for this application.",
            f"Under {SETTINGS}, take that demand off: neither the portal nor OpenMetadata sends them.",
            phrases=("Pushed Authorization Requests are required",),
        ),
        error(
            "unauthorized_client",
            "Auth0 does not allow this application the authorization code flow.",
            f"Under {SETTINGS} › Advanced Settings › Grant Types, tick Authorization Code, and Refresh Token.",
            phrases=("not allowed for the client",),
        ),
        error(
            "unauthorized_client",
            "The application is a third party's at Auth0, and has no grant for what it asked for.",
            "Under Applications › APIs, authorize it; or register an application of your own.",
            "client_id",
        ),
        error(
            "invalid_grant",
            "The sign-in ended with another PKCE secret than it began with.",
            AGAIN,
            phrases=("Failed to verify code verifier",),
            for_person=True,
        ),
        error(
            "interaction_required",
            "Auth0 has a question first, such as a second factor or a page of an Action, and was told not to ask.",
            "Let the registration's prompt be anything but none.",
            "prompt",
        ),
        error(
            "mfa_required",
            "Auth0 wants a second factor from you.",
            f"{AGAIN} Confirm with your second factor when you are asked.",
            for_person=True,
        ),
        error(
            "mfa_registration_required",
            "Auth0 wants a second factor from you, and you have set up none.",
            f"{AGAIN} Set one up when you are asked.",
            for_person=True,
        ),
        error("mfa_invalid_code", "The second factor's code is wrong or too old.", AGAIN, for_person=True),
        error("invalid_user_password", "User name or password is wrong.", AGAIN, for_person=True),
        error(
            "password_leaked",
            "Auth0 lets you sign in only with a new password, because yours is known to others.",
            "Set a new one, then start the sign-in again.",
            for_person=True,
        ),
        error(
            "too_many_attempts",
            "Your account at Auth0 is blocked after too many tries.",
            "Wait a while before you try again, or ask who runs the tenant at Auth0.",
            for_person=True,
        ),
    ),
)
