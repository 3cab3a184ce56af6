"""Certificates that stand in settings, as those of SAML do."""

from collections.abc import Iterator
from datetime import UTC, date
from functools import lru_cache
from typing import Any

from sso_providers.catalogue import KINDS, Field, Flow, InvalidValue, x509
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration

from .ending import Ending, Source
from .known import known_field

NAMES = ("idp_certificate", "sp_certificate")
KINDS_WITH = [
    kind.id for kind in KINDS.values() if any(known_field(kind.id, flow, name) for flow in kind.flows for name in NAMES)
]
# To read so many anew takes a second or two.
REMEMBERED = 16_384


def ending_certificates(today: date, until: date) -> Iterator[Ending]:
    """Those that the registration uses. What can't be read as one is the check's business, and the form's."""
    rows = ProviderRegistration.objects.filter(kind__in=KINDS_WITH).order_by()
    columns = rows.values_list("pk", "slug", "name", "kind", "flow", "settings")
    for pk, slug, registration, kind, flow, settings in columns.iterator():
        for field, ends_on in used(kind, flow, settings):
            if ends_on <= until:
                yield Ending(
                    source=Source.CERTIFICATE,
                    name=field.name,
                    what=in_words(field.label),
                    registration=registration,
                    slug=slug,
                    registration_pk=pk,
                    kind=kind,
                    ends_on=ends_on,
                    days_left=(ends_on - today).days,
                )


def used(kind: str, flow: str, settings: Any) -> Iterator[tuple[Field, date]]:
    if not isinstance(settings, dict):
        return
    for name in NAMES:
        field, text = known_field(kind, flow, name), settings.get(name)
        if field is None or not isinstance(text, str) or not text:
            continue
        ends_on = end_of(text)
        if ends_on and field.applies(KINDS[kind].with_defaults(Flow(flow), settings)):
            yield field, ends_on


@lru_cache(maxsize=REMEMBERED)
def end_of(text: str) -> date | None:
    try:
        return x509.read(text).not_after.astimezone(UTC).date()
    except InvalidValue:
        return None
