"""What each environment has of its own at the identity provider, kind by kind.

Facts: the providers' documentation on separating environments (Auth0 "Set Up Multiple Environments", Okta "Set up test
environments", Microsoft "Tenancy for applications", Google "OAuth 2.0 policies": a project for test and one for
production), and what OpenMetadata does with each value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from .spec import Application, Flow, Kind, Protocol


class Need(Enum):
    """How much depends on a value being another one; `css` is the badge's class while it is the same."""

    MUST = ("Must differ.", "bad")
    SHOULD = ("Should differ.", "warn")
    WHERE_SEPARATE = ("May be the same.", "")

    def __init__(self, label: str, css: str) -> None:
        self.label = label
        self.css = css


@dataclass(frozen=True, slots=True)
class Own:
    """A value that an environment has of its own: `name` is the field's, `why` one sentence."""

    name: str
    need: Need
    why: str


CLIENT_ID = "client_id"
# The provider makes it up, so another application has another one.
GIVEN_CLIENT_ID = Own(
    CLIENT_ID,
    Need.MUST,
    "It is the application's name at the provider: with the same one both environments share secret and addresses.",
)
CHOSEN_CLIENT_ID = Own(
    CLIENT_ID,
    Need.SHOULD,
    "The same name is another client only where the issuer differs too; one of its own tells them apart in logs.",
)
TENANT = "Where a test environment has a tenant of its own, people and applications there are other ones."
FOLLOWS = "It belongs to the issuer: with another issuer it is another address."
DIRECTORY = "Where a test environment has a directory of its own, names and people there are other ones."
PER_APPLICATION = "Many providers give each application its own; some, such as ADFS, have one for all."

OWN: Mapping[str, tuple[Own, ...]] = MappingProxyType(
    {
        "auth0": (
            GIVEN_CLIENT_ID,
            Own("domain", Need.WHERE_SEPARATE, "Auth0 recommends a tenant for each environment: its domain differs."),
        ),
        "azure": (GIVEN_CLIENT_ID, Own("tenant_id", Need.WHERE_SEPARATE, TENANT)),
        "google": (GIVEN_CLIENT_ID,),
        "okta": (
            GIVEN_CLIENT_ID,
            Own(
                "domain",
                Need.WHERE_SEPARATE,
                "Where tests run in an Okta organisation of their own, such as a preview one.",
            ),
            Own(
                "authorization_server",
                Need.WHERE_SEPARATE,
                "Where environments share an organisation, an authorization server for each keeps their tokens apart.",
            ),
        ),
        "aws-cognito": (
            GIVEN_CLIENT_ID,
            Own("user_pool_id", Need.WHERE_SEPARATE, "Where a test environment has people of its own in another pool."),
        ),
        "keycloak": (
            CHOSEN_CLIENT_ID,
            Own("server_url", Need.WHERE_SEPARATE, "Where tests run against a Keycloak of their own."),
            Own("realm", Need.WHERE_SEPARATE, "A realm for each environment keeps people and clients apart."),
            Own("discovery_uri", Need.WHERE_SEPARATE, FOLLOWS),
            Own("jwks_uri", Need.WHERE_SEPARATE, FOLLOWS),
        ),
        "one-login": (GIVEN_CLIENT_ID, Own("subdomain", Need.WHERE_SEPARATE, TENANT)),
        "custom-oidc": (
            CHOSEN_CLIENT_ID,
            Own("issuer", Need.WHERE_SEPARATE, TENANT),
            Own("jwks_uri", Need.WHERE_SEPARATE, FOLLOWS),
            Own("discovery_uri", Need.WHERE_SEPARATE, FOLLOWS),
        ),
        "saml": (
            Own("metadata_url", Need.SHOULD, PER_APPLICATION),
            Own("idp_entity_id", Need.SHOULD, PER_APPLICATION),
            Own("sso_login_url", Need.SHOULD, PER_APPLICATION),
            Own("idp_certificate", Need.SHOULD, PER_APPLICATION),
            Own(
                "sp_entity_id",
                Need.MUST,
                "By it the provider tells the two servers apart; blank makes it from the address.",
            ),
            Own(
                "sp_certificate",
                Need.SHOULD,
                "Whoever has the key of the test server could sign and read for the other.",
            ),
            Own("key_store_path", Need.WHERE_SEPARATE, "The file has to lie there on the other server too."),
            Own(
                "key_store_alias",
                Need.WHERE_SEPARATE,
                "The key store of the other server may name its key differently.",
            ),
        ),
        "ldap": (
            Own("bind_dn", Need.SHOULD, "A test server with the look-up account of production can read all of it."),
            Own("host", Need.WHERE_SEPARATE, DIRECTORY),
            Own("user_base_dn", Need.WHERE_SEPARATE, DIRECTORY),
            Own("group_base_dn", Need.WHERE_SEPARATE, DIRECTORY),
            Own("role_mapping", Need.WHERE_SEPARATE, DIRECTORY),
            Own("acceptable_host_names", Need.WHERE_SEPARATE, "They are names of the directory's host."),
            Own("trust_store_path", Need.WHERE_SEPARATE, "The file has to lie there on the other server too."),
        ),
    }
)


def own_values(kind: Kind, flow: Flow) -> tuple[Own, ...]:
    """What environments have of their own, of the fields that the flow has."""
    names = {each.name for each in kind.fields[flow]} | ({CLIENT_ID} if kind.client_id else set())
    return tuple(own for own in OWN[kind.id] if own.name in names)


def is_same_application(here: Application, there: Application) -> bool:
    """Whether the provider would take both for one: never so with SAML and LDAP, where the server's address counts."""
    if here.kind.protocol is not Protocol.OIDC or here.kind.id != there.kind.id:
        return False
    return (here.client_id, here.endpoints.issuer) == (there.client_id, there.endpoints.issuer)
