"""How long tokens and sessions last, and the session's cookie."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Subject

from .own import OWN_KEYS
from .shown import KUBERNETES, means_code_flow
from .stated_addresses import KEYS, key_texts, usable
from .urls import parse

TOKEN_VALIDITY = f"{OIDC}.tokenValidity"
CODE_EXPIRY = f"{OIDC}.sessionExpiry"
EXPIRY = f"{AUTHENTICATION}.sessionExpiry"
SECURE_COOKIE = f"{AUTHENTICATION}.forceSecureSessionCookie"
AUTO_REDIRECT = f"{AUTHENTICATION}.enableAutoRedirect"
SHORTEST_SESSION = 3600
# Nobody means less than a minute: they mean minutes, or hours.
SHORT_TOKEN = 60


def number(subject: Subject, path: str) -> int | None:
    """The stated number; None for none."""
    value = subject.config.values.get(path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def token_validity(subject: Subject) -> Iterator[Found]:
    seconds = number(subject, TOKEN_VALIDITY)
    if seconds is None or seconds >= SHORT_TOKEN or not means_code_flow(subject):
        return
    expired = seconds < 1
    yield Found(
        setting=TOKEN_VALIDITY,
        message=say(
            "A token that is valid for {seconds} seconds {effect}: use 3600.",
            seconds=seconds,
            effect=say("has expired before it is used")
            if expired
            else say("ends while people still look at the first page"),
        ),
        fix=3600,
        level=Level.ERROR if expired else Level.WARNING,
    )


def session_expiry(subject: Subject) -> Iterator[Found]:
    for path in (CODE_EXPIRY, EXPIRY):
        seconds = number(subject, path)
        if seconds is None or seconds >= SHORTEST_SESSION or (path == CODE_EXPIRY and not means_code_flow(subject)):
            continue
        yield Found(
            setting=path,
            message=say(
                "A session of {seconds} seconds is shorter than an hour, which OpenMetadata ignores or refuses: "
                "use 3600 or more, such as 604800 for a week.",
                seconds=seconds,
            ),
            fix=604800,
        )


def expiry_moved(subject: Subject) -> Iterator[Found]:
    seconds = number(subject, CODE_EXPIRY)
    if seconds is None or seconds == SETTINGS[CODE_EXPIRY].default or seconds < SHORTEST_SESSION:
        return
    if subject.is_confidential and not subject.states(EXPIRY):
        yield Found(
            setting=EXPIRY,
            message=say(
                "From 2.0 on sessionExpiry of authenticationConfiguration counts, which is a week where it is not "
                "stated: state {seconds} there too.",
                seconds=seconds,
            ),
            fix=seconds,
        )


def cookie_over_http(subject: Subject) -> Iterator[Found]:
    address = parse(subject.config.server_url)
    if subject.value(SECURE_COOKIE) is True and address.scheme == "http" and not address.is_local:
        yield Found(
            setting=SECURE_COOKIE,
            message=say(
                "Browsers send a secure cookie by https only, and people open OpenMetadata by http under "
                "{host}: serve it by https, or use false.",
                host=address.host,
            ),
            fix=False,
        )


def cookie_behind_proxy(subject: Subject) -> Iterator[Found]:
    """Where OpenMetadata has keys by http and people by https, TLS ends before the server."""
    own = (address for address in map(usable, key_texts(subject)) if address and OWN_KEYS.search(address.path))
    inside = any(address.scheme == "http" for address in own)
    public = parse(subject.config.server_url)
    if public.scheme != "https" or not inside or subject.value(SECURE_COOKIE) is True:
        return
    if subject.is_confidential or subject.provider == "saml":
        yield Found(
            setting=SECURE_COOKIE,
            message=say(
                "TLS ends before the server, which then sets its session cookie without Secure: use true "
                "(from 1.10.5 on)."
            ),
            fix=True,
        )


def auto_redirect(subject: Subject) -> Iterator[Found]:
    if subject.value(AUTO_REDIRECT) is True:
        yield Found(
            setting=AUTO_REDIRECT,
            message=say(
                "Whoever signs out is signed in again at once, and a failing provider makes a loop: use false."
            ),
            fix=False,
        )


RULES: tuple[Rule, ...] = (
    Rule(
        id="token-validity-too-short",
        title="Tokens that end at once",
        level=Level.ERROR,
        reason="tokenValidity is in seconds and counts from the sign-in; from 2.0.2 on the schema wants 1 or more.",
        source="OpenMetadata PR #33172",
        check=token_validity,
        reads=(TOKEN_VALIDITY,),
    ),
    Rule(
        id="session-expiry-too-short",
        title="Sessions of less than an hour",
        level=Level.ERROR,
        reason="An hour is the least: the code takes a week instead of less, and the schema of 2.0.2 refuses it.",
        source="OpenMetadata #24761, PR #24763",
        check=session_expiry,
        reads=(CODE_EXPIRY, EXPIRY),
    ),
    Rule(
        id="session-expiry-moved",
        title="Session's end is stated at its old place alone",
        level=Level.WARNING,
        reason="openmetadata.yaml of 2.0 always has a sessionExpiry for every provider, and it wins over that of "
        "oidcConfiguration.",
        source="OpenMetadata PR #31183; openmetadata.yaml of 2.0",
        check=expiry_moved,
        reads=(CODE_EXPIRY, EXPIRY),
        since=Release("2.0"),
        targets=("docker", KUBERNETES),
    ),
    Rule(
        id="secure-cookie-over-http",
        title="Secure cookie over plain http",
        level=Level.ERROR,
        reason="A browser neither keeps nor sends a cookie with Secure over http, so the session is lost.",
        source="OpenMetadata PR #24152; RFC 6265, section 5.4",
        check=cookie_over_http,
        reads=(SECURE_COOKIE, f"{OIDC}.serverUrl"),
        since=SETTINGS[SECURE_COOKIE].since,
    ),
    Rule(
        id="cookie-not-secure-behind-proxy",
        title="Session cookie without Secure behind a proxy",
        level=Level.HINT,
        reason="The server marks the cookie by what it sees itself, and behind a proxy that ends TLS that is http.",
        source="OpenMetadata #23842, PR #24152",
        check=cookie_behind_proxy,
        reads=(SECURE_COOKIE, KEYS),
        since=SETTINGS[SECURE_COOKIE].since,
    ),
    Rule(
        id="auto-redirect",
        title="The sign-in page is skipped",
        level=Level.WARNING,
        reason="After signing out the page sends people to the provider again, where they still have a session.",
        source="OpenMetadata #25438, #26622",
        check=auto_redirect,
        reads=(AUTO_REDIRECT,),
        since=SETTINGS[AUTO_REDIRECT].since,
    ),
)
