"""The list of deployments: its columns and filters."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sso_providers.models import Deployment

from . import findings
from .badges import NOTHING, ago, badge
from .list_filters import DriftFilter, ExportFilter
from .run_actions import ExportSelected
from .versions import VersionedAdmin


class DeploymentColumns(ExportSelected, VersionedAdmin):
    list_display = ("named", "release", "signs_in_with", "findings", "last_export", "drift")
    list_filter = (ExportFilter, DriftFilter, "release")
    list_select_related = ("registration",)
    search_fields = ("name", "slug", "url", "registration__name")
    list_per_page = 50

    @admin.display(description=gettext_lazy("Name"), ordering="name")
    def named(self, deployment: Deployment) -> SafeString:
        return format_html('{}<br><span class="quiet mono">{}</span>', deployment.name, deployment.url)

    @admin.display(description=gettext_lazy("Signs people in with"), ordering="registration__name")
    def signs_in_with(self, deployment: Deployment) -> SafeString:
        registration = deployment.registration
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet">{}</span>',
            registration.get_absolute_url(),
            registration.name,
            registration.summary,
        )

    @admin.display(description=gettext_lazy("Findings"))
    def findings(self, deployment: Deployment) -> SafeString:
        return findings.badge(deployment)

    @admin.display(description=gettext_lazy("Last export"), ordering="exported_at")
    def last_export(self, deployment: Deployment) -> SafeString:
        if deployment.exported_at is None:
            return badge("", _("never exported"))
        if deployment.changed_since_export:
            return format_html("{}<br>{}", badge("warn", _("changed since export")), ago(deployment.exported_at))
        return format_html("{}", ago(deployment.exported_at))

    @admin.display(description=gettext_lazy("Running server"), ordering="server_seen_at")
    def drift(self, deployment: Deployment) -> SafeString | str:
        """How it was when it was last asked."""
        if deployment.server_seen_at is None:
            return NOTHING
        count = len(deployment.server_differs)
        says = ngettext("differs in %(count)d setting", "differs in %(count)d settings", count) % {"count": count}
        shown = badge("warn", says) if count else badge("ok", _("as registered"))
        return format_html("{}<br>{}", shown, ago(deployment.server_seen_at))
