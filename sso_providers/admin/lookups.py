"""What an address may ask a list for: its filters, and nothing else of the row."""

from typing import Any

from django.contrib.admin import ShowFacets
from django.http import HttpRequest

from .own_scripts import OwnScripts


class PlainLookups(OwnScripts):
    """Stock admin takes any column in the address, other tables' too, and any lookup.

    Somebody could so read a ciphertext, or the key of another person's session, letter by letter, or keep the
    database busy with a pattern.
    """

    show_facets = ShowFacets.NEVER

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup in {name for each in self.list_filter for name in self.asked_by(each)} | self.asked_by_dates()

    def asked_by(self, list_filter: Any) -> set[str]:
        """The names in the address of what the filter, a column's or one of our own, is set to."""
        if not isinstance(list_filter, str | tuple):
            return {list_filter.parameter_name}
        column = list_filter if isinstance(list_filter, str) else list_filter[0]
        field: Any = self.opts.get_field(column)
        if field.is_relation:
            return {f"{column}__{field.target_field.name}__exact", f"{column}__isnull"}
        return {column, f"{column}__exact", f"{column}__isnull"}

    def asked_by_dates(self) -> set[str]:
        return {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")} if self.date_hierarchy else set()
