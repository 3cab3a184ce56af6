"""Addresses of the sign-in and of the pages beside the admin."""

from django.urls import path

from sso_providers.login.views.callback import CallbackView
from sso_providers.login.views.sign_in import SignInView
from sso_providers.login.views.sign_out import SignOutView
from sso_providers.login.views.start import StartView
from sso_providers.views import exports, health, registrations

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-in/<slug:slug>/", StartView.as_view(), name="sign-in-start"),
    path("sign-in/<slug:slug>/callback/", CallbackView.as_view(), name="sign-in-callback"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("registrations/<slug:slug>/check/", registrations.check, name="check"),
    path("registrations/<slug:slug>/secrets/<slug:name>/remove/", registrations.remove_secret, name="remove-secret"),
    path("deployments/<slug:slug>/export/", exports.export, name="export"),
    path("deployments/<slug:slug>/export/confirm/", exports.confirm, name="export-confirm"),
    path("deployments/<slug:slug>/export/files/", exports.download, name="export-files"),
    path("deployments/<slug:slug>/upgrade/", exports.upgrade, name="upgrade"),
    path("healthz", health.healthz, name="healthz"),
]
