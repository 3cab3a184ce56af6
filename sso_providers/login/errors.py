"""Why a sign-in failed, as people read it."""

import math
from dataclasses import dataclass

from sso_providers import http
from sso_providers.catalogue.sentences import say
from sso_providers.forms.field_links import FieldLink, link_to_field
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.authorization import UnsupportedAuthentication, code_word
from sso_providers.oidc.discovery import DiscoveryError
from sso_providers.oidc.provider_errors import ProviderError, decode
from sso_providers.oidc.tokens import TokenError


@dataclass
class SignInError(Exception):
    """A sign-in that ends on the failure page.

    `code` is stable, for documentation and support; `sentence` says what happened, `remedy` what
    to do. `detail` goes to the log only. None of them holds a code, token or secret. `decoded` is
    what the provider's own error means, `mend` the registration's field that it comes from.
    Who may open registrations is told `for_operators` instead of the remedy, and led to the
    registration's `page`. `tone` is the class of the note, "" where nothing is wrong. `is_free`
    says that it cost no more than a look-up, so that no limit counts it.
    """

    code: str
    sentence: str
    remedy: str
    detail: str = ""
    status: int = 400
    decoded: ProviderError | None = None
    mend: FieldLink | None = None
    title: str = say("Sign-in failed")
    for_operators: str = ""
    page: str = "check"
    tone: str = "bad"
    is_free: bool = False

    def __str__(self) -> str:
        return f"{self.code}: {self.detail or self.sentence}"


ASK = say("Ask whoever runs this portal; the code and reference below help them.")
MEND = say("Open the registration's check: it asks the provider again and says which field mends it.")
AGAIN = say("Go back and start the sign-in again.")


def expired() -> SignInError:
    sentence = say("This sign-in was not started here, was used already, or is too old.")
    return SignInError("sign-in-expired", sentence, AGAIN, is_free=True)


def from_provider(error: http.FetchError | DiscoveryError | TokenError | UnsupportedAuthentication) -> SignInError:
    """The provider could not be reached, or sent something that is not to be trusted."""
    detail = str(error)
    match error:
        case http.FetchError():
            sentence = say("The identity provider does not answer as it should.")
            return SignInError("provider-unreachable", sentence, ASK, detail, 502, for_operators=MEND)
        case DiscoveryError() | UnsupportedAuthentication():
            sentence = say("The identity provider describes itself wrongly.")
            return SignInError("provider-misconfigured", sentence, ASK, detail, 502, for_operators=MEND)
        case TokenError():
            sentence = say("The identity provider's answer could not be verified.")
            return SignInError(error.code, sentence, ASK, detail, 403, for_operators=MEND)


# Those that have a code of their own here; what they mean is in the table of the provider's errors.
REFUSALS = (
    "access_denied",
    "login_required",
    "consent_required",
    "invalid_scope",
    "unauthorized_client",
    "temporarily_unavailable",
    "server_error",
)


def refused(code: str, description: str = "", *, registration: ProviderRegistration | None = None) -> SignInError:
    """The provider answered with an OAuth error (RFC 6749, section 4.1.2.1)."""
    known = code if code in REFUSALS else "provider-refused"
    error = SignInError(
        known.replace("_", "-"),
        say("The identity provider refused the sign-in."),
        ASK,
        f"{code[:80]!r} {description[:300]!r}",
        403,
        for_operators=MEND,
    )
    return explained(error, code, description, registration)


def token_refused(
    status: int, code: object, description: object = "", *, registration: ProviderRegistration | None = None
) -> SignInError:
    """The token endpoint refused the code (RFC 6749, section 5.2); a wrong client secret is the usual reason."""
    name = code_word(code)
    error = SignInError(
        "token-refused",
        say("The identity provider did not accept this portal's request."),
        ASK,
        f"status {status}, {name or 'no error code'!r}",
        502,
        for_operators=MEND,
    )
    return explained(error, name, description if isinstance(description, str) else "", registration)


def explained(
    error: SignInError, code: str, description: str, registration: ProviderRegistration | None
) -> SignInError:
    """With what the provider's error means, in words of our own: nothing that the provider wrote gets in."""
    found = decode(code, description, registration.kind if registration else "")
    if found is None:
        return error
    error.decoded = found
    error.sentence = found.cause
    if found.for_person:
        error.remedy, error.for_operators = found.fix, ""
    error.detail += f", which is {found.code} of {found.family}"
    error.mend = link_to_field(registration, found.field) if registration else None
    return error


def no_role(reason: str) -> SignInError:
    return SignInError(
        "no-role",
        say("You signed in, but have no role here. {reason}", reason=reason),
        say("Ask whoever runs this portal to give your group or account a role."),
        reason,
        403,
        for_operators=say("Its policy says which group or account gets which role."),
        page="policy",
    )


def recovery_link_void() -> SignInError:
    return SignInError(
        "recovery-link-void",
        say("This recovery link signs nobody in: it was used already, is too old, or a newer one replaced it."),
        say("Have a new one made where the portal runs: 'manage.py recovery_link' and the user name."),
        status=403,
    )


def too_many_requests(wait: int) -> SignInError:
    """From one address; after `wait` seconds it may try again."""
    return SignInError(
        "too-many-requests",
        say("Too many tries came from your network address."),
        say(
            "Wait {time}. Who can't wait gets in with 'manage.py recovery_link', where the portal runs.",
            time=minutes(wait),
        ),
        status=429,
    )


def locked_out(wait: int) -> SignInError:
    """Of one person; after `wait` seconds the password counts again."""
    return SignInError(
        "too-many-attempts",
        say("Too many wrong passwords for this account."),
        say(
            "Wait {time}. Who can't wait gets in with 'manage.py recovery_link NAME', where the portal runs; "
            "'manage.py axes_reset_username NAME' there lets passwords at the sign-in count again.",
            time=minutes(wait),
        ),
        status=429,
    )


def minutes(seconds: int) -> str:
    """Rounded up, for people."""
    whole = math.ceil(seconds / 60)
    return say("1 minute") if whole == 1 else say("{count} minutes", count=whole)


def sign_out_not_confirmed() -> SignInError:
    """The browser comes back from a sign-out with another state than it left with, or with none."""
    return SignInError(
        "sign-out-not-confirmed",
        say(
            "Your session in this portal has ended, but the identity provider did not confirm "
            "that you signed out there."
        ),
        say("To be sure, sign out at the provider itself."),
        title=say("Sign-out not confirmed"),
        tone="warn",
    )


def disabled() -> SignInError:
    return SignInError("account-disabled", say("Your account here is switched off."), ASK, "", 403)


def waits() -> SignInError:
    return SignInError(
        "approval-pending",
        say("You signed in, but an administrator of this portal must approve newcomers first."),
        say("Ask an administrator to approve you under People, then sign in again."),
        status=403,
        title=say("You wait for approval"),
        tone="",
    )


NOT_LINKED = say("Account not linked")


def link_not_asked_for() -> SignInError:
    """The session in which the link was started is no longer that of somebody who just confirmed who they are."""
    sentence = say("You are not signed in any more, or it is too long ago that you confirmed who you are.")
    remedy = say("Open your account here, confirm that it is you, and link the other account within five minutes.")
    return SignInError("link-not-confirmed", sentence, remedy, status=403, title=NOT_LINKED)


def already_linked() -> SignInError:
    sentence = say(
        "Somebody else here signs in with that account already; perhaps you did, before you had this account."
    )
    remedy = say(
        "Sign in there with another account, or ask an administrator to take that one from the person it is with."
    )
    return SignInError("already-linked", sentence, remedy, status=403, title=NOT_LINKED)


def link_without_role(reason: str) -> SignInError:
    return SignInError(
        "link-without-role",
        say("Signing in with that account would take your role away, for it gets none here. {reason}", reason=reason),
        say("Ask whoever runs this portal to give its group a role first."),
        reason,
        403,
        title=NOT_LINKED,
        for_operators=say("Its policy says which group gets which role: give that account's group one first."),
        page="policy",
    )


def another_person() -> SignInError:
    return SignInError(
        "another-person", say("You confirmed as somebody else than who is signed in here."), AGAIN, "", 403
    )


def broken_registration(reason: str) -> SignInError:
    """The row can't be used, or its client secret can't be read: a missing or changed encryption key."""
    sentence = say("This portal's own settings for this provider are broken.")
    return SignInError("portal-misconfigured", sentence, ASK, reason, 503, for_operators=MEND)


def wrong_issuer(found: str) -> SignInError:
    """RFC 9207: the answer names another issuer than the one that was asked, or none where it must."""
    detail = f"the answer's iss is {found[:200]!r}"
    return SignInError("wrong-issuer", say("The answer does not come from the provider that was asked."), AGAIN, detail)
