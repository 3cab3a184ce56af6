import yaml

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import SecretsMode
from tests.openmetadata.cases import config, export_for
from tests.openmetadata.deployed import text_of
from tests.openmetadata.facts import fact


def test_bare_metal_blocks_hold_every_line_of_the_shipped_ones() -> None:
    made = yaml.safe_load(text_of(export_for(config(), "bare-metal"), "openmetadata-sso.yaml"))
    shipped = yaml.safe_load(fact("conf/1.9.openmetadata.yaml").replace(":-}", "}"))
    assert set(made) == {"authorizerConfiguration", "authenticationConfiguration"}
    assert set(made["authorizerConfiguration"]) == set(shipped["authorizerConfiguration"])
    others = {"samlConfiguration", "ldapConfiguration"}
    assert set(made["authenticationConfiguration"]) == set(shipped["authenticationConfiguration"]) - others
    oidc = made["authenticationConfiguration"]["oidcConfiguration"]
    assert set(oidc) == set(shipped["authenticationConfiguration"]["oidcConfiguration"])


def test_bare_metal_modes_write_the_secret_their_way() -> None:
    def text(mode: SecretsMode) -> str:
        return text_of(export_for(config(secret="a${X}"), "bare-metal", mode), "openmetadata-sso.yaml")

    assert 'secret: "REPLACE_WITH_OIDC_CLIENT_SECRET"' in text(SecretsMode.PLACEHOLDER)
    assert 'secret: ${OIDC_CLIENT_SECRET:-""}' in text(SecretsMode.REFERENCE)
    assert 'secret: "a$${X}"' in text(SecretsMode.REAL)


def test_bare_metal_implicit_flow_has_no_oidc_block() -> None:
    text = text_of(export_for(config(flow=Flow.IMPLICIT), "bare-metal"), "openmetadata-sso.yaml")
    assert "oidcConfiguration" not in text


def test_bare_metal_long_text_is_not_folded() -> None:
    name = "long " * 60 + "end"
    text = text_of(export_for(config(provider_name=name), "bare-metal"), "openmetadata-sso.yaml")
    assert f'providerName: "{name}"\n' in text
