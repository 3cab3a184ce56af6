"""Registrations: each change is a version with its audit event, each refusal leaves everything as it was."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from sso_providers import crypto
from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.actions.confirmation import Unconfirmed
from sso_providers.actions.registrations import InUse, InvalidRegistration
from sso_providers.catalogue import KINDS, FieldType, Flow, Secret
from sso_providers.models import AuditEvent, Event, PortalSession, ProviderRegistration, RegistrationSecret
from tests import people
from tests.certificates import SP_PRIVATE_KEY
from tests.login.journey import browser_of
from tests.openmetadata.cases import COMBINATIONS, secrets
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db
STAFF: dict[str, Any] = {"staff_login": True, "default_role": "viewer"}


def stored() -> ProviderRegistration:
    return ProviderRegistration.objects.get()


def events(skip: int = 0) -> list[tuple[str, str, str]]:
    """Event, target and detail, oldest first."""
    return list(AuditEvent.objects.order_by("pk").values_list("event", "target", "detail"))[skip:]


def state() -> tuple[Any, ...]:
    rows = ProviderRegistration.objects.order_by("pk").values()
    secrets = RegistrationSecret.objects.order_by("pk").values()
    return list(rows), list(secrets), list(ProviderRegistration.history.values()), events()


NOTHING: tuple[Any, ...] = ([], [], [], [])


def given(secret: str) -> dict[str, Secret]:
    return {"client_secret": Secret(secret)}


def kept() -> dict[str, str | None]:
    """Every stored secret of the one registration."""
    return {secret.name: people.secret_of(stored(), secret.name) for secret in stored().secrets.all()}


def changed(registration: ProviderRegistration, **fields: Any) -> ProviderRegistration:
    for name, value in fields.items():
        setattr(registration, name, value)
    return registration


def update(
    registration: ProviderRegistration, secret: str | None = None, by: Actor = SOMEONE, **fields: Any
) -> ProviderRegistration:
    secrets = {} if secret is None else given(secret)
    return registrations.update(registration=changed(registration, **fields), secrets=secrets, by=by)


# Create


def test_create_saves_version_1_with_its_audit():
    ada = people.ada()

    registrations.create(registration=people.draft(), secrets=given(CANARY), by=Actor("ada", ada, "192.0.2.1"))

    row = stored()
    assert (row.version, row.secrets.get().set_by) == (1, "ada")
    assert kept() == {"client_secret": CANARY}
    assert row.settings["domain"] == "acme.eu.auth0.com"
    assert row.settings["principal_claims"] == ["email", "preferred_username", "sub"]
    [version] = row.history.all()
    assert (version.version, version.history_user, version.history_change_reason) == (1, ada, "created")
    assert events() == [("registration created", "auth0-prod", ""), ("secret set", "auth0-prod", "client_secret")]
    assert set(AuditEvent.objects.values_list("actor", "address", "target_type")) == {
        ("ada", "192.0.2.1", "registration")
    }


def test_create_without_a_secret_has_one_event():
    registrations.create(registration=people.draft("azure", Flow.IMPLICIT), by=SOMEONE)

    assert kept() == {}
    assert events() == [("registration created", "azure-prod", "")]


REFUSED = {
    "slug-in-capitals": ({"slug": "Auth0"}, "slug", "'Auth0' is no slug: use lower-case letters, digits and -"),
    "no-slug": ({"slug": ""}, "slug", "'' is no slug"),
    "slug-with-a-line-break": ({"slug": "a\n"}, "slug", "is no slug"),
    "long-slug": ({"slug": "a" * 51}, "slug", "has 51 characters: at most 50 are possible"),
    "slug-taken": ({"slug": "taken"}, "slug", "Another registration has the slug 'taken': use one of its own"),
    "no-name": ({"name": " "}, "name", "The name is missing: say which application this is"),
    "long-name": ({"name": "n" * 101}, "name", "has 101 characters: at most 100 are possible"),
    "name-with-nul": ({"name": "a\x00b"}, "name", "'a\\x00b' holds a line break or control character"),
    "unknown-kind": (
        {"kind": "auth-0"},
        "kind",
        "Unknown provider kind 'auth-0': use one of auth0, azure, ",
    ),
    "unknown-flow": ({"flow": "cod"}, "flow", "Unknown flow of auth0 'cod': use one of code, implicit."),
    "no-client-id": ({"client_id": " "}, "client_id", "Client ID is missing."),
    "long-client-id": ({"client_id": "c" * 256}, "client_id", "has 256 characters: at most 255 are possible"),
    "bad-domain": ({"settings": {"domain": "acme"}}, "settings.domain", "'acme' is no domain: use a name such as"),
    "missing-setting": ({"settings": {}}, "settings.domain", "Domain is missing."),
    "unknown-setting": ({"settings": {"domian": "a.b", "domain": "a.b"}}, "settings.domian", "Did you mean 'domain'?"),
    "bad-mail-domain": ({"allowed_domains": ["acme"]}, "allowed_domains", "'acme' is no domain"),
    "unknown-group-role": (
        {"group_roles": {"staff": "admin"}},
        "group_roles",
        "Group 'staff': Unknown role 'admin': use one of viewer, operator, administrator, superuser.",
    ),
    "group-with-nul": ({"group_roles": {"a\x00": "viewer"}}, "group_roles", "holds a line break or control character"),
    "unknown-default-role": ({"default_role": "viewr"}, "default_role", "Unknown role 'viewr': use one of viewer,"),
    "long-groups-claim": ({"groups_claim": "g" * 101}, "groups_claim", "at most 100 are possible"),
    "required-group-with-nul": ({"required_groups": ["a\x00"]}, "required_groups", "holds a line break or control"),
}


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_create_of_what_is_wrong_names_it_and_changes_nothing(fields, field, sentence):
    people.registration("azure", slug="taken")
    before = state()

    with pytest.raises(InvalidRegistration) as error:
        registrations.create(registration=people.draft(**fields), secrets=given(CANARY), by=SOMEONE)

    assert list(error.value.errors) == [field]
    assert sentence in error.value.errors[field]
    assert error.value.errors[field].endswith((".", "?"))
    assert state() == before


SECRETS = {
    "blank-at-the-end": (Flow.CODE, f"{CANARY} ", "begins or ends with a blank"),
    "line-break": (Flow.CODE, f"{CANARY}\nx", "or holds a line break"),
    "nul": (Flow.CODE, f"{CANARY}\x00", "or holds a line break"),
    "surrogate": (Flow.CODE, f"{CANARY}\ud800", "or holds a line break"),
    "too-long": (Flow.CODE, CANARY * 400, "characters: at most 4096 are possible"),
    "empty": (Flow.CODE, "", "The secret is empty: enter it, or leave it out to keep the stored one"),
    "implicit-flow": (Flow.IMPLICIT, CANARY, "The implicit flow has no client secret: leave it blank"),
}


@pytest.mark.parametrize(("flow", "secret", "sentence"), SECRETS.values(), ids=list(SECRETS))
def test_create_with_a_bad_secret_says_so_without_it(flow, secret, sentence):
    with pytest.raises(InvalidRegistration) as error:
        registrations.create(registration=people.draft("auth0", flow), secrets=given(secret), by=SOMEONE)

    assert sentence in error.value.errors["secrets.client_secret"]
    assert CANARY not in str(error.value)
    assert state() == NOTHING


def test_create_of_several_mistakes_names_them_all():
    draft = people.draft(slug="A", name="", client_id="", settings={"domain": "x", "max_age": "y"}, default_role="z")

    with pytest.raises(InvalidRegistration) as error:
        registrations.create(registration=draft, secrets=given(" "), by=SOMEONE)

    assert list(error.value.errors) == [
        "slug",
        "name",
        "client_id",
        "settings.domain",
        "settings.max_age",
        "default_role",
        "secrets.client_secret",
    ]


@pytest.mark.parametrize("allowed", [True, False])
def test_create_with_plain_http_needs_the_portals_permission(allowed):
    draft = people.draft("custom-oidc", settings={"issuer": "http://id.test", "jwks_uri": "http://id.test/keys"})

    with override_settings(SSO_ALLOW_PRIVATE_ISSUERS=allowed):
        if allowed:
            assert registrations.create(registration=draft, by=SOMEONE).settings["issuer"] == "http://id.test"
            return
        with pytest.raises(InvalidRegistration) as error:
            registrations.create(registration=draft, by=SOMEONE)

    assert list(error.value.errors) == ["settings.issuer", "settings.jwks_uri"]
    assert "SSO_ALLOW_PRIVATE_ISSUERS=true" in error.value.errors["settings.issuer"]


# Staff login


@pytest.mark.parametrize(
    ("flow", "secret", "sentence"),
    [
        pytest.param(Flow.IMPLICIT, "", "with the authorization code flow only", id="implicit-flow"),
        pytest.param(Flow.CODE, "", "needs the client secret: enter it first", id="no-secret"),
    ],
)
def test_staff_login_that_cannot_work_is_refused(flow, secret, sentence):
    with pytest.raises(InvalidRegistration) as error:
        people.registration("auth0", flow, secret=secret, **STAFF)

    assert sentence in error.value.errors["staff_login"]
    assert not ProviderRegistration.objects.exists()


def test_staff_login_normalises_its_policy():
    people.registration(**STAFF, allowed_domains=["Acme.Example"], group_roles={"staff": "operator"})

    policy = stored().staff_policy
    assert (policy.allowed_domains, dict(policy.group_roles)) == (("acme.example",), {"staff": "operator"})
    assert list(ProviderRegistration.objects.for_staff_login()) == [stored()]


# Update


def test_update_of_fields_makes_the_next_version():
    registration = people.registration()

    update(registration, name="Auth0 test", settings={**registration.settings, "max_age": "5"})

    row = stored()
    assert (row.version, row.name, row.settings["max_age"]) == (2, "Auth0 test", 5)
    assert [version.version for version in row.history.all()] == [2, 1]
    assert row.history.first().history_change_reason == "name, settings"
    assert events(skip=2) == [("registration changed", "auth0-prod", "name, settings")]


def test_update_of_nothing_makes_no_version():
    people.registration()
    before = state()

    update(stored())
    update(stored(), secret=CANARY)
    update(stored(), settings={"domain": " HTTPS://acme.eu.auth0.com/ "})

    assert state() == before


def test_update_of_the_secret_makes_a_version_that_does_not_show_it():
    registration = people.registration()

    update(registration, secret="another")

    assert stored().version == 2
    assert kept() == {"client_secret": "another"}
    assert stored().history.first().history_change_reason == "client_secret"
    assert events(skip=2) == [("secret set", "auth0-prod", "client_secret")]


def test_update_without_a_secret_keeps_the_one_that_was_set_meanwhile():
    people.registration()
    early, late = stored(), stored()
    update(early, secret="another")

    update(late, name="Late")

    assert stored().version == 3
    assert stored().application(with_secret=True).client_secret == Secret("another")


def test_update_of_an_unreadable_secret_replaces_it():
    registration = people.registration()
    RegistrationSecret.objects.update(sealed=crypto.Sealed("v1:gone:x"))

    update(registration, secret=CANARY)

    assert stored().application(with_secret=True).client_secret == Secret(CANARY)
    assert events(skip=2) == [("secret set", "auth0-prod", "client_secret")]


def test_update_to_the_implicit_flow_drops_the_secret():
    registration = people.registration()

    update(registration, flow=Flow.IMPLICIT, settings=dict(people.SETTINGS["auth0"]))

    assert kept() == {}
    assert stored().history.first().history_change_reason == "flow, settings, client_secret"
    assert events(skip=2) == [
        ("registration changed", "auth0-prod", "flow, settings"),
        ("secret removed", "auth0-prod", "client_secret"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"settings": {"domain": "x"}}, id="bad-setting"),
        pytest.param({"flow": Flow.IMPLICIT, "settings": dict(people.SETTINGS["auth0"])}, id="flow-with-staff-login"),
        pytest.param({"kind": "okta-classic"}, id="unknown-kind"),
        pytest.param({"secret": " x"}, id="bad-secret"),
    ],
)
def test_update_of_what_is_wrong_changes_nothing(fields):
    registration = people.registration(**STAFF)
    before = state()

    with pytest.raises(InvalidRegistration):
        update(registration, **{"name": "New", **fields})

    assert state() == before


# Remove the secret


def test_remove_secret_makes_a_version():
    registrations.remove_secret(registration=people.registration(), name="client_secret", by=SOMEONE)

    assert (stored().version, kept()) == (2, {})
    assert stored().history.first().history_change_reason == "client_secret removed"
    assert events(skip=2) == [("secret removed", "auth0-prod", "client_secret")]


def test_remove_secret_that_is_not_there_makes_no_version():
    registration = people.registration(secret="")
    before = state()

    registrations.remove_secret(registration=registration, name="client_secret", by=SOMEONE)

    assert state() == before


def test_remove_secret_of_a_staff_login_is_refused():
    registration = people.registration(**STAFF)
    before = state()

    with pytest.raises(InvalidRegistration, match="switch that off first, or replace the secret"):
        registrations.remove_secret(registration=registration, name="client_secret", by=SOMEONE)

    assert state() == before


# Restore


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"issuer": "https://evil.test"}, id="issuer"),
        pytest.param({"discovery_uri": "https://evil.test/.well-known/openid-configuration"}, id="discovery"),
    ],
)
def test_update_of_the_providers_address_without_its_secret_hands_none_over(settings):
    """Who may edit and check could have the stored secret sent to an address of their own."""
    registration = people.registration("custom-oidc")
    before = state()

    with pytest.raises(InvalidRegistration, match="enter the client secret for it"):
        update(registration, settings={**registration.settings, **settings})

    assert state() == before
    update(stored(), settings={**people.SETTINGS["custom-oidc"], **settings}, secret="of the new one")
    assert stored().settings | settings == stored().settings


def test_restore_of_another_providers_address_hands_no_secret_over():
    registration = people.registration()
    update(registration, settings={"domain": "new.example"}, secret="of the new one")
    before = state()

    with pytest.raises(InvalidRegistration, match="https://acme.eu.auth0.com/ and .*: enter the client secret"):
        registrations.restore(registration=stored(), version=1, by=SOMEONE)

    assert state() == before


def test_restore_makes_the_old_settings_the_newest_version_and_keeps_the_secret():
    registration = people.registration()
    update(registration, secret="another", name="Worse", settings={**registration.settings, "prompt": "login"})

    registrations.restore(registration=stored(), version=1, by=SOMEONE)

    row = stored()
    assert (row.version, row.name, row.settings["prompt"]) == (3, "auth0 production", "")
    assert row.application(with_secret=True).client_secret == Secret("another")
    assert events(skip=4) == [
        ("registration changed", "auth0-prod", "name, settings"),
        ("registration restored", "auth0-prod", "from version 1"),
    ]


def test_restore_of_settings_that_are_no_longer_valid_changes_nothing():
    registration = people.registration("custom-oidc", settings={"issuer": "http://a.test", "jwks_uri": "http://a.test"})
    update(registration, settings=people.SETTINGS["custom-oidc"], secret="another")
    before = state()

    with (
        override_settings(SSO_ALLOW_PRIVATE_ISSUERS=False),
        pytest.raises(InvalidRegistration, match="'http://a.test' is not encrypted"),
    ):
        registrations.restore(registration=stored(), version=1, by=SOMEONE)

    assert state() == before


def test_restore_of_a_staff_login_whose_secret_is_gone_changes_nothing():
    registration = people.registration(**STAFF)
    update(registration, staff_login=False)
    registrations.remove_secret(registration=stored(), name="client_secret", by=SOMEONE)
    before = state()

    with pytest.raises(InvalidRegistration, match="needs the client secret: enter it first"):
        registrations.restore(registration=stored(), version=1, by=SOMEONE)

    assert state() == before


def test_restore_of_an_unknown_version_says_so():
    with pytest.raises(InvalidRegistration, match="There is no version 7 of auth0 production"):
        registrations.restore(registration=people.registration(), version=7, by=SOMEONE)


# Delete


def test_delete_is_audited():
    registrations.delete(registration=people.registration(), by=SOMEONE)

    assert not ProviderRegistration.objects.exists()
    assert events(skip=2) == [("registration deleted", "auth0-prod", "")]


def test_delete_of_a_registration_in_use_names_the_deployments():
    registration = people.registration()
    people.deployment(registration)
    people.deployment(registration, slug="test", name="Test")
    before = state()

    with pytest.raises(InUse, match="is used by Production, Test: give them another registration first"):
        registrations.delete(registration=registration, by=SOMEONE)

    assert state() == before


# Secrets


def test_every_action_keeps_the_secret_out_of_history_and_audit():
    registration = people.registration(**STAFF)
    update(registration, secret=f"{CANARY}-2", name="New")
    update(stored(), staff_login=False)
    registrations.restore(registration=stored(), version=1, by=SOMEONE)
    update(stored(), staff_login=False)
    registrations.remove_secret(registration=stored(), name="client_secret", by=SOMEONE)
    registrations.delete(registration=stored(), by=SOMEONE)

    rows = [*AuditEvent.objects.values(), *ProviderRegistration.history.values()]
    assert len(rows) > 10
    assert CANARY not in str(rows)
    assert "v1:" not in str(rows)


def actor(user, *, confirmed=True):
    return Actor(user.username, user, confirmed=confirmed)


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param({"default_role": "administrator"}, id="default-role"),
        pytest.param({"group_roles": {"everybody": "viewer", "mine": "administrator"}}, id="group"),
    ],
)
def test_staff_login_that_gives_more_than_its_author_has_is_refused(policy):
    """Or an operator would sign in through a provider of their own and be administrator."""
    with pytest.raises(InvalidRegistration, match="role administrator by it, which you don't have"):
        registrations.create(
            registration=people.draft(staff_login=True, **policy), secrets=given(CANARY), by=actor(people.ada())
        )

    assert not ProviderRegistration.objects.exists()
    by = actor(people.margaret())
    registrations.create(registration=people.draft(staff_login=True, **policy), secrets=given(CANARY), by=by)


@pytest.mark.parametrize("staff_login", [True, False])
def test_mapping_that_makes_superusers_is_for_superusers_and_commands(staff_login):
    """Switched off, too: somebody may switch it on without reading the rest."""
    policy = {"staff_login": staff_login, "group_roles": {"mine": "superuser"}}
    with pytest.raises(InvalidRegistration, match="role superuser by it, which you don't have"):
        registrations.create(registration=people.draft(**policy), secrets=given(CANARY), by=actor(people.margaret()))

    registrations.create(registration=people.draft(**policy), secrets=given(CANARY), by=actor(people.root()))
    registrations.create(registration=people.draft(slug="two", **policy), secrets=given(CANARY), by=COMMAND_LINE)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"settings": {"domain": "evil.example"}, "secret": "new"}, id="provider"),
        pytest.param({"group_roles": {"mine": "administrator"}}, id="policy"),
        pytest.param({"client_id": "another"}, id="client"),
    ],
)
def test_staff_login_that_gives_more_than_its_editor_has_stays_as_it_is(change):
    people.registration(staff_login=True, default_role="administrator")
    before = state()

    with pytest.raises(InvalidRegistration, match="role administrator by it, which you don't have"):
        update(stored(), by=actor(people.ada()), **change)

    assert state() == before


def test_staff_login_that_gives_more_than_its_editor_has_may_be_renamed_and_switched_off():
    people.registration(staff_login=True, default_role="administrator")
    ada = actor(people.ada())

    update(stored(), by=ada, name="Another name")
    update(stored(), by=ada, staff_login=False)

    assert (stored().name, stored().staff_login, stored().version) == ("Another name", False, 3)


def test_staff_login_that_gives_no_more_than_its_author_has_is_saved():
    policy = {"staff_login": True, "default_role": "viewer", "group_roles": {"mine": "operator"}}

    registrations.create(registration=people.draft(**policy), secrets=given(CANARY), by=actor(people.ada()))

    assert stored().staff_login


def test_staff_login_that_gives_more_than_its_editor_has_is_not_disarmed_and_moved_in_one_go():
    people.registration(staff_login=True, default_role="administrator")
    before = state()

    with pytest.raises(InvalidRegistration, match="role administrator by it"):
        update(
            stored(),
            by=actor(people.ada()),
            secret="new",
            settings={"domain": "evil.example"},
            default_role="operator",
        )

    assert state() == before


def test_staff_login_that_is_switched_off_gives_its_editor_no_more():
    """Somebody else may switch it on again without reading the rest."""
    people.registration(staff_login=True, default_role="administrator")

    with pytest.raises(InvalidRegistration, match="role administrator by it"):
        update(stored(), by=actor(people.ada()), staff_login=False, secret="new", settings={"domain": "evil.example"})


def test_remove_secret_of_a_row_read_before_a_change_takes_none_of_it_back():
    registration = people.registration()
    stale = stored()
    update(registration, name="Newer name")

    registrations.remove_secret(registration=stale, name="client_secret", by=SOMEONE)

    assert (stored().name, stored().version, kept()) == ("Newer name", 3, {})


# Several secrets, or none


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_create_of_every_kind_stores_each_of_its_secrets(kind, flow):
    names = [field.name for field in KINDS[kind].secret_fields(flow)]

    people.registration(kind, flow)

    assert kept().keys() == set(names)
    assert all(kept().values())
    assert events(skip=1) == [("secret set", f"{kind}-prod", name) for name in names]


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_update_of_every_kind_without_a_change_makes_no_version(kind, flow):
    people.registration(kind, flow)
    before = state()

    registrations.update(registration=stored(), secrets=secrets(KINDS[kind], flow, CANARY), by=SOMEONE)

    assert state() == before


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_update_by_a_person_with_equal_secrets_tells_nothing_of_those_that_people_choose(kind, flow):
    """What a try with a wrong one would do: else one could guess until nothing happens."""
    people.registration(kind, flow)
    chosen = [field.name for field in KINDS[kind].secret_fields(flow) if not field.generated]
    already = len(events())

    registrations.update(
        registration=stored(), secrets=secrets(KINDS[kind], flow, CANARY), by=Actor("ada", people.ada())
    )

    assert stored().version == (2 if chosen else 1)
    assert events(skip=already) == [("secret set", f"{kind}-prod", name) for name in chosen]
    assert [stored().secrets.get(name=name).set_by for name in chosen] == ["ada"] * len(chosen)


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_secret_of_an_unknown_name_is_refused_without_its_value(kind, flow):
    with pytest.raises(InvalidRegistration) as error:
        registrations.create(
            registration=people.draft(kind, flow), secrets={"no_such_secret": Secret(CANARY)}, by=SOMEONE
        )

    assert list(error.value.errors) == ["secrets.no_such_secret"]
    assert CANARY not in str(error.value)
    assert state() == NOTHING


NO_SECRET = {"empty": "", "too-long": CANARY + "x" * 16 * 1024}
NO_LINE = {**NO_SECRET, "too-long-for-a-line": "x" * 4097, "line-break": f"{CANARY}\nb", "nul": f"{CANARY}\x00b"}
# The only ones of several lines are keys.
NO_BLOCK = {
    **NO_SECRET,
    "no-key": CANARY,
    "no-pem": f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----",
}
BAD_SECRETS = [
    pytest.param(kind, flow, field, text, id=f"{kind}-{flow}-{field.name}-{name}")
    for kind, flow in COMBINATIONS
    for field in KINDS[kind].secret_fields(flow)
    for name, text in (NO_BLOCK if field.type is FieldType.BLOCK else NO_LINE).items()
]


@pytest.mark.parametrize(("kind", "flow", "field", "text"), BAD_SECRETS)
def test_bad_secret_of_every_kind_is_refused_at_its_name(kind, flow, field, text):
    with pytest.raises(InvalidRegistration) as error:
        registrations.create(registration=people.draft(kind, flow), secrets={field.name: Secret(text)}, by=SOMEONE)

    assert list(error.value.errors) == [f"secrets.{field.name}"]
    assert CANARY not in str(error.value)


def test_private_key_is_stored_as_one_line_however_it_was_pasted():
    pem = f"-----BEGIN PRIVATE KEY-----\r\n{SP_PRIVATE_KEY}\r\n-----END PRIVATE KEY-----\r\n"
    registrations.create(
        registration=people.draft("saml", Flow.NONE), secrets={"sp_private_key": Secret(pem)}, by=SOMEONE
    )
    before = state()

    registrations.update(registration=stored(), secrets={"sp_private_key": Secret(SP_PRIVATE_KEY)}, by=SOMEONE)

    assert kept() == {"sp_private_key": SP_PRIVATE_KEY}
    assert state() == before


def test_one_of_several_secrets_is_replaced_and_the_others_stay():
    people.registration("ldap", Flow.NONE)

    registrations.update(registration=stored(), secrets={"bind_password": Secret("another")}, by=Actor("ada"))

    assert kept() == {"bind_password": "another", "trust_store_password": CANARY}
    assert {secret.name: secret.set_by for secret in stored().secrets.all()} == {
        "bind_password": "ada",
        "trust_store_password": "someone",
    }
    assert stored().history.first().history_change_reason == "bind_password"
    assert events()[-1] == ("secret set", "ldap-prod", "bind_password")


def test_one_of_several_secrets_is_removed_and_the_others_stay():
    people.registration("ldap", Flow.NONE)

    registrations.remove_secret(registration=stored(), name="trust_store_password", by=SOMEONE)

    assert kept() == {"bind_password": CANARY}
    assert (stored().version, events()[-1]) == (2, ("secret removed", "ldap-prod", "trust_store_password"))


def test_update_to_another_kind_drops_the_secrets_that_it_has_not():
    registration = people.registration()

    update(
        registration,
        kind="ldap",
        flow=Flow.NONE,
        client_id="",
        settings=dict(people.SETTINGS["ldap"]),
    )

    assert kept() == {}
    assert stored().history.first().history_change_reason == "kind, flow, client_id, settings, client_secret"


def test_update_of_the_directorys_host_without_its_password_hands_none_over():
    registration = people.registration("ldap", Flow.NONE)
    settings = {**registration.settings, "host": "evil.example"}
    before = state()

    with pytest.raises(InvalidRegistration, match=r"changes to .*evil.example.*: enter the bind password for it"):
        registrations.update(
            registration=changed(registration, settings=settings),
            secrets={"trust_store_password": Secret("new")},
            by=SOMEONE,
        )

    assert state() == before


def test_update_of_samls_sign_in_address_keeps_the_secrets_which_no_check_sends():
    registration = people.registration("saml", Flow.NONE)

    update(registration, settings={**registration.settings, "sso_login_url": "https://other.acme.example/sso"})

    assert stored().version == 2
    assert kept().keys() == {"sp_private_key", "key_store_password"}


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_client_id_where_the_kind_has_none_is_refused(kind):
    with pytest.raises(InvalidRegistration) as error:
        registrations.create(registration=people.draft(kind, Flow.NONE, client_id="abc"), by=SOMEONE)

    assert error.value.errors == {"client_id": "This provider has no client ID: leave it out."}


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_staff_login_without_openid_connect_is_refused(kind):
    with pytest.raises(InvalidRegistration) as error:
        people.registration(kind, Flow.NONE, **STAFF)

    assert error.value.errors == {
        "staff_login": "People can sign in to the portal with the authorization code flow only."
    }
    assert not ProviderRegistration.objects.for_staff_login()


def test_reseal_all_seals_every_secret_anew():
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    with override_settings(PORTAL_ENCRYPTION_KEYS=old):
        people.registration("ldap", Flow.NONE)
        people.registration("saml", Flow.NONE)

    with override_settings(PORTAL_ENCRYPTION_KEYS=f"{new},{old}"):
        counts = registrations.reseal_all(by=SOMEONE), registrations.reseal_all(by=SOMEONE)

    assert counts == (4, 0)
    with override_settings(PORTAL_ENCRYPTION_KEYS=new):
        assert all(secret.sealed.open() for secret in RegistrationSecret.objects.all())
    assert sorted(events()[-4:]) == [
        ("secret encrypted with the newest key", "ldap-prod", "bind_password"),
        ("secret encrypted with the newest key", "ldap-prod", "trust_store_password"),
        ("secret encrypted with the newest key", "saml-prod", "key_store_password"),
        ("secret encrypted with the newest key", "saml-prod", "sp_private_key"),
    ]
    assert set(ProviderRegistration.objects.values_list("version", flat=True)) == {1}


# A fresh confirmation


MANAGING = [{"default_role": "administrator"}, {"group_roles": {"mine": "superuser"}}]


@pytest.mark.parametrize("staff_login", [True, False])
@pytest.mark.parametrize("policy", MANAGING, ids=str)
def test_registration_that_makes_managers_is_created_after_a_confirmation(policy, staff_login):
    root = people.root()
    draft = people.draft(staff_login=staff_login, **policy)

    with pytest.raises(Unconfirmed):
        registrations.create(registration=draft, secrets=given(CANARY), by=actor(root, confirmed=False))
    assert state() == NOTHING

    registrations.create(registration=draft, secrets=given(CANARY), by=actor(root))
    assert stored().version == 1


@pytest.mark.parametrize("policy", MANAGING, ids=str)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"client_id": "another"}, id="client"),
        pytest.param({"settings": {"domain": "evil.example"}, "secret": "new"}, id="provider"),
        pytest.param({"default_role": "viewer", "group_roles": {}}, id="gives-it-no-more"),
        pytest.param({"staff_login": True}, id="switched-on"),
    ],
)
def test_registration_that_makes_managers_is_changed_after_a_confirmation(policy, change):
    people.registration(**policy)
    root, before = people.root(), state()

    with pytest.raises(Unconfirmed):
        update(stored(), by=actor(root, confirmed=False), **change)
    assert state() == before

    update(stored(), by=actor(root), **change)
    assert stored().version == 2


def test_registration_is_made_one_that_makes_managers_after_a_confirmation():
    people.registration()
    root = people.root()

    with pytest.raises(Unconfirmed):
        update(stored(), by=actor(root, confirmed=False), default_role="administrator")

    update(stored(), by=actor(root), default_role="administrator")
    assert stored().default_role == "administrator"


def test_registration_that_made_managers_is_restored_after_a_confirmation():
    update(people.registration(default_role="administrator"), default_role="viewer")
    root, before = people.root(), state()

    with pytest.raises(Unconfirmed):
        registrations.restore(registration=stored(), version=1, by=actor(root, confirmed=False))
    assert state() == before

    registrations.restore(registration=stored(), version=1, by=actor(root))
    assert stored().default_role == "administrator"


def test_registration_that_makes_managers_is_renamed_and_switched_off_without_a_confirmation():
    people.registration(staff_login=True, default_role="administrator")
    margaret = actor(people.margaret(), confirmed=False)

    update(stored(), by=margaret, name="Another name")
    update(stored(), by=margaret, staff_login=False)

    assert stored().version == 3


def test_registration_that_makes_no_managers_needs_no_confirmation():
    ada = actor(people.ada(), confirmed=False)

    registrations.create(registration=people.draft(**STAFF), secrets=given(CANARY), by=ada)
    update(stored(), by=ada, default_role="operator")

    assert stored().version == 2


# Sessions that began through it


def came_in() -> None:
    """Grace, through the registration."""
    key = browser_of(people.grace()).session.session_key
    PortalSession.objects.filter(session_key=key).update(registration="auth0-prod")


def ended() -> list[str]:
    return list(
        AuditEvent.objects.filter(event=Event.SESSIONS_ENDED, target="auth0-prod").values_list("detail", flat=True)
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"staff_login": False}, "sign-in switched off", id="off"),
        pytest.param({"settings": {"domain": "other.eu.auth0.com"}, "secret": "new"}, "another issuer", id="issuer"),
    ],
)
def test_update_that_parts_with_its_people_ends_their_sessions(change, reason):
    people.registration(**STAFF)
    came_in()

    update(stored(), **change)

    assert not PortalSession.objects.exists()
    assert ended() == [f"1 session: {reason}"]


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"default_role": "operator"},
        {"secret": "new"},
        {"settings": {"domain": "acme.eu.auth0.com", "scope": "openid email"}},
    ],
    ids=str,
)
def test_update_of_anything_else_ends_no_session(change):
    people.registration(**STAFF)
    came_in()

    update(stored(), **change)

    assert PortalSession.objects.count() == 1
    assert ended() == []


def test_restore_of_a_version_without_sign_in_ends_the_sessions():
    update(people.registration(), **STAFF)
    came_in()

    registrations.restore(registration=stored(), version=1, by=SOMEONE)

    assert not PortalSession.objects.exists()
    assert ended() == ["1 session: sign-in switched off"]


def test_delete_ends_the_sessions_that_began_through_it():
    people.registration(**STAFF)
    came_in()

    registrations.delete(registration=stored(), by=SOMEONE)

    assert not PortalSession.objects.exists()
    assert ended() == ["1 session: registration deleted"]


def test_delete_of_one_in_use_ends_no_session():
    people.deployment(people.registration(**STAFF))
    came_in()

    with pytest.raises(InUse):
        registrations.delete(registration=stored(), by=SOMEONE)

    assert PortalSession.objects.exists()


@pytest.mark.parametrize("change", [registrations.update, registrations.delete])
def test_change_locks_the_ways_in_before_the_row(change):
    """In another order, an update and a deletion at the same time would wait for each other for ever."""
    registration = people.registration()
    registration.name = "Another"

    with CaptureQueriesContext(connection) as captured:
        change(registration=registration, by=SOMEONE)

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert '"auth_group"' in asked[0]


def test_switch_sign_in_off_keeps_what_was_changed_since_it_was_read():
    registration = people.registration(staff_login=True, default_role="viewer")
    as_read = ProviderRegistration.objects.get()
    registration.client_id = "another"
    registrations.update(registration=registration, by=people.SOMEONE)

    registrations.switch_sign_in_off(registration=as_read, by=people.SOMEONE)

    stored = ProviderRegistration.objects.get()
    assert (stored.staff_login, stored.client_id, stored.version) == (False, "another", 3)
