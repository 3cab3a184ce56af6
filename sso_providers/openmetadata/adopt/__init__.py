"""From a configuration back to a registration and a deployment: the opposite of `assemble`.

Knows neither the database nor any file format.
"""

from collections.abc import Mapping

from sso_providers.catalogue import Flow, Kind, Secret, Value, get_kind
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.server import OPTIONS
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER

from . import ldap, oidc, saml
from .draft import Draft, NotAdoptable, stated

# A `Server`'s name of a setting -> OpenMetadata's.
AUTHORIZATION = {
    "admin_principals": "adminPrincipals",
    "principal_domain": "principalDomain",
    "allowed_domains": "allowedDomains",
    "enforce_principal_domain": "enforcePrincipalDomain",
    "enable_secure_socket": "enableSecureSocketConnection",
    "use_roles_from_provider": "useRolesFromProvider",
}
EVERYWHERE = {"provider_name": "providerName", "session_expiry": "sessionExpiry", "team_claim": "jwtTeamClaimMapping"}


def adopt(config: SecurityConfig) -> Draft:
    """What the portal's rows would have to say for `assemble` to give this configuration. Raises `NotAdoptable`."""
    provider = config.values.get(f"{AUTHENTICATION}.provider")
    match provider:
        case "saml":
            return draft(config, get_kind("saml"), Flow.NONE, saml.settings(config), saml.secrets(config))
        case "ldap":
            return draft(config, get_kind("ldap"), Flow.NONE, ldap.settings(config), ldap.secrets(config))
        case None | "" | "basic" | "openmetadata":
            raise NotAdoptable("It names no identity provider: state the provider, such as okta or custom-oidc.")
    kind, own = oidc.kind_and_settings(config, str(provider))
    flow = oidc.flow_of(config)
    return draft(config, kind, flow, {**oidc.settings(config, flow), **own}, oidc.secrets(config))


def draft(
    config: SecurityConfig, kind: Kind, flow: Flow, settings: Mapping[str, Value], secrets: Mapping[str, Secret]
) -> Draft:
    found = {**stated(config, EVERYWHERE, AUTHENTICATION), **settings}
    # What OpenMetadata is told where the registration leaves it blank.
    if found.get("provider_name") == kind.label:
        del found["provider_name"]
    fields = {field.name for field in kind.fields[flow]}
    return Draft(
        kind=kind,
        flow=flow,
        client_id=oidc.client_id(config) if kind.client_id else "",
        settings={name: value for name, value in found.items() if name in fields},
        secrets={field.name: secrets[field.name] for field in kind.secret_fields(flow) if field.name in secrets},
        server=server_fields(config),
        options=options(config),
    )


def server_fields(config: SecurityConfig) -> dict[str, Value]:
    found = stated(config, AUTHORIZATION, AUTHORIZER)
    found |= stated(config, {"self_signup": "enableSelfSignup"}, AUTHENTICATION)
    return found | ({"url": config.server_url} if config.server_url else {})


def options(config: SecurityConfig) -> dict[str, Value]:
    """What differs from OpenMetadata's own."""
    found = ((each.field, config.values.get(each.path)) for each in OPTIONS)
    return {
        field.name: value
        for field, value in found
        if value is not None and not isinstance(value, Secret) and value != field.default
    }


__all__ = ["Draft", "NotAdoptable", "adopt"]
