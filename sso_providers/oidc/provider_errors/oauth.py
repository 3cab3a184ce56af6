"""The error codes that the standards give every provider."""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "OAuth 2.0 and OpenID Connect"
error = partial(ProviderError, NAME)

AGAIN = "Start the sign-in again."
LOG = "The portal's log has the provider's words under the reference; the provider's own log says more."

OAUTH = Family(
    name=NAME,
    kinds=(),
    sources=(
        "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1",
        "https://www.rfc-editor.org/rfc/rfc6749#section-5.2",
        "https://openid.net/specs/openid-connect-core-1_0.html#AuthError",
        "https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html",
        "https://www.rfc-editor.org/rfc/rfc6750#section-3.1",
        "https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2",
        "https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1",
        "https://www.rfc-editor.org/rfc/rfc8707#section-2",
        "https://www.rfc-editor.org/rfc/rfc9126#section-2.3",
        "https://www.rfc-editor.org/rfc/rfc9449#section-5",
        "https://www.rfc-editor.org/rfc/rfc9470#section-3",
    ),
    errors=(
        # RFC 6749, sections 4.1.2.1 and 5.2
        error(
            "invalid_request",
            "The identity provider takes the request for malformed: something is missing, doubled or not allowed.",
            "Compare the application's settings in the provider's console with the registration's page, the callback "
            f"address above all. {LOG}",
            REDIRECT_ADDRESS,
        ),
        error(
            "unauthorized_client",
            "The identity provider does not allow this application this way to sign in.",
            "Allow the application the authorization code flow in the provider's console, and see that it is enabled.",
            "client_id",
        ),
        error(
            "access_denied",
            "The identity provider did not let you in, or you cancelled.",
            "Try again, or use another account. If it stays so, have an administrator there give you the application.",
            for_person=True,
        ),
        error(
            "unsupported_response_type",
            "The identity provider does not offer this application the response type that was asked for.",
            "Allow the application the authorization code flow in the provider's console; for OpenMetadata's implicit "
            "flow, ID tokens too.",
            "response_type",
        ),
        error(
            "invalid_scope",
            "The identity provider does not offer a scope that was asked for.",
            "Take the scope out of the registration, or allow the application the scope in the provider's console.",
            "scope",
        ),
        error(
            "server_error",
            "The identity provider had an error of its own.",
            "Try again in a few minutes.",
            for_person=True,
        ),
        error(
            "temporarily_unavailable",
            "The identity provider is busy.",
            "Try again in a few minutes.",
            for_person=True,
        ),
        error(
            "invalid_client",
            "The identity provider does not accept this portal's client ID or secret.",
            "Copy the client ID from the provider's console again, make a new secret there and enter it here. Then "
            "run the check.",
            "client_secret",
        ),
        error(
            "invalid_grant",
            "The identity provider took the sign-in for too old, already used, or begun from another address.",
            "Start again. If it stays so, compare the callback address with the one in the provider's console to the "
            "letter, and the portal's clock with the provider's.",
            REDIRECT_ADDRESS,
        ),
        error(
            "unsupported_grant_type",
            "The identity provider does not exchange codes for tokens for this application.",
            "Allow the application the grant type authorization code in the provider's console.",
        ),
        # OpenID Connect Core 1.0, section 3.1.2.6
        error(
            "interaction_required",
            "The identity provider has a question first, and was told not to ask.",
            "Start again. If it stays so, let the registration's prompt be anything but none.",
            "prompt",
        ),
        error("login_required", "The identity provider wants you to sign in there first.", AGAIN, for_person=True),
        error(
            "account_selection_required",
            "The identity provider knows several accounts of yours, and was told not to ask which.",
            f"Sign out of the accounts that you don't mean. {AGAIN}",
            for_person=True,
        ),
        error(
            "consent_required",
            "The identity provider needs a consent that was not given.",
            "Start again and agree, or have an administrator there agree for everybody.",
            for_person=True,
        ),
        error(
            "invalid_request_uri",
            "The identity provider could not use the address of a pushed request.",
            "Don't make pushed or signed authorization requests compulsory for this application: neither the portal "
            "nor OpenMetadata sends them.",
        ),
        error(
            "invalid_request_object",
            "The identity provider could not use a signed request.",
            "Don't make signed authorization requests compulsory for this application: neither the portal nor "
            "OpenMetadata sends them.",
        ),
        error(
            "request_not_supported",
            "The identity provider takes no signed requests.",
            "Remove 'request' from the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "request_uri_not_supported",
            "The identity provider takes no addresses of requests.",
            "Remove 'request_uri' from the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "registration_not_supported",
            "The identity provider takes no descriptions of an application within a request.",
            "Remove 'registration' from the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "unmet_authentication_requirements",
            "The identity provider can't authenticate you as strongly as it was asked to.",
            "Set up what the provider offers for it, or take 'acr_values' out of the further parameters of the "
            "authorization request.",
            "authorization_parameters",
        ),
        # PKCE (RFC 7636, section 4.4.1)
        error(
            "invalid_request",
            "The identity provider demands PKCE, and the request had none.",
            "The portal's own sign-in always uses PKCE. For OpenMetadata, switch PKCE on in the registration.",
            "pkce",
            ("code challenge required",),
        ),
        error(
            "invalid_request",
            "The identity provider does not take PKCE with S256.",
            "Allow S256 for this application in the provider's console; there is no setting for another method here.",
            phrases=("transform algorithm not supported",),
        ),
        # Elsewhere
        error(
            "invalid_redirect_uri",
            "The address to come back to is not registered for this application.",
            "Enter the callback address in the provider's console to the letter, the slash at its end included.",
            REDIRECT_ADDRESS,
        ),
        error(
            "invalid_target",
            "The identity provider does not know what the token was asked for.",
            "Remove 'resource' or 'audience' from the further parameters of the authorization request.",
            "authorization_parameters",
        ),
        error(
            "insufficient_user_authentication",
            "The identity provider wants a newer or stronger sign-in.",
            f"{AGAIN} Have your second factor ready.",
            for_person=True,
        ),
        error(
            "use_dpop_nonce",
            "The identity provider demands tokens that are bound to a key (DPoP).",
            "Switch DPoP off for this application: neither the portal nor OpenMetadata uses it.",
        ),
        error(
            "invalid_dpop_proof",
            "The identity provider demands tokens that are bound to a key (DPoP).",
            "Switch DPoP off for this application: neither the portal nor OpenMetadata uses it.",
        ),
        error(
            "invalid_token",
            "The identity provider does not accept its own access token: it was revoked or has expired.",
            AGAIN,
            for_person=True,
        ),
        error(
            "insufficient_scope",
            "The access token may not do what it was used for, such as reading your profile.",
            "Ask for the scopes openid, email and profile, and allow them in the provider's console.",
            "scope",
        ),
    ),
)
