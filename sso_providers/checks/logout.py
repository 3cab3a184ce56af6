"""Can people sign out at the provider, does it bring them back, and does it tell when somebody signed out there?

Asked by nobody, who is signed in nowhere, so nobody is signed out by it.
"""

import secrets
from functools import partial
from typing import Any

from sso_providers.catalogue.sentences import say
from sso_providers.http import shown
from sso_providers.oidc import authorization
from sso_providers.oidc.discovery import Metadata
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS

from . import asking_back
from .asking_back import Outcome, Verdict
from .report import Question, Stage
from .subject import Subject

LOGOUT = Question("logout", "Sign-out")
MOST = 3
# OpenID Connect Back-Channel Logout 1.0, section 2.1.
BACK_CHANNEL = "backchannel_logout_supported"


def stage(subject: Subject, metadata: Metadata | None, document: dict[str, Any] | None, *, issuer_holds: bool) -> Stage:
    if metadata is None:
        return LOGOUT.not_reached("the discovery document")
    if not issuer_holds:
        return LOGOUT.not_reached("the right issuer")
    back_channel = (
        "Back-channel logout",
        "announced" if (document or {}).get(BACK_CHANNEL) is True else "not announced",
    )
    if not metadata.end_session_endpoint:
        return LOGOUT.not_applicable(
            "The provider announces no address to sign out at: who signs out of OpenMetadata or of this portal stays "
            "signed in there.",
            back_channel,
        )
    facts = (("Address", shown(metadata.end_session_endpoint)), back_channel)
    addresses = subject.sign_outs[:MOST]
    if not addresses:
        return LOGOUT.ok("The provider announces an address to sign out at.", *facts)
    _, outcomes = asking_back.ask_all(subject, addresses, partial(url, subject, metadata))
    return judge(subject, outcomes, facts)


def url(subject: Subject, metadata: Metadata, address: str) -> str:
    application = subject.application
    own = application.kind.sign_out_parameter
    if own:
        return authorization.own_end_session_url(
            metadata, client_id=application.client_id, redirect_parameter=own, redirect_uri=address
        )
    return authorization.end_session_url(
        metadata,
        client_id=application.client_id,
        post_logout_redirect_uri=address,
        state=secrets.token_urlsafe(16),
    )


def judge(subject: Subject, outcomes: tuple[Outcome, ...], facts: tuple[tuple[str, str], ...]) -> Stage:
    facts = (*facts, *((each.asked.address, f"{each.verdict} ({each.asked.described})") for each in outcomes))
    for each in outcomes:
        if each.verdict is Verdict.UNKNOWN:
            return LOGOUT.warning(
                say(
                    "The provider does not know {address} as an address to come back to after signing out: enter it "
                    "in {console}, as the registration's page lists it.",
                    address=each.asked.address,
                    console=say(subject.application.kind.guides[subject.application.flow].console),
                ),
                *facts,
                field=REDIRECT_ADDRESS,
            )
    if outcomes and all(each.verdict is Verdict.KNOWN for each in outcomes):
        return LOGOUT.ok(
            "The provider announces an address to sign out at, and knows where to send people back to.", *facts
        )
    return LOGOUT.ok(
        "The provider announces an address to sign out at. Whether it knows where to send people back to, only a "
        "sign-out shows.",
        *facts,
    )
