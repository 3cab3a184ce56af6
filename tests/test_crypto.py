"""Client secrets at rest."""

import base64
import hashlib

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from sso_providers.catalogue import MASK, Secret
from sso_providers.crypto import Damaged, MissingKey, Sealed, keys, seal
from tests.people import CANARY

# The same ones in every process of pytest-xdist, which compares test ids.
OLD, NEW, OTHER = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n", b"x"))


def with_keys(*given: str) -> override_settings:
    return override_settings(PORTAL_ENCRYPTION_KEYS=",".join(given))


def key_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


@pytest.mark.parametrize("text", [CANARY, "", "pä$$wörd 🔑", "a:b,c", "x" * 4096], ids=len)
def test_seal_keeps_the_text_out_of_sight_and_open_gives_it_back(text):
    sealed = seal(Secret(text))

    assert not text or text not in sealed.ciphertext
    assert sealed.open() == Secret(text)


def test_seal_twice_gives_two_ciphertexts():
    assert seal(Secret(CANARY)).ciphertext != seal(Secret(CANARY)).ciphertext


def test_seal_with_several_keys_uses_the_first_and_all_open():
    with with_keys(OLD):
        before = seal(Secret("before"))
    with with_keys(NEW, OLD):
        after = seal(Secret("after"))
        assert (before.open().reveal(), after.open().reveal()) == ("before", "after")

    assert before.ciphertext.startswith(f"v1:{key_id(OLD)}:")
    assert after.ciphertext.startswith(f"v1:{key_id(NEW)}:")
    with with_keys(NEW):
        assert after.open().reveal() == "after"


def test_open_without_its_key_names_the_key():
    with with_keys(OLD):
        sealed = seal(Secret(CANARY))

    with with_keys(NEW, OTHER), pytest.raises(MissingKey, match=f"the key {key_id(OLD)}, which PORTAL_ENCRYPTION_KEYS"):
        sealed.open()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: "", id="empty"),
        pytest.param(lambda text: CANARY, id="plain-text"),
        pytest.param(lambda text: text.replace("v1:", "v2:"), id="other-format"),
        pytest.param(lambda text: text + ":x", id="too-many-parts"),
        pytest.param(lambda text: text[:-8], id="cut"),
        pytest.param(lambda text: text[:-8] + "AAAAAAA=", id="changed"),
        pytest.param(lambda text: text.rpartition(":")[0] + ":", id="no-token"),
        pytest.param(lambda text: text[:-1] + "é", id="not-ascii"),
    ],
)
def test_open_of_damaged_text_says_what_to_do(damage):
    sealed = Sealed(damage(seal(Secret(CANARY)).ciphertext))

    with pytest.raises(Damaged, match=r"enter it again\.$") as error:
        sealed.open()
    assert CANARY not in str(error.value)


def test_sealed_that_is_shown_shows_a_mask():
    sealed = seal(Secret(CANARY))

    assert (str(sealed), f"{sealed}", repr(sealed), str([sealed])) == (
        MASK,
        MASK,
        f"Sealed({MASK})",
        f"[Sealed({MASK})]",
    )


@pytest.mark.parametrize(
    ("given", "position"),
    [
        ("", 1),
        (",", 1),
        ("hunter2", 1),
        (f"{OLD},", 2),
        (f"{OLD}, hunter2", 2),
        (OLD[:-4], 1),
        ("schlüssel", 1),
    ],
)
def test_keys_of_no_fernet_key_names_its_position_only(given, position):
    with override_settings(PORTAL_ENCRYPTION_KEYS=given), pytest.raises(ImproperlyConfigured) as error:
        keys()

    assert f"Key {position} of PORTAL_ENCRYPTION_KEYS is no Fernet key: use 32 bytes" in str(error.value)
    assert "hunter2" not in str(error.value)
    assert OLD not in str(error.value)


def test_keys_may_stand_on_several_lines():
    with override_settings(PORTAL_ENCRYPTION_KEYS=f" {NEW} ,\n{OLD}\n"):
        assert list(keys()) == [key_id(NEW), key_id(OLD)]
