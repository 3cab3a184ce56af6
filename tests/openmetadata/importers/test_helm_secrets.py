"""Secrets and ConfigMaps beside the values, and the variables that come by them."""

from base64 import b64encode

import pytest

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.importers.imported import Import
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SAML
from sso_providers.openmetadata.subject import Kind
from tests.openmetadata.cases import CANARY

from .helm_reading import CONFIG, authentication, block, imported, oidc, only, stated, told

REFERRED = oidc("clientId: {secretRef: s, secretKey: id}\nclientSecret: {secretRef: s, secretKey: secret}")
ID, SECRET = f"{OIDC}.id", f"{OIDC}.secret"


def manifest(name: str = "s", kind: str = "Secret", field: str = "stringData", **texts: str) -> str:
    pairs = "".join(f"  {key}: {text}\n" for key, text in texts.items())
    return f"apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{field}:\n{pairs}"


def encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        manifest(id="abc", secret=CANARY),
        manifest(field="data", id=encoded("abc"), secret=encoded(CANARY)),
        manifest(field="data", id=encoded("abc\n"), secret=encoded(f'"{CANARY}"\n')),
        manifest("other") + "---\n" + manifest(id="abc", secret=f"'\"{CANARY}\"'"),
        "kind: List\nitems:\n- kind: Secret\n  metadata: {name: s}\n  stringData: {id: abc, secret: " + CANARY + "}\n",
    ],
    ids=["stringData", "data", "line-ends", "documents", "list"],
)
def test_read_takes_what_references_name_from_a_manifest(text: str):
    for found in (imported(REFERRED, {"secret.yaml": text}), imported(f"{REFERRED}---\n{text}")):
        assert found.config.values == {ID: "abc", SECRET: Secret(CANARY)}
        assert told(found) == []


def test_read_without_a_manifest_knows_that_there_is_a_secret():
    found = imported(REFERRED)
    assert found.config.values == {SECRET: Secret("")}
    assert told(found) == []


@pytest.mark.parametrize(
    "text",
    [
        manifest("other", id="x"),
        manifest(kind="SealedSecret", id="x"),
        manifest(id="ENC[AES,x]", secret="ENC[AES,x]"),
        "::",
        "- a\n",
    ],
)
def test_read_with_a_manifest_that_does_not_tell_is_as_without(text: str):
    found = imported(REFERRED, {"x.yaml": text})
    assert (found.config.values, told(found)) == ({SECRET: Secret("")}, [])


@pytest.mark.parametrize(
    "text",
    [
        manifest(id="abc"),
        manifest(field="data", id=encoded("abc"), secret="%%%"),
        manifest(field="data", id=encoded("abc"), secret="/w=="),
    ],
)
def test_read_with_a_manifest_that_lacks_the_key_or_is_no_base64_says_so(text: str):
    found = imported(REFERRED, {"x.yaml": text})
    assert (only(found).kind, only(found).setting) == (Kind.SECRET_NOT_FOUND, SECRET)
    assert only(found).name == f"{CONFIG}.authentication.oidcConfiguration.clientSecret"


def test_read_of_a_certificate_on_several_lines_says_that_the_server_does_not_start():
    values = block(f"{CONFIG}.authentication.saml.idp", "idpX509Certificate: {secretRef: s, secretKey: c}")
    text = manifest(c="|\n    -----BEGIN CERTIFICATE-----\n    MIIC\n    -----END CERTIFICATE-----")
    trouble = only(imported(values, {"x": text}))
    assert (trouble.kind, trouble.setting) == (Kind.VALUE_NOT_YAML, f"{SAML}.idp.idpX509Certificate")


def test_read_of_a_reference_without_key_takes_the_charts():
    values = oidc("clientSecret: {secretRef: s}")
    text = manifest(**{"openmetadata-oidc-client-secret": CANARY})
    assert imported(values, {"x": text}).config.values == {SECRET: Secret(CANARY)}


def test_read_of_a_reference_without_key_where_the_chart_has_none_says_so():
    values = block(f"{CONFIG}.authentication.saml.sp", "spPrivateKey: {secretRef: s}")
    assert only(imported(values)).kind is Kind.EMPTY


@pytest.mark.parametrize("name", ["clientId", "clientSecret"])
def test_read_of_a_value_where_a_reference_is_needed_says_so_and_shows_nothing(name: str):
    found = imported(oidc(f"{name}: {CANARY}"))
    assert (only(found).kind, only(found).name) == (
        Kind.WRONG_TYPE,
        f"{CONFIG}.authentication.oidcConfiguration.{name}",
    )
    assert shown(found) == ""


def test_read_of_a_reference_by_other_names_says_what_the_chart_calls_them():
    found = imported(oidc("clientSecret: {name: s, key: secret}"))
    assert told(found) == [
        (Kind.MISSPELT, f"{CONFIG}.authentication.oidcConfiguration.clientSecret.name"),
        (Kind.MISSPELT, f"{CONFIG}.authentication.oidcConfiguration.clientSecret.key"),
    ]


def test_read_of_a_reference_where_a_value_is_needed_says_so():
    trouble = only(imported(authentication("clientId: {secretRef: s, secretKey: id}")))
    assert (trouble.kind, trouble.setting) == (Kind.WRONG_TYPE, f"{AUTHENTICATION}.clientId")


def shown(found: Import) -> str:
    """Of the canary, in what people see."""
    texts = [*(each.message for each in found.troubles), *(str(each.fix) for each in found.troubles)]
    return "".join(text for text in texts if CANARY in text)


def extra(text: str, top: str = "") -> str:
    return f"openmetadata:\n  config:\n    authentication:\n      authority: https://chart\n{top}extraEnvs:\n{text}"


def test_read_lets_extra_envs_win_over_the_charts_values():
    found = imported(extra("- name: AUTHENTICATION_AUTHORITY\n  value: https://env\n- {name: BASE_PATH, value: /om}\n"))
    assert stated(found) == {"extraEnvs AUTHENTICATION_AUTHORITY": "https://env"}
    assert found.places[f"{AUTHENTICATION}.authority"].line == 6
    assert found.surroundings.variables == {"BASE_PATH": "/om"}
    assert (found.surroundings.places["BASE_PATH"].name, found.surroundings.places["BASE_PATH"].line) == (
        "extraEnvs BASE_PATH",
        8,
    )


def test_read_takes_extra_envs_from_secrets_and_config_maps():
    text = extra(
        "- name: OIDC_CLIENT_SECRET\n  valueFrom: {secretKeyRef: {name: s, key: secret}}\n"
        "- name: OPENMETADATA_OPTS\n  valueFrom: {configMapKeyRef: {name: c, key: opts}}\n"
    )
    beside = {"x": manifest(secret=CANARY), "y": manifest("c", "ConfigMap", "data", opts="-Dx=y")}
    found = imported(text, beside)
    assert found.config.values[SECRET] == Secret(CANARY)
    assert found.surroundings.variables == {"OPENMETADATA_OPTS": "-Dx=y"}
    assert told(found) == []


def test_read_of_extra_envs_expands_variables_before():
    text = extra(
        "- {name: HOST, value: om.acme.example}\n"
        "- {name: AUTHENTICATION_CALLBACK_URL, value: https://$(HOST)/callback}\n"
        "- {name: AUTHENTICATION_CLIENT_ID, value: $(NONE)$$(HOST)}\n"
    )
    found = imported(text)
    assert found.config.values[f"{AUTHENTICATION}.callbackUrl"] == "https://om.acme.example/callback"
    assert found.config.values[f"{AUTHENTICATION}.clientId"] == "$(NONE)$(HOST)"


def test_read_of_extra_envs_that_kubernetes_refuses_says_so():
    found = imported(extra("- name: AUTHENTICATION_ENABLE_SELF_SIGNUP\n  value: false\n"))
    assert (only(found).kind, only(found).name) == (Kind.WRONG_TYPE, "extraEnvs AUTHENTICATION_ENABLE_SELF_SIGNUP")
    assert found.config.values[f"{AUTHENTICATION}.enableSelfSignup"] is False


def test_read_of_a_repeated_extra_env_takes_the_last_and_says_so():
    found = imported(extra("- {name: OIDC_SCOPE, value: a}\n- {name: OIDC_SCOPE, value: b}\n"))
    assert (only(found).kind, only(found).name) == (Kind.DUPLICATE, "extraEnvs OIDC_SCOPE")
    assert found.config.values[f"{OIDC}.scope"] == "b"


def test_read_of_an_extra_env_that_the_manifest_lacks_says_so():
    text = extra("- name: OIDC_CLIENT_SECRET\n  valueFrom: {secretKeyRef: {name: s, key: nope}}\n")
    found = imported(text, {"x": manifest(secret=CANARY)})
    assert (only(found).kind, only(found).setting) == (Kind.SECRET_NOT_FOUND, SECRET)
    assert shown(found) == ""


@pytest.mark.parametrize("name", ["extraEnv", "env", "extraEnvVars"])
def test_read_of_variables_under_another_name_says_that_nothing_reads_them(name: str):
    found = imported(extra("", f"{name}:\n- name: AUTHENTICATION_AUTHORITY\n  value: https://env\n"))
    assert told(found) == [(Kind.MISSPELT, name)]
    assert found.config.values == {f"{AUTHENTICATION}.authority": "https://chart"}


def test_read_of_extra_envs_as_a_mapping_says_so():
    assert told(imported("extraEnvs:\n  OIDC_SCOPE: openid\n")) == [(Kind.WRONG_TYPE, "extraEnvs")]


def test_read_lets_env_from_win_over_values_but_not_over_references_and_extra_envs():
    taken = "envFrom:\n- secretRef: {name: a}\n- configMapRef: {name: b}\n  prefix: OIDC_\n"
    beside = {
        "a": manifest("a", AUTHENTICATION_AUTHORITY="https://from", OIDC_CLIENT_SECRET="lost", OIDC_TYPE="okta"),
        "b": manifest("b", "ConfigMap", "data", SCOPE="openid", TYPE="azure"),
        "s": manifest(secret=CANARY),
    }
    own = authentication(
        """
        authority: https://chart
        oidcConfiguration:
          clientSecret: {secretRef: s, secretKey: secret}
        """
    )
    found = imported(own + taken + "extraEnvs:\n- {name: OIDC_SCOPE, value: email}\n", beside)
    assert found.config.values == {
        f"{AUTHENTICATION}.authority": "https://from",
        f"{OIDC}.type": "azure",
        SECRET: Secret(CANARY),
        f"{OIDC}.scope": "email",
    }
    assert found.places[f"{OIDC}.type"].name == "envFrom b TYPE"


def test_read_of_extra_envs_that_double_stops_and_says_so_once():
    doubled = "".join(f"- {{name: A_{step + 1}, value: $(A_{step})$(A_{step})}}\n" for step in range(40))
    found = imported(
        f"extraEnvs:\n- {{name: A_0, value: xxxxxxxxxx}}\n{doubled}- {{name: OIDC_SCOPE, value: openid}}\n"
    )
    trouble = only(found)
    assert trouble.kind is Kind.UNRESOLVED
    assert "too long" in trouble.message
    assert found.config.values == {f"{OIDC}.scope": "openid"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a$(A)b$$(A)c$(NO)", "a" + "x" * 60_000 + "b$(A)c$(NO)"),
        ("a" + "$(A)" * 20_000, "a" + "x" * 99_999),
        ("$(A)" + "y" * 90_000, "x" * 60_000 + "y" * 40_000),
    ],
    ids=["forms", "repeated", "text-behind"],
)
def test_read_of_extra_envs_cuts_off_what_becomes_too_long(value: str, expected: str):
    found = imported(f"extraEnvs:\n- {{name: A, value: {'x' * 60_000}}}\n- {{name: OIDC_SCOPE, value: {value}}}\n")
    assert found.config.values == {f"{OIDC}.scope": expected}
