"""What a secret that somebody typed looks like: another thing, surely or maybe. No sentence shows anything of it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sso_providers.catalogue import Field, FieldType, InvalidValue
from sso_providers.openmetadata.artifacts import PLACEHOLDER
from sso_providers.openmetadata.rules.clients.placeholders import is_placeholder
from sso_providers.openmetadata.rules.placeholders import WHOLE

# What a console shows in place of a secret.
DOTS = re.compile(r"[*•●·…]{3,}")
PEM = "-----BEGIN "


def refuse(field: Field, text: str) -> None:
    """Raises `InvalidValue` for what is surely no secret of this field."""
    if field.type is FieldType.BLOCK:
        return
    if PEM in text:
        raise InvalidValue(_("This is a key or certificate: enter the secret of one line instead."))
    if DOTS.fullmatch(text.strip()):
        raise InvalidValue(_("These are the dots that stand for a secret: have it shown, and copy it again."))


def doubts(field: Field, text: str, *, client_id: str) -> Iterator[str]:
    """A sentence for each thing that is probably wrong; the secret is stored all the same."""
    if field.type is FieldType.BLOCK:
        return
    if text != text.strip():
        yield _("It begins or ends with a blank: if that came with copying, enter it again without.")
    if client_id and text.strip() == client_id:
        yield _("It equals the client ID: copy the secret, which stands beside it.")
    elif text.startswith(PLACEHOLDER) or WHOLE.fullmatch(text) or is_placeholder(text):
        yield _("It looks like a word that stands for a secret: enter the real one.")
