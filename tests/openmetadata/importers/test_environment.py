import pytest

from sso_providers.catalogue import Release, Secret
from sso_providers.openmetadata.importers.collecting import Collector
from sso_providers.openmetadata.importers.environment import Variable, read_variables
from sso_providers.openmetadata.importers.imported import Format, Import
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC, TRUST_STORE
from sso_providers.openmetadata.subject import Kind, Place
from tests.openmetadata import facts

NEW = Release("1.13")


def imported(release: Release | None = NEW, /, **texts: str | None) -> Import:
    variables = {
        name: Variable(name=name, text=text, line=line) for line, (name, text) in enumerate(texts.items(), start=1)
    }
    collector = Collector(Format.ENV_FILE)
    return collector.result(read_variables(variables, collector, release))


def told(found: Import) -> list[tuple[Kind, str, str]]:
    return [(trouble.kind, trouble.name, trouble.setting) for trouble in found.troubles]


def test_read_variables_of_settings_gives_values_at_their_places():
    found = imported(AUTHENTICATION_PROVIDER="azure", AUTHENTICATION_PUBLIC_KEYS="[https://a/b,https://c/d]")
    assert found.config.values == {
        f"{AUTHENTICATION}.provider": "azure",
        f"{AUTHENTICATION}.publicKeyUrls": ("https://a/b", "https://c/d"),
    }
    assert found.places[f"{AUTHENTICATION}.publicKeyUrls"] == Place("AUTHENTICATION_PUBLIC_KEYS", 2)
    assert found.troubles == ()


def test_read_variables_with_a_label_names_it_at_the_place():
    collector = Collector(Format.HELM)
    variable = Variable(name="OIDC_TYPE", text="azure", line=7, label="extraEnvs OIDC_TYPE")
    read_variables({"OIDC_TYPE": variable}, collector, NEW)
    assert collector.places[f"{OIDC}.type"] == Place("extraEnvs OIDC_TYPE", 7)


def test_read_variables_from_elsewhere_are_stated_without_a_value():
    found = imported(OIDC_CLIENT_SECRET=None, OIDC_CLIENT_ID=None)
    assert found.config.values == {f"{OIDC}.id": Secret(""), f"{OIDC}.secret": Secret("")}


def test_read_variables_in_a_value_are_replaced_as_the_server_does():
    found = imported(OIDC_CALLBACK="${BASE:-http://localhost}/callback", BASE="https://om.acme.example")
    assert found.config.values == {f"{OIDC}.callbackUrl": "https://om.acme.example/callback"}


def test_read_variables_of_a_loop_tells_it_without_the_value():
    found = imported(OIDC_SERVER_URL="https://private/${OIDC_SERVER_URL}")
    assert told(found) == [(Kind.UNRESOLVED, "OIDC_SERVER_URL", f"{OIDC}.serverUrl")]
    assert "private" not in found.troubles[0].message


@pytest.mark.parametrize(
    ("store", "block", "setting"),
    [
        ("JVMDefault", "jvmDefaultConfig", "verifyHostname"),
        ("CustomTrustStore", "customTrustManagerConfig", "verifyHostname"),
        ('"CustomTrustStore"', "customTrustManagerConfig", "examineValidityDates"),
        ("TrustAll", "trustAllConfig", "examineValidityDates"),
        (None, "trustAllConfig", "examineValidityDates"),
    ],
)
def test_read_variables_that_trust_stores_share_belong_to_the_chosen_one(store, block, setting):
    names = {
        "verifyHostname": "AUTHENTICATION_LDAP_SSL_VERIFY_CERT_HOST",
        "examineValidityDates": "AUTHENTICATION_LDAP_EXAMINE_VALIDITY_DATES",
    }
    texts = {"AUTHENTICATION_LDAP_TRUSTSTORE_TYPE": store} if store else {}
    values = dict(imported(**texts, **{names[setting]: "true"}).config.values)
    values.pop(f"{LDAP}.truststoreConfigType", None)
    assert values == {f"{TRUST_STORE}.{block}.{setting}": True}


def test_read_variables_around_the_settings_are_kept_with_their_places():
    found = imported(HTTPS_PROXY="http://proxy:3128", OPENMETADATA_OPTS="-Dx=y", BASE_PATH="/om", OIDC_TYPE="okta")
    assert found.surroundings.variables == {
        "HTTPS_PROXY": "http://proxy:3128",
        "OPENMETADATA_OPTS": "-Dx=y",
        "BASE_PATH": "/om",
    }
    assert found.surroundings.places["BASE_PATH"] == Place("BASE_PATH", 3)


def test_read_variables_of_a_misspelt_name_carry_what_was_meant():
    found = imported(OIDC_SCOPES="openid email")
    assert told(found) == [(Kind.MISSPELT, "OIDC_SCOPES", f"{OIDC}.scope")]
    assert found.troubles[0].fix == "openid email"
    assert found.config.values == {}


def test_read_variables_of_a_misspelt_name_beside_the_right_one_fix_nothing():
    found = imported(OIDC_SCOPES="openid email", OIDC_SCOPE="openid")
    assert [trouble.fix for trouble in found.troubles] == [None]


def test_read_variables_of_a_misspelt_secret_never_carry_it():
    found = imported(OIDC_SECRET="pa55", AUTHENTICATION_LOOKUP_ADMIN_PASSWORD="pa55")
    assert [trouble.kind for trouble in found.troubles]
    assert "pa55" not in repr(found)


@pytest.mark.parametrize("line", ["1.7", "1.13", "2.0"])
def test_read_variables_of_the_shipped_file_are_all_known(line):
    names = [row["env_var"] for row in facts.rows() if row["env_var"].isupper()]
    assert told(imported(Release(line), **dict.fromkeys(names))) == []


@pytest.mark.parametrize(
    "name",
    [
        "DB_HOST",
        "ELASTICSEARCH_PASSWORD",
        "PIPELINE_SERVICE_CLIENT_ENDPOINT",
        "AIRFLOW_USERNAME",
        "MIGRATION_LIMIT_PARAM",
        "SERVER_PORT",
        "LOG_LEVEL",
        "AUTHORIZER_ENABLE_SMTP",
        "SMTP_SERVER_PWD",
        "FERNET_KEY",
        "OM_SM_CLIENT_SECRET",
        "JWT_SECRET",
        "AUTH_TOKEN",
        "CUSTOM_THING",
        "FORCE_COLOR",
        "SAMPLE_DATA",
        "OM_AUTHENTICATION_PROVIDER",
    ],
)
def test_read_variables_of_other_parts_are_no_trouble(name):
    assert told(imported(**{name: "x"})) == []


def test_read_variables_of_an_old_line_are_read_by_it_alone():
    old = imported(Release("0.9"), AUTHENTICATION_PUBLIC_KEY="https://a/b")
    assert old.config.values == {f"{AUTHENTICATION}.publicKeyUrls": ("https://a/b",)}
    assert old.places[f"{AUTHENTICATION}.publicKeyUrls"].name == "AUTHENTICATION_PUBLIC_KEY"
    new = imported(NEW, AUTHENTICATION_PUBLIC_KEY="[https://a/b]")
    assert told(new) == [(Kind.OBSOLETE, "AUTHENTICATION_PUBLIC_KEY", f"{AUTHENTICATION}.publicKeyUrls")]
    assert new.troubles[0].fix == ("https://a/b",)


def test_read_variables_of_an_old_line_must_be_yaml_too():
    found = imported(
        Release("0.11"), OM_AUTH_AIRFLOW_OKTA_PRIVATE_KEY="\"{'d': 'private\"}'}\"", AIRFLOW_AUTH_PROVIDER="okta"
    )
    assert told(found) == [(Kind.VALUE_NOT_YAML, "OM_AUTH_AIRFLOW_OKTA_PRIVATE_KEY", "")]
    assert "private" not in found.troubles[0].message.lower().replace("private_key", "")


def test_read_variables_that_look_like_a_piece_of_a_key_are_never_shown():
    found = imported(**{"OIDCMIIEvQIBADANBgkqhkiG9w0BAQEF": None, "SAMLx+/": ""})
    assert told(found) == []
