"""Addresses of the sign-in and of the pages beside the admin."""

from django.urls import path

from sso_providers.login.views import recovery
from sso_providers.login.views.back_channel import BackChannelLogoutView
from sso_providers.login.views.callback import CallbackView
from sso_providers.login.views.sign_in import SignInView
from sso_providers.login.views.sign_out import SignedOutView, SignOutView
from sso_providers.login.views.start import StartView
from sso_providers.views import account, diagnosis, exports, health, people, policy, provider_errors, registrations

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-in/<slug:slug>/", StartView.as_view(), name="sign-in-start"),
    path("sign-in/<slug:slug>/callback/", CallbackView.as_view(), name="sign-in-callback"),
    path("sign-in/<slug:slug>/back-channel-logout/", BackChannelLogoutView.as_view(), name="back-channel-logout"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("recovery/", recovery.recover, name="recovery"),
    path("recovery/drill/", recovery.drill, name="recovery-drill"),
    path("sign-out/done/", SignedOutView.as_view(), name="signed-out"),
    path("registrations/<slug:slug>/check/", registrations.check, name="check"),
    path("registrations/<slug:slug>/policy/", policy.policy, name="policy"),
    path("registrations/<slug:slug>/secrets/<slug:name>/remove/", registrations.remove_secret, name="remove-secret"),
    path("deployments/<slug:slug>/export/", exports.export, name="export"),
    path("deployments/<slug:slug>/export/confirm/", exports.confirm, name="export-confirm"),
    path("deployments/<slug:slug>/export/files/", exports.download, name="export-files"),
    path("deployments/<slug:slug>/upgrade/", exports.upgrade, name="upgrade"),
    path("diagnose/", diagnosis.diagnosis, name="diagnose"),
    path("provider-errors/", provider_errors.provider_errors, name="provider-errors"),
    path("account/", account.account, name="account"),
    path("account/unlink/<int:pk>/", account.unlink, name="account-unlink"),
    path("people/<int:pk>/approve/", people.approve, name="person-approve"),
    path("people/<int:pk>/decline/", people.decline, name="person-decline"),
    path("people/<int:pk>/end-sessions/", people.end_sessions, name="person-end-sessions"),
    path("healthz", health.healthz, name="healthz"),
]
