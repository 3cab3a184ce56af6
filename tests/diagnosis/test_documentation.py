"""What OpenMetadata's own documentation has wrong is found wrong, at the right setting.

Its examples in short; the placeholders are filled where the mistake is not the placeholder. Sources: the pages of
OpenMetadata's documentation, releases 1.7 to 1.12, and the issues that report them.
"""

import json

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.diagnosis import Diagnosis, diagnose
from sso_providers.openmetadata.findings import Level

from .cases import ABSENT, FOLDER

TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
OIDC = "openmetadata.config.authentication.oidcConfiguration"
ENV, YAML, VALUES = "openmetadata.env", "openmetadata.yaml", "values.yaml"
EXAMPLES = {
    "azure docker: tenant is an address": (
        ENV,
        "AUTHENTICATION_PROVIDER=azure\nAUTHENTICATION_CLIENT_TYPE=confidential\nOIDC_TYPE=azure\n"
        f"OIDC_TENANT=https://login.microsoftonline.com/{TENANT}\n",
        "OIDC_TENANT",
    ),
    "azure docker: the second, empty discovery address wins": (
        ENV,
        "AUTHENTICATION_PROVIDER=azure\nAUTHENTICATION_CLIENT_TYPE=confidential\nOIDC_TYPE=azure\n"
        f"OIDC_DISCOVERY_URI=https://login.microsoftonline.com/{TENANT}/v2.0/.well-known/openid-configuration\n"
        "OIDC_DISCOVERY_URI=\n",
        "OIDC_DISCOVERY_URI",
    ),
    "azure bare metal: a quote too many": (
        YAML,
        "authenticationConfiguration:\n  provider: azure\n"
        '  publicKeyUrls:\n    - "https://login.microsoftonline.com/common/discovery/keys""\n',
        "authenticationConfiguration.publicKeyUrls",
    ),
    "azure kubernetes: enabled by a dotted key": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      clientType: confidential\n      provider: azure\n"
        "      oidcConfiguration.enabled: true\n      oidcConfiguration:\n        oidcType: azure\n"
        f"        tenant: {TENANT}\n",
        f"{OIDC}.enabled",
    ),
    "azure kubernetes: placeholder of the tenant": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      clientType: confidential\n      provider: azure\n"
        "      oidcConfiguration:\n        enabled: true\n        oidcType: azure\n        tenant: ''\n"
        "        discoveryUri: https://login.microsoftonline.com/{tenantid}/v2.0/.well-known/openid-configuration\n",
        f"{OIDC}.discoveryUri",
    ),
    "okta docker: scheme twice": (
        ENV,
        "AUTHENTICATION_PROVIDER=okta\nAUTHENTICATION_CLIENT_TYPE=confidential\n"
        "OIDC_DISCOVERY_URI=http://https://acme.okta.com/oauth2/default/.well-known/openid-configuration\n",
        "OIDC_DISCOVERY_URI",
    ),
    "auth0 docker: placeholder of the domain": (
        ENV,
        "AUTHENTICATION_PROVIDER=auth0\nAUTHENTICATION_CLIENT_TYPE=confidential\n"
        "OIDC_DISCOVERY_URI=http://{Domain}/.well-known/openid-configuration\n",
        "OIDC_DISCOVERY_URI",
    ),
    "auth0 kubernetes: quote not closed": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      provider: auth0\n"
        '      authority: "https://acme.eu.auth0.com\n      clientId: "AbCdEfGh"\n',
        "(whole file)",
    ),
    "keycloak docker: the list in braces": (
        ENV,
        "AUTHENTICATION_PROVIDER=custom-oidc\n"
        "AUTHENTICATION_PUBLIC_KEYS={http://keycloak.acme.example/realms/acme/protocol/openid-connect/certs}\n",
        "AUTHENTICATION_PUBLIC_KEYS",
    ),
    "keycloak kubernetes: authority is an endpoint": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      provider: custom-oidc\n"
        "      authority: https://id.acme.example/realms/acme/protocol/openid-connect/auth\n",
        "openmetadata.config.authentication.authority",
    ),
    "keycloak kubernetes: no blank behind the colon": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      clientType: confidential\n      provider: custom-oidc\n"
        "      oidcConfiguration:\n        enabled: true\n"
        '        discoveryUri:"https://id.acme.example/realms/acme/.well-known/openid-configuration"\n'
        "        callbackUrl: https://openmetadata.acme.example/callback\n",
        f"{OIDC}.discoveryUri",
    ),
    "chart: customParams is empty text": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      clientType: confidential\n      provider: custom-oidc\n"
        '      oidcConfiguration:\n        enabled: true\n        customParams: ""\n',
        "chart version",
    ),
    "custom OIDC: a name that nothing reads": (
        ENV,
        "AUTHENTICATION_PROVIDER=custom-oidc\n"
        "AUTHENTICATION_DISCOVERY_URI=https://id.acme.example/realms/acme/.well-known/openid-configuration\n",
        "OIDC_DISCOVERY_URI",
    ),
    "custom OIDC: localhost for a container": (
        ENV,
        "AUTHENTICATION_PROVIDER=custom-oidc\n"
        "AUTHENTICATION_PUBLIC_KEYS=[http://localhost:8080/realms/acme/protocol/openid-connect/certs,"
        "http://localhost:8585/api/v1/system/config/jwks]\n",
        "AUTHENTICATION_PUBLIC_KEYS",
    ),
    "keys: OpenMetadata's own are missing": (
        ENV,
        "AUTHENTICATION_PROVIDER=google\nAUTHENTICATION_PUBLIC_KEYS=[https://www.googleapis.com/oauth2/v3/certs]\n",
        "AUTHENTICATION_PUBLIC_KEYS",
    ),
    "saml docker: a path for the certificate": (
        ENV,
        "AUTHENTICATION_PROVIDER=saml\nSAML_IDP_CERTIFICATE=/path/to/certificate.pem\n",
        "SAML_IDP_CERTIFICATE",
    ),
    "saml docker: no provider": (
        ENV,
        "SAML_IDP_ENTITY_ID=https://idp.acme.example/metadata\nSAML_IDP_SSO_LOGIN_URL=https://idp.acme.example/sso\n",
        "AUTHENTICATION_PROVIDER",
    ),
    "saml aws: a page that there is not": (
        ENV,
        "AUTHENTICATION_PROVIDER=saml\nSAML_SP_CALLBACK=https://openmetadata.acme.example/api/v1/saml/callback\n",
        "SAML_SP_CALLBACK",
    ),
    "saml: a key that is no property": (
        YAML,
        "authenticationConfiguration:\n  provider: saml\n  samlConfiguration:\n    security:\n"
        "      wantNameIdEncrypted: false\n      tokenValidity: 3600\n",
        "authenticationConfiguration.samlConfiguration.security.wantNameIdEncrypted",
    ),
    "ldap kubernetes: a misspelt key": (
        VALUES,
        "openmetadata:\n  config:\n    authentication:\n      provider: ldap\n      ldapConfiguration:\n"
        "        trusttoreConfigType: TrustAll\n",
        "openmetadata.config.authentication.ldapConfiguration.truststoreConfigType",
    ),
    "ldap: JSON that breaks the file": (
        ENV,
        'AUTHENTICATION_PROVIDER=ldap\nAUTH_ROLES_MAPPING="{"cn=admins,dc=acme,dc=example":["Admin"]}"\n',
        "AUTH_ROLES_MAPPING",
    ),
    "page of the server: a callback that nobody serves": (
        "security.json",
        json.dumps(
            {
                "authenticationConfiguration": {
                    "provider": "azure",
                    "clientType": "confidential",
                    "oidcConfiguration": {"callbackUrl": "https://openmetadata.acme.example/auth/callback"},
                }
            },
            indent=2,
        ),
        "authenticationConfiguration.oidcConfiguration.callbackUrl",
    ),
}
# The server may work all the same, or what is missing may stand elsewhere: said, but no error.
MILD = {
    "azure docker: the second, empty discovery address wins",
    "chart: customParams is empty text",
    "custom OIDC: a name that nothing reads",
    "saml docker: no provider",
}


def examined(name: str) -> Diagnosis:
    file, text, _ = EXAMPLES[name]
    # The chart's defect was mended in 1.6.4.
    release = Release("1.6" if name.startswith("chart") else "1.12")
    return diagnose(importers.read(text.encode(), name=file, release=release), release=release)


@pytest.mark.parametrize("name", EXAMPLES)
def test_documentation_example_that_is_wrong_is_found_wrong(name):
    setting = EXAMPLES[name][2]

    made = examined(name)

    found = {each.setting: each.level for each in made.findings if each.level is not Level.HINT}
    assert setting in found, [(each.level.value, each.setting, each.message) for each in made.findings]


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - MILD))
def test_documentation_example_that_can_not_work_is_an_error(name):
    made = examined(name)

    assert made.has(Level.ERROR), [(each.level.value, each.setting, each.message) for each in made.findings]


def test_documentation_among_the_posted_cases_is_found_wrong():
    rows = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    documented = [row for row in rows if "documentation" in row["config_fidelity"] + row["source"]]
    if not rows:
        pytest.skip(ABSENT)

    assert len(documented) >= 4
    for row in documented:
        data = (FOLDER / row["config_file"]).read_bytes()
        made = diagnose(importers.read(data, name=row["config_file"]), target=row["target"])
        assert made.has(Level.ERROR), row["id"]
