"""Secrets of which somebody, or the provider, has said when they end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sso_providers.language import in_words
from sso_providers.models import RegistrationSecret

from .ending import Ending, Source
from .known import known_field


def ending_secrets(today: date, until: date) -> Iterator[Ending]:
    # Any: the column may be blank, these rows are not.
    rows: Any = RegistrationSecret.objects.filter(expires_on__lte=until).values_list(
        "name",
        "expires_on",
        "registration",
        "registration__slug",
        "registration__name",
        "registration__kind",
        "registration__flow",
    )
    for name, expires_on, pk, slug, registration, kind, flow in rows.iterator():
        field = known_field(kind, flow, name)
        yield Ending(
            source=Source.SECRET,
            name=name,
            what=in_words(field.label) if field else name,
            registration=registration,
            slug=slug,
            registration_pk=pk,
            kind=kind,
            ends_on=expires_on,
            days_left=(expires_on - today).days,
        )
