"""Why a sign-in failed, as people read it."""

from dataclasses import dataclass

from sso_providers import http
from sso_providers.oidc.authorization import UnsupportedAuthentication, code_word
from sso_providers.oidc.discovery import DiscoveryError
from sso_providers.oidc.tokens import TokenError


@dataclass
class SignInError(Exception):
    """A sign-in that ends on the failure page.

    `code` is stable, for documentation and support; `sentence` says what happened, `remedy` what
    to do. `detail` goes to the log only. None of them holds a code, token or secret.
    """

    code: str
    sentence: str
    remedy: str
    detail: str = ""
    status: int = 400

    def __str__(self) -> str:
        return f"{self.code}: {self.detail or self.sentence}"


ASK = "Ask whoever runs this portal; the code and reference below help them."
AGAIN = "Go back and start the sign-in again."


def expired() -> SignInError:
    return SignInError("sign-in-expired", "This sign-in was not started here, was used already, or is too old.", AGAIN)


def from_provider(error: http.FetchError | DiscoveryError | TokenError | UnsupportedAuthentication) -> SignInError:
    """The provider could not be reached, or sent something that is not to be trusted."""
    match error:
        case http.FetchError():
            return SignInError(
                "provider-unreachable", "The identity provider does not answer as it should.", ASK, str(error), 502
            )
        case DiscoveryError() | UnsupportedAuthentication():
            return SignInError(
                "provider-misconfigured", "The identity provider describes itself wrongly.", ASK, str(error), 502
            )
        case TokenError():
            return SignInError(
                error.code, "The identity provider's answer could not be verified.", ASK, str(error), 403
            )


REFUSALS = {
    "access_denied": (
        "The identity provider did not let you in, or you cancelled.",
        "Try again, or use another account.",
    ),
    "login_required": ("The identity provider wants you to sign in there first.", AGAIN),
    "consent_required": ("The identity provider needs a consent that was not given.", AGAIN),
    "invalid_scope": ("The identity provider does not offer a scope that was asked for.", ASK),
    "unauthorized_client": ("The identity provider does not allow this application this sign-in.", ASK),
    "temporarily_unavailable": ("The identity provider is busy.", "Try again in a few minutes."),
    "server_error": ("The identity provider had an error of its own.", "Try again in a few minutes."),
}


def refused(code: str, description: str = "") -> SignInError:
    """The provider answered with an OAuth error (RFC 6749, section 4.1.2.1)."""
    sentence, remedy = REFUSALS.get(code, ("The identity provider refused the sign-in.", ASK))
    known = code if code in REFUSALS else "provider-refused"
    return SignInError(known.replace("_", "-"), sentence, remedy, f"{code[:80]!r} {description[:300]!r}", 403)


def token_refused(status: int, code: object) -> SignInError:
    """The token endpoint refused the code (RFC 6749, section 5.2); a wrong client secret is the usual reason."""
    name = code_word(code) or "no error code"
    sentence = "The identity provider did not accept this portal's request."
    if name == "invalid_client":
        sentence = "The identity provider does not accept this portal's client ID or secret."
    return SignInError("token-refused", sentence, ASK, f"status {status}, {name!r}", 502)


def no_role(reason: str) -> SignInError:
    return SignInError(
        "no-role",
        f"You signed in, but have no role here. {reason}",
        "Ask whoever runs this portal to give your group or account a role.",
        reason,
        403,
    )


def disabled() -> SignInError:
    return SignInError("account-disabled", "Your account here is switched off.", ASK, "", 403)


def another_person() -> SignInError:
    return SignInError("another-person", "You confirmed as somebody else than who is signed in here.", AGAIN, "", 403)


def broken_registration(reason: str) -> SignInError:
    """The row can't be used, or its client secret can't be read: a missing or changed encryption key."""
    sentence = "This portal's own settings for this provider are broken."
    return SignInError("portal-misconfigured", sentence, ASK, reason, 503)


def wrong_issuer(found: str) -> SignInError:
    """RFC 9207: the answer names another issuer than the one that was asked, or none where it must."""
    detail = f"the answer's iss is {found[:200]!r}"
    return SignInError("wrong-issuer", "The answer does not come from the provider that was asked.", AGAIN, detail)
