"""A test sign-in, which changes nothing: an operator sees what the provider says, whoever signs in there."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import trials
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import CLIENT_SECRET, Flow
from sso_providers.login.backend import Answer
from sso_providers.login.pending import Pending
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import pasted

from .purpose import Purpose


def may_try(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_authenticated and user.is_staff and user.has_perm("sso_providers.check_providerregistration"))


@sensitive_variables()
def finish(request: HttpRequest, registration: ProviderRegistration, started: Pending, answer: Answer) -> HttpResponse:
    """No account, no identity, no role and no session come of it: nobody is authenticated.

    Raises `PermissionDenied` if the tester has lost the right to it meanwhile.
    """
    if not may_try(request):
        raise PermissionDenied
    header, token_claims = pasted.token_parts(answer.id_token.reveal())
    trials.keep(
        session=request.session,
        registration=registration,
        claims=answer.claims,
        token_claims=token_claims,
        header=header,
        by=Actor.of(request),
    )
    return HttpResponseRedirect(reverse("test-sign-in", args=[registration.slug]))


TRIAL = Purpose(
    name="test",
    # Staff login may be off: a test comes before it is switched on.
    registrations={"flow": Flow.CODE.value, "secrets__name": CLIENT_SECRET},
    may_start=may_try,
    finish=finish,
    # As who is signed in at the provider, or as somebody else. No one way to ask for that works everywhere: every
    # provider must know `login` (OpenID Connect Core 1.0, section 15.1), but Google knows `select_account` only.
    prompts=("login", "select_account"),
    else_sign_in=False,
    always_userinfo=True,
)
