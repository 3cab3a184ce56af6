"""Domains, administrators, the server's classes and the keys of its tokens."""

from typing import Any

import pytest

from sso_providers.openmetadata.findings import REMOVE, Level
from sso_providers.openmetadata.rules.people import RULES

from .examined import HOME, OWN_KEYS, Answer, Values, ask, ask_one, path, subject

PRINCIPAL = "authorizer.principalDomain"
ALLOWED = "authorizer.allowedDomains"
REGISTRATION = "authorizer.allowedEmailRegistrationDomains"
ENFORCED = "authorizer.enforcePrincipalDomain"
ADMINS = "authorizer.adminPrincipals"


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


# Domains


@pytest.mark.parametrize("text", ["", " ", None])
def test_empty_principal_domain_is_found(text):
    answer = one("principal-domain-empty", {PRINCIPAL: text})

    assert (answer.setting, answer.level, answer.fix) == (path(PRINCIPAL), Level.ERROR, None)


def test_empty_principal_domain_is_taken_from_the_allowed_ones():
    assert one("principal-domain-empty", {PRINCIPAL: "", ALLOWED: ("@Acme.example", "x.example")}).fix == "acme.example"


def test_principal_domain_that_is_there_or_not_shown_is_fine():
    assert none("principal-domain-empty", {PRINCIPAL: "acme.example"})
    assert none("principal-domain-empty", {"provider": "okta"})


@pytest.mark.parametrize(
    "text",
    [
        "acme.example, acme-group.example",
        "acme.example acme-group.example",
        "acme.example;acme-group.example",
        "[acme.example,acme-group.example]",
        "@acme.example,@acme-group.example",
    ],
)
def test_several_principal_domains_are_found(text):
    answers = ask(RULES, "principal-domain-several", subject({PRINCIPAL: text}))

    assert [(answer.setting, answer.fix) for answer in answers] == [
        (path(PRINCIPAL), "acme.example"),
        (path(ALLOWED), ("acme.example", "acme-group.example")),
    ]
    assert none("principal-domain-malformed", {PRINCIPAL: text})


def test_several_principal_domains_keep_those_that_are_allowed():
    answers = ask(
        RULES, "principal-domain-several", subject({PRINCIPAL: "a.example,b.example", ALLOWED: ("c.example",)})
    )

    assert answers[1].fix == ("c.example", "a.example", "b.example")


def test_several_principal_domains_before_1_7_have_no_list_to_go_to():
    answer = one("principal-domain-several", {PRINCIPAL: "a.example,b.example"}, release="0.9")

    assert (answer.setting, answer.fix) == (path(PRINCIPAL), "a.example")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("https://acme.example", "acme.example"),
        ("http://acme.example:8585/callback", "acme.example"),
        ("@acme.example", "acme.example"),
        ("jane.doe@acme.example", "acme.example"),
        ("*.acme.example", "acme.example"),
        (".acme.example", "acme.example"),
        ('"acme.example"', "acme.example"),
        ("acme", None),
        ("localhost", None),
        ("acme, acme.example", "acme.example"),
    ],
)
def test_principal_domain_that_is_no_domain_is_found(text, fix):
    answer = one("principal-domain-malformed", {PRINCIPAL: text})

    assert (answer.setting, answer.level, answer.fix) == (path(PRINCIPAL), Level.ERROR, fix)


@pytest.mark.parametrize("text", ["acme.example", "Acme.Example", "mail.acme.co.uk", "open-metadata.org", "{domain}"])
def test_principal_domain_that_is_a_domain_or_open_is_fine(text):
    assert none("principal-domain-malformed", {PRINCIPAL: text})
    assert none("principal-domain-several", {PRINCIPAL: text})


@pytest.mark.parametrize(
    "where",
    [
        {"callbackUrl": f"{HOME}/callback"},
        {"oidc.serverUrl": HOME},
        {"publicKeyUrls": ("https://login.microsoftonline.com/common/discovery/keys", OWN_KEYS)},
    ],
)
def test_principal_domain_that_is_the_host_is_found(where):
    answer = one("principal-domain-is-host", {PRINCIPAL: "catalog.acme.example", **where})

    assert (answer.level, answer.fix) == (Level.WARNING, "acme.example")


@pytest.mark.parametrize(
    ("domain", "callback"),
    [
        ("acme.example", f"{HOME}/callback"),
        ("acme.example", "https://acme.example/callback"),
        ("acme.co.uk", "https://acme.co.uk/callback"),
        ("catalog.acme.example", "https://openmetadata.acme.example/callback"),
    ],
)
def test_principal_domain_that_may_be_a_mail_domain_is_fine(domain, callback):
    assert none("principal-domain-is-host", {PRINCIPAL: domain, "callbackUrl": callback})


def test_shipped_domain_that_is_enforced_is_found():
    assert one("shipped-domain-enforced", {ENFORCED: True}).level is Level.WARNING
    assert one("shipped-domain-enforced", {ENFORCED: True, PRINCIPAL: "open-metadata.org"}).level is Level.ERROR
    assert none("shipped-domain-enforced", {ENFORCED: True, PRINCIPAL: "acme.example"})
    assert none("shipped-domain-enforced", {PRINCIPAL: "open-metadata.org"})
    assert none("shipped-domain-enforced", {ENFORCED: True, ALLOWED: ("acme.example",)})


def test_bots_domain_that_is_not_allowed_is_found():
    values: Values = {ENFORCED: True, PRINCIPAL: "acme.example", ALLOWED: ("a.example", "b.example")}

    answer = one("bots-domain-not-allowed", values)

    assert (answer.setting, answer.level) == (path(ALLOWED), Level.ERROR)
    assert answer.fix == ("a.example", "b.example", "acme.example")
    assert none("bots-domain-not-allowed", {**values, ALLOWED: ("a.example", "Acme.example")})
    assert none("bots-domain-not-allowed", {**values, ENFORCED: False})
    assert none("bots-domain-not-allowed", {**values, ALLOWED: ()})


def test_allowed_domains_that_are_not_enforced_are_a_hint():
    assert one("allowed-domains-not-enforced", {ALLOWED: ("acme.example",)}).level is Level.HINT
    assert none("allowed-domains-not-enforced", {ALLOWED: ("acme.example",), ENFORCED: True})
    assert none("allowed-domains-not-enforced", {ALLOWED: ()})


@pytest.mark.parametrize(
    ("items", "fix"),
    [
        (("@acme.example",), ("acme.example",)),
        (("https://acme.example/", "b.example"), ("acme.example", "b.example")),
        (("a.example,b.example",), ("a.example", "b.example")),
        (("Acme.example",), ("acme.example",)),
        (("*",), None),
    ],
)
@pytest.mark.parametrize(("enforced", "level"), [(True, Level.ERROR), (False, Level.WARNING)])
def test_allowed_domain_that_is_no_domain_is_found(items, fix, enforced, level):
    answer = one("domain-list-malformed", {ALLOWED: items, ENFORCED: enforced})

    assert (answer.setting, answer.level, answer.fix) == (path(ALLOWED), level, fix)


def test_registration_domain_that_is_no_domain_is_found():
    assert one("domain-list-malformed", {REGISTRATION: ("@acme.example",)}).fix == ("acme.example",)
    assert none("domain-list-malformed", {REGISTRATION: ("all",), ALLOWED: ("acme.example",)})
    assert one("domain-list-malformed", {ALLOWED: ("all",)}).fix is None


# Administrators


@pytest.mark.parametrize("items", [(), ("",), (" ", "")])
def test_no_administrator_is_found(items):
    answer = one("no-administrator", {ADMINS: items})

    assert (answer.setting, answer.level) == (path(ADMINS), Level.ERROR)


def test_administrator_that_is_named_or_not_shown_is_fine():
    assert none("no-administrator", {ADMINS: ("admin",)})
    assert none("no-administrator", {"provider": "okta"})


def test_administrator_with_a_password_is_found_and_the_password_not_shown():
    answer = one("administrator-with-password", {ADMINS: ("Admin1:canary-3f9a", "jane.doe")})

    assert (answer.level, answer.fix) == (Level.ERROR, ("admin1", "jane.doe"))
    assert "canary" not in answer.message
    assert none("administrator-with-password", {ADMINS: ("admin1",)})
    assert none("administrator-name-untidy", {ADMINS: ("admin1:x",)})


def test_administrator_by_address_is_found():
    values: Values = {ADMINS: ("Jane.Doe@acme.example", "admin"), PRINCIPAL: "acme.example"}

    answer = one("administrator-is-address", values)

    assert (answer.level, answer.fix) == (Level.WARNING, ("jane.doe", "admin"))
    assert "not even" not in answer.message
    assert "not even" in one("administrator-is-address", {**values, PRINCIPAL: "other.example"}).message
    assert none("administrator-is-address", {ADMINS: ("jane.doe",)})


@pytest.mark.parametrize(
    ("items", "level", "fix"),
    [
        (("admin,jane.doe",), Level.ERROR, ("admin", "jane.doe")),
        (("Jane.Doe",), Level.WARNING, ("jane.doe",)),
        ((" admin",), Level.WARNING, ("admin",)),
        (("admin", ""), Level.WARNING, ("admin",)),
        (("Jane Doe",), Level.WARNING, None),
    ],
)
def test_untidy_administrator_is_found(items, level, fix):
    answer = one("administrator-name-untidy", {ADMINS: items})

    assert (answer.level, answer.fix) == (level, fix)


@pytest.mark.parametrize("items", [("admin", "jane.doe"), ("jane-doe_1",), ("",), ("Jane@acme.example",)])
def test_tidy_administrator_is_fine(items):
    assert none("administrator-name-untidy", {ADMINS: items})


def test_test_principals_are_found():
    assert one("test-principals", {"authorizer.testPrincipals": ("x",)}).fix is REMOVE
    assert none("test-principals", {ADMINS: ("admin",)})


# The server's classes, sign-up, roles


@pytest.mark.parametrize("name", ["className", "containerRequestFilter"])
@pytest.mark.parametrize("text", ["DefaultAuthorizer", "org.openmetadata.service.DefaultAuthorizers", "default"])
def test_class_that_the_server_has_not_is_found(name, text):
    answer = one("authorizer-class-unknown", {f"authorizer.{name}": text})

    assert answer.level is Level.ERROR
    assert str(answer.fix).startswith("org.openmetadata.service.security.")


@pytest.mark.parametrize(
    "text",
    ["org.openmetadata.service.security.DefaultAuthorizer", "example.acme.OwnAuthorizer", "", None],
)
def test_class_that_the_server_may_have_is_fine(text):
    assert none("authorizer-class-unknown", {"authorizer.className": text})
    assert none("authorizer-class-unknown", {"authorizer.className": "DefaultAuthorizer"}, release="0.12")


@pytest.mark.parametrize("provider", ["okta", "ldap", "saml", "custom-oidc"])
def test_newcomers_who_are_refused_are_found(provider):
    answer = one("self-signup-off", {"provider": provider, "enableSelfSignup": False})

    assert (answer.setting, answer.level, answer.fix) == (path("enableSelfSignup"), Level.WARNING, True)


def test_newcomers_who_are_refused_on_purpose_or_maybe_are_a_hint():
    assert one("self-signup-off", {"enableSelfSignup": False}).level is Level.HINT
    assert one("self-signup-off", {"provider": "okta", "enableSelfSignup": False}, is_whole=True).level is Level.HINT
    assert none("self-signup-off", {"provider": "basic", "enableSelfSignup": False})
    assert none("self-signup-off", {"provider": "okta", "enableSelfSignup": True})
    assert none("self-signup-off", {"provider": "okta"})
    assert none("self-signup-off", {"provider": "saml", "enableSelfSignup": False}, release="1.2")


def test_roles_of_ldap_by_token_are_a_hint():
    values: Values = {"provider": "ldap", "authorizer.useRolesFromProvider": True}

    assert one("roles-without-token", values).level is Level.HINT
    assert none("roles-without-token", {**values, "provider": "custom-oidc"})


def test_secure_socket_over_http_is_a_hint():
    values: Values = {"authorizer.enableSecureSocketConnection": True, "callbackUrl": "http://om.acme.example/callback"}

    assert one("secure-socket-over-http", values).fix is False
    assert none("secure-socket-over-http", {**values, "callbackUrl": f"{HOME}/callback"})


# Keys of OpenMetadata's tokens

PUBLIC, PRIVATE = "jwt.rsapublicKeyFilePath", "jwt.rsaprivateKeyFilePath"


@pytest.mark.parametrize(
    ("values", "setting", "level"),
    [
        ({PUBLIC: "/keys/public_key.der", PRIVATE: "./conf/private_key.der"}, PRIVATE, Level.ERROR),
        ({PUBLIC: "conf/public_key.der", PRIVATE: "/keys/private_key.der"}, PUBLIC, Level.ERROR),
        ({PRIVATE: "/keys/private_key.der"}, PUBLIC, Level.WARNING),
    ],
)
def test_keys_that_are_no_pair_are_found(values, setting, level):
    answer = one("token-keys-not-a-pair", values)

    assert (answer.setting, answer.level) == (path(setting), level)


@pytest.mark.parametrize(
    "values", [{PUBLIC: "/keys/a.der", PRIVATE: "/keys/b.der"}, {}, {PUBLIC: "conf/public_key.der"}]
)
def test_keys_that_may_be_a_pair_are_fine(values):
    assert none("token-keys-not-a-pair", values)


def test_exchanged_keys_are_found():
    values: Values = {PUBLIC: "/keys/private_key.der", PRIVATE: "/keys/public_key.der"}

    answers = ask(RULES, "token-keys-exchanged", subject(values))

    assert [answer.fix for answer in answers] == ["/keys/public_key.der", "/keys/private_key.der"]
    assert none("token-keys-exchanged", {PUBLIC: "/private/public_key.der", PRIVATE: "/private/private_key.der"})


def test_key_that_is_not_der_is_found():
    assert one("token-key-not-der", {PUBLIC: "/keys/public_key.PEM"}).setting == path(PUBLIC)
    assert none("token-key-not-der", {PUBLIC: "/keys/public_key.der"})


@pytest.mark.parametrize("name", [PUBLIC, PRIVATE, "jwt.jwtissuer", "jwt.keyId"])
@pytest.mark.parametrize("text", ["", None])
def test_empty_setting_of_own_tokens_is_found(name, text):
    answer = one("token-setting-empty", {name: text})

    assert (answer.setting, answer.level) == (path(name), Level.ERROR)
    assert answer.fix
    assert none("token-setting-empty", {name: "something"})


def test_shipped_keys_are_a_hint_where_the_issuer_is_ones_own():
    assert one("token-keys-shipped", {"jwt.jwtissuer": "acme.example"}).level is Level.HINT
    assert none("token-keys-shipped", {"jwt.jwtissuer": "open-metadata.org"})
    assert none("token-keys-shipped", {})
    own: Values = {"jwt.jwtissuer": "acme.example", PUBLIC: "/keys/a.der", PRIVATE: "/keys/b.der"}
    assert none("token-keys-shipped", own)
