from typing import Any

import pytest

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.artifacts import Unsupported
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import TARGETS, get_target
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC, SAML
from sso_providers.openmetadata.upgrade import Topic, changes, lines_changed

from .cases import CANARY, LINES, PROVENANCE, SERVER, config, full

OLD, NEW = Release("1.8"), Release("2.0")


def first(target: str) -> dict[str, Any]:
    return {"target": get_target(target), "variant": get_target(target).variant("")}


def test_changes_between_two_lines_name_new_settings_and_those_that_are_gone() -> None:
    found = changes(OLD, NEW)
    new = {change.setting: str(change.release) for change in found if change.topic is Topic.NEW}
    assert new[f"{AUTHENTICATION}.forceSecureSessionCookie"] == "1.10"
    assert new[f"{AUTHENTICATION}.maxActiveSessionsPerUser"] == "2.0"
    assert f"{OIDC}.sessionExpiry" not in new
    assert [change.setting for change in found if change.topic is Topic.GONE] == [f"{SAML}.idp.authorityUrl"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("1.9", "1.10", False), ("1.10", "1.11", True), ("1.11", "1.12", True), ("1.12", "1.13", False)],
)
def test_changes_what_ended_within_a_line_is_told_before_and_behind_it(before: str, after: str, told: bool) -> None:
    gone = [change for change in changes(Release(before), Release(after)) if change.topic is Topic.GONE]
    assert [change.text for change in gone] == ["Nothing reads SAML_AUTHORITY_URL after 1.11.4."] * told


def test_changes_to_an_older_line_are_refused() -> None:
    with pytest.raises(Unsupported, match="OpenMetadata 1.8 is older than 2.0"):
        changes(NEW, OLD)
    with pytest.raises(Unsupported, match="older"):
        lines_changed(config(), NEW, OLD, **first("docker"), provenance=PROVENANCE)


def test_lines_changed_of_a_target_that_neither_line_has_are_refused() -> None:
    with pytest.raises(Unsupported, match="1.9 reads its files at every start"):
        lines_changed(config(), OLD, Release("1.9"), **first("api"), provenance=PROVENANCE)


def test_changes_come_oldest_line_first() -> None:
    releases = [change.release for change in changes(LINES[0], LINES[-1])]
    assert releases == sorted(releases)
    assert {str(release) for release in releases} >= {"1.8", "1.10", "1.11", "1.12", "2.0"}


def test_changes_from_a_line_to_itself_are_none() -> None:
    assert changes(NEW, NEW) == ()


@pytest.mark.parametrize(("before", "after", "tells"), [("1.9", "1.10", True), ("1.10", "1.13", False)])
def test_changes_tell_once_that_settings_are_stored(before: str, after: str, tells: bool) -> None:
    texts = " ".join(change.text for change in changes(Release(before), Release(after)))
    assert ("remove-security-config" in texts) == tells


def test_changes_for_a_configuration_are_those_that_it_feels() -> None:
    public, confidential = config("auth0", Flow.IMPLICIT), config("auth0", Flow.CODE)

    def texts(configuration) -> str:
        return " ".join(change.text for change in changes(OLD, NEW, configuration))

    assert "PR #31516" in texts(public)
    assert "PR #31516" not in texts(confidential)
    assert "oidcConfiguration; an empty tenant" in texts(confidential)
    assert "issue 28379" in texts(config("azure"))
    assert "issue 28379" not in texts(confidential)


def test_changes_for_a_configuration_leave_out_settings_of_other_providers() -> None:
    def named(configuration) -> set[str]:
        return {change.setting for change in changes(OLD, NEW, configuration)}

    directory = assemble(full("ldap", Flow.NONE), SERVER)
    assert f"{LDAP}.recursiveGroupMembership" in named(directory)
    assert f"{LDAP}.recursiveGroupMembership" not in named(config())
    assert f"{SAML}.idp.authorityUrl" not in named(config())
    assert f"{AUTHENTICATION}.sessionExpiry" in named(config())


def test_changes_are_sentences() -> None:
    for change in changes(LINES[0], LINES[-1]):
        assert change.text.endswith("."), change


def test_lines_changed_are_a_diff_of_the_files_without_their_headers() -> None:
    configuration = config(session_expiry=7200)
    diff = lines_changed(configuration, OLD, NEW, **first("docker"), provenance=PROVENANCE)
    assert "--- openmetadata-sso.env for 1.8" in diff
    assert "+AUTHENTICATION_SESSION_EXPIRY=7200" in diff
    assert "sha256" not in diff


def test_lines_changed_of_a_target_that_is_new_are_all_its_lines() -> None:
    diff = lines_changed(config(), OLD, NEW, **first("api"), provenance=PROVENANCE)
    assert "+++ security-config.json for 2.0" in diff
    assert not [line for line in diff.splitlines() if line.startswith("-") and not line.startswith("---")]


@pytest.mark.parametrize("target", TARGETS)
def test_lines_changed_hold_no_secret(target: str) -> None:
    diff = lines_changed(config(), LINES[0], LINES[-1], **first(target), provenance=PROVENANCE)
    assert CANARY not in diff
