"""One mail about all that ends, to the people who can act."""

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions.expiry import Ending
from sso_providers.models import User

from .channel import LISTED, Channel, ChannelFailed

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
# No out-of-office notes in return (RFC 3834, section 5).
HEADERS = {"Auto-Submitted": "auto-generated"}


def is_set_up() -> bool:
    return bool(settings.EMAIL_BACKEND != NO_MAIL)


@sensitive_variables()
def send(endings: Sequence[Ending]) -> None:
    to = recipients()
    if not to:
        raise ChannelFailed(
            "There is nobody to send it to: give somebody who may change registrations an e-mail address, or set "
            "REMINDER_MAIL_TO."
        )
    message = EmailMessage(subject(endings), body(endings), to=to, headers=HEADERS)
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        code = getattr(error, "smtp_code", "")
        why = f"{type(error).__name__} {code}".strip()
        raise ChannelFailed(f"The mail server did not take it ({why}): check EMAIL_URL and the addresses.") from None


def recipients() -> list[str]:
    """Those of the environment, or everybody who may mend what ends."""
    if settings.REMINDER_MAIL_TO:
        return list(settings.REMINDER_MAIL_TO)
    able = User.objects.with_perm("sso_providers.change_providerregistration", backend=MODEL_BACKEND)
    with_address = able.filter(is_staff=True).exclude(email="").order_by("email")
    return list(dict.fromkeys(with_address.values_list("email", flat=True)))


def subject(endings: Sequence[Ending]) -> str:
    if len(endings) == 1:
        return _("SSO Portal: %(sentence)s") % {"sentence": " ".join(endings[0].sentence.split())}
    counted = ngettext(
        "SSO Portal: %(count)d secret or certificate needs to be replaced",
        "SSO Portal: %(count)d secrets or certificates need to be replaced",
        len(endings),
    )
    return counted % {"count": len(endings)}


def body(endings: Sequence[Ending]) -> str:
    context = {
        "endings": endings[:LISTED],
        "more": len(endings) - LISTED,
        "portal": settings.PORTAL_URL,
        "page": settings.PORTAL_URL + reverse("expiry"),
    }
    return render_to_string("mail/reminder.txt", context)


CHANNEL = Channel("mail", is_set_up, send)
