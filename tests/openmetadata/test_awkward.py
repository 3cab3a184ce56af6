"""The promise of `test_promise`, for awkward texts of SAML, LDAP and the server's own settings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata.security_config import SecurityConfig

from .cases import AWKWARD, awkward_ldap, awkward_saml
from .test_promise import assert_every_way_arrives

# A third of the texts each, and every text at least once.
CASES = [
    pytest.param(make, Release(line), text, id=f"{make.__name__}-{line}-{text!r}")
    for make, line, start in (
        (awkward_saml, "1.9", 0),
        (awkward_saml, "2.0", 1),
        (awkward_ldap, "1.9", 1),
        (awkward_ldap, "2.0", 2),
    )
    for text in AWKWARD[start::3]
]


@pytest.mark.parametrize(("make", "release", "text"), CASES)
def test_targets_awkward_text_of_saml_and_ldap_configures_the_same_server(
    make: Callable[[str], SecurityConfig], release: Release, text: str, tmp_path: Path
) -> None:
    assert_every_way_arrives(make(text), release, tmp_path)
