"""What a sign-in at a provider is for: who may start it, what the provider is asked, what follows from its answer."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .confirm import CONFIRM
from .link import LINK
from .purpose import Purpose
from .sign_in import SIGN_IN
from .trial import TRIAL

PURPOSES: dict[str, Purpose] = {purpose.name: purpose for purpose in (SIGN_IN, CONFIRM, LINK, TRIAL)}


def wanted(request: HttpRequest) -> Purpose:
    """What the form asks for; the usual one where it asks for none, or for one that the person may not start.

    Raises `PermissionDenied` where the usual one would be something else altogether.
    """
    purpose = PURPOSES.get(request.POST.get("purpose", ""), SIGN_IN)
    if purpose.may_start(request):
        return purpose.with_prompt(request.POST.get("prompt", ""))
    if not purpose.else_sign_in:
        raise PermissionDenied
    return SIGN_IN
