"""Filters of the lists by how a row stands, each answered by one question to the database."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.admin import BooleanFieldListFilter, RelatedFieldListFilter, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sso_providers.actions import approval, standing
from sso_providers.language import in_words

# In the address -> what people read, and the rows that it leaves.
Choices = dict[str, tuple[Promise, Callable[[], Any]]]


class StandingFilter(SimpleListFilter):
    """Subclasses say which choices there are."""

    choices_of: ClassVar[Choices]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Promise]]:
        return [(value, label) for value, (label, _rows) in self.choices_of.items()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        chosen = self.choices_of.get(self.value() or "")
        return queryset.filter(pk__in=chosen[1]().values("pk")) if chosen else queryset


class StatusFilter(StandingFilter):
    title = _("status")
    parameter_name = "status"
    choices_of: ClassVar[Choices] = {
        "draft": (_("Draft: never checked"), standing.drafts),
        "changed": (_("Changed since its check"), standing.changed_since_check),
        "works": (_("Works"), standing.working),
        "warning": (_("Works, with a warning"), standing.warned),
        "failed": (_("Check failed"), standing.failing),
        "unknown": (_("Broken: unknown provider"), standing.unknown_registrations),
    }


class UseFilter(StandingFilter):
    title = _("use")
    parameter_name = "use"
    choices_of: ClassVar[Choices] = {
        "deployed": (_("A deployment uses it"), standing.in_use),
        "unused": (_("No deployment uses it"), standing.unused),
    }


class ExportFilter(StandingFilter):
    title = _("last export")
    parameter_name = "export"
    choices_of: ClassVar[Choices] = {
        "never": (_("Never exported"), standing.never_exported),
        "changed": (_("Changed since"), standing.changed_since_export),
        "current": (_("As it is now"), standing.exported_as_they_are),
    }


class DriftFilter(StandingFilter):
    title = _("running server")
    parameter_name = "server"
    choices_of: ClassVar[Choices] = {
        "differs": (_("Differs"), standing.differing),
        "same": (_("Is as registered"), standing.same),
        "unseen": (_("Never asked"), standing.never_seen),
    }


class WaitsFilter(StandingFilter):
    title = _("approval")
    parameter_name = "approval"
    choices_of: ClassVar[Choices] = {"waits": (_("Waits for approval"), approval.waiting)}


class RoleFilter(RelatedFieldListFilter):
    """Roles are groups, but nobody calls them so."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.title = _("role")

    def field_choices(self, *arguments: Any) -> list[tuple[Any, str]]:
        return [(key, in_words(str(name))) for key, name in super().field_choices(*arguments)]


class PortalFilter(BooleanFieldListFilter):
    """The column's own name is a sentence."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.title = _("sign-in to this portal")
