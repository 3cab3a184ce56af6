"""The provider's answer, for the registration whose path it came to."""

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

from sso_providers import http
from sso_providers.login import errors, pending, provider, purposes
from sso_providers.login.backend import RegistrationBackend
from sso_providers.login.errors import SignInError
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.discovery import DiscoveryError

from .failure import failure


@method_decorator(never_cache, name="dispatch")
class CallbackView(OIDCAuthenticationCallbackView):
    @sensitive_variables()
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return answered(request, slug)
        except SignInError as error:
            return failure(request, error)


@sensitive_variables()
def answered(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the sign-in that `state` stands for, once, and ends it as its purpose says. Raises `SignInError`."""
    started = pending.take(request, request.GET.get("state", ""), registration=slug)
    if started is None:
        raise errors.expired()
    purpose = purposes.PURPOSES[started.purpose]
    registration = purpose.registrations().filter(slug=slug).first()
    if registration is None:
        raise errors.expired()
    check_issuer(request, registration, started)
    if refusal := request.GET.get("error"):
        raise errors.refused(refusal, request.GET.get("error_description", ""), registration=registration)
    code = request.GET.get("code", "")
    if not code:
        raise errors.refused("no code", registration=registration)
    answer = RegistrationBackend().answer(registration, started, code, always_userinfo=purpose.always_userinfo)
    return purpose.finish(request, registration, started, answer)


def check_issuer(request: HttpRequest, registration: ProviderRegistration, started: pending.Pending) -> None:
    """RFC 9207: `iss` must match if it is there, and be there if the provider says it sends it."""
    found = request.GET.get("iss", "")
    try:
        metadata = provider.metadata(provider.application(registration, with_secret=False))
    except (http.FetchError, DiscoveryError) as error:
        raise errors.from_provider(error) from error
    required = metadata.authorization_response_iss_parameter_supported
    if metadata.issuer != started.issuer or (found and found != started.issuer) or (required and not found):
        raise errors.wrong_issuer(found)
