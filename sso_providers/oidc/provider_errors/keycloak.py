"""Keycloak: the texts on its pages and in its answers, and the error words of its event log."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Keycloak"
error = partial(ProviderError, NAME)

SETTINGS = "Clients › your client › Settings"
AGAIN = "Start the sign-in again."
SECRET = "Under Clients › your client › Credentials, copy the client secret again, and compare client ID and realm."
REDIRECTS = (
    f"Under {SETTINGS} › Access settings › Valid redirect URIs, enter the callback address to the letter, the slash "
    "at its end included."
)
COOKIES = (
    "Open the portal and Keycloak under one address each, and by https: Keycloak's Hostname settings must be the "
    "address that browsers use."
)
OTHER_PROVIDER = "Under Identity providers › the provider, compare its settings; Keycloak's server log says more."

KEYCLOAK = Family(
    name=NAME,
    kinds=("keycloak",),
    sources=(
        "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/endpoints/"
        "AuthorizationEndpointChecker.java",
        "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/grants/"
        "AuthorizationCodeGrantType.java",
        "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/protocol/oidc/utils/"
        "PkceUtils.java",
        "https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/authentication/"
        "authenticators/client/ClientIdAndSecretAuthenticator.java",
        "https://github.com/keycloak/keycloak/blob/main/themes/src/main/resources/theme/base/login/messages/"
        "messages_en.properties",
        "https://github.com/keycloak/keycloak/blob/main/server-spi-private/src/main/java/org/keycloak/events/Errors.java",
    ),
    errors=(
        # The client
        error(
            "invalid_redirect_uri",
            "The address to come back to is not registered for this client in Keycloak.",
            REDIRECTS,
            REDIRECT_ADDRESS,
            ("Invalid parameter: redirect_uri", "Invalid redirect uri"),
        ),
        error(
            "invalid_grant",
            "The sign-in ended at another address than it began with.",
            "Compare PORTAL_URL with the address under which people open the portal.",
            REDIRECT_ADDRESS,
            ("Incorrect redirect_uri",),
        ),
        error(
            "client_not_found",
            "The realm has no client with this client ID.",
            "Under Clients, copy the Client ID again, and compare the realm: capitals count in both.",
            "client_id",
            ("Client not found", "Unknown login requester", "Missing client_id parameter"),
        ),
        error(
            "client_disabled",
            "The client is switched off in Keycloak.",
            "Switch it on at the top right of Clients › your client.",
            "client_id",
            ("Client disabled", "Login requester not enabled"),
        ),
        error(
            "invalid_client_credentials",
            "Keycloak does not accept the client ID or secret, or got none.",
            f"{SECRET} Client authentication must be on.",
            "client_secret",
            ("Invalid client or Invalid client credentials", "Invalid client credentials"),
        ),
        error("invalid_client", "Keycloak does not accept the client ID or secret.", SECRET, "client_secret"),
        error(
            "unauthorized_client",
            "Keycloak does not accept the client secret, or does not allow the client this way to sign in.",
            f"{SECRET} Under {SETTINGS} › Capability config, tick Standard flow.",
            "client_secret",
        ),
        error(
            "unauthorized_client",
            "The client may not use the authorization code flow.",
            f"Under {SETTINGS} › Capability config, tick Standard flow.",
            phrases=("Standard flow is disabled for the client", "Client not allowed to exchange code"),
        ),
        error(
            "unauthorized_client",
            "The client may not use the implicit flow.",
            f"Under {SETTINGS} › Capability config, tick Implicit flow; or use the authorization code flow.",
            "response_type",
            ("Implicit flow is disabled for the client",),
        ),
        error(
            "unauthorized_client",
            "The client is for services only.",
            "Make another client, with Standard flow ticked.",
            "client_id",
            ("Bearer-only applications are not allowed to initiate browser login",),
        ),
        error(
            "invalid_grant",
            "The answer of this sign-in belongs to another client.",
            "Compare the client ID.",
            "client_id",
            ("Found different client_id in clientSession",),
        ),
        # The realm
        error(
            "realm_disabled",
            "The realm is switched off in Keycloak.",
            "Under Realm settings, switch Enabled on.",
            "realm",
            ("Realm not enabled",),
        ),
        error(
            "ssl_required",
            "The realm wants https.",
            "Enter Keycloak's address with https; Realm settings › General › Require SSL says for whom.",
            "server_url",
            ("HTTPS required",),
        ),
        error(
            "Realm does not exist",
            "Keycloak has no such realm.",
            "Copy the Realm name from Realm settings › General, not its display name: capitals count.",
            "realm",
            ("Realm does not exist",),
        ),
        # Scopes, responses, PKCE
        error(
            "invalid_scope",
            "The client does not offer a scope that was asked for.",
            "Under Clients › your client › Client scopes, add it, or take it out of the registration.",
            "scope",
            ("Invalid scopes",),
        ),
        error(
            "invalid_scope",
            "You took back the consent that this sign-in needs.",
            AGAIN,
            phrases=("Client no longer has requested consent from user",),
            for_person=True,
        ),
        error(
            "invalid_request",
            "The client demands PKCE, and the request had none.",
            "The portal's own sign-in always uses PKCE. For OpenMetadata, switch PKCE on in the registration, or under "
            "Clients › your client › Advanced leave the Proof Key for Code Exchange Code Challenge Method blank.",
            "pkce",
            ("Missing parameter: code_challenge_method", "Missing parameter: code_challenge"),
        ),
        error(
            "invalid_code_challenge_method",
            "The client demands another method of PKCE.",
            "Under Clients › your client › Advanced, set Proof Key for Code Exchange Code Challenge Method to S256.",
            phrases=(
                "code challenge method is not matching the configured one",
                "Invalid parameter: code_challenge_method",
            ),
        ),
        error(
            "pkce_verification_failed",
            "The sign-in ended with another PKCE secret than it began with.",
            AGAIN,
            phrases=("PKCE verification failed", "Invalid parameter: code_challenge"),
            for_person=True,
        ),
        error(
            "code_verifier_missing",
            "The sign-in began with PKCE and ended without.",
            "Switch PKCE on in the registration and export it anew.",
            "pkce",
            ("PKCE code verifier not specified",),
        ),
        error(
            "invalid_code_verifier",
            "The sign-in began without PKCE and ended with it.",
            AGAIN,
            phrases=("PKCE code verifier specified but challenge not present in authorization",),
            for_person=True,
        ),
        error(
            "invalid_request",
            "Keycloak demands pushed authorization requests.",
            "Under Clients › your client › Advanced, switch Pushed authorization request required off: neither the "
            "portal nor OpenMetadata sends them.",
            phrases=("Pushed Authorization Request is only allowed",),
        ),
        error(
            "invalid_request",
            "The response mode does not go with the implicit flow.",
            "Take response_mode out of the further parameters of the authorization request.",
            "authorization_parameters",
            ("Invalid parameter: response_mode", "not allowed for implicit or hybrid flow"),
        ),
        # Codes and sessions
        error(
            "invalid_code",
            "The answer of this sign-in is not valid, or was used already.",
            AGAIN,
            phrases=("Code not valid",),
            for_person=True,
        ),
        error(
            "expired_code",
            "The sign-in took too long.",
            AGAIN,
            phrases=(
                "Code is expired",
                "Login timeout",
                "Your login attempt timed out",
                "This page is no longer valid",
                "Page has expired",
            ),
            for_person=True,
        ),
        error(
            "session_expired",
            "Your session in Keycloak has ended.",
            AGAIN,
            phrases=("Session not active",),
            for_person=True,
        ),
        error(
            "user_session_not_found",
            "Your session in Keycloak has ended.",
            AGAIN,
            phrases=("User session not found",),
            for_person=True,
        ),
        error(
            "temporarily_unavailable",
            "The sign-in took too long, or you signed in to Keycloak in another tab meanwhile.",
            AGAIN,
            phrases=("authentication_expired", "You are already logged in"),
            for_person=True,
        ),
        error(
            "cookie_not_found",
            "Keycloak's cookie is missing, so it can't go on with the sign-in.",
            COOKIES,
            "server_url",
            ("Cookie not found",),
        ),
        error(
            "different_user_authenticated",
            "You are signed in to Keycloak as somebody else.",
            f"Sign out of Keycloak. {AGAIN}",
            phrases=("You are already authenticated as different user",),
            for_person=True,
        ),
        error(
            "invalid_request",
            "There are more sessions than Keycloak allows.",
            "Sign out elsewhere, then start the sign-in again.",
            phrases=("There are too many sessions",),
            for_person=True,
        ),
        # The person
        error(
            "invalid_user_credentials",
            "User name or password is wrong.",
            AGAIN,
            phrases=("Invalid username or password", "Invalid user credentials"),
            for_person=True,
        ),
        error(
            "user_not_found",
            "Keycloak does not know you in this realm.",
            "Under Users, add the person, or look at the user federation.",
            phrases=("User not found",),
        ),
        error(
            "user_disabled",
            "Your account is switched off in Keycloak.",
            "Under Users › the person, switch Enabled on.",
            phrases=("User disabled", "Account is disabled"),
        ),
        error(
            "user_temporarily_disabled",
            "Your account in Keycloak is locked for a while after too many wrong passwords.",
            "Wait a while before you try again, or ask your administrator.",
            phrases=("Account is temporarily disabled",),
            for_person=True,
        ),
        error(
            "resolve_required_actions",
            "Keycloak wants something from you first, such as a new password.",
            f"{AGAIN} Do what its page asks for.",
            for_person=True,
        ),
        error(
            "rejected_by_user",
            "You did not agree that this client may read your profile.",
            f"{AGAIN} Agree when you are asked.",
            phrases=("Consent denied", "Permission not approved"),
            for_person=True,
        ),
        error(
            "consent_denied",
            "You did not agree that this client may read your profile.",
            f"{AGAIN} Agree when you are asked.",
            for_person=True,
        ),
        error(
            "invalid_request",
            "Keycloak wants a stronger sign-in than you made.",
            f"{AGAIN} Confirm with your second factor when you are asked.",
            phrases=(
                "The requested level of authentication has not been satisfied",
                "Strong authentication required",
                "Authentication requirements not fulfilled",
            ),
            for_person=True,
        ),
        # A provider behind Keycloak
        error(
            "identity_provider_login_failure",
            "The other identity provider, to which Keycloak passes people on, had an error.",
            OTHER_PROVIDER,
            phrases=(
                "Could not authenticate with identity provider",
                "Unexpected error when authenticating with identity provider",
                "Could not send authentication request to identity provider",
                "Could not obtain token from identity provider",
                "Invalid response from identity provider",
                "Invalid signature in response from identity provider",
            ),
        ),
        error(
            "identity_provider_error",
            "The other identity provider, to which Keycloak passes people on, had an error.",
            OTHER_PROVIDER,
        ),
        error(
            "federated_identity_account_exists",
            "Keycloak has an account with your address already, which is not linked to the other provider.",
            "Link it in Keycloak's account console, or have an administrator there link it.",
            phrases=("already exists. Please login to account management to link the account",),
            for_person=True,
        ),
        error(
            "unknown_identity_provider",
            "Keycloak does not know the identity provider that it was to pass people on to.",
            "Correct or remove kc_idp_hint in the further parameters of the authorization request.",
            "authorization_parameters",
            ("Could not find an identity provider with the identifier",),
        ),
    ),
)
