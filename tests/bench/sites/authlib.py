"""Authlib's Django client: it keeps what the provider says about itself, and its keys, in the process."""

from pathlib import Path

from django.conf import settings

from tests.bench.provider import CLIENT_ID, CLIENT_SECRET

from . import peer


def configure(issuer: str, folder: Path) -> None:
    settings.configure(
        **peer.settings(folder)
        | {
            "ROOT_URLCONF": "tests.bench.sites.authlib_urls",
            "AUTHLIB_OAUTH_CLIENTS": {
                "bench": {
                    "client_id": CLIENT_ID,
                    "client_secret": CLIENT_SECRET,
                    "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
                    "client_kwargs": {"scope": "openid email profile", "code_challenge_method": "S256"},
                }
            },
        }
    )
