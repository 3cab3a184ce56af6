"""Recipes: what the tools are given, and that no value escapes its quotes."""

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

import hcl2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import KINDS, Flow, Protocol, get_kind
from sso_providers.catalogue.guide import FilledGuide, PortalAddresses, fill
from sso_providers.catalogue.recipes import LISTS, FilledRecipe, identifier, terraform
from sso_providers.catalogue.recipes import fill as fill_recipe
from sso_providers.catalogue.spec import Language, Recipe
from tests.certificates import SP_CERTIFICATE
from tests.openmetadata.cases import CLIENT_IDS, COMBINATIONS, OWN_SETTINGS

PORTAL = PortalAddresses(
    callback="https://sso.acme.example/sign-in/acme/callback/",
    sign_out="https://sso.acme.example/sign-out/done/",
    back_channel="https://sso.acme.example/sign-in/acme/back-channel-logout/",
)
SERVERS = ["https://one.example", "https://two.example"]
NAMES = [
    "Acme production",
    "it's",
    'say "x"',
    "$(touch owned)",
    "`touch owned`",
    "${x} %{x} $${x} $x",
    "a; touch owned #",
    "a && b | c > d",
    "back\\slash \\n \\",
    "*",
    "-x",
    "Société 東京 🔑",
    "JSON",
    "Acme @ home",
]
# Writes down its own name, how many arguments it got and which, what came on standard input, and what
# the files say that bash makes of <(…).
STAND_IN = """\
#!/bin/sh
files=
for argument do
  case $argument in
    @/dev/fd/* | /dev/fd/*) files="$files$(cat "${argument#@}")" ;;
  esac
done
printf '%s\\0' "${0##*/}" "$#" "$@" "$(cat)" "$files" >>"$RECORD"
echo made-up-id
"""
PROGRAMS = ("auth0", "az", "gcloud", "curl", "jq", "aws", "kcadm.sh")
ENVIRONMENT = {
    "PROJECT_ID": "acme-sign-in",
    "ORGANIZATION_ID": "123",
    "OKTA_API_TOKEN": "hidden-token",
    "ONELOGIN_CLIENT_ID": "id",
    "ONELOGIN_CLIENT_SECRET": "hidden-secret",
}


class Call:
    """How a program was called."""

    def __init__(self, program: str, arguments: list[str], text: str, files: str) -> None:
        self.program, self.arguments, self.text, self.files = program, arguments, text, files

    @property
    def values(self) -> set[str]:
        """Every argument, every value of an option, and every text of the JSON that it read."""
        found = {*self.arguments, *(value.partition("=")[2] for value in self.arguments)}
        documents = [text for text in (*found, self.text) if text.startswith(("{", "["))]
        return found | {text for document in documents for text in texts(json.loads(document))}


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)


def guide(kind: str, flow: Flow, name: str = "Acme production", **settings: object) -> FilledGuide:
    entry = get_kind(kind)
    return fill(
        entry,
        flow,
        name=name,
        settings=entry.clean(flow, {**OWN_SETTINGS[kind], **settings}),
        servers=SERVERS,
        portal=PORTAL if flow is Flow.CODE else None,
        client_id=CLIENT_IDS.get(kind, ""),
    )


def recipe(
    kind: str, flow: Flow, language: Language, name: str = "Acme production", **settings: object
) -> FilledRecipe:
    return next(each for each in guide(kind, flow, name, **settings).recipes if each.language is language)


def callbacks(flow: Flow) -> list[str]:
    if flow is Flow.CODE:
        return [*(f"{server}/callback" for server in SERVERS), PORTAL.callback]
    return [f"{server}/{path}" for server in SERVERS for path in ("callback", "silent-callback")]


def sign_outs(flow: Flow) -> list[str]:
    return [*SERVERS, PORTAL.sign_out] if flow is Flow.CODE else SERVERS


def having(language: Language) -> list[tuple[str, Flow]]:
    """The OpenID kinds and flows with a recipe in the language."""
    return [
        (kind, flow)
        for kind, flow in COMBINATIONS
        if KINDS[kind].protocol is Protocol.OIDC
        and any(each.language is language for each in KINDS[kind].guides[flow].recipes)
    ]


SHELL, TERRAFORM = having(Language.SHELL), having(Language.TERRAFORM)


@pytest.fixture
def run(tmp_path):
    """Runs commands in bash with stand-ins for the tools; gives back the calls and what was printed."""
    programs, record = tmp_path / "bin", tmp_path / "record"
    programs.mkdir()
    for program in PROGRAMS:
        (programs / program).write_text(STAND_IN, "utf-8")
        (programs / program).chmod(0o755)

    def run(text: str) -> tuple[list[Call], list[str]]:
        record.write_bytes(b"")
        done = subprocess.run(
            ["bash", "-u", "-c", text],
            stdin=subprocess.DEVNULL,
            text=True,
            capture_output=True,
            cwd=tmp_path,
            env={**ENVIRONMENT, "PATH": f"{programs}:{os.environ['PATH']}", "RECORD": str(record), "LC_ALL": "C.UTF-8"},
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert not (tmp_path / "owned").exists()
        return list(calls(record.read_text("utf-8").split("\0")[:-1])), done.stdout.splitlines()

    return run


def calls(record: list[str]) -> Iterator[Call]:
    while record:
        program, count, rest = record[0], int(record[1]), record[2:]
        yield Call(program, rest[:count], rest[count], rest[count + 1])
        record = rest[count + 2 :]


# Which


def test_recipes_are_there_for_every_kind_that_is_no_stranger():
    shell = {kind for kind, _ in SHELL}
    assert shell == {"auth0", "azure", "google", "okta", "aws-cognito", "keycloak", "one-login"}
    # Terraform has no resource for a client of sign-in with Google.
    assert {kind for kind, _ in TERRAFORM} == shell - {"google"}
    assert len(SHELL) == 2 * len(shell)


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_recipes_without_settings_are_complete(kind, flow):
    for each in fill(get_kind(kind), flow, name="", settings={}, servers=()).recipes:
        assert each.text.endswith("\n")
        assert each.documentation.startswith("https://") or not each.documentation
        if each.language is Language.SHELL:
            subprocess.run(["bash", "-n"], input=each.text, text=True, check=True)
        else:
            hcl2.loads(each.text)


# Shell


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("kind", "flow"), SHELL)
def test_shell_recipe_passes_an_awkward_name_on_as_it_is(run, kind, flow, name):
    made, printed = run(recipe(kind, flow, Language.SHELL, name).text)

    assert name in set().union(*(call.values for call in made), (line.strip() for line in printed))


@pytest.mark.parametrize(("kind", "flow"), SHELL)
def test_shell_recipe_passes_every_callback_on(run, kind, flow):
    made, printed = run(recipe(kind, flow, Language.SHELL).text)

    values = set().union(*(call.values for call in made), (line.strip() for line in printed))
    found = {address for value in values for address in value.split(",")}
    assert [address for address in callbacks(flow) if address not in found] == []


def test_shell_recipe_takes_a_name_that_looks_like_a_file_for_a_name(run):
    """Of az and aws, which would read the file; from an operator's disk to the provider."""
    for name in ("@secrets.txt", "file://secrets.txt", "@@file://secrets.txt"):
        (az, *_), _ = run(recipe("azure", Flow.CODE, Language.SHELL, name).text)
        (aws, *_), _ = run(recipe("aws-cognito", Flow.CODE, Language.SHELL, name).text)

        assert "--display-name=secrets.txt" in az.arguments
        assert "--client-name=secrets.txt" in aws.arguments


def test_auth0_command_makes_a_web_application(run):
    (call,), _ = run(recipe("auth0", Flow.CODE, Language.SHELL).text)

    assert (call.program, call.arguments) == (
        "auth0",
        [
            "apps",
            "create",
            "--name=Acme production",
            "--type=regular",
            "--auth-method=Post",
            "--grants=code,refresh-token",
            f"--callbacks={','.join(callbacks(Flow.CODE))}",
            f"--logout-urls={','.join(sign_outs(Flow.CODE))}",
            "--reveal-secrets",
        ],
    )


def test_azure_commands_make_a_web_application_and_a_secret(run):
    (create, patch, principal, secret), printed = run(recipe("azure", Flow.CODE, Language.SHELL).text)

    assert {call.program for call in (create, patch, principal, secret)} == {"az"}
    assert create.arguments[:3] == ["ad", "app", "create"]
    assert "--url=https://graph.microsoft.com/v1.0/applications(appId='made-up-id')" in patch.arguments
    # Entra looks for the page to come back to among the callbacks.
    redirect_uris = [*callbacks(Flow.CODE), PORTAL.sign_out]
    assert json.loads(patch.text) == {"web": {"redirectUris": redirect_uris, "logoutUrl": SERVERS[0]}}
    assert principal.arguments == ["ad", "sp", "create", "--id=made-up-id"]
    assert secret.arguments[:5] == ["ad", "app", "credential", "reset", "--id=made-up-id"]
    assert "Application (client) ID: made-up-id" in printed


def test_azure_commands_make_a_single_page_application_without_a_secret(run):
    made, _ = run(recipe("azure", Flow.IMPLICIT, Language.SHELL).text)

    assert json.loads(made[1].text)["spa"] == {"redirectUris": callbacks(Flow.IMPLICIT)}
    assert [call for call in made if "credential" in call.arguments] == []


def test_google_commands_say_what_is_left_to_click(run):
    (call,), printed = run(recipe("google", Flow.IMPLICIT, Language.SHELL).text)

    assert call.arguments[:3] == ["projects", "create", "acme-sign-in"]
    assert "https://console.cloud.google.com/auth/clients?project=acme-sign-in" in printed
    assert printed[printed.index("Authorized JavaScript origins:") + 1 :] == [f"  {server}" for server in SERVERS]


@pytest.mark.parametrize(
    ("flow", "type", "method"), [(Flow.CODE, "web", "client_secret_post"), (Flow.IMPLICIT, "browser", "none")]
)
def test_okta_command_sends_the_application(run, flow, type, method):
    (call,), _ = run(recipe("okta", flow, Language.SHELL).text)

    assert "https://acme.okta.com/api/v1/apps" in call.arguments
    assert call.files == "Authorization: SSWS hidden-token"
    body = json.loads(call.text)
    assert body["credentials"] == {"oauthClient": {"token_endpoint_auth_method": method}}
    assert body["settings"]["oauthClient"] == {
        "application_type": type,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "redirect_uris": callbacks(flow),
        "post_logout_redirect_uris": sign_outs(flow),
    }


@pytest.mark.parametrize(
    ("flow", "secret"), [(Flow.CODE, "--generate-secret"), (Flow.IMPLICIT, "--no-generate-secret")]
)
def test_cognito_command_makes_an_app_client(run, flow, secret):
    (call,), _ = run(recipe("aws-cognito", flow, Language.SHELL).text)

    given = dict(argument.split("=", 1) for argument in call.arguments if "=" in argument)
    assert (given["--region"], given["--user-pool-id"]) == ("eu-central-1", "eu-central-1_AbCdEf123")
    # As JSON: of a bare address, the first AWS CLI takes what it finds there.
    assert json.loads(given["--callback-urls"]) == callbacks(flow)
    assert json.loads(given["--logout-urls"]) == sign_outs(flow)
    assert secret in call.arguments


@pytest.mark.parametrize(("flow", "public"), [(Flow.CODE, False), (Flow.IMPLICIT, True)])
def test_keycloak_commands_make_a_client(run, flow, public):
    (login, create, *rest), _ = run(recipe("keycloak", flow, Language.SHELL).text)

    assert login.arguments[2:4] == ["--server", "https://id.acme.example"]
    assert create.arguments == ["create", "clients", "-r", "acme", "-i", "-f", "-"]
    body = json.loads(create.text)
    assert (body["publicClient"], body["implicitFlowEnabled"]) == (public, public)
    assert (body["clientId"], body["redirectUris"], body["webOrigins"]) == ("open-metadata", callbacks(flow), SERVERS)
    assert body["attributes"] == {"post.logout.redirect.uris": "##".join(sign_outs(flow))}
    assert [call.arguments[1] for call in rest] == ([] if public else ["clients/made-up-id/client-secret"])


METHODS = ("client_secret_post", "client_secret_basic")


def method_in(kind: str, call: Call) -> object:
    """How the application shows its secret, in the tool's own words."""
    if kind == "auth0":
        return next(value for name, _, value in (each.partition("=") for each in call.arguments) if "method" in name)
    body = json.loads(call.text)
    block = body["configuration"] if kind == "one-login" else body["credentials"]["oauthClient"]
    return block["token_endpoint_auth_method"]


@pytest.mark.parametrize(("kind", "names"), [("auth0", ["Post", "Basic"]), ("one-login", [1, 0]), ("okta", METHODS)])
def test_shell_recipe_takes_the_registrations_way_to_show_the_secret(run, kind, names):
    for method, name in zip(METHODS, names, strict=True):
        made, _ = run(recipe(kind, Flow.CODE, Language.SHELL, client_authentication_method=method).text)

        assert method_in(kind, made[-1]) == name


def test_auth0_command_of_a_browsers_application_shows_no_secret(run):
    (call,), _ = run(recipe("auth0", Flow.IMPLICIT, Language.SHELL).text)

    assert "--auth-method=None" in call.arguments


@pytest.mark.parametrize(("method", "number"), [("client_secret_post", "1"), ("client_secret_basic", "0")])
def test_one_login_terraform_takes_the_registrations_way_to_show_the_secret(method, number):
    filled = guide("one-login", Flow.CODE, client_authentication_method=method)
    [terraformed] = [each for each in filled.recipes if each.language is Language.TERRAFORM]

    (application,) = resources(terraformed.text)
    assert plain(application["configuration"]["token_endpoint_auth_method"]) == number
    assert plain(application["configuration"]["login_url"]) == f"{SERVERS[0]}/signin"
    assert any(f"**{'POST' if number == '1' else 'Basic'}**" in step for step in filled.steps)


@pytest.mark.parametrize(("flow", "method"), [(Flow.CODE, 1), (Flow.IMPLICIT, 2)])
def test_one_login_commands_make_an_application(run, flow, method):
    made, _ = run(recipe("one-login", flow, Language.SHELL).text)

    token, create = (call for call in made if call.program == "curl")
    assert token.files == 'user = "id:hidden-secret"'
    assert create.files == "Authorization: bearer made-up-id"
    configuration = json.loads(create.text)["configuration"]
    assert configuration["login_url"] == f"{SERVERS[0]}/signin"
    assert configuration["redirect_uri"] == ",".join(callbacks(flow))
    assert configuration["token_endpoint_auth_method"] == method


def keycloak_client(run, text: str) -> dict[str, Any]:
    (call,), _ = run(text.replace("REALM=\n", "REALM=acme\n"))
    assert (call.program, call.arguments) == ("kcadm.sh", ["create", "clients", "-r", "acme", "-f", "-"])
    return json.loads(call.text)


def test_saml_command_makes_a_client_that_signs_nothing(run):
    made = keycloak_client(run, recipe("saml", Flow.NONE, Language.SHELL).text)

    assert made["clientId"] == f"{SERVERS[0]}/api/v1/saml/metadata"
    assert made["redirectUris"] == [f"{server}/api/v1/saml/acs" for server in SERVERS]
    assert made["attributes"]["saml_assertion_consumer_url_post"] == f"{SERVERS[0]}/api/v1/saml/acs"
    assert made["attributes"]["saml.client.signature"] == "false"
    assert not [name for name in made["attributes"] if "certificate" in name]


@pytest.mark.parametrize("name", [*NAMES, "true", "null", "123", '{"a": 1}', "[x]", '"x"'])
def test_saml_command_takes_no_name_for_json(run, name):
    assert keycloak_client(run, recipe("saml", Flow.NONE, Language.SHELL, name).text)["name"] == name


SIGNS = {"sign_requests": True, "sp_certificate": SP_CERTIFICATE}
DECRYPTS = {"want_assertions_encrypted": True, "sp_certificate": SP_CERTIFICATE}
OWN_ID = "https://openmetadata.acme.example/saml"


@pytest.mark.parametrize(("settings", "signs", "decrypts"), [(SIGNS, "true", "false"), (DECRYPTS, "false", "true")])
def test_saml_command_takes_entity_id_and_certificate_of_the_registration(run, settings, signs, decrypts):
    made = keycloak_client(run, recipe("saml", Flow.NONE, Language.SHELL, sp_entity_id=OWN_ID, **settings).text)

    assert made["clientId"] == OWN_ID
    attributes = made["attributes"]
    assert (attributes["saml.client.signature"], attributes["saml.encrypt"]) == (signs, decrypts)
    assert attributes["saml.signing.certificate"] == attributes["saml.encryption.certificate"] == SP_CERTIFICATE


@pytest.mark.parametrize(("settings", "signs", "decrypts"), [(SIGNS, "true", "false"), (DECRYPTS, "false", "true")])
def test_saml_terraform_takes_entity_id_and_certificate_of_the_registration(settings, signs, decrypts):
    (client,) = resources(recipe("saml", Flow.NONE, Language.TERRAFORM, sp_entity_id=OWN_ID, **settings).text)

    assert plain(client["client_id"]) == OWN_ID
    assert (plain(client["client_signature_required"]), plain(client["encrypt_assertions"])) == (signs, decrypts)
    assert plain(client["signing_certificate"]) == plain(client["encryption_certificate"]) == SP_CERTIFICATE


def test_saml_terraform_without_a_key_pair_has_no_certificate():
    (client,) = resources(recipe("saml", Flow.NONE, Language.TERRAFORM, want_assertions_signed=True).text)

    assert plain(client["client_id"]) == f"{SERVERS[0]}/api/v1/saml/metadata"
    assert client["client_signature_required"] is False
    assert "signing_certificate" not in client


@pytest.mark.parametrize(("kind", "flow"), SHELL)
def test_shell_recipe_shows_no_secret_of_the_environment_to_other_processes(run, kind, flow):
    made, _ = run(recipe(kind, flow, Language.SHELL).text)

    assert [value for call in made for value in call.arguments if "hidden" in value] == []


# Terraform


def resources(text: str) -> list[dict[str, Any]]:
    """The arguments of every resource; hcl2 leaves texts in their quotes."""
    return [
        arguments
        for resource in hcl2.loads(text)["resource"]
        for named in resource.values()
        for arguments in named.values()
    ]


def plain(text: str) -> str:
    """What HCL reads of a quoted text without templates."""
    return str(json.loads(text)).replace("$${", "${").replace("%%{", "%{")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("kind", "flow"), TERRAFORM)
def test_terraform_recipe_passes_an_awkward_name_on_as_it_is(kind, flow, name):
    application = resources(recipe(kind, flow, Language.TERRAFORM, name).text)[0]

    names = {plain(value) for key, value in application.items() if key in {"name", "label", "display_name"}}
    assert names == {name}


@pytest.mark.parametrize(("kind", "flow"), TERRAFORM)
def test_terraform_recipe_has_every_callback_and_tells_the_secret_of_the_code_flow(kind, flow):
    text = recipe(kind, flow, Language.TERRAFORM).text

    assert [address for address in callbacks(flow) if address not in text] == []
    outputs = {plain(name) for output in hcl2.loads(text).get("output", []) for name in output}
    assert ("client_secret" in outputs) == (flow is Flow.CODE)


@pytest.mark.parametrize(("kind", "flow"), TERRAFORM)
def test_terraform_recipe_says_where_the_secret_stays(kind, flow):
    before = recipe(kind, flow, Language.TERRAFORM).before

    assert ("Terraform's state will hold the client secret." in before) == (
        flow is Flow.CODE or kind == "one-login"  # whose applications always have one
    )


# Unlike Terraform, python-hcl2 can't read an escaped ${ that no } follows.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="{")


@given(st.lists(CHARACTERS | st.sampled_from(["{x}", "${x}", "%{x}", "$${x}", '"', "\\", "$", "%"])).map("".join))
def test_terraform_text_reads_back(text):
    read = hcl2.loads(f"x = {terraform(text)}\n")["x"]

    assert json.loads(read) == text.replace("${", "$${").replace("%{", "%%{")


def test_terraform_list_reads_back():
    assert hcl2.loads(f"x = {terraform(('a', '${b}'))}\n")["x"] == ['"a"', '"$${b}"']


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Acme production", "acme_production"),
        ("Société 2", "societe_2"),
        ("2nd", "_2nd"),
        ("a${b}-c", "a_b_c"),
        ("東京", "openmetadata"),
        ("--", "openmetadata"),
    ],
)
def test_identifier_is_one_that_terraform_takes(name, found):
    assert identifier(name) == found


# Names


def test_fill_gives_lists_and_values_in_every_form():
    template = (
        "{callbacks} | {callbacks_comma} | {callbacks_hashes} | {callbacks_json} | {callbacks_body} | "
        "{callbacks_first} | {sign_outs} | {sign_outs_first_json} | {sign_outs_json} | "
        "{name} | {name_json} | {name_body} | {resource}"
    )
    lists = {"callbacks": ("https://a/?b=c&d", "https://e")}

    filled = fill_recipe(
        Recipe(tool="x", language=Language.SHELL, template=template, before="As {name}."),
        values={"name": "it's"},
        lists=lists,
    )

    assert filled.text.split(" | ") == [
        "'https://a/?b=c&d' https://e",
        "'https://a/?b=c&d,https://e'",
        "'https://a/?b=c&d##https://e'",
        """'["https://a/?b=c&d", "https://e"]'""",
        '["https://a/?b=c&d", "https://e"]',
        "'https://a/?b=c&d'",
        "",
        """'""'""",
        "'[]'",
        """'it'"'"'s'""",
        """'"it'"'"'s"'""",
        '"it\'s"',
        "it_s",
    ]
    assert filled.before == "As it's."


def test_lists_are_one_for_each_use_of_an_address():
    assert list(LISTS) == ["callbacks", "sign_outs", "origins", "identities", "others"]
    assert len(set(LISTS.values())) == len(LISTS)
