"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index", http_method_names=["get", "head"]), name="home"),
    path("admin/", admin.site.urls),
    path("language/", require_POST(set_language), name="language"),
    path("", include("sso_providers.urls")),
]
