"""Registrations in the admin: choose, fill in, mend what is wrong, keep the secret, look at versions."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.actions.secret_expiry import EXPIRING
from sso_providers.catalogue import KINDS, Flow, Protocol, Secret
from sso_providers.models import AuditEvent, CheckResult, Event, ExternalIdentity, ProviderRegistration
from tests import people
from tests.certificates import SP_PRIVATE_KEY
from tests.login.journey import BROKEN_ROWS
from tests.openmetadata import cases

from .forms import fields, submit

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/providerregistration/"
ADD = f"{LIST}add/"
KINDS_AND_FLOWS = [(kind.id, flow.value) for kind in KINDS.values() for flow in kind.flows]
STAFF = {"default_role", "group_roles", "groups_claim", "required_groups", "allowed_domains"}
SWITCHES = {"staff_login", "trust_email", "authoritative_email", "newcomers_wait"}
SECRET = "a brand-new secret"


def add(kind: str, flow: str = "code") -> str:
    return f"{ADD}?kind={kind}&flow={flow}"


def typed(kind: str, **changes: str) -> dict[str, str]:
    """What an operator types into a new registration's form."""
    settings = {f"setting_{name}": str(value) for name, value in people.SETTINGS[kind].items()}
    client_id = {"client_id": people.CLIENT_IDS[kind]} if KINDS[kind].client_id else {}
    return {"name": "Acme", "slug": "acme", **client_id, **settings, **changes}


def typed_secrets(kind: str, flow: str) -> dict[str, str]:
    secrets = cases.secrets(KINDS[kind], Flow(flow), SECRET)
    return {f"secret_{name}": secret.reveal() for name, secret in secrets.items()}


def errors(page: str) -> str:
    return " ".join(re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page, re.DOTALL)).replace("&#x27;", "'")


# Choosing


def test_add_shows_a_card_for_each_kind_with_its_flows(operator):
    page = operator.get(ADD).content.decode()

    for kind in KINDS.values():
        flows = kind.flows if len(kind.flows) > 1 else ()
        assert re.findall(rf'href="\?kind={kind.id}(?:&amp;flow=(\w+))?"', page) == list(flows or [""])
        assert escape(kind.needs) in page


def test_add_shows_the_cards_by_protocol(operator):
    page = operator.get(ADD).content.decode()

    sections = page.split("<h2>")[1:]
    assert [section.partition("</h2>")[0] for section in sections] == [
        "OpenID Connect",
        "Other protocols",
        "Which flow?",
    ]
    for is_openid, section in zip((True, False), sections, strict=False):
        kinds = [kind.id for kind in KINDS.values() if (kind.protocol is Protocol.OIDC) is is_openid]
        assert re.findall(r'aria-labelledby="kind-([\w-]+)"', section) == kinds


def test_add_shows_each_kind_with_its_icon_and_a_made_up_one_with_a_plain_one(operator, monkeypatch):
    monkeypatch.setitem(KINDS, "made-up", replace(KINDS["saml"], id="made-up", label="Made up"))

    page = operator.get(ADD).content.decode()

    icons = re.findall(r'src="/static/sso_providers/kinds/([\w-]+)\.svg"', page)
    assert sorted(icons) == sorted([*KINDS.keys() - {"made-up"}, "other"])


def test_add_leads_to_a_sheet_for_each_kind(operator):
    page = operator.get(ADD).content.decode()

    assert re.findall(r'href="/hand-over/([\w-]+)/"', page) == list(
        dict.fromkeys(re.findall(r'id="kind-([\w-]+)"', page))
    )


@pytest.mark.parametrize("kind", [kind.id for kind in KINDS.values() if len(kind.flows) == 1])
def test_add_of_a_kind_with_one_flow_needs_none_in_the_address(operator, kind):
    page = operator.get(f"{ADD}?kind={kind}").content.decode()

    assert f"<h1>Register {KINDS[kind].label}</h1>" in page
    assert f"{KINDS[kind].label}</p>" not in page  # the heading says it
    assert "No flow to choose" not in page


@pytest.mark.parametrize("query", ["kind=oktaa", "kind=auth0&flow=device", "kind=", "flow=code", "kind=<script>"])
def test_add_of_something_unknown_shows_the_cards(operator, query):
    response = operator.get(f"{ADD}?{query}")

    assert response.status_code == 200
    assert "Which provider?" in response.content.decode()


# The form


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_add_form_has_the_fields_of_its_kind_and_flow_and_no_other(operator, kind, flow):
    found = fields(operator.get(add(kind, flow)).content.decode()).keys() - SWITCHES

    settings = {f"setting_{field.name}" for field in KINDS[kind].fields[Flow(flow)]}
    boolean = {f"setting_{field.name}" for field in KINDS[kind].fields[Flow(flow)] if field.type == "boolean"}
    secrets = {f"secret_{field.name}" for field in KINDS[kind].secret_fields(Flow(flow))}
    others = (STAFF if flow == "code" else set()) | ({"client_id"} if KINDS[kind].client_id else set())
    others |= {"metadata"} if kind == "saml" else set()
    days = {f"expires_{field.name}" for field in KINDS[kind].secret_fields(Flow(flow)) if field.name in EXPIRING}
    others |= days | {f"initial-{name}" for name in days}
    assert found - boolean == {"name", "slug"} | settings - boolean | secrets | others


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_add_form_filled_in_saves_version_one(operator, kind, flow):
    secrets = typed_secrets(kind, flow)

    response = submit(operator, add(kind, flow), **typed(kind), **secrets)

    registration = ProviderRegistration.objects.get()
    assert response["Location"].split("?")[0] == registration.get_absolute_url()
    assert (registration.slug, registration.kind, registration.flow, registration.version) == ("acme", kind, flow, 1)
    assert people.SETTINGS[kind].items() <= registration.settings.items()
    assert {f"secret_{each.name}": each.sealed.open().reveal() for each in registration.secrets.all()} == secrets
    assert registration.history.get().history_user.username == "ada"
    assert AuditEvent.objects.get(event=Event.REGISTRATION_CREATED).actor == "ada"


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_form_opened_and_saved_again_changes_nothing(operator, kind, flow):
    registration = people.registration(kind, flow)

    submit(operator, registration.get_absolute_url())

    registration.refresh_from_db()
    assert registration.version == 1
    assert not AuditEvent.objects.filter(event=Event.REGISTRATION_CHANGED).exists()


def test_form_names_fields_and_secret_as_the_console_does(operator):
    page = operator.get(add("azure")).content.decode()

    assert "Directory (tenant) ID" in page
    assert "Application (client) ID" in page
    assert "The secret's Value, not its Secret ID" in page


BAD = [
    (
        "auth0",
        {"setting_domain": "https://acme.eu.auth0.com/path"},
        "setting_domain",
        "is no domain: use a name such as",
    ),
    ("auth0", {"setting_domain": ""}, "setting_domain", "Domain is missing"),
    ("auth0", {"setting_domain": "localhost"}, "setting_domain", "'localhost' is no domain"),
    ("azure", {"setting_tenant_id": "common"}, "setting_tenant_id", "'common' lets accounts of any organisation in"),
    ("azure", {"setting_tenant_id": "not a guid"}, "setting_tenant_id", "'not a guid' is no GUID"),
    ("azure", {"client_id": "abc"}, "client_id", "'abc' is no GUID"),
    ("custom-oidc", {"setting_issuer": "id.acme.example"}, "setting_issuer", "'id.acme.example' is no address"),
    ("custom-oidc", {"setting_issuer": "https://u:p@id.acme.example"}, "setting_issuer", "must not hold a user name"),
    (
        "custom-oidc",
        {"setting_issuer": "https://id.acme.example/.well-known/openid-configuration"},
        "setting_issuer",
        "use its issuer, probably 'https://id.acme.example'",
    ),
    ("custom-oidc", {"setting_jwks_uri": "ftp://id.acme.example/keys"}, "setting_jwks_uri", "is no address"),
    (
        "custom-oidc",
        {"setting_discovery_uri": "https://id.acme.example/"},
        "setting_discovery_uri",
        "no discovery address",
    ),
    ("custom-oidc", {"setting_scope": "email profile"}, "setting_scope", "'email profile' lacks openid"),
    ("auth0", {"setting_token_validity": "soon"}, "setting_token_validity", "'soon': use a whole number"),
    ("auth0", {"setting_session_expiry": "5"}, "setting_session_expiry", "from 3600 to"),
    ("auth0", {"setting_username_claim": "sub"}, "setting_email_claim", "together: fill in both or leave both blank"),
    (
        "auth0",
        {"setting_principal_claims": "email, my claim"},
        "setting_principal_claims",
        "'my claim' is no claim name",
    ),
    ("auth0", {"slug": "Acme Prod"}, "slug", ""),
    ("auth0", {"slug": "acme_prod"}, "slug", "'acme_prod' is no slug: use lower-case letters"),
    ("auth0", {"name": ""}, "name", "missing"),
    ("auth0", {"client_id": ""}, "client_id", "missing"),
    ("auth0", {"client_id": "x" * 300}, "client_id", "255"),
    ("auth0", {"secret_client_secret": " padded"}, "secret_client_secret", "begins or ends with a blank"),
    ("auth0", {"secret_client_secret": "x" * 5000}, "secret_client_secret", "has 5000 characters: at most 4096"),
    ("auth0", {"staff_login": "on"}, "staff_login", "needs the client secret"),
    ("auth0", {"group_roles": "staff"}, "group_roles", "'staff' is no pair"),
    ("auth0", {"group_roles": "staff = emperor"}, "group_roles", "Unknown role 'emperor'"),
    ("auth0", {"allowed_domains": "acme"}, "allowed_domains", "'acme' is no domain"),
    ("auth0", {"default_role": "emperor"}, "default_role", "emperor"),
]


@pytest.mark.parametrize(("kind", "bad", "place", "sentence"), BAD)
def test_form_with_a_bad_value_keeps_what_was_typed_and_saves_nothing(operator, kind, bad, place, sentence):
    before = AuditEvent.objects.count()

    response = submit(operator, add(kind), **typed(kind, **bad))

    assert response.status_code == 200
    page = response.content.decode()
    assert sentence in errors(page)
    at_field = (
        page[: page.index(f'name="{place}"')].rpartition('class="form-row')[2] + page.partition(f'name="{place}"')[2]
    )
    assert "errorlist" in at_field.partition('class="form-row')[0]
    kept = fields(page)
    for name, value in typed(kind, **bad).items():
        if name not in {"secret_client_secret", "staff_login", "default_role"}:
            assert kept[name] == value
    assert not ProviderRegistration.objects.exists()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(("kind", "bad", "place", "sentence"), [case for case in BAD if "slug" not in case[1]])
def test_change_with_a_bad_value_leaves_the_row_as_it_was(operator, kind, bad, place, sentence):
    registration = people.registration(kind, secret="")

    response = submit(operator, registration.get_absolute_url(), **bad)

    assert sentence in errors(response.content.decode())
    stored = ProviderRegistration.objects.get()
    assert (stored.version, stored.name, stored.settings) == (1, registration.name, registration.settings)


def test_form_with_a_slug_that_is_taken_says_so(operator):
    people.registration(slug="acme")

    response = submit(operator, add("auth0"), **typed("auth0"))

    assert response.status_code == 200
    assert "already exists" in errors(response.content.decode()) or "slug" in errors(response.content.decode())
    assert ProviderRegistration.objects.count() == 1


def test_form_with_plain_http_is_refused_unless_allowed(operator, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    response = submit(operator, add("custom-oidc"), **typed("custom-oidc", setting_issuer="http://id.acme.example"))

    assert "SSO_ALLOW_PRIVATE_ISSUERS=true" in errors(response.content.decode())


def test_form_escapes_what_was_typed(operator):
    page = submit(operator, add("auth0"), **typed("auth0", setting_domain="<script>alert(1)</script>")).content.decode()

    assert "<script>alert" not in page


# Around the form


def test_head_names_deployments_and_the_last_check(operator):
    registration = people.registration()
    made = people.deployment(registration)
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert f'used by <a href="{made.get_absolute_url()}">Production</a>' in page
    assert re.search(r"works</span>.*checked <time", page)
    assert "authorization code flow (confidential client)" in page


def test_folded_sections_say_how_much_differs_from_the_defaults(operator):
    settings = {**people.SETTINGS["auth0"], "scope": "openid email", "pkce": True, "provider_name": "Acme"}
    registration = people.registration(settings=settings, default_role="viewer")

    page = operator.get(registration.get_absolute_url()).content.decode()

    found = re.findall(r'fieldset-heading">([\w -]+) <span class="count">· ([^<]+)<', page)
    assert found == [
        ("Sign-in to this portal", "1 differs from the defaults"),
        ("People in OpenMetadata", "1 differs from the defaults"),
        ("Advanced", "2 differ from the defaults"),
    ]
    assert operator.get(add("auth0")).content.decode().count("· all defaults") == 3


def test_form_warns_of_addresses_that_will_not_do(operator):
    registration = people.registration("azure", "implicit")
    people.deployment(registration, url="http://metadata.acme.example")
    page = operator.get(registration.get_absolute_url()).content.decode()
    assert "http://metadata.acme.example: not encrypted" in page
    assert "All encrypted" not in page

    registration.deployments.update(url="https://metadata.acme.example")
    page = operator.get(registration.get_absolute_url()).content.decode()
    assert "not encrypted" not in page
    assert "All encrypted, and none ends in a slash." in page


def test_ticks_made_while_registering_are_kept(operator):
    path = add("auth0")
    filled = fields(operator.get(path).content.decode())

    operator.post(path, {**filled, **typed("auth0"), "step": ["1", "3", "99", "x"], "_continue": "1"})

    assert ProviderRegistration.objects.get().steps_done == [1, 3]


def test_ticks_stay_on_a_form_with_an_error(operator):
    path = add("auth0")
    filled = fields(operator.get(path).content.decode())

    page = operator.post(path, {**filled, "step": ["2"]}).content.decode()

    assert re.findall(r'id="step-(\d)"[^>]* checked', page) == ["2"]


def test_steps_for_a_viewer_can_not_be_ticked(viewer):
    registration = people.registration()
    ProviderRegistration.objects.update(steps_done=[1])

    page = viewer.get(registration.get_absolute_url()).content.decode()

    assert 'name="step"' not in page
    assert page.count('<li class="done">') == 1
    assert "Danger zone" not in page


def test_danger_zone_names_the_deployments_that_keep_it(administrator):
    registration = people.registration()
    page = administrator.get(registration.get_absolute_url()).content.decode()
    assert f'href="{LIST}{registration.pk}/delete/"' in page

    made = people.deployment(registration)
    page = administrator.get(registration.get_absolute_url()).content.decode()
    assert f'href="{LIST}{registration.pk}/delete/"' not in page
    assert f'<li><a href="{made.get_absolute_url()}">Production</a>' in page


def test_danger_zone_says_who_signs_in_with_it(operator):
    registration = people.registration(staff_login=True, default_role="viewer")
    for number in (1, 2):
        ExternalIdentity.objects.create(
            user=people.person(f"person-{number}"),
            registration=registration,
            issuer="https://acme.eu.auth0.com/",
            subject=str(number),
            last_signed_in_at=timezone.now(),
        )

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert "2 people have come in through it." in page
    assert 'action="/registrations/auth0-prod/staff-login/off/"' in page
    assert "An administrator can delete it." in page


@pytest.mark.parametrize("kind", ["auth0", "saml"])
def test_form_shows_what_is_made_of_the_fields_of_an_openid_provider(operator, kind):
    registration = people.registration(kind, "code" if kind == "auth0" else "none")

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert ("https://acme.eu.auth0.com/.well-known/openid-configuration" in page) == (kind == "auth0")
    assert ("Made from these fields" in page) == (kind == "auth0")


# The secret


def test_secret_is_in_no_page(operator):
    registration = people.registration()

    for path in (
        registration.get_absolute_url(),
        f"{registration.get_absolute_url().replace('change', 'history')}",
        LIST,
    ):
        assert people.CANARY not in operator.get(path).content.decode()


def test_secret_typed_into_a_form_with_an_error_is_not_sent_back(operator):
    page = submit(
        operator, add("auth0"), **typed("auth0", setting_domain="bad", secret_client_secret=SECRET)
    ).content.decode()

    assert SECRET not in page


def test_secret_left_blank_keeps_the_stored_one(operator):
    registration = people.registration()

    submit(operator, registration.get_absolute_url(), name="Another name")

    registration.refresh_from_db()
    assert (registration.name, registration.version) == ("Another name", 2)
    assert people.secret_of(registration) == people.CANARY
    assert registration.secrets.get().set_by == "someone"


def test_secret_typed_anew_replaces_the_stored_one(operator):
    registration = people.registration()

    submit(operator, registration.get_absolute_url(), secret_client_secret=SECRET)

    registration.refresh_from_db()
    assert people.secret_of(registration) == SECRET
    assert (registration.version, registration.secrets.get().set_by) == (2, "ada")
    page = operator.get(registration.get_absolute_url()).content.decode()
    assert "by ada" in page
    assert "Leave blank to keep it" in page


def test_secret_that_looks_wrong_is_stored_and_doubted(operator):
    response = submit(operator, add("auth0"), **typed("auth0"), secret_client_secret="your-client-secret")

    assert people.secret_of(ProviderRegistration.objects.get()) == "your-client-secret"
    page = operator.get(response["Location"]).content.decode()
    assert "Client Secret: It looks like a word that stands for a secret: enter the real one." in page


def test_secret_id_of_entra_in_place_of_its_value_is_refused(operator):
    guid = "0f8fad5b-d9cb-469f-a165-70867728950e"

    page = submit(operator, add("azure"), **typed("azure"), secret_client_secret=guid).content.decode()

    assert "copy what stands under Value" in errors(page)
    assert not ProviderRegistration.objects.exists()


def stored_day(registration):
    return registration.secrets.get().expires_on


def test_expiry_is_entered_changed_and_cleared_without_a_version(operator):
    registration = people.registration()
    for day, expected in (("2031-05-09", date(2031, 5, 9)), ("2032-01-31", date(2032, 1, 31)), ("", None)):
        assert submit(operator, registration.get_absolute_url(), expires_client_secret=day).status_code == 302
        assert stored_day(registration) == expected

    registration.refresh_from_db()
    assert registration.version == 1
    assert AuditEvent.objects.filter(event=Event.SECRET_EXPIRY_SET).count() == 3


def test_expiry_that_was_set_since_the_page_was_opened_stays(operator):
    registration = people.registration()
    filled = fields(operator.get(registration.get_absolute_url()).content.decode())
    registrations.update(registration=registration, expires={"client_secret": date(2031, 5, 9)}, by=people.SOMEONE)

    operator.post(registration.get_absolute_url(), {**filled, "name": "Another name", "_continue": "1"})

    assert stored_day(registration) == date(2031, 5, 9)


def test_expiry_of_a_secret_that_was_replaced_is_asked_for_anew(operator):
    registration = people.registration()
    registrations.update(registration=registration, expires={"client_secret": date(2031, 5, 9)}, by=people.SOMEONE)

    submit(operator, registration.get_absolute_url(), secret_client_secret=SECRET)

    assert stored_day(registration) is None
    page = operator.get(registration.get_absolute_url()).content.decode()
    assert "was that of the secret before" in page


@pytest.mark.parametrize(
    ("day", "words"), [("soon", "Enter a valid date"), ("1970-01-01", "is no day on which a secret expires")]
)
def test_expiry_that_is_no_day_is_refused_at_its_place(operator, day, words):
    registration = people.registration()

    page = submit(operator, registration.get_absolute_url(), expires_client_secret=day).content.decode()

    at_input = page.partition('name="expires_client_secret"')[2].partition("</div>")[0]
    assert words in at_input
    assert stored_day(registration) is None


def test_secret_of_odd_characters_is_stored_as_typed(operator):
    secret = "a+b/c%d:e\"f'g<h>&ü€ inner blank"

    submit(operator, add("auth0"), **typed("auth0"), secret_client_secret=secret)

    assert people.secret_of(ProviderRegistration.objects.get()) == secret


def test_secret_column_can_not_be_written_by_the_form(operator):
    registration = people.registration()
    filled = fields(operator.get(registration.get_absolute_url()).content.decode())

    operator.post(
        registration.get_absolute_url(),
        {**filled, "client_secret": "v1:x:y", "secrets": "v1:x:y", "version": "9", "kind": "azure"},
    )

    registration.refresh_from_db()
    assert (registration.kind, registration.version) == ("auth0", 1)
    assert people.secret_of(registration) == people.CANARY


def test_each_stored_secret_says_who_set_it_and_can_be_removed(operator):
    registration = people.registration("ldap", "none")
    registrations.remove_secret(registration=registration, name="trust_store_password", by=people.SOMEONE)

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert page.count("by someone") == 1
    assert page.count("Leave blank to keep it; what you type replaces it.") == 1
    assert page.count("Not set yet.") == 1
    assert re.findall(r"/secrets/(\w+)/remove/", page) == ["bind_password"]


def test_secret_that_people_sign_in_with_has_no_button_to_remove_it(operator):
    registration = people.registration(staff_login=True, default_role="viewer")

    assert "/remove/" not in operator.get(registration.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_secret_of_every_kind_is_left_alone_by_a_save_and_never_shown(operator, kind, flow):
    registration = people.registration(kind, flow)
    before = {secret.name: secret.sealed.ciphertext for secret in registration.secrets.all()}

    submit(operator, registration.get_absolute_url(), name="Renamed")
    page = operator.get(registration.get_absolute_url()).content.decode()

    assert {secret.name: secret.sealed.ciphertext for secret in registration.secrets.all()} == before
    for secret in registration.secrets.all():
        assert secret.sealed.open().reveal() not in page
        assert secret.sealed.ciphertext not in page
        assert fields(page)[f"secret_{secret.name}"] == ""


def test_block_secret_typed_into_a_form_with_an_error_is_not_sent_back(operator):
    page = submit(
        operator, add("saml", "none"), **typed("saml", slug="Not a slug", secret_sp_private_key=SP_PRIVATE_KEY)
    ).content.decode()

    assert "slug" in errors(page)
    assert SP_PRIVATE_KEY not in page
    assert fields(page)["setting_idp_certificate"] == people.SETTINGS["saml"]["idp_certificate"]


def test_form_shows_from_when_until_when_a_stored_certificate_is_valid(operator):
    registration = people.registration("saml", "none")

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert "CN=idp.acme.example, RSA 2048, valid from 2025-01-01 until 2055-01-01." in page


def test_form_of_an_expired_or_odd_certificate_still_opens(operator):
    registration = people.registration("saml", "none")
    ProviderRegistration.objects.update(settings={**registration.settings, "idp_certificate": "<b>no certificate"})

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert "<b>no certificate" not in page
    assert "This one is of" not in page


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_form_shows_every_recipe_with_this_registrations_values(operator, kind, flow):
    registration = people.registration(kind, flow, name="Acme's <OpenMetadata>")
    people.deployment(registration)

    page = operator.get(registration.get_absolute_url()).content.decode()

    recipes = [
        recipe
        for recipe in KINDS[kind].guides[Flow(flow)].recipes
        if recipe.applies(KINDS[kind].with_defaults(Flow(flow), registration.settings))
    ]
    assert page.count('<details class="recipe">') == len(recipes)
    for recipe in recipes:
        assert f"<summary>{escape(recipe.tool)}</summary>" in page
    assert "<OpenMetadata>" not in page
    assert people.CANARY not in page


def test_list_names_the_flow_only_where_there_is_one_to_choose(operator):
    people.registration("ldap", "none")
    people.registration("auth0", "implicit")

    page = operator.get(LIST).content.decode()

    assert re.findall(r"field-provider[^>]*>([^<]+)<", page) == ["Auth0 · implicit flow", KINDS["ldap"].label]


def test_slug_is_fixed_after_the_creation(operator):
    registration = people.registration()
    path = registration.get_absolute_url()
    filled = fields(operator.get(path).content.decode())
    assert "slug" not in filled

    operator.post(path, {**filled, "slug": "another", "name": "Renamed"})

    registration.refresh_from_db()
    assert (registration.slug, registration.name) == ("auth0-prod", "Renamed")


def test_form_shows_this_registrations_addresses(operator):
    registration = people.registration("custom-oidc")
    people.deployment(registration)

    page = operator.get(registration.get_absolute_url()).content.decode()

    assert "https://metadata.acme.example/callback" in page
    assert "http://testserver/sign-in/custom-oidc-prod/callback/" in page
    assert "http://testserver/sign-in/custom-oidc-prod/back-channel-logout/" in page
    assert "http://testserver/sign-out/done/" in page


def test_save_and_check_goes_on_to_the_check_by_post(operator):
    registration = people.registration()
    path = registration.get_absolute_url()

    response = operator.post(path, {**fields(operator.get(path).content.decode()), "_check": "1"})

    assert (response.status_code, response["Location"]) == (307, "/registrations/auth0-prod/check/")


# Versions


def history(registration: ProviderRegistration) -> str:
    return reverse("admin:sso_providers_providerregistration_history", args=[registration.pk])


def restore(registration: ProviderRegistration, version: int) -> str:
    return reverse("admin:sso_providers_providerregistration_restore", args=[registration.pk, version])


@pytest.fixture
def renamed(db):
    registration = people.registration()
    registration.name = "Second name"
    registration.settings |= {"provider_name": "Second button"}
    registrations.update(registration=registration, secrets={"client_secret": Secret("second")}, by=people.SOMEONE)
    return registration


def test_versions_show_what_changed_and_never_the_secret(viewer, renamed):
    page = viewer.get(history(renamed)).content.decode()

    for text in ("Version 1", "Version 2", "Second name", "Second button", "client_secret", "in force"):
        assert text in page
    assert people.CANARY not in page
    assert renamed.secrets.get().sealed.ciphertext not in page


def test_restore_makes_a_new_version_of_the_old_settings_with_the_secret_of_now(operator, renamed):
    response = operator.post(restore(renamed, 1), follow=True)

    assert "is in force again, as version 3" in response.content.decode()
    renamed.refresh_from_db()
    assert (renamed.version, renamed.name, renamed.settings["provider_name"]) == (3, "auth0 production", "")
    assert people.secret_of(renamed) == "second"
    assert AuditEvent.objects.get(event=Event.REGISTRATION_RESTORED).actor == "ada"


def test_restore_of_an_unknown_version_says_so(operator, renamed):
    assert "There is no version 9" in operator.post(restore(renamed, 9), follow=True).content.decode().replace(
        "&#x27;", "'"
    )


def test_restore_of_settings_that_are_no_longer_valid_says_why(operator, renamed):
    renamed.history.filter(version=1).update(settings={"domain": "no domain"})

    response = operator.post(restore(renamed, 1), follow=True)

    assert "is no domain" in response.content.decode()
    renamed.refresh_from_db()
    assert renamed.version == 2


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_restore_by_another_method_than_post_changes_nothing(operator, renamed, method):
    assert getattr(operator, method)(restore(renamed, 1)).status_code == (405 if method == "put" else 200)

    renamed.refresh_from_db()
    assert (renamed.name, renamed.version) == ("Second name", 2)


def test_restore_by_a_viewer_is_not_permitted(viewer, renamed):
    assert "Restore version" not in viewer.get(history(renamed)).content.decode()
    assert viewer.post(restore(renamed, 1)).status_code == 403


@pytest.mark.parametrize("row", ["999999", "abc", "1_2F", "-1"])
def test_page_of_a_row_that_does_not_exist_is_no_error(operator, row):
    assert operator.get(f"{LIST}{row}/history/").status_code in {302, 404}
    assert operator.get(f"{LIST}{row}/change/").status_code in {302, 404}


# Deleting, and who may what


def test_delete_removes_the_row_and_is_recorded(administrator):
    registration = people.registration()

    administrator.post(f"{LIST}{registration.pk}/delete/", {"post": "yes"})

    assert not ProviderRegistration.objects.exists()
    assert AuditEvent.objects.get(event=Event.REGISTRATION_DELETED).target == "auth0-prod"


def test_delete_of_a_registration_in_use_is_refused_and_names_who_uses_it(administrator):
    registration = people.registration()
    people.deployment(registration)

    response = administrator.post(f"{LIST}{registration.pk}/delete/", {"post": "yes"}, follow=True)

    assert "Production" in response.content.decode()
    assert ProviderRegistration.objects.exists()
    assert not AuditEvent.objects.filter(event=Event.REGISTRATION_DELETED).exists()


def test_delete_by_an_operator_is_not_permitted(operator):
    registration = people.registration()

    assert operator.post(f"{LIST}{registration.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ProviderRegistration.objects.exists()


def test_viewer_sees_the_settings_and_can_change_none(viewer):
    registration = people.registration(default_role="operator", group_roles={"staff": "viewer"})
    path = registration.get_absolute_url()

    response = viewer.get(path)
    page = response.content.decode()

    for text in ("acme.eu.auth0.com", "abc123", "openid email profile", "staff"):
        assert text in page
    assert people.CANARY not in page
    assert registration.secrets.get().sealed.ciphertext not in page
    assert not fields(page).keys() - {"csrfmiddlewaretoken"}
    assert viewer.post(path, {"name": "Taken over"}).status_code == 403
    assert viewer.get(ADD).status_code == 403
    assert viewer.post(add("auth0"), typed("auth0")).status_code == 403
    registration.refresh_from_db()
    assert registration.name == "auth0 production"


@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_viewer_sees_the_settings_of_every_kind_and_no_secret(viewer, kind, flow):
    registration = people.registration(kind, flow)

    page = viewer.get(registration.get_absolute_url()).content.decode()

    for field in KINDS[kind].fields[Flow(flow)]:
        assert escape(field.label) in page
    assert not fields(page).keys() - {"csrfmiddlewaretoken"}
    for secret in registration.secrets.all():
        assert secret.sealed.open().reveal() not in page


@pytest.mark.parametrize("path", [LIST, ADD, "/admin/", "/admin/sso_providers/deployment/"])
def test_page_without_a_role_says_so(nobody, path):
    response = nobody.get(path, follow=True)

    assert response.status_code == 403
    assert "have no role here" in response.content.decode()


# Rows that are broken

UNKNOWN_FLOW = {"flow": "device"}


@pytest.mark.parametrize("columns", [*BROKEN_ROWS.values(), UNKNOWN_FLOW], ids=[*BROKEN_ROWS, "unknown-flow"])
def test_pages_with_a_broken_row_still_open(superuser, columns):
    registration = people.registration("custom-oidc")
    ProviderRegistration.objects.update(**columns)

    for path in (LIST, history(registration), registration.get_absolute_url(), f"{LIST}{registration.pk}/delete/"):
        response = superuser.get(path, follow=True)
        assert response.status_code == 200, path
        assert "custom-oidc production" in response.content.decode()


@pytest.mark.parametrize("columns", [{"kind": "okta-classic"}, UNKNOWN_FLOW], ids=["kind", "flow"])
def test_row_of_something_unknown_shows_as_broken_and_can_be_deleted(superuser, columns):
    registration = people.registration("custom-oidc", secret="")
    ProviderRegistration.objects.update(**columns)

    page = superuser.get(LIST).content.decode()
    assert 'class="badge bad">broken' in page
    response = superuser.get(registration.get_absolute_url(), follow=True)
    assert "can&#x27;t be opened: Unknown" in response.content.decode()

    superuser.post(f"{LIST}{registration.pk}/delete/", {"post": "yes"})
    assert not ProviderRegistration.objects.exists()


def test_row_of_another_time_can_be_mended(operator):
    registration = people.registration("custom-oidc", settings=dict(people.SETTINGS["custom-oidc"]))
    ProviderRegistration.objects.update(settings=7)

    submit(
        operator,
        registration.get_absolute_url(),
        setting_issuer="https://id.acme.example/",
        secret_client_secret="entered again",
        setting_jwks_uri="https://id.acme.example/keys",
    )

    registration.refresh_from_db()
    assert registration.settings["issuer"] == "https://id.acme.example/"
    assert registration.settings["scope"] == "openid email profile"
    registrations.clean(registration=registration)
    assert COMMAND_LINE.name not in registration.secrets.get().set_by


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        pytest.param(
            {"setting_domain": "evil.example"}, "secret_client_secret", "enter the client secret for it", id="address"
        ),
        pytest.param(
            {"staff_login": "on", "default_role": "administrator"},
            "staff_login",
            "role administrator by it, which you don&#x27;t have",
            id="role",
        ),
    ],
)
def test_change_that_an_operator_may_not_make_is_told_at_its_field(operator, change, field, sentence):
    registration = people.registration()

    response = submit(operator, registration.get_absolute_url(), **change)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert field in response.context["adminform"].form.errors
    assert ProviderRegistration.objects.get().version == 1


def test_form_that_was_opened_before_somebody_elses_save_saves_nothing(operator):
    registration = people.registration()
    filled = fields(operator.get(registration.get_absolute_url()).content.decode())
    registration.required_groups = ["staff"]
    registrations.update(registration=registration, by=people.SOMEONE)

    for _ in range(2):
        response = operator.post(registration.get_absolute_url(), {**filled, "name": "Mine"})
        assert "Somebody saved version 2 after this page was opened" in response.content.decode()

    registration.refresh_from_db()
    assert (registration.version, registration.required_groups) == (2, ["staff"])
