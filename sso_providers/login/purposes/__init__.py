"""What a sign-in at a provider is for: who may start it, what the provider is asked, what follows from its answer."""

from django.http import HttpRequest

from .confirm import CONFIRM
from .purpose import Purpose
from .sign_in import SIGN_IN

PURPOSES: dict[str, Purpose] = {purpose.name: purpose for purpose in (SIGN_IN, CONFIRM)}


def wanted(request: HttpRequest) -> Purpose:
    """What the form asks for; the usual one where it asks for none, or for one that the person may not start."""
    purpose = PURPOSES.get(request.POST.get("purpose", ""), SIGN_IN)
    return purpose if purpose.may_start(request) else SIGN_IN
