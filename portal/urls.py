"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index", http_method_names=["get", "head"]), name="home"),
    path("admin/", admin.site.urls),
    path("", include("sso_providers.urls")),
]
