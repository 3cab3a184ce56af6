import pytest

from sso_providers.catalogue import Value
from sso_providers.openmetadata.findings import Found, Level
from sso_providers.openmetadata.rules import operations
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Place, Surroundings

from .asking import ask, level_of, subject

CONFIDENTIAL: dict[str, Value] = {
    f"{AUTHENTICATION}.provider": "custom-oidc",
    f"{AUTHENTICATION}.clientType": "confidential",
}
OIDC_ONLY: dict[str, Value] = {f"{AUTHENTICATION}.provider": "custom-oidc"}
TWO = Surroundings(replicas=2, places={"replicas": Place("replicaCount", 7)})


def found(rule: str, values: dict[str, Value], **more: object) -> list[Found]:
    return ask(operations.RULES, rule, subject(values, **more))  # type: ignore[arg-type]


def proxied(**variables: str) -> Surroundings:
    return Surroundings(variables=variables)


def test_several_servers_of_a_confidential_client_are_told_with_their_place() -> None:
    (each,) = found("sessions-in-one-server", CONFIDENTIAL, surroundings=TWO, target="kubernetes")
    assert (each.setting, each.fix, each.line) == ("replicaCount", 1, 7)


@pytest.mark.parametrize(
    ("values", "release", "surroundings"),
    [
        (CONFIDENTIAL, "2.0", TWO),
        (CONFIDENTIAL, "1.9", Surroundings(replicas=2, sticky=True)),
        (CONFIDENTIAL, "1.9", Surroundings(replicas=1)),
        ({**CONFIDENTIAL, f"{AUTHENTICATION}.clientType": "public"}, "1.9", TWO),
    ],
)
def test_several_servers_without_such_sessions_are_right(
    values: dict[str, Value], release: str, surroundings: Surroundings
) -> None:
    assert found("sessions-in-one-server", values, release=release, surroundings=surroundings) == []


def test_several_servers_are_hinted_at_changes_since_1_10() -> None:
    assert len(found("settings-in-one-server", OIDC_ONLY, surroundings=TWO, release="1.10")) == 1
    assert found("settings-in-one-server", OIDC_ONLY, surroundings=TWO, release="1.9") == []
    assert found("settings-in-one-server", OIDC_ONLY, release="1.10") == []


def test_stored_settings_are_hinted_at_once_with_the_commands_that_there_are() -> None:
    (older,) = found("stored-settings-win", CONFIDENTIAL, release="1.10")
    (newer,) = found("stored-settings-win", CONFIDENTIAL, release="1.12")
    assert older.setting == newer.setting == "(stored configuration)"
    assert "remove-security-config --force" in older.message
    assert "update-security-config" not in older.message and "update-security-config" in newer.message


def test_stored_settings_don_t_matter_before_1_10_nor_to_the_api_nor_to_our_rows() -> None:
    assert found("stored-settings-win", CONFIDENTIAL, release="1.9") == []
    assert found("stored-settings-win", CONFIDENTIAL, release="1.12", target="api") == []
    assert found("stored-settings-win", CONFIDENTIAL, release="1.12", is_whole=True) == []
    assert found("stored-settings-win", {}, release="1.12") == []


@pytest.mark.parametrize(
    ("variables", "options"),
    [
        (
            {"HTTPS_PROXY": "http://proxy.acme.example:3128"},
            "-Dhttps.proxyHost=proxy.acme.example -Dhttps.proxyPort=3128",
        ),
        ({"https_proxy": "proxy.acme.example:8080"}, "-Dhttps.proxyHost=proxy.acme.example -Dhttps.proxyPort=8080"),
        ({"HTTP_PROXY": "http://10.0.0.1"}, "-Dhttp.proxyHost=10.0.0.1 -Dhttp.proxyPort=80"),
        (
            {"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "localhost, .svc,10.0.0.0/8"},
            "-Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128 -Dhttp.nonProxyHosts=localhost|*.svc",
        ),
        (
            {"HTTPS_PROXY": "http://proxy:3128", "OPENMETADATA_OPTS": "-Xmx2g"},
            "-Xmx2g -Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128",
        ),
    ],
)
def test_proxy_of_the_environment_gets_java_s_options(variables: dict[str, str], options: str) -> None:
    told, instead = found("proxy-not-for-java", OIDC_ONLY, surroundings=proxied(**variables), target="kubernetes")
    name = next(name for name in variables if "proxy" in name.lower())
    assert (told.setting, told.fix) == (f"extraEnvs {name}", None)
    assert level_of(operations.RULES, "proxy-not-for-java", told) is Level.WARNING
    assert (instead.setting, instead.fix) == ("extraEnvs OPENMETADATA_OPTS", options)


def test_proxy_is_named_as_the_file_names_it() -> None:
    surroundings = Surroundings(
        variables={"HTTPS_PROXY": "http://proxy:3128"}, places={"HTTPS_PROXY": Place("HTTPS_PROXY", 4)}
    )
    told, instead = found("proxy-not-for-java", OIDC_ONLY, surroundings=surroundings)
    assert (told.setting, told.line, instead.setting) == ("HTTPS_PROXY", 4, "OPENMETADATA_OPTS")


def test_proxy_s_password_is_never_shown() -> None:
    variables = proxied(HTTPS_PROXY="http://joe:canary-7@proxy.acme.example:3128")
    for each in found("proxy-not-for-java", OIDC_ONLY, surroundings=variables):
        assert "canary-7" not in each.message + str(each.fix)


def test_proxy_that_is_a_variable_itself_gives_no_options() -> None:
    (told,) = found("proxy-not-for-java", OIDC_ONLY, surroundings=proxied(HTTPS_PROXY="${PROXY}"))
    assert told.fix is None


@pytest.mark.parametrize(
    ("values", "variables"),
    [
        (OIDC_ONLY, {}),
        (OIDC_ONLY, {"HTTPS_PROXY": ""}),
        (OIDC_ONLY, {"HTTPS_PROXY": "http://p:1", "OPENMETADATA_OPTS": "-Dhttps.proxyHost=p"}),
        (OIDC_ONLY, {"HTTPS_PROXY": "http://p:1", "JAVA_TOOL_OPTIONS": "-Djava.net.useSystemProxies=true"}),
        ({f"{AUTHENTICATION}.provider": "ldap"}, {"HTTPS_PROXY": "http://p:1"}),
        (
            {**OIDC_ONLY, f"{AUTHENTICATION}.publicKeyUrls": ("https://id.acme.example/certs",)},
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".acme.example"},
        ),
    ],
)
def test_proxy_that_java_knows_or_does_not_need_is_right(values: dict[str, Value], variables: dict[str, str]) -> None:
    assert found("proxy-not-for-java", values, surroundings=proxied(**variables)) == []


@pytest.mark.parametrize("address", ["https://id.corp.local/certs", "https://10.1.2.3/certs"])
def test_provider_inside_gets_the_hint_at_its_authority(address: str) -> None:
    values: dict[str, Value] = {**OIDC_ONLY, f"{AUTHENTICATION}.publicKeyUrls": (address,)}
    (each,) = found("private-authority", values)
    assert each.setting == f"{AUTHENTICATION}.publicKeyUrls"
    options = proxied(JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=/x.jks")
    assert found("private-authority", values, surroundings=options) == []


@pytest.mark.parametrize("address", ["https://id.acme.example/x", "http://id.corp.local/x", "https://localhost/x"])
def test_provider_outside_needs_no_authority(address: str) -> None:
    assert found("private-authority", {**OIDC_ONLY, f"{OIDC}.discoveryUri": address}) == []


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        ("-Xmx2g", "-Xmx2g -Dhttps.proxyHost=proxy.acme.example -Dhttps.proxyPort=3128"),
        ("-Djavax.net.ssl.keyStorePassword=canary-9", None),
        ("-Dhttp.proxyPassword=canary-9", None),
    ],
)
def test_proxy_as_java_options_never_shows_a_password_that_is_there(options: str, fix: str | None) -> None:
    around = proxied(HTTPS_PROXY="http://joe:canary-9@proxy.acme.example:3128", OPENMETADATA_OPTS=options)
    answers = found("proxy-not-for-java", OIDC_ONLY, surroundings=around)

    assert [each.fix for each in answers if each.setting == "OPENMETADATA_OPTS"] == [fix]
    assert "canary" not in " ".join(f"{each.message} {each.fix}" for each in answers)


def test_more_keys_than_anybody_lists_are_not_looked_through() -> None:
    keys = tuple(f"https://id{number}.acme.internal/keys" for number in range(2000))
    values = {**OIDC_ONLY, f"{AUTHENTICATION}.publicKeyUrls": keys}

    assert found("private-authority", values) == []
