"""OpenMetadata's own SSO test settings, from two registrations."""

from dataclasses import replace
from pathlib import Path

import pytest

from sso_providers.catalogue import Application, Flow, Release, Secret, get_kind
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.settings import SETTINGS

from . import consumer
from .cases import SERVER, export_for
from .deployed import with_docker
from .facts import conf, fact

RELEASE = Release("2.0")
LOCAL = replace(SERVER, url="http://localhost:8585", admin_principals=("admin",), principal_domain="open-metadata.org")
# What both files leave at OpenMetadata's own defaults.
SAME: dict[str, object] = {
    "issuer": "http://localhost:9090",
    "jwks_uri": "http://mock-oidc-provider:9090/jwks",
    "provider_name": "mock-oidc",
    "email_claim": "email",
}
CONFIDENTIAL: dict[str, object] = {
    **SAME,
    "discovery_uri": "http://mock-oidc-provider:9090/.well-known/openid-configuration",
    "username_claim": "sub",
    "prompt": "consent",
    "max_age": 0,
}
PUBLIC: dict[str, object] = {**SAME, "username_claim": "preferred_username", "response_type": "code"}


def registration(flow: Flow, client_id: str, settings: dict[str, object]) -> Application:
    kind = get_kind("custom-oidc")
    return Application(
        kind=kind,
        flow=flow,
        client_id=client_id,
        secrets={"client_secret": Secret("openmetadata-test-secret")} if flow is Flow.CODE else {},
        settings=kind.clean(flow, settings, allow_http=True),
    )


SAMPLES = {
    ".env.sso-test": registration(Flow.CODE, "openmetadata-test", CONFIDENTIAL),
    ".env.sso-test-public": registration(Flow.IMPLICIT, "openmetadata-test-public", PUBLIC),
}


def variables(text: str) -> dict[str, str]:
    """The samples have neither quotes nor comments behind values, so Compose takes them as they stand."""
    pairs = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_reproduced_by_a_registration(name: str, tmp_path: Path) -> None:
    sample = variables(fact(f"samples/{name}"))

    configuration = assemble(SAMPLES[name], LOCAL)
    ours = consumer.settings(with_docker(export_for(configuration, "docker", release=RELEASE), tmp_path))

    theirs = consumer.settings(consumer.load(conf(RELEASE), sample))
    assert {SETTINGS[path].env for path in theirs} >= sample.keys()
    assert {path: ours[path] for path in configuration.values if SETTINGS[path].exists_in(RELEASE)} == {
        path: theirs[path] for path in configuration.values if SETTINGS[path].exists_in(RELEASE)
    }
