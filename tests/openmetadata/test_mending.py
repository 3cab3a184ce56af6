"""Accepted fixes, written into the file."""

import pytest

from sso_providers.catalogue import get_release
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.mending import Mended, Mender, key
from tests.growth import cpu_seconds

ENV = """\
# Ours
AUTHENTICATION_PROVIDER=azure
AUTHENTICATION_CLIENT_TYPE=confidential
OIDC_PROMPT_TYPE=none
OIDC_SESSION_EXPIRY=600
AUTHORIZER_PRINCIPAL_DOMAIN=acme.example
"""


def mend(text: str, *accepted: str, everything: bool = False) -> Mended:
    mender = Mender(
        read=lambda each: read(each.encode()), accepted=None if everything else accepted, release=get_release("1.12")
    )
    return mender.mend(text)


def key_at(mended: Mended, setting: str) -> str:
    return next(key(each) for each in mended.diagnosis.findings if each.setting == setting and each.fix is not None)


def test_mend_without_accepted_fixes_changes_nothing():
    assert mend(ENV).text == ENV


def test_mend_writes_the_accepted_fix_and_no_other():
    first = mend(ENV)
    mended = mend(ENV, key_at(first, "OIDC_SESSION_EXPIRY"))
    assert mended.text == ENV.replace("=600", "=604800")
    assert not any(each.setting == "OIDC_SESSION_EXPIRY" for each in mended.diagnosis.findings)
    assert any(each.setting == "OIDC_PROMPT_TYPE" for each in mended.diagnosis.findings)


def test_mend_of_everything_leaves_no_error_that_has_a_fix():
    mended = mend(ENV, everything=True)
    left = [each for each in mended.diagnosis.findings if each.level is Level.ERROR and each.fix is not None]
    assert {key(each) for each in left} <= mended.refused.keys()
    assert mended.text.startswith("# Ours\n")


def test_mend_again_of_what_was_mended_changes_nothing():
    mended = mend(ENV, everything=True)
    assert mend(mended.text, everything=True).text == mended.text


def test_mend_with_unknown_keys_changes_nothing():
    assert mend(ENV, "no-such-rule:OIDC_SCOPE").text == ENV


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_mend_keeps_line_breaks(line_break):
    text = ENV.replace("\n", line_break)
    mended = mend(text, key_at(mend(text), "OIDC_SESSION_EXPIRY"))
    assert mended.text == text.replace("=600", "=604800")


def test_mend_of_a_long_list_takes_time_in_proportion():
    """Every other item differs from the right one."""

    def seconds(count: int) -> float:
        people = "".join(f"    - person{number}\n    - Person{number}\n" for number in range(count))
        conf = f"authorizerConfiguration:\n  adminPrincipals:\n{people}  principalDomain: acme.example\n"
        return cpu_seconds(lambda: mend(conf, everything=True), times=1)

    assert seconds(1600) < 12 * max(seconds(400), 0.01)
