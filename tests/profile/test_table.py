"""docs/profile.md has every case, and no test of a case is left out of it."""

import pytest

from tests.profile import table

# What the profile demands by name.
NAMES = """
-client-test -invalid-iss -missing-sub -invalid-aud -missing-iat -kid-absent-single-jwks -kid-absent-multiple-jwks
-idtoken-sig-rs256 -idtoken-sig-none -invalid-sig-rs256 -userinfo-invalid-sub -nonce-invalid -scope-userinfo-claims
-client-secret-basic -discovery-openid-config -discovery-jwks-uri-keys -discovery-issuer-mismatch -signing-key-rotation
-signing-key-rotation-just-before-signing -rp-init-logout -rp-init-logout-other-state -rp-init-logout-no-state
-rp-backchannel-rpinitlogout -rp-backchannel-rpinitlogout-alg-none -rp-backchannel-rpinitlogout-no-event
-rp-backchannel-rpinitlogout-with-nonce -rp-backchannel-rpinitlogout-wrong-alg -rp-backchannel-rpinitlogout-wrong-aud
-rp-backchannel-rpinitlogout-wrong-event -rp-backchannel-rpinitlogout-wrong-iss -invalid-sig-es256 -invalid-sig-hs256
-missing-aud -invalid-athash -userinfo-signed
"""


def test_page_is_what_a_run_of_the_tests_writes():
    everything_holds = {row.test: True for module in table.SECTIONS for row in table.rows(module)}

    assert table.PAGE.read_text("utf-8") == table.page(everything_holds), "run `make docs`"


def test_page_has_a_section_for_each_file():
    assert {path.stem for path in table.FOLDER.glob("test_*.py")} == {*table.SECTIONS, "test_table"}


@pytest.mark.parametrize("name", NAMES.split())
def test_case_of_the_profile_has_a_test(name):
    full = "oidcc-client-test" + name.removeprefix("-client-test")
    cases = {row.case for module in table.SECTIONS for row in table.rows(module)}

    assert full in cases


def test_page_shows_the_result_of_the_very_test():
    row, *others = table.rows("test_basic")
    namesake = row.test.replace("test_basic", "test_attacks")
    page = table.page({row.test: False, namesake: True} | {other.test: True for other in others})

    assert page.count("**fails**") == 1


def test_case_has_a_name_of_its_own():
    cases = [row.case for module in table.SECTIONS for row in table.rows(module)]

    assert len(cases) == len(set(cases))
