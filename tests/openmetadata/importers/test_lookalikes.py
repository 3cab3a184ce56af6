"""Characters that nobody sees, or takes for others, in values of every format."""

import pytest

from sso_providers.catalogue import Value
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.diagnosis import diagnose
from sso_providers.openmetadata.importers import lookalikes
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Kind

AUTHORITY = f"{AUTHENTICATION}.authority"
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
MAPPING = f"{LDAP}.authRolesMapping"


@pytest.mark.parametrize(
    ("path", "value", "meant"),
    [
        (AUTHORITY, "“https://id.acme.example”", "https://id.acme.example"),
        (AUTHORITY, "‘https://id.acme.example’", "https://id.acme.example"),  # noqa: RUF001
        (AUTHORITY, "\u00a0https://id.acme.example\u00a0", "https://id.acme.example"),
        (AUTHORITY, "https://id.acme\u200b.example", "https://id.acme.example"),
        (KEYS, ("“https://a.example/k”", "https://b.example/k"), ("https://a.example/k", "https://b.example/k")),
        (MAPPING, "{“cn=a,dc=b”: [“Admin”]}", '{"cn=a,dc=b": ["Admin"]}'),
        (f"{OIDC}.customParams", '{"“hint”": "azure"}', '{"hint": "azure"}'),
    ],
)
def test_value_with_lookalikes_is_known_as_it_was_meant(path: str, value: Value, meant: Value) -> None:
    assert lookalikes.cleaned(SETTINGS[path], value) == meant


@pytest.mark.parametrize(
    "value",
    ["Firma “Süd” GmbH", "cn=Jürgen Müller,dc=acme", "OU=R\u00a0D,DC=acme", '{"cn=Größe,dc=acme": ["Admin"]}', ""],
)
def test_value_in_which_they_can_be_meant_stays(value: str) -> None:
    assert lookalikes.cleaned(SETTINGS[AUTHORITY], value) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("om.env", "AUTHENTICATION_PROVIDER=okta\nAUTHENTICATION_AUTHORITY=“https://acme.okta.com”\n"),
        ("openmetadata.yaml", "authenticationConfiguration:\n  provider: okta\n  authority: “https://acme.okta.com”\n"),
        (
            "values.yaml",
            "openmetadata:\n  config:\n    authentication:\n      provider: okta\n"
            "      authority: “https://acme.okta.com”\n",
        ),
        (
            "security.json",
            '{"authenticationConfiguration": {"provider": "okta", "authority": "“https://acme.okta.com”"}}',
        ),
    ],
)
def test_curly_quotes_are_one_finding_with_the_right_value(name: str, text: str) -> None:
    made = diagnose(importers.read(text.encode(), name=name))

    found = [(each.rule.id, each.fix) for each in made.findings if each.path == AUTHORITY]
    assert found == [(Kind.LOOKALIKE, "https://acme.okta.com")]


def test_lookalikes_in_a_secret_are_told_without_it() -> None:
    made = diagnose(importers.read("OIDC_CLIENT_SECRET=“canary-77”\n".encode()))

    (found,) = [each for each in made.findings if each.rule.id == Kind.LOOKALIKE]
    assert found.fix is None
    assert "canary" not in found.message


def test_no_break_space_at_the_end_is_told_though_compose_cuts_it() -> None:
    found = importers.read("AUTHENTICATION_PROVIDER=okta\u00a0\n".encode())

    assert [(each.kind, each.fix) for each in found.troubles] == [(Kind.LOOKALIKE, "okta")]
