"""What the pages beside the admin have in common: who may see them, and the admin's frame around them."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

APP = "sso_providers"


def is_staff(user: Any) -> bool:
    """Who lost the last role has lost these pages too, whatever groups are left."""
    if user.is_authenticated and not user.is_staff:
        raise PermissionDenied
    return bool(user.is_authenticated)


staff_only: Any = user_passes_test(is_staff)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


# A form's redirect counts as its action: for the page whose forms lead to a provider.
leads_to_providers: Any = csp_update({"form-action": settings.CSP_FORM_ACTION_TO_PROVIDERS})
page_to_providers = leads_to_providers(page)
