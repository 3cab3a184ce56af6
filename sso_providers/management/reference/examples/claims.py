"""Which claims name people."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .example import Example, conf, env

CLAIMS, MAPPING = "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS", "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING"

EXAMPLES: Mapping[str, Example] = {
    "principal-claims-empty": env(f"{CLAIMS}=[]"),
    "principal-claims-order": env(f"{CLAIMS}=[preferred_username,email,sub]"),
    "principal-claims-email-alone": env(f"{CLAIMS}=[email]"),
    "principal-claims-misspelt": env(f"{CLAIMS}=[e-mail,preferred_username,sub]"),
    "principal-claims-not-of-bots": env(f"{CLAIMS}=[upn]"),
    "claims-mapping-malformed": env(f"{MAPPING}=[email:email]"),
    "claims-mapping-not-of-bots": env(f"{MAPPING}=[username:unique_name,email:email]"),
    "claims-mapping-without-address": env(f"{MAPPING}=[username:preferred_username,email:sub]"),
    "claims-mapping-namespaced": env(f'{MAPPING}=["username:https://acme.example/name","email:email"]'),
    "claims-mapping-too-early": env(f"{MAPPING}=[username:preferred_username,email:email]", release=Release("1.4")),
    "team-claim-malformed": conf("""
authenticationConfiguration:
  provider: custom-oidc
  jwtTeamClaimMapping: "[team:department]"
"""),
}
