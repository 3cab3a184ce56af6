"""`apply`: what a file says becomes the database's state, all of it or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from sso_providers.actions import apply
from sso_providers.catalogue import KINDS, MASK, Secret
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration, RegistrationSecret
from tests import people
from tests.openmetadata.cases import COMBINATIONS
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db

# As the issue gives it, to the letter.
EXAMPLE = """\
registrations:
  - slug: auth0-prod
    name: Auth0 production
    kind: auth0
    flow: code
    client_id: abc123
    client_secret: {env: AUTH0_CLIENT_SECRET}   # or {file: path}, or a plain string
    settings: {domain: acme.eu.auth0.com}       # the kind's own fields, as its catalogue entry names them
    staff_login: {enabled: true}                # and the policy's fields
deployments:
  - slug: production
    name: Production
    url: https://metadata.acme.example
    release: "1.9"
    registration: auth0-prod
    authorizer: {admin_principals: [ada], principal_domain: acme.example}
"""


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH0_CLIENT_SECRET", CANARY)


def run(text: str, base: Path = Path(), **options: Any) -> dict[str, apply.Change]:
    changes = apply.apply(text, by=SOMEONE, base=base, **options)
    return {f"{change.model} {change.slug}": change for change in changes}


def verbs(changes: dict[str, apply.Change]) -> dict[str, str]:
    return {name: change.verb for name, change in changes.items()}


def state() -> tuple[Any, ...]:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (ProviderRegistration, RegistrationSecret, Deployment, AuditEvent)
    )


NOTHING: tuple[Any, ...] = ([], [], [], [])


def stored_secret(name: str = "client_secret", slug: str = "auth0-prod") -> str | None:
    return people.secret_of(ProviderRegistration.objects.get(slug=slug), name)


# What is right


def test_apply_of_the_example_makes_both_rows():
    changes = run(EXAMPLE)

    assert verbs(changes) == {"registration auth0-prod": "create", "deployment production": "create"}
    registration, deployment = ProviderRegistration.objects.get(), Deployment.objects.get()
    assert (registration.name, registration.kind, registration.flow) == ("Auth0 production", "auth0", "code")
    assert (registration.client_id, registration.settings["domain"]) == ("abc123", "acme.eu.auth0.com")
    assert (registration.staff_login, registration.default_role) == (True, "")
    assert registration.application(with_secret=True).client_secret == Secret(CANARY)
    assert (deployment.name, deployment.url) == ("Production", "https://metadata.acme.example")
    assert (deployment.release, deployment.registration) == ("1.9", registration)
    assert (deployment.admin_principals, deployment.principal_domain) == (["ada"], "acme.example")
    assert [event.event for event in AuditEvent.objects.order_by("pk")] == [
        "registration created",
        "secret set",
        "deployment created",
    ]


def test_apply_twice_changes_nothing_the_second_time():
    run(EXAMPLE)
    before = state()

    changes = run(EXAMPLE)

    assert verbs(changes) == {"registration auth0-prod": "unchanged", "deployment production": "unchanged"}
    assert state() == before


def test_apply_of_every_key_sets_it_and_is_idempotent():
    policy = (
        "{enabled: true, allowed_domains: [Acme.Example], groups_claim: roles, required_groups: [staff], "
        "group_roles: {data: operator}, default_role: viewer, trust_email: true}"
    )
    authorizer = (
        "{admin_principals: [Ada], principal_domain: acme.example, allowed_domains: [acme.example], "
        "enforce_principal_domain: true, self_signup: false, use_roles_from_provider: true, enable_secure_socket: true}"
    )
    text = EXAMPLE.replace("{enabled: true}", policy).replace(
        "{admin_principals: [ada], principal_domain: acme.example}", authorizer
    )

    run(text)
    before = state()
    again = run(text)

    registration, deployment = ProviderRegistration.objects.get(), Deployment.objects.get()
    assert (registration.allowed_domains, registration.group_roles) == (["acme.example"], {"data": "operator"})
    assert (registration.groups_claim, registration.required_groups) == ("roles", ["staff"])
    assert (registration.default_role, registration.trust_email) == ("viewer", True)
    assert (deployment.enforce_principal_domain, deployment.allowed_domains) == (True, ["acme.example"])
    assert (deployment.self_signup, deployment.use_roles_from_provider, deployment.enable_secure_socket) == (
        False,
        True,
        True,
    )
    assert set(verbs(again).values()) == {"unchanged"}
    assert state() == before


def test_apply_of_a_change_shows_old_and_new():
    run(EXAMPLE)

    changes = run(EXAMPLE.replace("acme.eu.auth0.com", "id.acme.example").replace("[ada]", "[ada, grace]"))

    assert changes["registration auth0-prod"].fields == {"settings.domain": ("acme.eu.auth0.com", "id.acme.example")}
    assert changes["deployment production"].fields == {"admin_principals": ("ada", "ada, grace")}
    assert set(verbs(changes).values()) == {"update"}
    assert ProviderRegistration.objects.get().version == 2
    assert Deployment.objects.get().version == 2


def test_apply_of_another_registration_shows_its_slug():
    run(EXAMPLE)
    second = EXAMPLE.replace("slug: auth0-prod", "slug: auth0-test").replace(
        "registration: auth0-prod", "registration: auth0-test"
    )

    changes = run(second)

    assert changes["deployment production"].fields == {"registration.slug": ("auth0-prod", "auth0-test")}
    assert ProviderRegistration.objects.count() == 2


def test_apply_without_a_key_sets_its_default_but_keeps_the_secret():
    run(EXAMPLE.replace("{enabled: true}", "{enabled: true, default_role: viewer, groups_claim: roles}"))

    lines = [line for line in EXAMPLE.splitlines() if "client_secret" not in line and "staff_login" not in line]
    changes = run("\n".join(lines))

    row = ProviderRegistration.objects.get()
    assert (row.staff_login, row.default_role, row.groups_claim) == (False, "", "groups")
    assert stored_secret() == CANARY
    assert "client_secret" not in changes["registration auth0-prod"].fields


def test_apply_leaves_rows_alone_that_the_file_does_not_name():
    run(EXAMPLE)

    run(EXAMPLE.split("deployments:")[0].replace("auth0-prod", "auth0-test"))

    assert Deployment.objects.get().registration.slug == "auth0-prod"
    assert set(ProviderRegistration.objects.values_list("slug", flat=True)) == {"auth0-prod", "auth0-test"}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("{env: AUTH0_CLIENT_SECRET}", id="environment"),
        pytest.param("{file: secret.txt}", id="file"),
        pytest.param(f'"{CANARY}"', id="plain"),
    ],
)
def test_apply_takes_the_secret_from_where_it_is(tmp_path, given):
    (tmp_path / "secret.txt").write_text(f"{CANARY}\r\n")

    changes = run(EXAMPLE.replace("{env: AUTH0_CLIENT_SECRET}", given), tmp_path)

    assert stored_secret() == CANARY
    assert changes["registration auth0-prod"].fields["client_secret"] == ("", MASK)
    assert CANARY not in str(changes)


def test_apply_of_a_new_secret_shows_that_it_changed_only(monkeypatch):
    run(EXAMPLE)
    monkeypatch.setenv("AUTH0_CLIENT_SECRET", f"{CANARY}-2")

    changes = run(EXAMPLE)

    assert verbs(changes)["registration auth0-prod"] == "update"
    assert changes["registration auth0-prod"].fields == {"client_secret": (MASK, MASK)}
    assert stored_secret() == f"{CANARY}-2"


def test_apply_of_the_implicit_flow_shows_that_the_secret_goes():
    run(EXAMPLE)
    lines = [line for line in EXAMPLE.splitlines() if "client_secret" not in line and "staff_login" not in line]

    changes = run("\n".join(lines).replace("flow: code", "flow: implicit"))

    assert changes["registration auth0-prod"].fields["client_secret"] == (MASK, "")
    assert stored_secret() is None


def test_apply_dry_run_shows_the_difference_and_changes_nothing():
    fresh = run(EXAMPLE, dry_run=True)
    assert state() == NOTHING

    run(EXAMPLE)
    before = state()
    changed = run(EXAMPLE.replace("Auth0 production", "Auth0"), dry_run=True)

    assert set(verbs(fresh).values()) == {"create"}
    assert changed["registration auth0-prod"].fields == {"name": ("Auth0 production", "Auth0")}
    assert state() == before


DIRECTORY = """\
registrations:
  - slug: directory
    name: Directory
    kind: ldap
    secrets:
      bind_password: {env: BIND_PASSWORD}
      trust_store_password: {file: trust.txt}
    settings:
      host: ldap.acme.example
      bind_dn: cn=openmetadata,dc=acme,dc=example
      user_base_dn: ou=people,dc=acme,dc=example
"""


@pytest.fixture
def directory(tmp_path, monkeypatch):
    monkeypatch.setenv("BIND_PASSWORD", CANARY)
    (tmp_path / "trust.txt").write_text(f"{CANARY}-trust\n")
    return tmp_path


def test_apply_of_several_secrets_takes_each_from_where_it_is(directory):
    changes = run(DIRECTORY, directory)

    registration = ProviderRegistration.objects.get()
    assert (registration.flow, registration.client_id) == ("none", "")
    assert stored_secret("bind_password", "directory") == CANARY
    assert stored_secret("trust_store_password", "directory") == f"{CANARY}-trust"
    fields = changes["registration directory"].fields
    assert {name: fields[name] for name in fields if name.startswith("secrets.")} == {
        "secrets.bind_password": ("", MASK),
        "secrets.trust_store_password": ("", MASK),
    }
    assert CANARY not in str(changes)
    assert verbs(run(DIRECTORY, directory)) == {"registration directory": "unchanged"}


def test_apply_without_one_of_several_secrets_keeps_it(directory):
    run(DIRECTORY, directory)

    changes = run(DIRECTORY.replace("      trust_store_password: {file: trust.txt}\n", ""), directory)

    assert verbs(changes) == {"registration directory": "unchanged"}
    assert stored_secret("trust_store_password", "directory") == f"{CANARY}-trust"


def test_apply_of_another_kind_shows_which_secrets_go(directory):
    run(DIRECTORY, directory)

    changes = run(EXAMPLE.replace("slug: auth0-prod", "slug: directory").split("deployments:")[0])

    fields = changes["registration directory"].fields
    assert fields["secrets.bind_password"] == fields["secrets.trust_store_password"] == (MASK, "")
    assert fields["client_secret"] == ("", MASK)
    assert stored_secret("client_secret", "directory") == CANARY


@pytest.mark.parametrize("place", ["client_secret: {env: S}", "secrets: {client_secret: {env: S}}"])
def test_apply_takes_the_client_secret_at_both_places(place, monkeypatch):
    monkeypatch.setenv("S", CANARY)

    run(EXAMPLE.replace("client_secret: {env: AUTH0_CLIENT_SECRET}", place))

    assert stored_secret() == CANARY
    assert verbs(run(EXAMPLE))["registration auth0-prod"] == "unchanged"


@pytest.mark.parametrize("blank", ["client_secret:", "secrets:", "secrets: {client_secret: }"])
def test_apply_of_a_blank_secret_keeps_the_stored_one(blank):
    run(EXAMPLE)

    changes = run(EXAMPLE.replace("client_secret: {env: AUTH0_CLIENT_SECRET}", blank))

    assert verbs(changes)["registration auth0-prod"] == "unchanged"
    assert stored_secret() == CANARY


@pytest.mark.parametrize("kind", KINDS)
def test_apply_without_a_flow_needs_a_kind_that_has_only_one(kind):
    entry = {"slug": "a", "name": "A", "kind": kind, "settings": people.SETTINGS[kind]}
    if KINDS[kind].client_id:
        entry["client_id"] = people.CLIENT_IDS[kind]
    text = json.dumps({"registrations": [entry]})

    if len(KINDS[kind].flows) > 1:
        assert errors(text) == ["registrations[a].flow: is missing."]
        return
    run(text)
    assert ProviderRegistration.objects.get().flow == KINDS[kind].default_flow


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_apply_of_every_kind_and_flow_is_idempotent(kind, flow):
    entry = {"slug": "a", "name": "A", "kind": kind, "flow": flow, "settings": people.SETTINGS[kind]}
    if KINDS[kind].client_id:
        entry["client_id"] = people.CLIENT_IDS[kind]
    text = json.dumps({"registrations": [entry]})

    first, second = run(text), run(text)

    assert (verbs(first), verbs(second)) == ({"registration a": "create"}, {"registration a": "unchanged"})


def test_apply_of_a_deployments_settings_shows_and_keeps_what_differs():
    settings = (
        "settings: {max_sessions: 2, auto_redirect: true, trusted_redirect_uris: [https://a.example/cb], "
        "jwt_issuer: open-metadata.org}"
    )
    text = EXAMPLE.replace("    authorizer:", f"    {settings}\n    authorizer:")
    run(EXAMPLE)

    changes = run(text)

    assert changes["deployment production"].fields == {
        "settings.auto_redirect": ("", "True"),
        "settings.max_sessions": ("", "2"),
        "settings.trusted_redirect_uris": ("", "https://a.example/cb"),
    }
    assert Deployment.objects.get().server().options == {
        "max_sessions": 2,
        "auto_redirect": True,
        "trusted_redirect_uris": ("https://a.example/cb",),
    }
    assert verbs(run(text))["deployment production"] == "unchanged"
    assert set(run(EXAMPLE)["deployment production"].fields) == {
        "settings.auto_redirect",
        "settings.max_sessions",
        "settings.trusted_redirect_uris",
    }
    assert Deployment.objects.get().settings == {}


# What is wrong


def errors(text: str, base: Path = Path()) -> list[str]:
    with pytest.raises(apply.InvalidFile) as error:
        run(text, base)
    assert CANARY not in str(error.value)
    return error.value.errors


WRONG = {
    "unknown-key": ("client_id: abc123", "client_id: abc123\n    clientid: x", "[auth0-prod]: Unknown key 'clientid'"),
    "near-key": ("settings:", "setings:", "Did you mean 'settings'?"),
    "unknown-policy-key": (
        "{enabled: true}",
        "{enable: true}",
        ".staff_login: Unknown key 'enable': use one of enabled",
    ),
    "unknown-authorizer-key": (
        "{admin_principals: [ada]",
        "{admins: [ada]",
        "[production].authorizer: Unknown key 'admi",
    ),
    "unknown-section": (
        "deployments:",
        "deployment:",
        "the file: Unknown key 'deployment': use one of registrations, d",
    ),
    "unknown-kind": ("kind: auth0", "kind: auth1", "registrations[auth0-prod].kind: Unknown provider kind 'auth1'"),
    "unknown-flow": ("flow: code", "flow: hybrid", "registrations[auth0-prod].flow: Unknown flow of auth0 'hybrid'"),
    "unknown-release": (
        '"1.9"',
        '"1.99"',
        "deployments[production].release: Unknown release line '1.99': use one of 1.7, ",
    ),
    "unknown-registration": (
        "registration: auth0-prod",
        "registration: auth0-pro",
        "deployments[production].registration: Unknown registration 'auth0-pro': use one of auth0-prod. Did you mean",
    ),
    "missing-key": ("    client_id: abc123\n", "", "registrations[auth0-prod].client_id: is missing."),
    "blank-key": ("name: Production", "name:", "deployments[production].name: is missing."),
    "missing-slug": ("slug: production", "release_: 1", "deployments[0].slug: is missing."),
    "number": ("abc123", "123", "registrations[auth0-prod].client_id: unexpected value 123: use text, in quotes if it"),
    "release-number": ('"1.9"', "1.9", "deployments[production].release: unexpected value 1.9: use text, in quotes if"),
    "boolean": ("enabled: true", "enabled: 1", ".staff_login.enabled: unexpected value 1: use true or false."),
    "boolean-text": (
        "enabled: true",
        'enabled: "no"',
        ".staff_login.enabled: unexpected value 'no': use true or false.",
    ),
    "no-list": (
        "[ada]",
        "ada",
        "authorizer.admin_principals: unexpected value 'ada': use a list of words, such as [a, b]",
    ),
    "list-of-numbers": ("[ada]", "[1]", "authorizer.admin_principals: unexpected value [1]: use a list of words"),
    "no-mapping": ("{domain: acme.eu.auth0.com}", "[a]", ".settings: unexpected value ['a']: use a mapping of words"),
    "number-as-group": (
        "{enabled: true}",
        "{group_roles: {1: viewer}}",
        ".staff_login.group_roles: unexpected value {1: 'viewer'}: use a mapping of words",
    ),
    "unknown-role": (
        "{enabled: true}",
        "{group_roles: {a: [x]}}",
        "registrations[auth0-prod].staff_login.group_roles: Group 'a': Unknown role '['x']'",
    ),
    "bad-setting": ("acme.eu.auth0.com", "acme", "registrations[auth0-prod].settings.domain: 'acme' is no domain"),
    "bad-principal": (
        "[ada]",
        '["ada@b"]',
        "deployments[production].authorizer.admin_principals: 'ada@b' is an address",
    ),
    "bad-domain": (
        "principal_domain: acme.example",
        'principal_domain: ""',
        ".authorizer.principal_domain: The mail domain",
    ),
    "nul": ("name: Auth0 production", r'name: "a\0b"', "registrations[auth0-prod].name: 'a\\x00b' holds a line break"),
    "env-not-set": ("env: AUTH0_CLIENT_SECRET", "env: NOBODY_SET_IT", "environment variable NOBODY_SET_IT is not set"),
    "file-missing": ("{env: AUTH0_CLIENT_SECRET}", "{file: no.txt}", "no.txt: FileNotFoundError. Name a text file."),
    "file-is-folder": ("{env: AUTH0_CLIENT_SECRET}", '{file: ""}', "IsADirectoryError. Name a text file."),
    "file-with-nul": ("{env: AUTH0_CLIENT_SECRET}", r'{file: "a\0"}', "ValueError. Name a text file."),
    "file-is-empty": (
        "{env: AUTH0_CLIENT_SECRET}",
        "{file: empty.txt}",
        "client_secret: The secret is empty: enter it",
    ),
    "file-not-utf-8": ("{env: AUTH0_CLIENT_SECRET}", "{file: latin.txt}", "UnicodeDecodeError. Name a text file."),
    "secret-number": ("{env: AUTH0_CLIENT_SECRET}", "12345", "client_secret: use text, {env: NAME} or {file: path}."),
    "secret-odd": ("{env: AUTH0_CLIENT_SECRET}", f"{{value: {CANARY}}}", "use text, {env: NAME} or {file: path}."),
    "secret-twice": ("{env: AUTH0_CLIENT_SECRET}", "{env: A, file: b}", "use text, {env: NAME} or {file: path}."),
    "secret-with-blank": (
        "{env: AUTH0_CLIENT_SECRET}",
        f"'{CANARY} '",
        "client_secret: The secret begins or ends with",
    ),
    "secrets-no-mapping": (
        "client_secret: {env: AUTH0_CLIENT_SECRET}",
        f"secrets: [{CANARY}]",
        "registrations[auth0-prod].secrets: use a mapping, such as {bind_password: {env: NAME}}.",
    ),
    "secrets-unknown": (
        "client_secret: {env: AUTH0_CLIENT_SECRET}",
        f"secrets: {{bind_password: {CANARY}}}",
        "registrations[auth0-prod].secrets.bind_password: Unknown secret of auth0 'bind_password': use one of client_",
    ),
    "secrets-odd": (
        "client_secret: {env: AUTH0_CLIENT_SECRET}",
        f"secrets: {{client_secret: {{value: {CANARY}}}}}",
        "registrations[auth0-prod].secrets.client_secret: use text, {env: NAME} or {file: path}.",
    ),
    "secrets-with-blank": (
        "client_secret: {env: AUTH0_CLIENT_SECRET}",
        f"secrets: {{client_secret: '{CANARY} '}}",
        "registrations[auth0-prod].secrets.client_secret: The secret begins or ends with a blank",
    ),
    "secret-in-two-places": (
        "    settings: {domain",
        f"    secrets: {{client_secret: {CANARY}}}\n    settings: {{domain",
        "registrations[auth0-prod].client_secret: stands there twice, here and under secrets: keep one.",
    ),
    "deployment-setting-unknown": (
        "    authorizer:",
        "    settings: {max_session: 3}\n    authorizer:",
        "deployments[production].settings.max_session: Unknown OpenMetadata setting 'max_session': use one of",
    ),
    "deployment-setting-bad": (
        "    authorizer:",
        "    settings: {max_sessions: 0}\n    authorizer:",
        "deployments[production].settings.max_sessions: Unexpected value 0: use a number from 1",
    ),
    "missing-flow": ("    flow: code\n", "", "registrations[auth0-prod].flow: is missing."),
    "client-id-of-saml": ("kind: auth0", "kind: saml", "registrations[auth0-prod].flow: Unknown flow of saml 'code'"),
    "secret-in-a-wrong-key": ("client_secret:", f"client_secrets: [{CANARY}]\n    x:", "Unknown key 'client_secrets'"),
    "staff-login-without-secret": (
        "    client_secret",
        "    # client_secret",
        ".staff_login: Sign-in to the portal needs",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG.values(), ids=list(WRONG))
def test_apply_of_what_is_wrong_names_its_place_and_changes_nothing(tmp_path, old, new, sentence):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "latin.txt").write_bytes(b"\xe9")
    assert EXAMPLE.count(old) >= 1

    found = errors(EXAMPLE.replace(old, new, 1), tmp_path)

    assert any(sentence in error for error in found), found
    assert state() == NOTHING


def test_apply_of_several_mistakes_names_them_all_and_nothing_else():
    run(EXAMPLE)
    before = state()
    good = EXAMPLE.split("deployments:")[0].replace("auth0-prod", "good").removeprefix("registrations:\n")
    bad = EXAMPLE.replace("abc123", '""').replace("[ada]", "[]").replace("auth0.com}", "auth0.com, max_age: x}")
    bad = bad.replace("auth0-prod", "bad").replace("deployments:\n", f"{good}deployments:\n")

    found = errors(bad)

    assert found == ["registrations[bad].client_id: is missing."]
    assert [each.split(": ")[0] for each in errors(bad.replace('""', "abc"))] == ["registrations[bad].settings.max_age"]
    assert [each.split(": ")[0] for each in errors(bad.replace("registration: bad", "registration: good"))] == [
        "registrations[bad].client_id",
        "deployments[production].authorizer.admin_principals",
    ]
    assert state() == before


@pytest.mark.parametrize(
    ("section", "key"), [("registrations", "slug: auth0-prod"), ("deployments", "slug: production")]
)  # fmt: skip
def test_apply_of_a_slug_twice_names_it(section, key):
    head, entry = EXAMPLE.split(f"{section}:\n")
    entry = entry.split("deployments:")[0]

    found = errors(f"{section}:\n{entry}{entry}")

    assert found == [f"{section}: '{key.removeprefix('slug: ')}' stands there twice: keep one."]


def test_apply_of_rows_that_belong_to_nothing_yet_lists_none():
    found = errors(f"deployments:{EXAMPLE.split('deployments:')[1]}")

    assert found == [
        "deployments[production].registration: Unknown registration 'auth0-prod': use one of (there is none yet)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("# nothing\n", id="comment"),
        pytest.param("- a\n", id="list"),
        pytest.param("registrations", id="word"),
        pytest.param("null", id="null"),
    ],
)
def test_apply_of_no_mapping_says_how_a_file_begins(text):
    assert errors(text) == ["The file is empty or no mapping: it begins with 'registrations:' or 'deployments:'."]


@pytest.mark.parametrize("value", ["a", "{a: b}", "[a]", "[[a]]", "[null]", "5"])
def test_apply_of_no_entries_says_what_they_are(value):
    assert errors(f"registrations: {value}") == [
        "registrations: use a list of mappings, each beginning with '- slug: ...'."
    ]


def test_apply_of_empty_sections_changes_nothing():
    assert run("registrations: []\ndeployments:\n") == {}


RUBBISH = {
    "open-quote": (f'client_secret: "{CANARY}', "found unexpected end of stream in line 1, column"),
    "colon": (f"client_secret: {CANARY}: x", "mapping values are not allowed here in line 1, column"),
    "at-sign": (f"client_secret: @{CANARY}", "found character … that cannot start any token in line 1, column 16"),
    "tag": (f"client_secret: !{CANARY} x", "found undefined tag handle in line 1, column 16"),
    "python-tag": ("a: !!python/object/apply:os.system [true]", "could not determine a constructor for the tag in"),
    "alias": (f"client_secret: *{CANARY.split('!')[0]}", "aliases are not used here in line 1, column 16"),
    "duplicate-key": (
        f"registrations:\n  - client_secret: {CANARY}\n    client_secret: {CANARY}-2",
        "found duplicate key in line 3, column 5",
    ),
    "duplicate-key-quotes": (f"a: 'x\"{CANARY}'\na: \"y'{CANARY}\"", "found duplicate key in line 2, column 1"),
    "two-documents": ("a: 1\n---\nb: 2", "but found another document in line 2, column 1"),
    "date": ("a: 2020-13-45", "a date or number that is none"),
    "number": (f"a: !!int {CANARY}", "a date or number that is none"),
    "truth": (f"a: !!bool {CANARY}", "a date or number that is none"),
    "nul": ("a: \x00", "a control character"),
    "surrogate": ("a: \ud800", "a control character"),
    "deep": ("[" * 500 + "]" * 500, "nested too deeply"),
    "html": ("<!DOCTYPE html>\n<p class='a'>: : {", "in line"),
    "tabs": ("a:\n\t- b", "in line 2, column 1"),
}


@pytest.mark.parametrize(("text", "sentence"), RUBBISH.values(), ids=list(RUBBISH))
def test_apply_of_rubbish_says_where_without_what(text, sentence):
    [error] = errors(text)

    assert error.startswith("The file is no YAML: ")
    assert sentence in error
    assert error.endswith("Special characters need quotes.")
    assert CANARY.split("!")[0] not in error


def test_apply_of_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    assert errors("\n".join([*lines, "registrations: *a29"])) == [
        "The file is no YAML: aliases are not used here in line 2, column 10. Special characters need quotes."
    ]
