"""What catches the eye of addresses before they are copied."""

import pytest

from sso_providers.catalogue.address_lint import look_over


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        ("https://metadata.acme.example", "https://metadata.acme.example:8585/callback"),
        ("https://localhost.acme.example/callback", "urn:acme"),
        ("https://[broken/callback",),
    ],
)
def test_look_over_of_fine_addresses_finds_nothing(addresses):
    assert look_over(addresses) == ()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://metadata.acme.example/callback", "http://metadata.acme.example: not encrypted"),
        ("http://metadata:8585/callback", "http://metadata:8585: not encrypted"),
        ("http://localhost:8585/callback", "http://localhost:8585: this name means whatever machine"),
        ("https://om.localhost/callback", "https://om.localhost: this name means"),
        ("http://127.0.0.2/callback", "http://127.0.0.2: this name means"),
        ("http://[::1]:8585/callback", "http://[::1]:8585: this name means"),
    ],
)
def test_look_over_warns_once_of_an_address_that_will_not_do(address, words):
    (remark,) = look_over([address])

    assert remark.warns
    assert remark.sentence.startswith(words)


def test_look_over_notes_a_slash_at_the_end_without_warning():
    (remark,) = look_over(["https://sso.acme.example/sign-out/done/"])

    assert not remark.warns
    assert "ends in a slash" in remark.sentence


def test_look_over_names_each_origin_once():
    (remark,) = look_over(["http://a.example/callback", "http://b.example", "http://a.example/silent-callback"])

    assert remark.sentence.startswith("http://a.example, http://b.example: not encrypted")
