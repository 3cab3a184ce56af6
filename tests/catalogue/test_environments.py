"""What each kind's environments have of their own, and names of environments."""

import pytest

from sso_providers.catalogue import KINDS, Application, Flow
from sso_providers.catalogue.environment_names import in_other_environment
from sso_providers.catalogue.environments import CLIENT_ID, OWN, Need, is_same_application, own_values
from sso_providers.catalogue.spec import Protocol
from sso_providers.openmetadata import environments
from sso_providers.openmetadata.server import FIELDS, Server
from tests import people

FLOWS = [(kind, flow) for kind in KINDS.values() for flow in kind.flows]
# What of a kind's own fields is the same in every environment.
SAME_EVERYWHERE = {
    "saml": {"name_id_format"},
    "ldap": {"port", "tls", "mail_attribute"},
}
MUST = {kind: {"client_id"} for kind in ("auth0", "azure", "google", "okta", "aws-cognito", "one-login")} | {
    "saml": {"sp_entity_id"}
}


def test_own_names_every_kind():
    assert OWN.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_own_names_fields_of_the_kind_once_with_a_sentence(kind):
    fields = {field.name for flow in kind.flows for field in kind.fields[flow]} | {CLIENT_ID}
    names = [own.name for own in OWN[kind.id]]

    assert set(names) <= fields
    assert len(names) == len(set(names))
    assert all(own.why.endswith(".") for own in OWN[kind.id])


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_own_says_what_must_differ(kind):
    must = {own.name for own in OWN[kind.id] if own.need is Need.MUST}

    assert must == MUST.get(kind.id, set())


@pytest.mark.parametrize(("kind", "flow"), FLOWS)
def test_own_has_all_that_is_pasted_from_the_provider(kind, flow):
    """A field that is added to the form's first part has to be decided about."""
    pasted = {field.name for field in kind.fields[flow] if field.section == "provider"}
    named = {own.name for own in own_values(kind, flow)}

    assert pasted - SAME_EVERYWHERE.get(kind.id, set()) <= named
    assert (CLIENT_ID in named) is (kind.protocol is Protocol.OIDC)


def application(kind: str, flow: str = Flow.CODE, client_id: str = "", **settings: str) -> Application:
    found = KINDS[kind]
    cleaned = found.clean(Flow(flow), {**people.SETTINGS[kind], **settings})
    return Application(kind=found, flow=Flow(flow), client_id=client_id or "one", settings=cleaned)


@pytest.mark.parametrize(("kind", "flow"), FLOWS)
def test_same_application_is_one_of_the_same_client_and_issuer(kind, flow):
    one = application(kind.id, flow)

    assert is_same_application(one, one) is (kind.protocol is Protocol.OIDC)
    assert not is_same_application(one, application(kind.id, flow, client_id="two"))


def test_same_application_is_another_one_at_another_issuer():
    assert not is_same_application(application("keycloak"), application("keycloak", realm="staging"))
    assert not is_same_application(application("auth0"), application("okta"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Okta · production", "Okta · staging"),
        ("okta-prod", "okta-staging"),
        ("PROD", "STAGING"),
        ("Staging of Acme", "Production of Acme"),
        ("https://metadata.prod.acme.example", "https://metadata.staging.acme.example"),
        ("https://openmetadata-dev.acme.example", "https://openmetadata-production.acme.example"),
        ("Okta", ""),
        ("", ""),
        ("product", ""),
        ("x7int9", ""),
        ("prod1", ""),
    ],
)
def test_in_other_environment_replaces_its_name(text, expected):
    assert in_other_environment(text) == expected


def test_own_of_an_installation_names_its_columns_and_options():
    names = {own.name for own in environments.OWN}

    assert len(names) == len(environments.OWN)
    assert names <= {each.name for each in FIELDS} | set(Server.__dataclass_fields__)
    assert {own.name for own in environments.OWN if own.need is Need.MUST} == {"url"}
    assert {name for name in names if name.startswith("jwt_")} == {
        each.name for each in FIELDS if each.name.startswith("jwt_")
    }
