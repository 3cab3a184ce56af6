"""SAML."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .addresses import OWN
from .example import Example, env, values
from .issuers import ENTRA, TENANT

SAML = "AUTHENTICATION_PROVIDER=saml"
IDP = "https://idp.acme.example"

EXAMPLES: Mapping[str, Example] = {
    "saml-not-the-provider": env("AUTHENTICATION_PROVIDER=okta", f"SAML_IDP_SSO_LOGIN_URL={IDP}/sso"),
    "saml-own-address-malformed": env(SAML, "SAML_SP_ACS=openmetadata/api/v1/saml/acs"),
    "saml-acs-path": env(SAML, f"SAML_SP_ACS={OWN}/saml/acs"),
    "saml-entity-id-is-acs": env(SAML, f"SAML_SP_ENTITY_ID={OWN}/api/v1/saml/acs"),
    "saml-entity-id-of-provider": env(SAML, f"SAML_IDP_ENTITY_ID={IDP}/metadata", f"SAML_SP_ENTITY_ID={IDP}/metadata"),
    "saml-callback-path": env(SAML, f"SAML_SP_CALLBACK={OWN}/api/v1/saml/callback"),
    "saml-hosts-differ": env(
        SAML, f"SAML_SP_ACS={OWN}/api/v1/saml/acs", "SAML_SP_CALLBACK=https://metadata.acme.example/saml/callback"
    ),
    "saml-plain-http": env(
        SAML,
        "SAML_SP_ACS=http://openmetadata.acme.example/api/v1/saml/acs",
        f"SAML_SP_CALLBACK={OWN}/saml/callback",
    ),
    "saml-login-address": env(SAML, f"SAML_AUTHORITY_URL={IDP}/sso", release=Release("1.9")),
    "saml-provider-empty": env(SAML, "SAML_IDP_ENTITY_ID="),
    "saml-sign-in-malformed": env(SAML, "SAML_IDP_SSO_LOGIN_URL=idp.acme.example/sso"),
    "saml-sign-in-is-metadata": env(SAML, f"SAML_IDP_SSO_LOGIN_URL={IDP}/federationmetadata.xml"),
    "saml-sign-in-is-name": env(SAML, "SAML_IDP_SSO_LOGIN_URL=urn:acme:idp"),
    "saml-name-is-sign-in": env(SAML, "SAML_IDP_ENTITY_ID=https://acme.okta.com/app/openmetadata/exk1/sso/saml"),
    "saml-tenants-differ": env(
        SAML,
        f"SAML_IDP_ENTITY_ID=https://sts.windows.net/{TENANT}/",
        f"SAML_IDP_SSO_LOGIN_URL={ENTRA}/0f8fad5b-d9cb-469f-a165-70867728950e/saml2",
    ),
    "saml-name-id-format": env(SAML, "SAML_IDP_NAME_ID=emailAddress"),
    "saml-certificate": env(SAML, "SAML_IDP_CERTIFICATE=/etc/openmetadata/idp.pem"),
    "saml-certificate-empty": env(SAML, 'SAML_IDP_CERTIFICATE=""'),
    "saml-certificates-equal": env(SAML, "SAML_IDP_CERTIFICATE=MIICmzCCAYMC", "SAML_SP_CERTIFICATE=MIICmzCCAYMC"),
    "saml-keys-missing": env(SAML, "SAML_SEND_SIGNED_AUTH_REQUEST=true"),
    "saml-key-store-incomplete": env(
        SAML, "SAML_SEND_SIGNED_AUTH_REQUEST=true", "SAML_KEYSTORE_FILE_PATH=/etc/openmetadata/saml.jks"
    ),
    "saml-key-store-lost": values("""
openmetadata:
  config:
    authentication:
      provider: saml
      saml:
        security:
          sendSignedAuthRequest: true
          wantAssertionEncrypted: false
          keyStoreFilePath: /etc/openmetadata/saml.jks
"""),
    "saml-metadata-unsigned": env(SAML, "SAML_SIGNED_SP_METADATA=true", "SAML_SEND_SIGNED_AUTH_REQUEST=false"),
    "saml-private-key": env(SAML, "SAML_SP_PRIVATE_KEY=/etc/openmetadata/saml.key"),
}
