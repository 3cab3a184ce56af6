"""Claims that name the user."""

from typing import Any

import pytest

from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.claims import RULES
from sso_providers.openmetadata.rules.claims.principals import DEFAULT

from .examined import ENTRA, Answer, Values, ask, ask_one, path, subject

OIDC: Values = {"provider": "custom-oidc"}


def claims(*names: str, **more: Any) -> Values:
    return {**OIDC, "jwtPrincipalClaims": names, **more}


def mapping(*items: str, **more: Any) -> Values:
    return {**OIDC, "jwtPrincipalClaimsMapping": items, **more}


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


@pytest.mark.parametrize("names", [(), ("",), (" ",)])
def test_empty_claims_are_found(names):
    answer = one("principal-claims-empty", claims(*names))

    assert (answer.setting, answer.level, answer.fix) == (path("jwtPrincipalClaims"), Level.ERROR, DEFAULT)


def test_empty_claims_that_count_less_or_not_are_not_errors():
    mapped = {"jwtPrincipalClaimsMapping": ("username:sub", "email:email")}

    assert one("principal-claims-empty", claims(**mapped)).level is Level.WARNING
    assert none("principal-claims-empty", claims("email"))
    assert none("principal-claims-empty", OIDC)
    assert none("principal-claims-empty", {**claims(), "provider": "saml"})


@pytest.mark.parametrize(
    ("names", "fix"),
    [
        (("preferred_username", "email", "sub"), DEFAULT),
        (("sub", "email"), ("email", "sub")),
        (("preferred_username", "sub"), DEFAULT),
        (("upn", "preferred_username", "email"), ("email", "upn", "preferred_username")),
    ],
)
def test_other_claim_before_email_is_found(names, fix):
    answer = one("principal-claims-order", claims(*names))

    assert (answer.setting, answer.level, answer.fix) == (path("jwtPrincipalClaims"), Level.WARNING, fix)


def test_preferred_username_first_with_enforced_domain_is_an_error():
    enforced = {"authorizer.enforcePrincipalDomain": True}

    assert one("principal-claims-order", claims("preferred_username", "email", **enforced)).level is Level.ERROR
    assert one("principal-claims-order", claims("sub", "email", **enforced)).level is Level.WARNING


@pytest.mark.parametrize(
    "values",
    [
        claims("email", "preferred_username", "sub"),
        claims("preferred_username", "email", jwtPrincipalClaimsMapping=("username:sub", "email:email")),
        {**claims("preferred_username", "email"), "provider": "ldap"},
        OIDC,
    ],
)
def test_email_first_is_fine(values):
    assert none("principal-claims-order", values)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"provider": "azure"}, Level.ERROR),
        ({"authority": ENTRA}, Level.ERROR),
        ({}, Level.WARNING),
    ],
)
def test_email_alone_is_found(values, level):
    answer = one("principal-claims-email-alone", claims("email", **values))

    assert (answer.level, answer.fix) == (level, DEFAULT)
    assert none("principal-claims-email-alone", claims("email", "sub", **values))
    mapped = ("username:preferred_username", "email:email")
    assert none("principal-claims-email-alone", claims("email", jwtPrincipalClaimsMapping=mapped, **values))


@pytest.mark.parametrize(
    ("names", "fix"),
    [
        (("mail", "preferred_username"), ("email", "preferred_username")),
        (("email", "preferred-username"), ("email", "preferred_username")),
        (("username:preferred_username", "email:email"), ("email", "preferred_username")),
        ((" email", "sub"), ("email", "sub")),
    ],
)
def test_misspelt_claim_is_found(names, fix):
    assert one("principal-claims-misspelt", claims(*names)).fix == fix
    assert none("principal-claims-order", claims(*names))


def test_claim_in_capital_letters_is_fine():
    """JwtFilter and AuthenticationCodeFlowHandler look claims up in a map that ignores case (OpenMetadata #5154)."""
    assert none("principal-claims-misspelt", claims("Email", "sub"))
    assert none("principal-claims-order", claims("Email", "sub"))


@pytest.mark.parametrize("names", [("email", "upn"), ("email", "https://acme.example/name"), ("email", "oid")])
def test_claim_that_some_token_may_have_is_fine(names):
    assert none("principal-claims-misspelt", claims(*names))


@pytest.mark.parametrize(
    ("release", "client", "level"),
    [("1.12", "confidential", Level.WARNING), ("2.0", "confidential", Level.ERROR), ("2.0", "public", Level.WARNING)],
)
def test_claims_that_own_tokens_lack_are_found(release, client, level):
    answer = one("principal-claims-not-of-bots", claims("upn", "unique_name", clientType=client), release=release)

    assert (answer.level, answer.fix) == (level, (*DEFAULT, "upn", "unique_name"))
    assert none("principal-claims-not-of-bots", claims("upn", "sub"), release=release)


@pytest.mark.parametrize(
    ("items", "fix"),
    [
        (("username:sub",), ("username:sub", "email:email")),
        (("email:mail",), ("username:preferred_username", "email:mail")),
        (("Username:sub", "Email:email"), ("username:sub", "email:email")),
        (("username: sub", "email: email"), ("username:sub", "email:email")),
        (("username=sub", "email=email"), ("username:sub", "email:email")),
        (("username:sub", "email:email", "name:name"), ("username:sub", "email:email")),
        (("username:sub", "username:upn", "email:email"), ("username:sub", "email:email")),
        (("preferred_username:username", "email:email"), ("username:preferred_username", "email:email")),
        (("preferred_username",), ("username:preferred_username", "email:email")),
        (("username:", "email:email"), ("username:preferred_username", "email:email")),
        (("username", "email"), ("username:preferred_username", "email:email")),
    ],
)
def test_mapping_that_is_not_two_pairs_is_found(items, fix):
    answer = one("claims-mapping-malformed", mapping(*items))

    assert (answer.setting, answer.level, answer.fix) == (path("jwtPrincipalClaimsMapping"), Level.ERROR, fix)


@pytest.mark.parametrize(
    "values",
    [
        mapping("username:sub", "email:email"),
        mapping("email:email", "username:preferred_username"),
        mapping(),
        mapping(""),
        {**mapping("username:sub"), "provider": "saml"},
        OIDC,
    ],
)
def test_mapping_of_two_pairs_is_fine(values):
    assert none("claims-mapping-malformed", values)


@pytest.mark.parametrize(
    ("items", "fix"),
    [
        (("email:email", "username:unique_name"), ("username:preferred_username", "email:email")),
        (("username:suffixed_name", "email:email"), ("username:preferred_username", "email:email")),
        (("username:sub", "email:upn"), ("username:sub", "email:email")),
    ],
)
@pytest.mark.parametrize(
    ("release", "client", "level"),
    [("1.5", "public", Level.WARNING), ("1.13", "confidential", Level.WARNING), ("2.0", "confidential", Level.ERROR)],
)
def test_mapping_to_claims_that_own_tokens_lack_is_found(items, fix, release, client, level):
    answer = one("claims-mapping-not-of-bots", mapping(*items, clientType=client), release=release)

    assert (answer.level, answer.fix) == (level, fix)


@pytest.mark.parametrize("items", [("username:sub", "email:email"), ("username:name", "email:email"), ()])
def test_mapping_to_claims_of_own_tokens_is_fine(items):
    assert none("claims-mapping-not-of-bots", mapping(*items), release="2.0")


@pytest.mark.parametrize("claim", ["preferred_username", "sub", "name"])
def test_address_from_another_claim_is_found(claim):
    answer = one("claims-mapping-without-address", mapping("username:sub", f"email:{claim}"))

    assert (answer.level, answer.fix) == (Level.WARNING, ("username:sub", "email:email"))
    assert none("claims-mapping-without-address", mapping("username:sub", "email:email"))
    assert none("claims-mapping-without-address", mapping("username:sub", "email:upn"))


@pytest.mark.parametrize(("release", "level"), [("1.11", Level.WARNING), ("1.12", Level.ERROR)])
def test_namespaced_claim_is_found(release, level):
    values = mapping("username:sub", "email:https://acme.example/email")

    answer = one("claims-mapping-namespaced", values, release=release)

    assert (answer.level, answer.fix) == (level, ("username:sub", "email:email"))
    assert none("claims-mapping-namespaced", values, release="1.10")
    assert none("claims-mapping-namespaced", mapping("username:sub", "email:email"), release=release)


def test_mapping_on_a_release_without_it_is_found():
    assert one("claims-mapping-too-early", mapping("username:sub", "email:email"), release="1.4").fix is None
    assert none("claims-mapping-too-early", mapping("username:sub", "email:email"), release="1.5")
    assert none("claims-mapping-too-early", mapping(), release="1.4")


@pytest.mark.parametrize(
    ("text", "fix"), [("team:department", "department"), ("[department]", "department"), ("my teams", None)]
)
def test_team_claim_that_is_no_name_is_found(text, fix):
    assert one("team-claim-malformed", {**OIDC, "jwtTeamClaimMapping": text}).fix == fix


@pytest.mark.parametrize("text", ["department", ""])
def test_team_claim_that_is_a_name_is_fine(text):
    assert none("team-claim-malformed", {**OIDC, "jwtTeamClaimMapping": text})


def test_long_lists_take_no_time_to_speak_of():
    many = tuple(f"claim{number}" for number in range(50_000))

    assert len(one("principal-claims-not-of-bots", claims(*many)).message) < 1000
    assert len(one("claims-mapping-malformed", mapping(*many)).message) < 1000
