"""The classes of attack on a sign-in, and the defence against each."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as portal_settings
from django.test import Client
from django.urls import reverse

from sso_providers import directory_door, http
from sso_providers.actions import registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import Secret
from sso_providers.login import provider as login_provider
from sso_providers.models import ExternalIdentity, User
from tests import people
from tests.fakes import SigningKey, id_tokens, running_provider
from tests.login.journey import browser_of, come_back, is_signed_in, refusal, register, sign_in, signed_in, start
from tests.login.outcome import assert_refused, assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case(
    "mix-up", "a provider's code comes to another registration's callback", "refused; neither token endpoint is asked"
)
def test_code_of_another_provider(client, provider, registration):
    with running_provider() as evil:
        register(evil, slug="evil")
        start(client, "fake")
        answer = evil.sign_in(start(client, "evil"))

        response = come_back(client, answer.replace("/sign-in/evil/", "/sign-in/fake/"))

        assert_refused(client, provider, response, "sign-in-expired")
        assert provider.count("token") == evil.count("token") == 0


@case("nOAuth", "the same e-mail address and subject at another issuer", "another person")
def test_same_address_elsewhere(client, provider, registration):
    sign_in(client, provider)
    with running_provider() as other:
        register(other, slug="other")
        elsewhere = Client()
        sign_in(elsewhere, other, slug="other")

        assert signed_in(elsewhere) != signed_in(client)
    assert ExternalIdentity.objects.values("issuer").distinct().count() == 2


@pytest.mark.parametrize("form", ["pem", "jwk"])
@case("algorithm confusion", "HS256 with the provider's public key as the password", "refused, no userinfo")
def test_public_key_as_a_password(client, provider, registration, monkeypatch, form):
    key = provider.keys[0]
    pem = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public = {"pem": pem.decode(), "jwk": json.dumps(key.jwk())}[form]

    def forged(key: SigningKey, claims: dict[str, Any], fault: str, secret: str) -> str:
        return id_tokens.hmac_signed(key, claims, public)

    monkeypatch.setattr("tests.fakes.provider.issue", forged)
    provider.metadata["id_token_signing_alg_values_supported"] = ["HS256", "RS256"]

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-algorithm")


@case("key confusion", "a foreign key, enclosed in the token's header", "refused, no userinfo")
def test_key_in_the_header(client, provider, registration):
    provider.behave(id_token="foreign-key")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "bad-signature")


@case("a key for encryption", "the ID token is signed by a key of `use: enc`", "refused, no userinfo")
def test_key_for_encryption(client, provider, registration, monkeypatch):
    monkeypatch.setattr(provider, "jwks", lambda: {"keys": [provider.keys[0].jwk(use="enc")]})

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "unknown-key")


@case("a weak key", "an RSA key of 1024 bits", "refused, no userinfo")
def test_weak_key(client, provider, registration):
    provider.keys = [SigningKey.make("short", bits=1024)]

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "unknown-key")


@case("replay", "the same answer a second time", "refused; the code is not sent again")
def test_answer_twice(client, provider, registration):
    answer = provider.sign_in(start(client))
    assert_signed_in(client, come_back(client, answer))

    assert refusal(come_back(client, answer)) == "sign-in-expired"
    assert provider.count("token") == 1


@case("code injection", "a stolen code with one's own state", "refused: PKCE and nonce bind the code to its sign-in")
def test_stolen_code(client, provider, registration):
    stolen = parse_qs(urlsplit(provider.sign_in(start(Client()))).query)["code"][0]
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    response = client.get("/sign-in/fake/callback/", {"code": stolen, "state": state, "iss": provider.issuer})

    assert_refused(client, provider, response, "token-refused")


@case(
    "login CSRF",
    "a link or a foreign form starts a sign-in, or ends somebody else's",
    "nothing starts, nobody signs in",
)
def test_sign_in_from_elsewhere(provider, registration):
    victim = Client(enforce_csrf_checks=True)

    assert victim.get("/sign-in/fake/")["Location"] == reverse("sign-in")
    assert victim.post("/sign-in/fake/").status_code == 403
    attackers = provider.sign_in(start(Client()), "eve")
    assert_refused(victim, provider, come_back(victim, attackers), "sign-in-expired")


@case("session fixation", "a session key that was known before the sign-in", "is worth nothing afterwards")
def test_session_key_known_before(client, provider, registration):
    address = start(client)
    known = client.session.session_key
    come_back(client, provider.sign_in(address))
    attacker = Client()
    attacker.cookies[portal_settings.SESSION_COOKIE_NAME] = known

    assert is_signed_in(client)
    assert attacker.get(reverse("admin:index")).status_code == 302
    assert client.session.session_key != known


@pytest.mark.parametrize(
    "path", ["/sign-in/fake/callback/?error=access_denied&state=x", "/sign-out/", "/sign-out/done/"]
)
@case("forced logout", "an error without a valid state, a link to the sign-out", "nothing changes")
def test_signed_out_by_a_link(provider, registration, path):
    client = browser_of(people.local("ada", "viewer"))
    client.get(path)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
@case("open redirect", "`next` leads to another host", "leads home instead")
def test_next_on_another_host(client, provider, registration, wanted):
    assert sign_in(client, provider, next=wanted)["Location"] == reverse("admin:index")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://2130706433/",
        "https://localhost/",
    ],
)
@case("SSRF", "an address that an operator typed leads into the network", "refused before a connection")
def test_address_in_the_network(url):
    with pytest.raises(http.FetchError) as error:
        http.fetch("GET", url, allow_private=False)

    assert error.value.reason in {http.Reason.REFUSED_ADDRESS, http.Reason.UNRESOLVABLE}


@case("SSRF by LDAP", "a directory's host leads into the network", "refused before a connection")
def test_directory_in_the_network():
    with pytest.raises(directory_door.DirectoryError) as error:
        directory_door.ask(
            "127.0.0.1", 636, tls=True, name="cn=portal", password=Secret("x"), searches=(), allow_private=False
        )

    assert error.value.reason is directory_door.Reason.REFUSED_ADDRESS


@pytest.mark.parametrize("poison", ["other-issuer", "duplicate-keys", "http-endpoints"])
@case(
    "discovery poisoning",
    "another issuer, a member twice, endpoints without TLS",
    "refused; nothing of it is believed",
)
def test_poisoned_discovery(client, provider, registration, settings, monkeypatch, poison):
    monkeypatch.setattr(login_provider, "FAILED_FOR", 0)
    match poison:
        case "other-issuer":
            provider.metadata["issuer"] = "https://evil.example"
        case "duplicate-keys":
            provider.behave(discovery="duplicate-keys")
        case "http-endpoints":
            settings.SSO_ALLOW_PRIVATE_ISSUERS = False
    assert client.post("/sign-in/fake/").status_code in {502, 503}
    settings.SSO_ALLOW_PRIVATE_ISSUERS = True
    provider.behave()
    provider.metadata.clear()

    assert_signed_in(client, sign_in(client, provider))


@case(
    "secret leakage", "a sign-in fails after the code was exchanged", "neither page nor log holds code, token or secret"
)
def test_failure_tells_no_secret(client, provider, registration, caplog):
    provider.behave(userinfo="other-sub")
    answer = provider.sign_in(start(client), "sparse")
    page = come_back(client, answer).content.decode()
    code = parse_qs(urlsplit(answer).query)["code"][0]

    for secret in (code, provider.client_secret, *provider._tokens):
        assert secret not in page + caplog.text


@case(
    "clickjacking and script injection",
    "the provider's error text is a script",
    "not shown; no framing, no inline code",
)
def test_script_in_an_error(client, provider, registration):
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    evil = {
        "state": state,
        "iss": provider.issuer,
        "error": "<script>",
        "error_description": "<script>alert(1)</script>",
    }
    response = client.get("/sign-in/fake/callback/", evil)

    assert "<script>" not in re.sub(
        r"<script (type=\"module\" )?src=\"[^\"]+\"[^>]*></script>", "", response.content.decode()
    )
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@case(
    "brute force",
    "five wrong passwords for a name from an address",
    "locked for a quarter of an hour; the right one too",
)
def test_guessed_passwords(client, db):
    people.local_root()
    for guess in range(5):
        client.post("/sign-in/", {"username": "root", "password": f"guess {guess}"})
    response = client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})

    assert refusal(response) == "too-many-attempts"
    assert not is_signed_in(client)


@pytest.mark.parametrize("role", ["administrator", "superuser"])
@case("privilege escalation by mapping", "an operator maps a group of theirs to a higher role", "refused")
def test_mapping_to_a_higher_role(registration, role):
    operator = people.local("olga", "operator")
    registration.group_roles = {"staff": role}

    with pytest.raises(InvalidRegistration, match=f"role {role} by it, which you don't have"):
        registrations.update(registration=registration, by=Actor("olga", operator))


@case("IDOR on exports", "a viewer, who may see a deployment, asks for its files by their address", "403")
def test_export_by_who_may_not(registration):
    people.deployment(registration)
    client = browser_of(people.local("vera", "viewer"))

    assert client.get("/deployments/production/export/").status_code == 403
    assert client.post("/deployments/production/export/files/", {"target": "docker"}).status_code == 403


@case("lock-out", "every registration is broken, and the provider is gone", "the local superuser signs in")
def test_everything_is_broken(client, registration):
    type(registration).objects.update(settings={"issuer": None}, kind="okta-classic")
    root = people.root()
    root.set_password(people.PASSWORD)
    root.save()
    client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})

    assert signed_in(client) == User.objects.get(username="root")
    assert client.get(reverse("admin:index")).status_code == 200


def failing_answer(number: int, address: str) -> Any:
    """To a sign-in that was started, wherever: an answer to none costs nothing, and is not counted."""
    browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
    state = parse_qs(urlsplit(start(browser)).query)["state"][0]
    query = {"state": state, "error": "access_denied"}
    return browser.get("/sign-in/fake/callback/", query, REMOTE_ADDR=address)


def void_link(number: int, address: str) -> Any:
    return Client().get("/recovery/", {"token": f"{number}"}, REMOTE_ADDR=address)


@pytest.mark.parametrize("knock", [failing_answer, void_link])
@case(
    "floods", "hundreds of callbacks or recovery links from one address", "429 with Retry-After; other addresses go on"
)
def test_flood_of_one_address(registration, monkeypatch, knock):
    monkeypatch.setattr("sso_providers.login.limits.clock", lambda: 1_800_000_000.0)  # within one minute
    responses = [knock(number, "192.0.2.7") for number in range(100)]

    assert responses[0].status_code in {400, 403}
    assert responses[-1].status_code == 429
    assert "Retry-After" in responses[-1]
    assert knock(100, "198.51.100.7").status_code in {400, 403}


@case(
    "the last way in", "the only superuser with a password is switched off, and no provider admits a manager", "refused"
)
def test_last_way_in(registration):
    root = people.local_root()
    browser = browser_of(root)
    address = reverse("admin:sso_providers_user_change", args=[root.pk])
    form = {"username": "root", "email": "", "first_name": "", "last_name": "", "is_superuser": "on"}
    rows = {"external_identities-TOTAL_FORMS": "0", "external_identities-INITIAL_FORMS": "0"}

    page = browser.post(address, form | rows, follow=True).content.decode()

    assert "what is left is the local account" in page.replace("\n", " ")
    root.refresh_from_db()
    assert root.is_active
