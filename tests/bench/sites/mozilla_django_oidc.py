"""Stock mozilla-django-oidc, with the provider's addresses written out: it has no discovery."""

from pathlib import Path

from django.conf import settings

from tests.bench.provider import CLIENT_ID, CLIENT_SECRET

from . import peer


def configure(issuer: str, folder: Path) -> None:
    settings.configure(
        **peer.settings(folder)
        | {
            "ROOT_URLCONF": "tests.bench.sites.mozilla_django_oidc_urls",
            "INSTALLED_APPS": [*peer.APPS, "mozilla_django_oidc"],
            "AUTHENTICATION_BACKENDS": ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
            "OIDC_RP_CLIENT_ID": CLIENT_ID,
            "OIDC_RP_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_RP_SIGN_ALGO": "RS256",
            "OIDC_OP_AUTHORIZATION_ENDPOINT": f"{issuer}/authorize",
            "OIDC_OP_TOKEN_ENDPOINT": f"{issuer}/token",
            "OIDC_OP_USER_ENDPOINT": f"{issuer}/userinfo",
            "OIDC_OP_JWKS_ENDPOINT": f"{issuer}/jwks",
            "OIDC_USE_PKCE": True,
        }
    )
