"""The admin's own pages that the portal changes: its sign-in, its home."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sso_providers.actions import attention, recovery
from sso_providers.login.own_password import OwnPasswordForm, may_leave_out_old
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration, User

# Of each kind of row on the home page; the lists have all of them.
SHOWN, EVENTS = 10, 8


class PortalAdminSite(AdminSite):
    site_header = site_title = "SSO Portal for OpenMetadata"
    index_title = _("Home")
    site_url = None
    enable_nav_sidebar = False
    index_template = "portal/home.html"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Leads to the portal's sign-in page; who is signed in but no staff is told so there."""
        if request.user.is_authenticated and not self.has_permission(request):
            return render(request, "portal/no_role.html", {"title": gettext("No access")}, status=403)
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("sign-in"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect_to_login("", reverse("sign-out"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        view = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request),
            template_name=password_template(request),
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return view(request)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one application, and its page is the home page."""
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context: dict[str, Any] = {"attention": attention.gather(person(request))}
        if allowed(request, "providerregistration"):
            context["registration_count"] = ProviderRegistration.objects.count()
        if allowed(request, "deployment"):
            context["deployment_count"] = Deployment.objects.count()
            context["deployments"] = newest_first()
        if allowed(request, "auditevent"):
            context["activity"] = AuditEvent.objects.all()[:EVENTS]
        if allowed(request, "user"):
            context["recovery"] = recovery.newest_proof()
            context["ways_in"] = ProviderRegistration.objects.for_staff_login()[:SHOWN]
        context["begins"] = not (context.get("registration_count", 1) or context.get("deployment_count"))
        return super().index(request, {**context, **(extra_context or {})})


def person(request: HttpRequest) -> User:
    """Who is let in to the admin is a person of this portal."""
    user: Any = request.user
    return user


def newest_first() -> "QuerySet[Deployment]":
    """Those that were exported last, then those that never were, each with how its registration stands."""
    with_status = Prefetch("registration", ProviderRegistration.objects.with_last_check())
    order = F("exported_at").desc(nulls_last=True)
    return Deployment.objects.prefetch_related(with_status).order_by(order, "name")[:SHOWN]


def password_template(request: HttpRequest) -> str:
    if may_leave_out_old(request.session):
        return "portal/recovery_password.html"
    return "registration/password_change_form.html"


def allowed(request: HttpRequest, model: str) -> bool:
    return request.user.has_perm(f"sso_providers.view_{model}")
