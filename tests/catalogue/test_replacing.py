"""How each secret is replaced where it comes from."""

import pytest

from sso_providers.catalogue import CLIENT_SECRET, KINDS
from sso_providers.catalogue.replacing import CLIENT_SECRETS, replacing

REPLACED = [
    (kind.id, field.name) for kind in KINDS.values() for flow in kind.flows for field in kind.secret_fields(flow)
]
# Passwords of files that OpenMetadata's server reads.
OF_STORES = {"key_store_password", "trust_store_password"}


@pytest.mark.parametrize(("kind", "name"), REPLACED)
def test_replacing_of_every_secret_but_those_of_stores_says_how(kind, name):
    found = replacing(KINDS[kind], name)

    assert (found is None) == (name in OF_STORES)
    if found:
        assert found.make.endswith(".")
        assert found.retire.endswith(".")
        assert found.make.count("**") % 2 == found.retire.count("**") % 2 == 0


def test_client_secrets_are_those_of_known_kinds():
    assert CLIENT_SECRETS.keys() <= {kind for kind, name in REPLACED if name == CLIENT_SECRET}
