"""SAML settings for a server that is not told to use SAML."""

from collections.abc import Iterator

from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import PROVIDER
from sso_providers.openmetadata.rules.unread_block import unread
from sso_providers.openmetadata.settings import LDAP, SAML
from sso_providers.openmetadata.subject import Subject

# Empty in the shipped file and in the chart: whoever fills them means SAML.
IDP = (f"{SAML}.idp.entityId", f"{SAML}.idp.ssoLoginUrl", f"{SAML}.idp.idpX509Certificate")


def not_read(subject: Subject) -> Iterator[Found]:
    given = [path for path in IDP if subject.text(path).strip()]
    yield from unread(subject, "saml", given, rivals=(f"{LDAP}.userBaseDN",))


RULES: tuple[Rule, ...] = (
    Rule(
        id="saml-not-the-provider",
        title="SAML settings, and another provider",
        level=Level.ERROR,
        reason="The server reads samlConfiguration, and answers below /api/v1/saml, only where the provider is saml.",
        source="OpenMetadata issue 19162; SamlSettingsHolder",
        reads=(PROVIDER, *IDP),
        check=not_read,
    ),
)
