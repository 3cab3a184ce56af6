"""What a sign-in with some claims would meet or do besides the policy. Reads the database, and changes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sso_providers.actions import admission
from sso_providers.catalogue import Application
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import tokens
from sso_providers.oidc.policy import Decision


def effects(
    registration: ProviderRegistration,
    application: Application,
    claims: Mapping[str, Any],
    decision: Decision,
    *,
    names_people: bool,
) -> Iterator[str]:
    """Sentences; `application` is that of `registration`, and nobody has validated the `claims`.

    `names_people` is for those who may see them: others could find out one by one whose address has an account.
    """
    if not registration.staff_login:
        yield _("Sign-in with this registration is switched off: nobody comes in by it yet.")
    issuer = application.endpoints.issuer
    if "iss" in claims and claims["iss"] != issuer:
        sentence = _("The claims come from another issuer than the registered one, %(issuer)s: they are refused.")
        yield sentence % {"issuer": issuer}
    if "aud" in claims:
        try:
            tokens.check_audience(claims, application.client_id)
        except tokens.TokenError as error:
            yield in_words(error.args[0])
    if names_people:
        yield in_words(admission.preview(registration=registration, claims=claims, decision=decision))
    else:
        yield _("Only people who may see the accounts here are told whether this is one of them.")
