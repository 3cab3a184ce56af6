"""Okta: its messages behind OAuth's codes, and the E numbers of its API."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Okta"
error = partial(ProviderError, NAME)

APPLICATION = "Applications › your application"
SERVER = "Security › API › Authorization Servers › your server"
AGAIN = "Start the sign-in again."
SECRET = f"Under {APPLICATION} › General › Client Credentials, copy the client ID and the client secret again."

OKTA = Family(
    name=NAME,
    kinds=("okta",),
    sources=(
        "https://developer.okta.com/docs/reference/error-codes/",
        "https://github.com/okta/okta-developer-docs/blob/master/packages/%40okta/vuepress-site/data/"
        "oauth2-error-codes.json",
        "https://github.com/okta/okta-developer-docs/blob/master/packages/%40okta/vuepress-site/data/error-codes.json",
    ),
    errors=(
        # Who may sign in
        error(
            "access_denied",
            "Your account is not assigned to this application at Okta.",
            f"Under {APPLICATION} › Assignments, assign the person or a group.",
            phrases=("User is not assigned to the client application",),
        ),
        error(
            "access_denied",
            "No access policy of Okta's authorization server covers this application and you.",
            f"Under {SERVER} › Access Policies, give this client a policy with a rule for authorization code.",
            "authorization_server",
            ("Policy evaluation failed for this request",),
        ),
        error(
            "access_denied",
            "Okta's access policy allows none of the scopes that were asked for.",
            f"Under {SERVER} › Access Policies, allow the rule openid, email and profile.",
            "scope",
            ("all the requested scopes were rejected", "requested scopes were denied by the policy"),
        ),
        error(
            "access_denied",
            "Okta's administrator allows this application from certain networks only.",
            f"Under {APPLICATION} › General, look at the network zones.",
            phrases=("outside the client's permitted network zones",),
        ),
        error(
            "access_denied",
            "Okta wants a second factor, and the organisation has set up none.",
            "Under Security › Authenticators, set one up.",
            phrases=("required an MFA prompt but the org has no factors configured",),
        ),
        error(
            "access_denied",
            "Your password at Okta has expired.",
            "Set a new one at Okta, then start the sign-in again.",
            phrases=("The user's password is expired",),
            for_person=True,
        ),
        error(
            "access_denied",
            "Okta wants you to sign in anew.",
            AGAIN,
            phrases=("requires the user to re-authenticate",),
            for_person=True,
        ),
        error(
            "access_denied",
            "Okta does not make an account for you from the other provider that you came by.",
            "Under Security › Identity Providers › the provider, look at Account matching and JIT settings.",
            phrases=(
                "User creation was disabled",
                "User linking was disabled",
                "User linking was denied because the user is not in any of the specified groups",
                "Could not match social profile to an Okta user",
            ),
        ),
        error(
            "access_denied",
            "Your account at Okta is not active.",
            "Under Directory › People, activate it.",
            phrases=("User status is invalid",),
        ),
        # The application and its credentials
        error(
            "invalid_client",
            "Okta does not know the client ID.",
            f"{SECRET} Okta's address must be the organisation's in which the application is.",
            "client_id",
            ("Invalid value for 'client_id' parameter",),
        ),
        error(
            "invalid_client",
            "Okta does not accept the client ID or secret.",
            SECRET,
            "client_secret",
            (
                "Either the client or the client credentials are invalid",
                "The client secret supplied for a confidential client is invalid",
            ),
        ),
        error(
            "invalid_client",
            "Okta got no client secret.",
            f"{SECRET} Under Client authentication there, choose Client secret.",
            "client_secret",
            ("No client credentials found", "was not valid client credentials"),
        ),
        error(
            "invalid_request",
            "Okta got the client secret in two ways at once.",
            "Choose one way of client authentication in the registration.",
            "client_authentication_method",
            ("Cannot supply multiple client credentials",),
        ),
        error(
            "unauthorized_client",
            "Okta does not allow this application the authorization code flow.",
            f"Under {APPLICATION} › General › Grant type, tick Authorization Code.",
            phrases=("not authorized to use the provided grant type",),
        ),
        error(
            "unauthorized_client",
            "This application can't use a custom authorization server.",
            "Make an application of the type OIDC - OpenID Connect, Web Application.",
            "client_id",
            ("cannot use a custom authorization server",),
        ),
        error(
            "unsupported_grant_type",
            "Okta's authorization server does not allow the authorization code flow.",
            f"Under {APPLICATION} › General › Grant type, tick Authorization Code.",
            phrases=("The authorization grant type is not supported by the authorization server",),
        ),
        error(
            "unsupported_response_type",
            "Okta does not offer this application the response type.",
            f"Under {APPLICATION} › General › Grant type, tick Authorization Code; for the implicit flow, Implicit "
            "(hybrid) with ID tokens.",
            "response_type",
            ("The response type is not supported by the authorization server",),
        ),
        error(
            "access_denied",
            "Okta's organisation lacks a feature that was asked for.",
            "Choose an authorization server that the organisation has.",
            "authorization_server",
            ("The requested feature is not enabled in this environment",),
        ),
        error(
            "invalid_request",
            "Okta has no authorization server of this name.",
            "Copy its name from the Issuer URI under Security › API › Authorization Servers.",
            "authorization_server",
            ("The authorization server id is invalid",),
        ),
        # The addresses to come back to
        error(
            "invalid_request",
            "The address to come back to is not registered for this application at Okta.",
            f"Under {APPLICATION} › General › LOGIN › Sign-in redirect URIs, enter the callback address to the letter, "
            "the slash at its end included.",
            REDIRECT_ADDRESS,
            ("The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",),
        ),
        error(
            "invalid_request",
            "The address to go to after signing out is not registered at Okta.",
            f"Under {APPLICATION} › General › LOGIN › Sign-out redirect URIs, enter it.",
            REDIRECT_ADDRESS,
            ("The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings",),
        ),
        error(
            "invalid_grant",
            "The sign-in ended at another address than it began with.",
            "Compare PORTAL_URL with the address under which people open the portal.",
            REDIRECT_ADDRESS,
            ("does not match the redirection URI used in the authorization request",),
        ),
        # Scopes
        error(
            "invalid_scope",
            "Okta's authorization server does not know a scope that was asked for.",
            f"Under {SERVER} › Scopes, add it, or take it out of the registration.",
            "scope",
            ("One or more scopes are not configured for the authorization server resource",),
        ),
        error(
            "invalid_scope",
            "The scope openid is missing.",
            "Put openid first among the scopes.",
            "scope",
            ("Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope",),
        ),
        error(
            "invalid_scope",
            "Okta does not allow this application a scope that was asked for.",
            f"Under {APPLICATION} › General › Grant type, tick Refresh Token if offline_access is among the scopes; "
            "else take the scope out.",
            "scope",
            (
                "Scopes are not allowed for this request",
                "Custom scopes are not allowed for this request",
                "The following scopes are not allowed for this request",
            ),
        ),
        error(
            "consent_required",
            "Okta wants you to agree to what the application may read.",
            f"Under {SERVER} › Scopes, set User consent to Implicit; or agree when you are asked.",
            "scope",
            ("The following scopes require user consent", "You are not allowed any of the requested scopes"),
        ),
        # PKCE and codes
        error(
            "invalid_request",
            "Okta demands PKCE for this application, and the request had none.",
            "The portal's own sign-in always uses PKCE. For OpenMetadata, switch PKCE on in the registration, or "
            f"under {APPLICATION} › General take the tick off Require PKCE as additional verification.",
            "pkce",
            ("PKCE code challenge is required", "PKCE code verifier is required by the application"),
        ),
        error(
            "invalid_grant",
            "The sign-in ended with another PKCE secret than it began with.",
            AGAIN,
            phrases=("PKCE verification failed",),
            for_person=True,
        ),
        error(
            "invalid_grant",
            "The answer of this sign-in is not valid, or has expired.",
            AGAIN,
            phrases=("The authorization code is invalid or has expired",),
            for_person=True,
        ),
        error(
            "invalid_grant",
            "The answer of this sign-in belongs to another application.",
            SECRET,
            "client_id",
            ("The grant was issued to another client",),
        ),
        error(
            "invalid_request",
            "The answer of this sign-in belongs to another authorization server.",
            "Compare the authorization server with the one in the Issuer URI.",
            "authorization_server",
            ("The grant was issued for another authorization server",),
        ),
        error(
            "invalid_grant",
            "The refresh token is no longer valid.",
            AGAIN,
            phrases=("The refresh token is invalid or expired",),
            for_person=True,
        ),
        # Asking and not asking
        error(
            "login_required",
            "You are not signed in at Okta, and it was told not to ask.",
            "Let the registration's prompt be anything but none.",
            "prompt",
            (
                "The client specified not to prompt, but the user is not logged in",
                "The client specified not to prompt, but the client app requires re-authentication or MFA",
                "requires an existing session to successfully authorize",
            ),
        ),
        error(
            "login_required",
            "The sign-in took too long.",
            AGAIN,
            phrases=("Request expired, please start over and try again",),
            for_person=True,
        ),
        error(
            "invalid_request",
            "Okta does not take this prompt.",
            "Choose another prompt in the registration.",
            "prompt",
            ("Invalid value for 'prompt' parameter",),
        ),
        error(
            "invalid_request",
            "Okta does not take this number of seconds since the last sign-in.",
            "Enter a number from 0, or leave it blank.",
            "max_age",
            ("Invalid value for 'max_age' parameter",),
        ),
        error(
            "invalid_request",
            "Okta does not know the identity provider that it was to pass people on to.",
            "Correct or remove idp in the further parameters of the authorization request.",
            "authorization_parameters",
            ("Identity provider is not valid",),
        ),
        # The token's making
        error(
            "server_error",
            "You are in too many groups for Okta's groups claim.",
            f"Under {SERVER} › Claims, let the filter of the groups claim match fewer groups.",
            phrases=("The groups claim matched too many groups",),
        ),
        error(
            "server_error",
            "A claim that Okta's administrator defined could not be worked out.",
            f"Under {SERVER} › Claims, correct its expression.",
            phrases=("user claim could not be evaluated", "system claim could not be evaluated"),
        ),
        # The API's numbers, as Okta's own pages show them
        error("E0000004", "User name or password is wrong.", AGAIN, for_person=True),
        error("E0000005", "Your session at Okta is no longer valid.", f"Sign out at Okta. {AGAIN}", for_person=True),
        error("E0000006", "You may not do this at Okta.", "Ask your administrator at Okta.", for_person=True),
        error(
            "E0000007",
            "Okta does not know what it was asked for.",
            "Compare Okta's address and the authorization server with the Issuer URI.",
            "domain",
        ),
        error("E0000009", "Okta had an error of its own.", "Try again in a few minutes.", for_person=True),
        error("E0000010", "Okta is being maintained.", "Try again in a few minutes.", for_person=True),
        error("E0000013", "Okta does not know the client ID.", SECRET, "client_id"),
        error(
            "E0000015",
            "Okta's organisation lacks a feature that was asked for.",
            "Custom authorization servers need API Access Management: see Security › API.",
            "authorization_server",
        ),
        error("E0000047", "Okta gets too many requests.", "Try again in a few minutes.", for_person=True),
        error(
            "E0000064",
            "Your password at Okta has expired.",
            "Set a new one at Okta, then start the sign-in again.",
            for_person=True,
        ),
        error("E0000068", "The second factor's code or answer is wrong.", AGAIN, for_person=True),
        *(
            error(
                code,
                "Your account at Okta is locked.",
                "Unlock it at Okta, or ask your administrator there.",
                for_person=True,
            )
            for code in ("E0000069", "E0000119")
        ),
        error("E0000079", "This is not the moment for this step of Okta's sign-in.", AGAIN, for_person=True),
        error(
            "E0000259",
            "Okta lets you sign in only with a new password, because yours is known to others.",
            "Set a new one at Okta, then start the sign-in again.",
            for_person=True,
        ),
        error(
            "E0000260",
            "Okta's organisation for developers has been switched off.",
            "Ask who owns it at Okta, or register the application in another organisation.",
            "domain",
        ),
    ),
)
