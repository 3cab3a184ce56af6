"""The button that fills in a SAML registration's form from the provider's metadata."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sso_providers import http
from sso_providers.actions import idp_metadata
from sso_providers.catalogue import Value
from sso_providers.catalogue.saml_metadata import MetadataError
from sso_providers.forms import SETTING
from sso_providers.language import in_words


def found_in_metadata(request: HttpRequest) -> dict[str, Value]:
    """The settings that the pasted or published metadata has a say in; none if it can't be read."""
    address = request.POST.get(f"{SETTING}metadata_url", "").strip()
    try:
        found = idp_metadata.read(text=request.POST.get("metadata", ""), address=address)
    except (MetadataError, http.FetchError) as error:
        messages.error(request, in_words(str(error)))
        return {}
    provider = found.settings["idp_entity_id"]
    filled = _("Filled in from the metadata of %(provider)s, and not saved yet: look, then save.")
    messages.success(request, filled % {"provider": provider})
    if found.is_over(timezone.now()):
        over = _("The metadata ended on %(day)s: ask the provider for newer one.")
        messages.warning(request, over % {"day": f"{found.valid_until:%Y-%m-%d}"})
    for note in found.notes:
        messages.warning(request, in_words(note))
    return dict(found.settings)
