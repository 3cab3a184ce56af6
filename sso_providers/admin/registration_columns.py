"""The list of registrations: its columns, its filters, and what a constant number of questions fetches for them."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sso_providers import times
from sso_providers.actions.expiry import Ending, Source
from sso_providers.actions.expiry.certificates import used
from sso_providers.language import in_words
from sso_providers.models import CheckResult, Deployment, ProviderRegistration, RegistrationSecret

from . import findings
from .badges import NOTHING, ago, badge
from .list_filters import PortalFilter, StatusFilter, UseFilter
from .run_actions import CheckSelected
from .versions import VersionedAdmin

# Deployments that a row names; one registration may have any number.
NAMED = 3


class RegistrationList(ChangeList):
    """With what the rows say of the rows of other tables; the pages of one registration have no use for it."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        few = Deployment.objects.order_by("name")[:NAMED]
        self.root_queryset = self.root_queryset.annotate(**newest_of_others())
        found = super().get_queryset(request, exclude_parameters)
        return found.prefetch_related(Prefetch("deployments", few, to_attr="few_deployments"))


class RegistrationColumns(CheckSelected, VersionedAdmin):
    list_display = ("named", "provider", "used_by", "status", "last_check", "secret_ends", "last_export")
    list_filter = (StatusFilter, UseFilter, "kind", "flow", ("staff_login", PortalFilter))
    search_fields = ("name", "slug", "client_id")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return ProviderRegistration.objects.with_last_check().order_by(*self.get_ordering(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RegistrationList

    @admin.display(description=gettext_lazy("Name"), ordering="name")
    def named(self, registration: ProviderRegistration) -> SafeString:
        icon = render_to_string("registrations/icon.html", {"kind_id": registration.kind})
        return format_html('<span class="named">{} {}</span>', icon, registration.name)

    @admin.display(description=gettext_lazy("Provider and flow"), ordering="kind")
    def provider(self, registration: ProviderRegistration) -> str | SafeString:
        if not registration.staff_login:
            return registration.summary
        signs_in = _("signs people in to this portal")
        return format_html('{}<br><span class="quiet">{}</span>', registration.summary, signs_in)

    @admin.display(description=gettext_lazy("Deployments"), ordering="deployment_count")
    def used_by(self, registration: Any) -> str:
        names = ", ".join(deployment.name for deployment in registration.few_deployments)
        more = (registration.deployment_count or 0) - NAMED
        return _("%(names)s and %(count)d more") % {"names": names, "count": more} if more > 0 else names or NOTHING

    @admin.display(description=gettext_lazy("Status"))
    def status(self, registration: Any) -> SafeString:
        """With what the rules find in the deployments that the row names."""
        status = registration.status
        shown = badge(status.css, in_words(status.label))
        found = findings.badge_if_any(registration.few_deployments)
        return format_html("{}<br>{}", shown, found) if found else shown

    @admin.display(description=gettext_lazy("Last check"), ordering="last_checked_at")
    def last_check(self, registration: Any) -> SafeString | str:
        return ago(registration.last_checked_at)

    @admin.display(description=gettext_lazy("Secret expires"), ordering="secret_ends_on")
    def secret_ends(self, registration: ProviderRegistration) -> SafeString | str:
        """Or the certificate that stands in the settings, if that ends earlier."""
        ends_on = first_end(registration)
        if ends_on is None:
            return NOTHING
        ending = ending_of(registration, ends_on)
        if ending.threshold is None:
            return times.day(ends_on)
        return format_html("{}<br>{}", badge(ending.level, ending.when), times.day(ends_on))

    @admin.display(description=gettext_lazy("Last exported"), ordering="last_exported_at")
    def last_export(self, registration: Any) -> SafeString | str:
        return ago(registration.last_exported_at)


def newest_of_others() -> dict[str, Subquery]:
    return {
        "last_checked_at": first(CheckResult.objects.order_by("-checked_at", "-pk"), "checked_at"),
        "secret_ends_on": first(
            RegistrationSecret.objects.exclude(expires_on=None).order_by("expires_on"), "expires_on"
        ),
        "last_exported_at": first(Deployment.objects.exclude(exported_at=None).order_by("-exported_at"), "exported_at"),
        "deployment_count": Subquery(
            Deployment.objects.filter(registration=OuterRef("pk"))
            .order_by()
            .values("registration")
            .annotate(count=Count("pk"))
            .values("count")
        ),
    }


def first(rows: "QuerySet[Any]", column: str) -> Subquery:
    return Subquery(rows.filter(registration=OuterRef("pk")).values(column)[:1])


def first_end(registration: Any) -> date | None:
    certificates = [ends_on for _field, ends_on in used(registration.kind, registration.flow, registration.settings)]
    return min((each for each in (registration.secret_ends_on, *certificates) if each), default=None)


def ending_of(registration: ProviderRegistration, ends_on: date) -> Ending:
    return Ending(
        source=Source.SECRET,
        name="",
        what="",
        registration=registration.name,
        slug=registration.slug,
        registration_pk=registration.pk,
        ends_on=ends_on,
        days_left=(ends_on - timezone.now().date()).days,
    )
