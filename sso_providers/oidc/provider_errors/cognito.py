"""Amazon Cognito: its own codes and the messages behind OAuth's.

AWS says that the messages are no fixed texts, so only what the first four sources quote is here, and the
four messages that others quote over and over: attributes required, Already found an entry, PreSignUp failed
(and its like), Login pages unavailable.
"""

from functools import partial

from .entry import REDIRECT_ADDRESS, Family, ProviderError

NAME = "Amazon Cognito"
error = partial(ProviderError, NAME)

CLIENT = "User pools › your user pool › Applications › App clients › your app client"
LOGIN_PAGES = f"{CLIENT} › Login pages › Edit"
PROVIDERS = "User pools › your user pool › Authentication › Social and external providers"
TRIGGERS = "User pools › your user pool › Authentication › Extensions"
SECRET = f"Under {CLIENT} › App client information, copy the client ID and the client secret again."
AGAIN = "Start the sign-in again."

COGNITO = Family(
    name=NAME,
    kinds=("aws-cognito",),
    sources=(
        "https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html",
        "https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html",
        "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoint-idp-responses.html",
        "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
        "https://github.com/aws-amplify/amplify-js/issues/5127",
    ),
    errors=(
        error(
            "redirect_mismatch",
            "The address to come back to is not registered for this app client at Cognito.",
            f"Under {LOGIN_PAGES} › Allowed callback URLs, enter the callback address to the letter, the slash at its "
            "end included.",
            REDIRECT_ADDRESS,
        ),
        error(
            "invalid_client_secret",
            "Cognito does not accept the client secret, or got none.",
            SECRET,
            "client_secret",
        ),
        error("invalid_client", "Cognito does not accept the client ID or secret.", SECRET, "client_secret"),
        error(
            "invalid_client",
            "The user pool has no app client with this client ID.",
            f"{SECRET} Compare the user pool's ID too.",
            "client_id",
            ("Client does not exist",),
        ),
        error(
            "unauthorized_client",
            "Cognito does not allow this app client the authorization code flow.",
            f"Under {LOGIN_PAGES} › OAuth grant types, choose Authorization code grant.",
        ),
        error(
            "invalid_scope",
            "Cognito does not offer this app client a scope that was asked for.",
            f"Under {LOGIN_PAGES} › OpenID Connect scopes, choose OpenID, Email and Profile, or take "
            "the scope out of the registration.",
            "scope",
        ),
        error(
            "invalid_grant",
            "The answer of this sign-in was used already, or the app client may not read what the scopes ask for.",
            f"{AGAIN} If it stays so, let the app client read email and email_verified: {CLIENT} › Attribute "
            "permissions.",
        ),
        error(
            "unsupported_grant_type",
            "Cognito does not know the way in which tokens were asked for.",
            "Use the authorization code flow.",
        ),
        error(
            "invalid_request",
            "A person's attribute that the user pool requires is missing.",
            f"Under {PROVIDERS} › the provider › Attribute mapping, map it, or add it to the person there.",
            phrases=("attributes required",),
        ),
        error(
            "invalid_request",
            "Your account was just linked with another one in the user pool.",
            AGAIN,
            phrases=("Already found an entry for username",),
            for_person=True,
        ),
        error(
            "invalid_request",
            "A function of the user pool's own refused the sign-in.",
            f"Under {TRIGGERS}, look at the Lambda trigger that the message names, and at its log.",
            phrases=(
                "PreSignUp failed with error",
                "PreAuthentication failed with error",
                "PostAuthentication failed with error",
                "PreTokenGeneration failed with error",
                "PostConfirmation failed with error",
            ),
        ),
        error(
            "invalid_request",
            "The other identity provider, to which Cognito passes people on, did not answer in time.",
            f"Under {PROVIDERS}, compare its addresses, and ask who runs it.",
            phrases=(
                "Timeout occurred in calling IdP token endpoint",
                "Timeout in calling jwks uri",
                "invalid_request Connection reset",
                "invalid_request Read timed out",
            ),
        ),
        error(
            "invalid_request",
            "The other identity provider, to which Cognito passes people on, refused Cognito.",
            f"Under {PROVIDERS} › the provider, compare client ID and secret with those in its console.",
            phrases=("error getting token",),
        ),
        error(
            "NotAuthorizedException",
            "User name or password is wrong, or the account is disabled.",
            AGAIN,
            for_person=True,
        ),
        error(
            "PasswordResetRequiredException",
            "Your password must be set anew.",
            "Set a new one on Cognito's sign-in page, then start the sign-in again.",
            for_person=True,
        ),
        error(
            "Login pages unavailable",
            "The app client has no style for Cognito's sign-in pages, so they don't show.",
            "Under User pools › your user pool › Branding › Managed login, create a style for the app client.",
            phrases=("Login pages unavailable",),
        ),
    ),
)
