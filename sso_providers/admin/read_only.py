"""Form sections for who may only look, whose page has no form."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.contrib import admin

from sso_providers.catalogue import Field
from sso_providers.forms.inputs import spoken

from .version_changes import shown


def to_read(
    sections: Any, settings: Mapping[str, Field], *, hidden: Collection[str] = ()
) -> list[tuple[str, dict[str, Any]]]:
    """Settings, by their names in the form, become functions that read them from the row; `hidden` ones go."""
    return [
        (
            title,
            {
                **section,
                "fields": tuple(
                    reader(settings[name]) if name in settings else name
                    for name in section["fields"]
                    if name not in hidden
                ),
            },
        )
        for title, section in sections
    ]


def reader(field: Field) -> Callable[[Any], str]:
    @admin.display(description=spoken(field.label))
    def read(row: Any) -> str:
        return shown(row.settings.get(field.name, field.default))

    return read
