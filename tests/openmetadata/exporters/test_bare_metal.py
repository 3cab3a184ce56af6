import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
import yaml

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.archive import as_zip
from sso_providers.openmetadata.artifacts import Export, SecretsMode, Unsupported
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.settings import AUTHENTICATION
from tests.openmetadata import consumer
from tests.openmetadata.cases import SERVER, config, export_for, full
from tests.openmetadata.deployed import on_bare_metal, text_of
from tests.openmetadata.facts import conf

CONF = """\
# Ours.
clusterName: acme   # prod
authorizerConfiguration:
  adminPrincipals: ${AUTHORIZER_ADMIN_PRINCIPALS:-[admin]}
authenticationConfiguration:
  provider: ${AUTHENTICATION_PROVIDER:-basic}
  enableAutoRedirect: true
  oidcConfiguration:
    secret: ${OIDC_CLIENT_SECRET:-""}
database:
  password: "our own: #1"
"""


def merged(mode: SecretsMode = SecretsMode.REAL, text: str = CONF, **more: object) -> Export:
    made = config(**more)  # type: ignore[arg-type]
    return export_for(made, "bare-metal", mode, variant="merged", conf=text, release=Release("2.0"))


def body(export: Export) -> str:
    return export.artifacts[0].text.partition("\n\n")[2]


def test_blocks_hold_every_line_of_the_shipped_ones() -> None:
    made = yaml.safe_load(text_of(export_for(config(), "bare-metal"), "openmetadata-sso.yaml"))
    shipped = yaml.safe_load(conf(Release("1.9")).replace(":-}", "}"))
    assert set(made) == {"authorizerConfiguration", "authenticationConfiguration"}
    assert set(made["authorizerConfiguration"]) == set(shipped["authorizerConfiguration"])
    others = {"samlConfiguration", "ldapConfiguration"}
    assert set(made["authenticationConfiguration"]) == set(shipped["authenticationConfiguration"]) - others
    oidc = made["authenticationConfiguration"]["oidcConfiguration"]
    assert set(oidc) == set(shipped["authenticationConfiguration"]["oidcConfiguration"])


def test_blocks_modes_write_the_secret_their_way() -> None:
    def text(mode: SecretsMode) -> str:
        return text_of(export_for(config(secret="a${X}"), "bare-metal", mode), "openmetadata-sso.yaml")

    assert 'secret: "REPLACE_WITH_OIDC_CLIENT_SECRET"' in text(SecretsMode.PLACEHOLDER)
    assert 'secret: ${OIDC_CLIENT_SECRET:-""}' in text(SecretsMode.REFERENCE)
    assert 'secret: "a$${X}"' in text(SecretsMode.REAL)


def test_blocks_implicit_flow_has_no_oidc_block() -> None:
    text = text_of(export_for(config(flow=Flow.IMPLICIT), "bare-metal"), "openmetadata-sso.yaml")
    assert "oidcConfiguration" not in text


def test_blocks_long_text_is_not_folded() -> None:
    name = "long " * 60 + "end"
    text = text_of(export_for(config(provider_name=name), "bare-metal"), "openmetadata-sso.yaml")
    assert f'providerName: "{name}"\n' in text


def test_blocks_own_token_settings_come_with_the_whole_block() -> None:
    made = export_for(config(options={"jwt_issuer": "acme.example"}), "bare-metal")
    document = on_bare_metal(made, {"RSA_PUBLIC_KEY_FILE_PATH": "/etc/own.der"})
    assert document["jwtTokenConfiguration"] == {
        "rsapublicKeyFilePath": "/etc/own.der",
        "rsaprivateKeyFilePath": "./conf/private_key.der",
        "jwtissuer": "acme.example",
        "keyId": "Gb389a-9f76-gdjs-a92j-0242bk94356",
    }
    commands = "\n".join(step.command for step in made.steps)
    assert "grep -cE '^(authorizer|authentication|jwtToken)Configuration *:'" in commands
    assert any("the answer is 3" in step.text for step in made.steps)


@pytest.mark.parametrize(("kind", "block"), [("saml", "samlConfiguration"), ("ldap", "ldapConfiguration")])
def test_blocks_of_saml_and_ldap_have_their_own(kind: str, block: str) -> None:
    made = on_bare_metal(export_for(assemble(full(kind, Flow.NONE), SERVER), "bare-metal"))
    found = made["authenticationConfiguration"]
    assert {"oidcConfiguration", "samlConfiguration", "ldapConfiguration"} & set(found) == {block}


def test_merged_changes_only_what_is_ours() -> None:
    made = merged()
    text = body(made)
    assert text.startswith("# Ours.\nclusterName: acme   # prod\n")
    assert text.endswith('database:\n  password: "our own: #1"\n')
    assert "  provider: auth0\n" in text
    document: Any = consumer.load(made.artifacts[0].text, {})
    assert document["authenticationConfiguration"]["oidcConfiguration"]["secret"].startswith("canary")
    assert made.artifacts[0].name == "openmetadata.yaml"


def test_merged_of_merged_has_one_header_and_the_same_body() -> None:
    once = merged()
    again = merged(text=once.artifacts[0].text)
    assert again.artifacts == once.artifacts
    assert merged(text=once.artifacts[0].text.replace("\n", "\r\n")).artifacts[0].text.count("# sha256") == 1


def test_merged_byte_order_mark_stays_first() -> None:
    text = merged(text=f"\ufeff{CONF}").artifacts[0].text
    assert text.startswith("\ufeff# Your conf/openmetadata.yaml") and text.count("\ufeff") == 1
    assert merged(text=text).artifacts[0].text == text


def test_merged_modes_write_the_secret_their_way() -> None:
    for mode, expected in (
        (SecretsMode.PLACEHOLDER, '"REPLACE_WITH_OIDC_CLIENT_SECRET"'),
        (SecretsMode.REFERENCE, '${OIDC_CLIENT_SECRET:-""}'),
        (SecretsMode.REAL, r'"a\u0024{X} \u0024HOME"'),
    ):
        assert f"    secret: {expected}\n" in body(merged(mode, secret="a${X} $HOME"))


def test_merged_names_what_the_file_decides_itself_and_what_stops_the_server() -> None:
    odd = CONF.replace("  adminPrincipals", "  botPrincipals: [bot]\n  adminPrincipals")
    notes = merged(text=odd).notes
    assert "Your file also sets authenticationConfiguration.enableAutoRedirect: that stays as it is." in notes
    assert any("botPrincipals" in note and "refuses to start" in note for note in notes)
    assert not any("Your file" in note for note in merged(text=CONF.replace("true", "${X:-true}")).notes)


def test_merged_without_a_file_says_what_to_do() -> None:
    with pytest.raises(Unsupported, match="upload it, or take the blocks to paste"):
        merged(text="")


def test_merged_file_that_can_not_be_changed_names_line_and_path_and_shows_nothing_of_it() -> None:
    shared = "authorizerConfiguration: &x {secret: hidden-4711}\n"
    with pytest.raises(Unsupported, match=r"Line 1, authorizerConfiguration: An anchor or alias") as error:
        merged(text=shared)
    assert "hidden-4711" not in str(error.value)


def test_merged_steps_show_the_difference_before_the_file_is_put_in_place() -> None:
    commands = [step.command for step in merged().steps]
    order = [
        "cp -p conf/openmetadata.yaml conf/openmetadata.yaml.before-sso",
        "diff conf/openmetadata.yaml openmetadata.yaml",
    ]
    assert [command for command in commands if command in order] == order
    assert commands.index("cp openmetadata.yaml conf/openmetadata.yaml") > commands.index(order[1])


def test_merged_other_provider_keeps_the_inactive_blocks() -> None:
    made = export_for(
        replace(config(flow=Flow.IMPLICIT)), "bare-metal", variant="merged", conf=CONF, release=Release("2.0")
    )
    text = body(made)
    assert re.search(r"oidcConfiguration:\n    secret: \$\{OIDC_CLIENT_SECRET:-\"\"\}\n", text)
    assert not any(f"{AUTHENTICATION}.oidc" in note for note in made.notes)


def test_merged_file_with_a_damaged_header_of_windows_lines_ends() -> None:
    """Each line end matched in two ways would take longer than the universe has."""
    text = "# Your conf/openmetadata.yaml with the sign-in settings changed.\r\n" + "# a\r\n" * 60 + "x: y\r\n"
    [artifact] = export_for(config(), "bare-metal", variant="merged", conf=text).artifacts
    assert text in artifact.text.replace("\r\n", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize("mode", [SecretsMode.PLACEHOLDER, SecretsMode.REFERENCE, SecretsMode.REAL])
def test_merged_is_for_its_owner_alone_and_says_whose_secrets_it_holds(mode: SecretsMode) -> None:
    made = merged(mode)
    [artifact] = made.artifacts
    told = " ".join(artifact.text.partition("\n\n")[0].replace("# ", "").split())
    assert artifact.private and artifact.holds_own and artifact.mode == 0o600
    with zipfile.ZipFile(io.BytesIO(as_zip(made.artifacts))) as archive:
        assert archive.getinfo("openmetadata.yaml").external_attr >> 16 == 0o600
    if mode is SecretsMode.REAL:
        assert "HOLDS SECRETS of the registration, and what is yours: readable for its owner only (chmod 600)" in told
    else:
        assert "Holds no secret of the registration" in told
        assert "What is secret of yours is in it: readable for its owner only (chmod 600)" in told
    assert any("chmod 600" in step.command and "openmetadata.yaml" in step.command for step in made.steps)


def test_blocks_are_for_everyone_unless_they_hold_secrets() -> None:
    def permissions(mode: SecretsMode) -> int:
        return export_for(config(), "bare-metal", mode).artifacts[0].mode

    assert permissions(SecretsMode.PLACEHOLDER) == permissions(SecretsMode.REFERENCE) == 0o644
    assert permissions(SecretsMode.REAL) == 0o600


@pytest.mark.parametrize("secret", ['a"b', "a\\b", "a${X}", "$5"])
def test_blocks_filled_in_as_the_comment_says_hold_the_secret(secret: str) -> None:
    made = export_for(config(), "bare-metal", SecretsMode.PLACEHOLDER)
    written = secret.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\u0024")
    filled = made.artifacts[0].text.replace('"REPLACE_WITH_OIDC_CLIENT_SECRET"', f'"{written}"')
    document: Any = consumer.load(filled, {})
    assert document["authenticationConfiguration"]["oidcConfiguration"]["secret"] == secret
