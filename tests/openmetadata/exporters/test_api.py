import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from sso_providers.catalogue import Flow, Release, UnknownName
from sso_providers.openmetadata.artifacts import Export, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.quoting import Unquotable
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, settings_for
from tests.openmetadata.cases import CANARY, COMBINATIONS, LINES, SERVER, awkward, config, export_for, full
from tests.openmetadata.deployed import by_ops, over_api
from tests.openmetadata.facts import fact

STORING = [release for release in LINES if release >= Release("1.10")]
NEWEST = STORING[-1]
OWN_KEYS = "https://openmetadata.acme.example/api/v1/system/config/jwks"
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed: apt-get install jq.")


def rest(mode: SecretsMode = SecretsMode.REAL, *, release: Release = NEWEST, **more: object) -> Export:
    return export_for(config(**more), "api", mode, release=release, situation=Situation.RUNNING)  # type: ignore[arg-type]


@pytest.mark.parametrize("release", STORING, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_api_both_variants_hold_to_the_schema_of_the_line(kind: str, flow: Flow, release: Release) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(fact(f"schemas/{release}/securityConfiguration.json")))
    configuration = assemble(full(kind, flow), SERVER)
    document = over_api(export_for(configuration, "api", release=release))
    schema.validate(document)
    assert set(document) == {"authenticationConfiguration", "authorizerConfiguration"}
    if release >= Release("1.12"):
        stored = by_ops(export_for(configuration, "api", variant="ops", release=release))
        schema.validate(stored)
        keys = document["authenticationConfiguration"].pop("publicKeyUrls")
        assert set(keys) <= set(stored["authenticationConfiguration"].pop("publicKeyUrls"))
        assert stored == document


@pytest.mark.parametrize("release", STORING, ids=str)
def test_api_default_that_is_left_out_is_the_default_of_the_schema_too(release: Release) -> None:
    """What is not sent takes the schema's default, what a file does not say that of openmetadata.yaml."""
    definitions = json.loads(fact(f"schemas/{release}/securityConfiguration.json"))["$defs"]
    blocks = {AUTHENTICATION: "AuthenticationConfiguration", "authorizerConfiguration": "AuthorizerConfiguration"}
    said = assemble(full("auth0", Flow.CODE), SERVER).values
    for setting in settings_for(release):
        block, _, name = setting.path.partition(".")
        if setting.path in said or "." in name or block not in blocks:
            continue
        default = definitions[blocks[block]]["properties"][name].get("default")
        assert default == setting.default or not (default or setting.default), setting.path


def test_rest_holds_the_active_provider_only() -> None:
    base = assemble(full("ldap", Flow.NONE), SERVER)
    mixed = replace(base, values={**base.values, f"{OIDC}.id": "x", f"{OIDC}.scope": "openid"})
    blocks = over_api(export_for(mixed, "api", release=NEWEST))["authenticationConfiguration"]
    assert "ldapConfiguration" in blocks and "oidcConfiguration" not in blocks


def test_rest_types_are_those_of_the_schema() -> None:
    custom = '{"customParamKey1": "acr", "customParamValue1": "it\'s ${X}"}'
    base = config(max_age="28800")
    made = export_for(replace(base, values={**base.values, f"{OIDC}.customParams": custom}), "api", release=NEWEST)
    oidc = over_api(made)["authenticationConfiguration"]["oidcConfiguration"]
    assert (oidc["useNonce"], oidc["maxAge"], oidc["maxClockSkew"], oidc["tenant"]) == ("true", "28800", "", "")
    assert (oidc["tokenValidity"], oidc["disablePkce"]) == (3600, True)
    assert oidc["customParams"] == {"customParamKey1": "acr", "customParamValue1": "it's ${X}"}


def test_rest_setting_without_a_variable_is_sent() -> None:
    made = over_api(export_for(assemble(full("saml", Flow.NONE), SERVER), "api", release=NEWEST))
    assert made["authenticationConfiguration"]["jwtTeamClaimMapping"] == "department"


def test_rest_cognito_goes_without_own_keys_and_ops_keeps_them() -> None:
    configuration = config("aws-cognito")
    sent = export_for(configuration, "api", release=NEWEST)
    assert OWN_KEYS not in over_api(sent)["authenticationConfiguration"]["publicKeyUrls"]
    assert any("refuses them" in note for note in sent.notes)
    stored = by_ops(export_for(configuration, "api", variant="ops", release=NEWEST))
    assert OWN_KEYS in stored["authenticationConfiguration"]["publicKeyUrls"]
    assert OWN_KEYS in over_api(rest())["authenticationConfiguration"]["publicKeyUrls"]


def test_api_token_settings_are_left_out_with_a_note() -> None:
    for variant in ("rest", "ops"):
        made = export_for(config(options={"jwt_issuer": "acme"}), "api", variant=variant, release=NEWEST)
        assert "jwtTokenConfiguration" not in made.artifacts[0].text
        assert any("jwtTokenConfiguration is left out" in note for note in made.notes)


def test_api_older_line_is_told_what_to_use() -> None:
    with pytest.raises(Unsupported, match=r"1\.9 reads its files at every start: use another target"):
        rest(release=Release("1.9"))
    with pytest.raises(Unsupported, match=r"from 1\.12 on: for 1\.11 use another variant"):
        export_for(config(), "api", variant="ops", release=Release("1.11"))
    with pytest.raises(UnknownName, match="use one of placeholder, real"):
        export_for(config(), "api", SecretsMode.REFERENCE, variant="ops", release=NEWEST)


def test_api_modes_write_the_secret_their_way() -> None:
    def secret(document: dict) -> str:
        return document["authenticationConfiguration"]["oidcConfiguration"]["secret"]

    assert secret(over_api(rest(SecretsMode.PLACEHOLDER))) == "REPLACE_WITH_OIDC_CLIENT_SECRET"
    assert secret(over_api(rest(SecretsMode.REAL))) == CANARY
    for text in ("a${X}", "$${X}", 'it\'s "x" \\'):
        assert secret(over_api(rest(secret=text))) == text
        assert secret(by_ops(export_for(config(secret=text), "api", variant="ops", release=NEWEST))) == text


@pytest.mark.parametrize("variant", ["rest", "ops"])
@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_api_text_that_no_file_holds_is_refused(variant: str, text: str) -> None:
    with pytest.raises(Unquotable):
        export_for(awkward(text), "api", variant=variant, release=NEWEST)


def test_rest_file_shows_characters_that_can_not_be_seen() -> None:
    text = "\u202etxet\u2028\x85\xa0\ufeff é 東"
    made = export_for(awkward(text), "api", release=NEWEST)
    assert r"\u202etxet\u2028\u0085\u00a0\ufeff é 東" in made.artifacts[0].text
    assert over_api(made)["authenticationConfiguration"]["clientId"] == text


FAKE_CURL = """\
#!/bin/bash
printf '%s\\n' "$@" >> "$LOG/arguments"
while [ $# -gt 0 ]; do
  case "$1" in
    --header) case "$2" in @*) cat "${2#@}" >> "$LOG/headers" ;; esac ;;
    --data-binary) if [ "$2" = @- ]; then cat > "$LOG/body"; else cp "${2#@}" "$LOG/body"; fi ;;
    --output) printf '{"a": {"b": null}, "c": 1}' > "$2" ;;
  esac
  shift
done
"""


def played(export: Export, folder: Path, *answers: str) -> Path:
    """The export's commands in one bash, with a curl that only writes down what it is given."""
    (folder / "curl").write_text(FAKE_CURL, encoding="utf-8")
    (folder / "curl").chmod(0o755)
    for artifact in export.artifacts:
        (folder / artifact.name).write_text(artifact.text, encoding="utf-8")
    script = "\n".join(step.command for step in export.steps)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "LOG": str(folder), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        ["bash", "-ec", script],
        cwd=folder,
        env=environment,
        input="".join(f"{answer}\n" for answer in answers).encode(),
        check=True,
        capture_output=True,
    )
    return folder


@needs_jq
@pytest.mark.parametrize("secret", ["simple", 'it\'s "$5" ${X} \\ ünï', "12345678"])
def test_rest_reference_sends_token_and_secret_past_the_process_list(secret: str, tmp_path: Path) -> None:
    export = rest(SecretsMode.REFERENCE)
    way_back = export.steps[-1]
    sent = played(replace(export, steps=export.steps[:-1]), tmp_path, "the-token", secret)
    arguments = (sent / "arguments").read_text("utf-8")
    assert "the-token" not in arguments and secret not in arguments
    assert "Authorization: Bearer the-token" in (sent / "headers").read_text("utf-8")
    body = json.loads((sent / "body").read_text("utf-8"))
    assert body["authenticationConfiguration"]["oidcConfiguration"]["secret"] == secret
    body["authenticationConfiguration"]["oidcConfiguration"]["secret"] = "REPLACE_WITH_OIDC_CLIENT_SECRET"
    assert body == over_api(export)
    assert secret not in str(way_back)


@needs_jq
def test_rest_reference_fills_in_every_secret(tmp_path: Path) -> None:
    export = export_for(assemble(full("ldap", Flow.NONE), SERVER), "api", SecretsMode.REFERENCE, release=NEWEST)
    sent = played(replace(export, steps=export.steps[:-1]), tmp_path, "the-token", "first", "second")
    ldap = json.loads((sent / "body").read_text("utf-8"))["authenticationConfiguration"]["ldapConfiguration"]
    assert ldap["dnAdminPassword"] == "first"
    assert ldap["trustStoreConfig"]["customTrustManagerConfig"]["trustStoreFilePassword"] == "second"


@needs_jq
def test_rest_way_back_leaves_out_blocks_of_nothing(tmp_path: Path) -> None:
    sent = played(rest(SecretsMode.REAL), tmp_path, "the-token")
    assert json.loads((sent / "body").read_text("utf-8")) == {"c": 1}
    assert (sent / "stored-security-config.json").stat().st_mode & 0o077 == 0


def test_rest_steps_validate_before_they_store() -> None:
    commands = [step.command for step in rest().steps]
    validate = next(number for number, command in enumerate(commands) if "/security/validate" in command)
    store = next(number for number, command in enumerate(commands) if "--request PUT" in command)
    keep = next(number for number, command in enumerate(commands) if "stored-security-config.json" in command)
    assert keep < validate < store
    assert "--output /dev/null" in commands[store]


def test_ops_steps_know_the_containers() -> None:
    commands = [step.command for step in export_for(config(), "api", variant="ops", release=NEWEST).steps]
    one_off = "docker compose run --rm --no-deps -T --entrypoint bash openmetadata-server"
    for inside in (one_off, "kubectl exec --stdin deployment/openmetadata -- bash"):
        [command] = [each for each in commands if inside in each]
        assert command.index("get-security-config") < command.index("update-security-config") < command.index("restart")


def test_ops_file_is_yaml_without_substitution() -> None:
    text = export_for(config(provider_name="a ${X}"), "api", variant="ops", release=NEWEST).artifacts[0].text
    assert yaml.safe_load(text)["authenticationConfiguration"]["providerName"] == "a ${X}"
    assert "$${" not in text
