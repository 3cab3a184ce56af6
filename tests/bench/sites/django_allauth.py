"""django-allauth with one OpenID Connect app. Its sign-in starts by POST from a page, as the portal's does."""

from pathlib import Path

from django.conf import settings

from tests.bench.provider import CLIENT_ID, CLIENT_SECRET

from . import peer


def configure(issuer: str, folder: Path) -> None:
    app = {
        "provider_id": "bench",
        "name": "Bench",
        "client_id": CLIENT_ID,
        "secret": CLIENT_SECRET,
        "settings": {"server_url": issuer},
    }
    settings.configure(
        **peer.settings(folder)
        | {
            "ROOT_URLCONF": "tests.bench.sites.django_allauth_urls",
            "INSTALLED_APPS": [
                *peer.APPS,
                "django.contrib.messages",
                "allauth",
                "allauth.account",
                "allauth.socialaccount",
                "allauth.socialaccount.providers.openid_connect",
            ],
            "MIDDLEWARE": [
                *peer.MIDDLEWARE,
                "django.contrib.messages.middleware.MessageMiddleware",
                "allauth.account.middleware.AccountMiddleware",
            ],
            "TEMPLATES": [
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "APP_DIRS": True,
                    "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
                }
            ],
            "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
            "ACCOUNT_EMAIL_VERIFICATION": "none",
            "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}},
        }
    )
