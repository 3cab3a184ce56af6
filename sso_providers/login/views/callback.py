"""The provider's answer, for the registration whose path it came to."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from sso_providers import http
from sso_providers.catalogue import Application
from sso_providers.login import errors, pending, provider, purposes
from sso_providers.login.backend import Question, RegistrationBackend
from sso_providers.login.errors import SignInError
from sso_providers.login.pending import Pending, Spending
from sso_providers.login.purposes.purpose import Purpose
from sso_providers.models import RegistrationSecret
from sso_providers.oidc.discovery import DiscoveryError, Metadata

from .failure import failure


class CallbackView(OIDCAuthenticationCallbackView):
    @sensitive_variables()
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return answered(request, slug)
        except SignInError as error:
            return failure(request, error)


@sensitive_variables()
def answered(request: HttpRequest, slug: str) -> HttpResponse:
    """Ends the sign-in that `state` stands for, once, as its purpose says. Raises `SignInError`."""
    state = request.GET.get("state", "")
    started = pending.find(request, state, registration=slug)
    purpose = purposes.PURPOSES.get(started.purpose) if started else None
    if started is None or purpose is None:
        raise errors.expired()
    spend = pending.Spending(request, state)
    try:
        return ended(request, started, purpose, spend)
    finally:
        spend()


@sensitive_variables()
def ended(request: HttpRequest, started: Pending, purpose: Purpose, spend: Spending) -> HttpResponse:
    # With the registration they are for: one query less than for one after the other.
    wanted = {f"registration__{name}": value for name, value in purpose.registrations.items()}
    of_it = RegistrationSecret.objects.filter(registration__slug=started.registration, **wanted)
    stored = list(of_it.select_related("registration"))
    if not stored:
        raise errors.expired()
    registration = stored[0].registration
    application = provider.application(registration, with_secret=True, stored=stored)
    metadata = described(application)
    check_issuer(request, metadata, started)
    if refusal := request.GET.get("error"):
        raise errors.refused(refusal, request.GET.get("error_description", ""), registration=registration)
    code = request.GET.get("code", "")
    if not code:
        raise errors.refused("no code", registration=registration)
    question = Question(registration, application, metadata, started)
    answer = RegistrationBackend().answer(question, code, spend=spend, always_userinfo=purpose.always_userinfo)
    return purpose.finish(request, registration, started, answer)


def described(application: Application) -> Metadata:
    try:
        return provider.metadata(application)
    except (http.FetchError, DiscoveryError) as error:
        raise errors.from_provider(error) from error


def check_issuer(request: HttpRequest, metadata: Metadata, started: Pending) -> None:
    """RFC 9207: `iss` must match if it is there, and be there if the provider says it sends it."""
    found = request.GET.get("iss", "")
    required = metadata.authorization_response_iss_parameter_supported
    if metadata.issuer != started.issuer or (found and found != started.issuer) or (required and not found):
        raise errors.wrong_issuer(found)
