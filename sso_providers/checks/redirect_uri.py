"""Does the provider know the addresses that people come back to after signing in? As far as it shows it.

Best effort: the authorization endpoint is asked as a browser would ask it, by nobody and with prompt=none, so that
nobody is signed in and no page needs an answer. Redirects are read, never followed.
"""

import secrets
from collections.abc import Iterator
from functools import partial

from sso_providers.catalogue import Flow
from sso_providers.catalogue.sentences import say
from sso_providers.oidc import authorization
from sso_providers.oidc.discovery import Metadata
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS

from . import asking_back
from .asking_back import Asked, Outcome, Reply, Verdict
from .report import Question, Stage
from .subject import Callback, Subject

REDIRECT = Question("redirect-uri", "Redirect URI")
# Of a registration with many deployments.
MOST = 5


def stage(subject: Subject, metadata: Metadata | None, *, issuer_holds: bool) -> Stage:
    if metadata is None:
        return REDIRECT.not_reached("the discovery document")
    if not issuer_holds:
        return REDIRECT.not_reached("the right issuer")
    chosen = most_needed(subject.callbacks)
    if not chosen:
        return REDIRECT.not_applicable(
            "No deployment uses this registration, and nobody signs in to this portal with it, so nobody comes back."
        )
    addresses = tuple(each.address for each in chosen)
    control, outcomes = asking_back.ask_all(subject, addresses, partial(url, subject, metadata))
    return Judgement(subject, chosen, control, outcomes).stage()


def most_needed(callbacks: tuple[Callback, ...]) -> tuple[Callback, ...]:
    return tuple(sorted(callbacks, key=lambda each: not each.needed))[:MOST]


def url(subject: Subject, metadata: Metadata, address: str) -> str:
    return authorization.authorization_url(
        metadata,
        client_id=subject.application.client_id,
        redirect_uri=address,
        scope=subject.setting("scope") or "openid email profile",
        state=secrets.token_urlsafe(16),
        nonce=secrets.token_urlsafe(16),
        code_challenge=authorization.pkce_pair().challenge,
        extra={"prompt": "none"},
        response_type=response_type(subject),
    )


def response_type(subject: Subject) -> str:
    is_implicit = subject.application.flow is Flow.IMPLICIT
    return subject.setting("response_type") or "id_token" if is_implicit else "code"


def unasked(subject: Subject) -> Iterator[tuple[str, int]]:
    if len(subject.callbacks) > MOST:
        yield "Further addresses, not asked for", len(subject.callbacks) - MOST


class Judgement:
    """One sentence out of several addresses' verdicts: the worst that concerns people who sign in."""

    def __init__(
        self, subject: Subject, callbacks: tuple[Callback, ...], control: Asked, outcomes: tuple[Outcome, ...]
    ) -> None:
        self.callbacks, self.control = callbacks, control
        self.pairs = tuple(zip(callbacks, outcomes, strict=False))
        self.guide = subject.application.kind.guides[subject.application.flow]
        self.facts = (*self.evidence(), *unasked(subject))

    def evidence(self) -> Iterator[tuple[str, str]]:
        for callback, outcome in self.pairs:
            yield callback.address, f"{outcome.verdict} ({outcome.asked.described}); {callback.used_by}"
        yield "A made-up address", self.control.described

    def stage(self) -> Stage:
        if self.control.reply is Reply.NONE:
            return REDIRECT.not_applicable(
                "The provider's sign-in page gave no answer that can be read, so only a sign-in shows whether it knows "
                "the redirect URIs."
            )
        return self.unknown() or self.likely_unknown() or self.wide_open() or self.unclear() or self.known()

    def with_verdict(self, verdict: Verdict) -> list[tuple[Callback, Outcome]]:
        """Those that count: where nobody needs any of the addresses yet, all do."""
        counting = [pair for pair in self.pairs if pair[0].needed] or list(self.pairs)
        return [pair for pair in counting if pair[1].verdict is verdict]

    def unknown(self) -> Stage | None:
        for callback, outcome in self.with_verdict(Verdict.UNKNOWN):
            end = REDIRECT.failed if callback.needed else REDIRECT.warning
            meaning = outcome.asked.meaning
            summary = say(
                "The provider does not know {address} ({used_by}) for this client. {fix}",
                address=callback.address,
                used_by=callback.used_by,
                fix=say(meaning.fix) if meaning and asking_back.is_mismatch(meaning) else self.fix,
            )
            return end(summary, *self.facts, field=REDIRECT_ADDRESS)
        return None

    def likely_unknown(self) -> Stage | None:
        for callback, _ in self.with_verdict(Verdict.LIKELY_UNKNOWN):
            summary = say(
                "The provider refuses {address} ({used_by}) just as it refuses a made-up address, without saying why. "
                "{fix} A sign-in shows it for certain.",
                address=callback.address,
                used_by=callback.used_by,
                fix=self.fix,
            )
            return REDIRECT.warning(summary, *self.facts, field=REDIRECT_ADDRESS)
        return None

    @property
    def fix(self) -> str:
        label = self.guide.urls[0].label
        return say("Under {place}, compare {label} to the letter.", place=say(self.guide.urls_at), label=say(label))

    def wide_open(self) -> Stage | None:
        if self.control.reply is not Reply.BACK:
            return None
        return REDIRECT.warning(
            "The provider would send people to any address, even a made-up one, and their sign-in with them: register "
            "the exact redirect URIs, without *.",
            *self.facts,
            field=REDIRECT_ADDRESS,
        )

    def unclear(self) -> Stage | None:
        if not self.with_verdict(Verdict.UNCLEAR):
            return None
        return REDIRECT.not_applicable(
            "The provider does not show whether it knows the redirect URIs: it answers a made-up one alike. Only a "
            "sign-in shows it.",
            *self.facts,
        )

    def known(self) -> Stage:
        addresses = ", ".join(callback.address for callback, _ in self.with_verdict(Verdict.KNOWN))
        missing = [callback for callback, outcome in self.pairs if outcome.verdict is not Verdict.KNOWN]
        if missing:
            return REDIRECT.ok(
                say(
                    "The provider knows {addresses}, but probably not {missing} ({used_by}): a test sign-in would "
                    "need that.",
                    addresses=addresses,
                    missing=missing[0].address,
                    used_by=missing[0].used_by,
                ),
                *self.facts,
            )
        return REDIRECT.ok(
            say("The provider knows {addresses}, as far as it shows without a sign-in.", addresses=addresses),
            *self.facts,
        )
