"""prompt and maxAge: what the provider asks people at each sign-in."""

import difflib
import re
from collections.abc import Iterator

from sso_providers.catalogue import KINDS, Flow, Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import OIDC
from sso_providers.openmetadata.subject import Subject

from .provider_kind import provider_kind
from .shown import means_code_flow
from .wording import quoted

PROMPT = f"{OIDC}.prompt"
MAX_AGE = f"{OIDC}.maxAge"
# OpenID Connect Core 1.0, section 3.1.2.1.
PROMPTS = ("login", "consent", "select_account")
# Of other specifications, and of one provider.
RARE = ("create", "enroll_authenticator")
SAFE = "select_account"
REFUSED = {"google": "login", "aws-cognito": "consent"}
LABELS = {"google": "Google", "aws-cognito": "Cognito"}
ALWAYS_SENT_UNTIL = Release("1.6")


def safe_prompt(subject: Subject) -> str:
    """select_account, unless the provider has no such page."""
    kind = KINDS.get(provider_kind(subject))
    if kind is None or Flow.CODE not in kind.flows or SAFE in kind.field(Flow.CODE, "prompt").choices:
        return SAFE
    return "login"


def stated_prompts(subject: Subject) -> list[str]:
    """The words of the setting; none where it is not stated, or nothing reads it."""
    return subject.text(PROMPT).split() if subject.states(PROMPT) and means_code_flow(subject) else []


def none_asked(subject: Subject) -> Iterator[Found]:
    if "none" not in map(str.lower, stated_prompts(subject)):
        return
    yield Found(
        setting=PROMPT,
        message=say(
            "'none' forbids the provider to show its sign-in page, so whoever is not signed in there yet gets "
            "login_required: use {safe_prompt}.",
            safe_prompt=safe_prompt(subject),
        ),
        fix=safe_prompt(subject),
    )


def empty_at_azure(subject: Subject) -> Iterator[Found]:
    if provider_kind(subject) != "azure" or not means_code_flow(subject) or not subject.states(PROMPT):
        return
    if not subject.text(PROMPT).strip():
        yield Found(
            setting=PROMPT,
            message=say(
                "An empty prompt lets Entra try a session that may have ended, and it answers AADSTS50058: use {safe}.",
                safe=SAFE,
            ),
            fix=SAFE,
        )


def refused(subject: Subject) -> Iterator[Found]:
    kind = provider_kind(subject)
    word = REFUSED.get(kind)
    if word is not None and word in stated_prompts(subject):
        yield Found(
            setting=PROMPT,
            message=say(
                "{provider} does not take the prompt {word}: use {safe}.", provider=LABELS[kind], word=word, safe=SAFE
            ),
            fix=SAFE,
        )


def refused_default(subject: Subject) -> Iterator[Found]:
    """The default is consent."""
    if subject.states(PROMPT) or not subject.is_confidential or provider_kind(subject) != "aws-cognito":
        return
    yield Found(
        setting=PROMPT,
        message=say(
            "The prompt is not stated, which means consent, and Cognito does not take that: use {safe}.", safe=SAFE
        ),
        fix=SAFE,
    )


def unknown(subject: Subject) -> Iterator[Found]:
    stated = stated_prompts(subject)
    if len(stated) > 1 or not stated or stated[0] in PROMPTS or stated[0].lower() == "none":
        return
    word = stated[0]
    parts = [part for part in re.split(r"[^a-z_]+", word[:100].lower().replace("-", "_")) if part]
    meant = next((part for part in parts if part in PROMPTS), None)
    close = difflib.get_close_matches(word[:100].lower(), PROMPTS, n=1)
    fix = meant or (close[0] if close else safe_prompt(subject))
    yield Found(
        setting=PROMPT,
        message=say(
            "{word} is none of the prompts {prompts}: use {fix}.",
            word=quoted(word),
            prompts=", ".join(PROMPTS),
            fix=fix,
        ),
        fix=fix,
        level=Level.WARNING if word in RARE else Level.ERROR,
    )


def several(subject: Subject) -> Iterator[Found]:
    stated = stated_prompts(subject)
    words = [word.strip(",;") for word in stated]
    if len(stated) < 2 or "none" in map(str.lower, words):
        return
    kind = provider_kind(subject)
    fix = next((word for word in words if word in PROMPTS and word != REFUSED.get(kind)), safe_prompt(subject))
    yield Found(
        setting=PROMPT,
        message=say(
            "{prompts} are several prompts, and OpenMetadata's validators compare the text "
            "with single ones: use one, such as {fix}.",
            prompts=quoted(subject.text(PROMPT)),
            fix=fix,
        ),
        fix=fix,
    )


def age(subject: Subject) -> Iterator[Found]:
    value = subject.text(MAX_AGE)
    if not value.strip() or not means_code_flow(subject) or re.fullmatch(r"\d{1,9}", value):
        return
    number = re.match(r"\s*(\d{1,9})(?!\d)", value)
    fix = number[1] if number else "0" if subject.release <= ALWAYS_SENT_UNTIL else ""
    right = say("use {fix}", fix=fix) if fix else say("leave it empty")
    yield Found(
        setting=MAX_AGE,
        message=say("{value} is no number of seconds, 0 or more: {right}.", value=quoted(value), right=right),
        fix=fix,
    )


def asked_every_time(subject: Subject) -> Iterator[Found]:
    if subject.states(MAX_AGE) and subject.text(MAX_AGE) == "0" and means_code_flow(subject):
        yield Found(
            setting=MAX_AGE,
            message=say(
                "With a maxAge of 0 people give their password at every sign-in: leave it empty to let the "
                "provider decide."
            ),
            fix="",
        )


def always_sent(subject: Subject) -> Iterator[Found]:
    if subject.states(MAX_AGE) and not subject.text(MAX_AGE).strip() and means_code_flow(subject):
        yield Found(
            setting=MAX_AGE,
            message=say(
                "OpenMetadata {release} sends max_age although it is empty, and some providers refuse "
                "that: use 0, or upgrade to 1.7 or later, where it is optional.",
                release=subject.release,
            ),
            fix="0",
        )


RULES: tuple[Rule, ...] = (
    Rule(
        id="prompt-none",
        title="prompt=none",
        level=Level.ERROR,
        reason="The provider may then show no page at all and refuses whoever has no session there.",
        source="OpenMetadata PR #30499; OpenID Connect Core 1.0, section 3.1.2.1",
        check=none_asked,
        reads=(PROMPT,),
    ),
    Rule(
        id="prompt-empty-at-azure",
        title="Empty prompt at Entra",
        level=Level.ERROR,
        reason="Entra takes a request without a prompt for a silent one where it knows a session, which fails for a "
        "stale one.",
        source="OpenMetadata PR #30499 (AADSTS50058)",
        check=empty_at_azure,
        reads=(PROMPT,),
    ),
    Rule(
        id="prompt-refused",
        title="A prompt that the provider does not take",
        level=Level.ERROR,
        reason="Google has no prompt login and Cognito no consent; OpenMetadata refuses both for them since PR #30499.",
        source="OpenMetadata PR #30499",
        check=refused,
        reads=(PROMPT,),
    ),
    Rule(
        id="prompt-default-refused",
        title="The default prompt at Cognito",
        level=Level.WARNING,
        reason="openmetadata.yaml and the chart have consent where nothing is stated, and Cognito does not take it.",
        source="OpenMetadata PR #30499; openmetadata-helm-charts, values.yaml",
        check=refused_default,
        reads=(PROMPT,),
        since=Release("1.7"),
        targets=("docker", "kubernetes"),
    ),
    Rule(
        id="prompt-unknown",
        title="Unknown prompt",
        level=Level.ERROR,
        reason="A provider answers invalid_request to a prompt that it does not know.",
        source="OidcDiscoveryValidator; OpenID Connect Core 1.0, section 3.1.2.1",
        check=unknown,
        reads=(PROMPT,),
    ),
    Rule(
        id="prompt-several",
        title="Several prompts",
        level=Level.WARNING,
        reason="OpenID Connect allows several, but OpenMetadata's validators and some providers take one.",
        source="OpenMetadata PR #30499; OidcDiscoveryValidator",
        check=several,
        reads=(PROMPT,),
    ),
    Rule(
        id="max-age-not-a-number",
        title="maxAge is no number",
        level=Level.ERROR,
        reason="The setting is a text that the server takes for a whole number of seconds.",
        source="AuthenticationCodeFlowHandler; OpenID Connect Core 1.0, section 3.1.2.1",
        check=age,
        reads=(MAX_AGE,),
    ),
    Rule(
        id="max-age-zero",
        title="maxAge of 0",
        level=Level.HINT,
        reason="max_age=0 means the same as prompt=login.",
        source="OpenMetadata PR #20721; OpenID Connect Core 1.0, section 3.1.2.1",
        check=asked_every_time,
        reads=(MAX_AGE,),
        since=Release("1.7"),
    ),
    Rule(
        id="max-age-always-sent",
        title="Empty maxAge on an old release",
        level=Level.WARNING,
        reason="Up to 1.6 the server always sends max_age; providers that sign in by Kerberos refuse an odd one.",
        source="OpenMetadata PR #20721",
        check=always_sent,
        reads=(MAX_AGE,),
        until=ALWAYS_SENT_UNTIL,
    ),
)
