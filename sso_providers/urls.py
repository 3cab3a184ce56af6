"""Addresses of the sign-in and of the pages beside the admin."""

from django.urls import path

from sso_providers import views
from sso_providers.login.views import CallbackView, SignInView, SignOutView, StartView

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-in/<slug:slug>/", StartView.as_view(), name="sign-in-start"),
    path("sign-in/<slug:slug>/callback/", CallbackView.as_view(), name="sign-in-callback"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("registrations/<slug:slug>/check/", views.check, name="check"),
    path("registrations/<slug:slug>/secret/remove/", views.remove_secret, name="remove-secret"),
    path("deployments/<slug:slug>/export/", views.export, name="export"),
    path("deployments/<slug:slug>/export/confirm/", views.confirm, name="export-confirm"),
    path("deployments/<slug:slug>/export/files/", views.download, name="export-files"),
    path("healthz", views.healthz, name="healthz"),
]
