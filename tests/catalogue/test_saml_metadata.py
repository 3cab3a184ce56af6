"""Metadata of identity providers as they publish it, and everything that is not such."""

import re
import textwrap
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import Flow, get_kind
from sso_providers.catalogue.saml import EMAIL
from sso_providers.catalogue.saml_metadata import LARGEST, IdpMetadata, MetadataError, parse
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE
from tests.checks.made_certificates import certificate

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"


def key(text=IDP_CERTIFICATE, use='use="signing"'):
    body = "\n".join(textwrap.wrap(text, 64))
    return f"""<md:KeyDescriptor {use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
{body}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"""


def service(binding=REDIRECT, location="https://idp.acme.example/sso?idpid=C01&amp;x=y"):
    return f'<md:SingleSignOnService Binding="{binding}" Location="{location}"/>'


def name_id(*formats):
    return "".join(f"<md:NameIDFormat>{each}</md:NameIDFormat>" for each in formats)


def role(*children, attributes=""):
    protocols = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"'
    return f"<md:IDPSSODescriptor {protocols} {attributes}>{''.join(children)}</md:IDPSSODescriptor>"


def entity(*roles, name="https://idp.acme.example/metadata", attributes=""):
    spaces = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
    return f'<md:EntityDescriptor {spaces} entityID="{name}" {attributes}>{"".join(roles)}</md:EntityDescriptor>'


def entities(*inner, attributes=""):
    space = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata"'
    return f"<EntitiesDescriptor {space} {attributes}>{''.join(inner)}</EntitiesDescriptor>"


PLAIN = entity(role(key(), name_id(EMAIL), service(POST, "https://idp.acme.example/post"), service()))
DECLARED = f'<?xml version="1.0" encoding="UTF-8"?>\n{PLAIN}'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN, id="alone"),
        pytest.param(DECLARED, id="with a declaration"),
        pytest.param(f"\ufeff  \n{DECLARED}\n", id="with a byte order mark and blanks"),
        pytest.param(DECLARED.replace("UTF-8", "utf-16"), id="declared as something else"),
        pytest.param(entities(PLAIN), id="in a list"),
        pytest.param(entities(entities(PLAIN)), id="in a list of lists"),
        pytest.param(
            entities(entity("<md:SPSSODescriptor/>", name="https://sp"), PLAIN), id="beside a service provider"
        ),
        pytest.param(
            PLAIN.replace("md:", "").replace("xmlns:md", "xmlns").replace(":md=", "="), id="default namespace"
        ),
        pytest.param(f"<!-- Keep secret -->{PLAIN}", id="after a comment"),
        pytest.param(
            entity(
                '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"/>',
                role(key(), name_id(EMAIL), service()),
            ),
            id="with an older protocol",
        ),
    ],
)
def test_parse_of_a_provider_fills_the_settings(text):
    found = parse(text)
    assert found.settings == {
        "idp_entity_id": "https://idp.acme.example/metadata",
        "sso_login_url": "https://idp.acme.example/sso?idpid=C01&x=y",
        "idp_certificate": IDP_CERTIFICATE,
        "name_id_format": EMAIL,
    }
    assert (found.valid_until, found.notes) == (None, ())
    assert found.certificate.subject == "CN=idp.acme.example"
    assert found.certificate.not_after == datetime(2055, 1, 1, tzinfo=UTC)


def test_parse_gives_what_the_kind_takes():
    kind = get_kind("saml")
    settings = dict(parse(PLAIN).settings)
    assert settings.keys() <= {field.name for field in kind.fields[Flow.NONE]}
    assert kind.clean(Flow.NONE, settings) == {**kind.clean(Flow.NONE, {**settings, "provider_name": ""}), **settings}


def test_parse_of_several_certificates_takes_the_one_valid_longest_and_says_so():
    later = certificate("next.acme.example", days=20000)
    sooner = certificate("last.acme.example", days=10)
    text = entity(role(key(sooner.text), key(), key(later.text), service()))

    found = parse(text)

    assert found.certificate.subject == "CN=next.acme.example"
    assert [each.subject for each in found.certificates] == [
        "CN=last.acme.example",
        "CN=idp.acme.example",
        "CN=next.acme.example",
    ]
    assert len(found.notes) == 1
    assert "names 3 signing certificates" in found.notes[0]
    assert "CN=next.acme.example" in found.notes[0]


@pytest.mark.parametrize(
    ("keys", "subjects"),
    [
        ([key(), key()], ["CN=idp.acme.example"]),
        ([key(SP_CERTIFICATE, 'use="encryption"'), key()], ["CN=idp.acme.example"]),
        ([key(use="")], ["CN=idp.acme.example"]),
    ],
)
def test_parse_takes_each_signing_certificate_once(keys, subjects):
    assert [each.subject for each in parse(entity(role(*keys, service()))).certificates] == subjects


def test_parse_passes_over_a_certificate_that_is_none():
    found = parse(entity(role(key("AAAA"), key(), service())))
    assert found.certificate.text == IDP_CERTIFICATE
    assert found.notes[0].startswith("A certificate was passed over: The text is no X.509 certificate")


@pytest.mark.parametrize(
    ("formats", "chosen", "notes"),
    [
        ((), None, 0),
        ((TRANSIENT, PERSISTENT), PERSISTENT, 0),
        ((PERSISTENT, f" {EMAIL}\n"), EMAIL, 0),
        ((TRANSIENT,), None, 1),
    ],
)
def test_parse_chooses_the_best_name_id_format(formats, chosen, notes):
    found = parse(entity(role(key(), name_id(*formats), service())))
    assert (found.settings.get("name_id_format"), len(found.notes)) == (chosen, notes)


def test_parse_of_a_provider_that_wants_signed_requests_switches_them_on():
    found = parse(entity(role(key(), service(), attributes='WantAuthnRequestsSigned="true"')))
    assert found.settings["sign_requests"] is True
    assert "need a certificate and private key" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2026-03-01T12:00:00Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00.123456789Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("2026-03-01T12:00:00+02:00", datetime(2026, 3, 1, 10, tzinfo=UTC)),
    ],
)
def test_parse_reads_the_end_of_the_metadata(text, until):
    found = parse(entity(role(key(), service()), attributes=f'validUntil="{text}"'))
    assert found.valid_until == until
    assert found.is_over(until)
    assert not found.is_over(datetime(2026, 3, 1, 9, tzinfo=UTC))


def test_parse_of_several_ends_takes_the_earliest():
    inner = entity(
        role(key(), service(), attributes='validUntil="2027-01-01T00:00:00Z"'),
        attributes='validUntil="2026-01-01T00:00:00Z"',
    )
    found = parse(entities(inner, attributes='validUntil="2028-01-01T00:00:00Z"'))
    assert found.valid_until == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["soon", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-01-01"])
def test_parse_of_an_end_that_is_no_time_says_so(text):
    found = parse(entity(role(key(), service()), attributes=f'validUntil="{text}"'))
    assert found.valid_until is None
    assert f"'{text}' is no time" in found.notes[0]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + PLAIN.replace("C01", "&b;")
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + PLAIN.replace("C01", "&a;")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "The text is empty", id="nothing"),
        pytest.param("  \n", "The text is empty", id="blanks"),
        pytest.param("not xml", "no XML that can be read", id="text"),
        pytest.param('{"issuer": "x"}', "no XML that can be read", id="JSON"),
        pytest.param("<html><body><p>Sign in<br></html>", "the page of a website", id="a web page"),
        pytest.param("<!DOCTYPE html><html></html>", "DTD or entities", id="a correct web page"),
        pytest.param("<note/>", "does not begin with a SAML 2.0 EntityDescriptor", id="other XML"),
        pytest.param(PLAIN[:-10], "no XML that can be read", id="cut off"),
        pytest.param(BOMB, "DTD or entities", id="an entity bomb"),
        pytest.param(OUTSIDE, "DTD or entities", id="an external entity"),
        pytest.param(
            '<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd">' + PLAIN, "DTD or entities", id="an external DTD"
        ),
        pytest.param(PLAIN.replace("C01", "&nope;"), "no XML that can be read", id="an unknown entity"),
        pytest.param(PLAIN.replace("C01", "\x00"), "no XML that can be read", id="NUL"),
        pytest.param(PLAIN.replace("C01", "\ud800"), "no XML that can be read", id="half a character"),
        pytest.param(" " * LARGEST + PLAIN, "at most 524288 are read", id="too long"),
        pytest.param("<a>" * 100 + "</a>" * 100, "deeper than 40 levels", id="too deep"),
        pytest.param("<a>" + "<b/>" * 20001 + "</a>", "more than 20000 elements", id="too many elements"),
        pytest.param(entity(), "no IDPSSODescriptor", id="no role"),
        pytest.param(entities(), "no IDPSSODescriptor", id="an empty list"),
        pytest.param(entity("<md:SPSSODescriptor/>"), "metadata of a service provider", id="a service provider"),
        pytest.param(entity(role(key(), service()), name=""), "no entity ID", id="no entity ID"),
        pytest.param(
            entity(role(key(), service()), name="acme"), "entity ID can't be used: 'acme'", id="bad entity ID"
        ),
        pytest.param(entity(role(service())), "no certificate that can be used: it has no X509", id="no certificate"),
        pytest.param(
            entity(role(key(use='use="encryption"'), service())), "no certificate that can be used", id="no signing key"
        ),
        pytest.param(entity(role(key("AAAA"), service())), "The text is no X.509 certificate", id="bad certificate"),
        pytest.param(entity(role(key())), "offers nothing for signing in", id="no service"),
        pytest.param(entity(role(key(), service(POST))), "offers HTTP-POST for signing in", id="other binding"),
        pytest.param(entity(role(key(), service(location=""))), "no HTTP-Redirect sign-in address", id="no address"),
        pytest.param(
            entity(role(key(), service(location="javascript:alert(1)"))),
            "'javascript:alert(1)' is no address",
            id="script",
        ),
        pytest.param(
            entity('<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:1.1:protocol"/>'),
            "does not offer SAML 2.0",
            id="an older protocol",
        ),
    ],
)
def test_parse_of_anything_else_says_what_is_wrong(text, words):
    with pytest.raises(MetadataError) as error:
        parse(text)
    assert words in str(error.value)
    assert str(error.value).endswith(".")
    assert len(str(error.value)) < 700


def test_parse_of_several_providers_lists_them():
    text = entities(*(entity(role(key(), service()), name=f"https://idp{each}.example") for each in range(12)))
    with pytest.raises(MetadataError) as error:
        parse(text)
    assert "has 12 identity providers: https://idp0.example, " in str(error.value)
    assert "https://idp9.example and 2 more. Paste" in str(error.value)


PIECES = [
    *re.findall(r"<[^>]*>|[^<]+", PLAIN),
    "<!DOCTYPE x>",
    "&lt;",
    "&a;",
    "<![CDATA[",
    "]]>",
    "<?p?>",
    '"',
    "\x00",
    "é",
]


@given(st.lists(st.tuples(st.integers(0, len(PIECES) - 1), st.integers(0, len(PIECES) - 1)), max_size=6), st.booleans())
def test_parse_of_mutated_xml_reads_it_or_raises_its_own_error(swaps, in_list):
    pieces = list(PIECES[: len(PIECES) - 9])
    for at, other in swaps:
        pieces[at % len(pieces)] = PIECES[other]
    only_own_errors(entities("".join(pieces)) if in_list else "".join(pieces))


@given(st.integers(0, len(PLAIN)), st.text(max_size=5), st.integers(0, 5))
def test_parse_of_damaged_text_reads_it_or_raises_its_own_error(at, text, cut):
    only_own_errors(PLAIN[:at] + text + PLAIN[at + cut :])


@given(st.text(max_size=300))
def test_parse_of_any_text_raises_its_own_error(text):
    with pytest.raises(MetadataError):
        parse(text)


def only_own_errors(text):
    try:
        found = parse(text)
    except MetadataError as error:
        assert str(error).isprintable()
    else:
        assert isinstance(found, IdpMetadata)
        get_kind("saml").field(Flow.NONE, "idp_certificate").clean(found.settings["idp_certificate"])
