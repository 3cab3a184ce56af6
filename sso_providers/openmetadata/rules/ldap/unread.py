"""LDAP settings for a server that is not told to use LDAP."""

from collections.abc import Iterator

from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import PROVIDER
from sso_providers.openmetadata.rules.unread_block import unread
from sso_providers.openmetadata.settings import LDAP, SAML
from sso_providers.openmetadata.subject import Subject

DIRECTORY = (f"{LDAP}.host", f"{LDAP}.dnAdminPrincipal", f"{LDAP}.userBaseDN")
# The chart's own values, and those of OpenMetadata's documentation.
EXAMPLES = {"localhost", "127.0.0.1", "cn=admin,dc=example,dc=com", "ou=people,dc=example,dc=com"}


def not_read(subject: Subject) -> Iterator[Found]:
    texts = {path: subject.text(path).strip().lower() for path in DIRECTORY}
    given = [path for path, text in texts.items() if text and text not in EXAMPLES]
    yield from unread(subject, "ldap", given, rivals=(f"{SAML}.idp.ssoLoginUrl",))


RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-not-the-provider",
        title="LDAP settings, and another provider",
        level=Level.ERROR,
        reason="The server reads ldapConfiguration only where the provider is ldap.",
        source="OpenMetadata issue 10211; LdapAuthenticator",
        reads=(PROVIDER, *DIRECTORY),
        check=not_read,
    ),
)
