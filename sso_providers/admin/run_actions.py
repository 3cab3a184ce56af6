"""What is done with the rows that are ticked in a list: long work, on a page of its own."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sso_providers.actions import runs
from sso_providers.actions.audit import Actor
from sso_providers.forms.run import ExportRunForm
from sso_providers.models import Deployment

# Names on the page that asks how; the others are counted.
NAMED = 12


class RunActions(admin.ModelAdmin):
    """Without the stock action that deletes, which would pass our own by."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: each for name, each in super().get_actions(request).items() if name in (self.actions or ())}


class CheckSelected(RunActions):
    actions = ("check_selected",)

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sso_providers.check_providerregistration")

    @admin.action(description=_("Check the selected registrations"), permissions=["check"])
    def check_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        try:
            run = runs.check(registrations=queryset, by=Actor.of(request))
        except runs.NotPossible as error:
            messages.error(request, str(error))
            return None
        return redirect("run", pk=run.pk)


class ExportSelected(RunActions):
    actions = ("export_selected",)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sso_providers.export_deployment")

    @admin.action(description=_("Export the selected deployments"), permissions=["export"])
    def export_selected(self, request: HttpRequest, queryset: QuerySet[Deployment]) -> HttpResponse:
        """Asks for which target, and how."""
        selected = list(queryset.order_by("name").values_list("slug", "name"))
        number = len(selected)
        context = {
            **self.admin_site.each_context(request),
            "title": ngettext("Export %(count)s deployment", "Export %(count)s deployments", number)
            % {"count": number},
            "names": [name for _slug, name in selected[:NAMED]],
            "more": number - NAMED if number > NAMED else 0,
            "count": number,
            "form": ExportRunForm(selected=[slug for slug, _name in selected]),
        }
        return render(request, "runs/choose.html", context)
