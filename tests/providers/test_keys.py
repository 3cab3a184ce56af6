"""The keys and algorithms that real providers sign with."""

import pytest

from tests.login.journey import is_signed_in, refusal, signed_in

from .people import ADA
from .provider import Ability


def test_sign_in_with_a_token_of_each_algorithm_is_taken(portal, algorithm):
    portal.register(wish={"algorithm": algorithm})
    portal.sign_in(ADA)

    assert signed_in(portal.client).username == "ada"


@pytest.mark.needs(Ability.SIGN_BY_SECRET)
def test_sign_in_with_a_token_signed_by_the_client_secret_is_refused(portal):
    portal.register(wish={"algorithm": "HS256"})

    assert "HS256" in portal.provider.metadata()["id_token_signing_alg_values_supported"]
    assert refusal(portal.sign_in(ADA)) == "wrong-algorithm"
    assert not is_signed_in(portal.client)


@pytest.mark.needs(Ability.ROTATE_KEYS)
def test_sign_in_after_the_keys_were_rotated_is_taken(portal):
    """The keys are cached by then, and the new one is not among them."""
    portal.register()
    portal.sign_in(ADA)
    before = portal.provider.key_ids()
    portal.provider.rotate_keys()
    elsewhere = portal.another()
    elsewhere.sign_in(ADA)

    assert portal.provider.key_ids() - before
    assert is_signed_in(elsewhere.client)
