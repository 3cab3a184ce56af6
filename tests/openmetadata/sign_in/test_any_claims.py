"""No claims, however odd, are too much: JSON of any form gives an outlook with a verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import KINDS, RELEASES, Protocol, Release
from sso_providers.catalogue.sentences import translated
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.sign_in import (
    Assertion,
    DirectoryEntry,
    Outlook,
    State,
    claims_read,
    foresee_assertion,
    foresee_directory,
    foresee_token,
    server_by_default,
)
from tests.openmetadata import cases

from .settings import LINES, MAPPED, config

NAMES = st.sampled_from(
    ["email", "EMAIL", "sub", "preferred_username", "name", "given_name", "roles", "department", "isBot"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a@b.c", "@", "a@", "{x}"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
CLAIMS = st.dictionaries(NAMES | st.text(), JSON, max_size=8)
SETTINGS = st.fixed_dictionaries(
    {
        "clientType": st.sampled_from(["public", "confidential"]),
        "jwtPrincipalClaims": st.sampled_from([("email", "sub"), (), ("name",)]),
        "jwtPrincipalClaimsMapping": st.sampled_from([(), MAPPED, ("username:sub", "email:name"), ("x",)]),
        "enforcePrincipalDomain": st.booleans(),
        "useRolesFromProvider": st.booleans(),
        "enableSelfSignup": st.booleans(),
        "jwtTeamClaimMapping": st.sampled_from(["", "department"]),
        "adminPrincipals": st.sampled_from([(), ("a",)]),
    }
)


def is_whole(outlook: Outlook) -> bool:
    """Every result says by what it was decided and where that is from, and everything can be translated."""
    for result in outlook.results:
        assert result.decided_by and result.source
        assert all(translated(text, str) == text for text in (result.decided_by, result.value, result.unverified))
    assert outlook.verdict.state in (State.GOOD, State.UNSURE, State.REFUSED)
    return bool(outlook.verdict.sentence)


@given(claims=CLAIMS, settings=SETTINGS, line=st.sampled_from(LINES))
def test_any_claims_give_an_outlook(claims, settings, line):
    made = config(**settings)

    assert is_whole(foresee_token(made, Release(line), claims))
    assert claims_read(made, Release(line), claims).keys() <= claims.keys()


@given(
    name_id=st.text(),
    attributes=st.dictionaries(st.text(), st.lists(st.text()).map(tuple)),
    line=st.sampled_from(LINES),
)
def test_any_assertion_gives_an_outlook(name_id, attributes, line):
    made = config(provider="saml", clientType="public", jwtTeamClaimMapping="department")

    assert is_whole(foresee_assertion(made, Release(line), Assertion(name_id, attributes)))


@given(mail=st.text(), groups=st.lists(st.text()).map(tuple), line=st.sampled_from(LINES))
def test_any_entry_gives_an_outlook(mail, groups, line):
    made = config(provider="ldap", clientType="public")

    assert is_whole(foresee_directory(made, Release(line), DirectoryEntry(mail, groups)))


OPENID = [(kind, flow) for kind, flow in cases.COMBINATIONS if KINDS[kind].protocol is Protocol.OIDC]


@pytest.mark.parametrize("line", RELEASES)
@pytest.mark.parametrize(("kind", "flow"), OPENID, ids=[f"{kind}-{flow}" for kind, flow in OPENID])
def test_what_the_portal_exports_signs_a_person_in(kind, flow, line):
    """With OpenMetadata's own defaults and an address in the token."""
    release = RELEASES[line]
    claims = {"sub": "1", "email": "ada@acme.example", "preferred_username": "ada@acme.example"}
    application = cases.application(kind, flow)

    outlook = foresee_token(assemble(application, server_by_default(release)), release, claims)

    assert outlook.verdict.state is State.GOOD, outlook.verdict
