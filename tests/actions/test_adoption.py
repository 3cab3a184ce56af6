"""Rows made of a configuration: both of them, or none."""

from dataclasses import replace

import pytest

from sso_providers.actions import adoption
from sso_providers.actions.adoption import Names
from sso_providers.actions.deployments import InvalidDeployment
from sso_providers.actions.exports import configuration
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration
from sso_providers.openmetadata.adopt import Draft, adopt
from tests.openmetadata import cases
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db
REGISTRATION = Names(slug="acme", name="Acme SSO")
DEPLOYMENT = Names(slug="production", name="Production")


def draft(kind: str = "okta", flow: Flow = Flow.CODE) -> Draft:
    return adopt(cases.config(kind, flow, CANARY))


def adopted(made_of: Draft, **server: object) -> Deployment:
    return adoption.adopt(
        draft=made_of,
        registration=REGISTRATION,
        deployment=DEPLOYMENT,
        server={"release": "1.9", **server},
        secrets={},
        by=SOMEONE,
    )


@pytest.mark.parametrize(("kind", "flow"), cases.COMBINATIONS)
def test_adopted_rows_give_the_configuration_that_they_were_made_of(kind, flow):
    config = cases.config(kind, flow)
    deployment = adoption.adopt(
        draft=adopt(config),
        registration=REGISTRATION,
        deployment=DEPLOYMENT,
        server={"release": "1.9"},
        secrets=adopt(config).secrets,
        by=SOMEONE,
    )
    again = configuration(Deployment.objects.get(pk=deployment.pk), with_secret=True)
    assert again == config


def test_adopt_stores_no_secret_unasked():
    deployment = adopted(draft())
    assert not deployment.registration.secrets.exists()


def test_adopt_stores_the_secrets_that_are_asked_for():
    deployment = adoption.adopt(
        draft=draft(),
        registration=REGISTRATION,
        deployment=DEPLOYMENT,
        server={"release": "1.9"},
        secrets={"client_secret": Secret(CANARY)},
        by=SOMEONE,
    )
    assert deployment.registration.application(with_secret=True).client_secret == Secret(CANARY)


def test_adopt_with_a_bad_deployment_makes_no_registration_either():
    with pytest.raises(InvalidDeployment, match="several domains"):
        adopted(draft(), principal_domain="acme.example, other.example")
    assert not ProviderRegistration.objects.exists()
    assert not AuditEvent.objects.exists()


def test_adopt_of_a_bad_registration_says_what_is_wrong():
    with pytest.raises(InvalidRegistration, match="domain"):
        adopted(replace(draft(), settings={"domain": "https://acme okta"}))


def test_adopt_is_recorded():
    adopted(draft())
    assert set(AuditEvent.objects.values_list("target", flat=True)) == {"acme", "production"}
