"""Where OpenMetadata's server has its rules: classes of it, and the changes that moved them."""

NAME = "SecurityUtil.findUserNameFromClaims"
EMAIL = "SecurityUtil.findEmailFromClaims"
MAPPING = "SecurityUtil.validatePrincipalClaimsMapping"
DOMAIN = "SecurityUtil.validateDomainEnforcement"
CODE_FLOW = "AuthenticationCodeFlowHandler.getOrCreateOidcUser"
BROWSER = "OpenMetadata's sign-up page"
ADMINISTRATORS = "DefaultAuthorizer, UserUtil"
ROLES = "JwtFilter, UserUtil.reSyncUserRolesFromToken"
TEAMS = "UserUtil.assignTeamsFromClaim"
DISPLAY_NAME = "SecurityUtil.extractDisplayNameFromClaims"
FILTER = "JwtFilter"
SAML = "SamlAuthServletHandler"
LDAP = "LdapAuthenticator"
SAME_ADDRESS = "UserResource.getCurrentLoggedInUser"


def with_issues(source: str, *numbers: int) -> str:
    """The source with OpenMetadata's issues and pull requests about it."""
    return f"{source} ({', '.join(f'#{number}' for number in numbers)})"
