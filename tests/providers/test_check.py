"""The registration's live check, asked about a real provider. Here its addresses are http, which is worth a warning."""

from sso_providers.actions import checks
from sso_providers.actions.audit import COMMAND_LINE
from tests import people


def stages(registration) -> dict[str, str]:
    """Those that are not simply right."""
    result = checks.run(registration=registration, by=COMMAND_LINE)
    names = {"discovery", "issuer", "keys", "flow", "credentials", "redirect-uri", "logout"}
    assert {stage["id"] for stage in result.stages} >= names
    return {stage["id"]: str(stage["status"]) for stage in result.stages if stage["status"] != "ok"}


def test_check_with_the_right_secret_passes_every_stage(portal):
    assert stages(portal.register()) == {"address": "warning"}


def test_check_with_a_wrong_secret_fails_the_credentials_alone(portal):
    assert stages(portal.register(secret="wrong")) == {"address": "warning", "credentials": "failed"}


def test_check_with_an_address_that_the_provider_does_not_know_fails_the_redirect_uri(portal):
    registration = portal.register()
    people.deployment(registration)

    found = stages(registration)

    assert found["redirect-uri"] == "failed"
    # Not every provider shows which addresses it knows for after a sign-out.
    assert {name for name, status in found.items() if status == "failed"} == {"redirect-uri"}
