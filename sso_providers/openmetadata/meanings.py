"""What each of OpenMetadata's sign-in settings does, in a sentence for people who have never seen it.

The table's notes warn of what goes wrong; these say what a setting is for. Facts: the comments of OpenMetadata's
schemas and of conf/openmetadata.yaml.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sso_providers.catalogue.sentences import say

from .settings import AUTHENTICATION, AUTHORIZER, JWT, LDAP, OIDC, SAML, TRUST_STORE

IDP, SP, SECURITY = f"{SAML}.idp", f"{SAML}.sp", f"{SAML}.security"
CUSTOM, HOSTS = f"{TRUST_STORE}.customTrustManagerConfig", f"{TRUST_STORE}.hostNameConfig"
JVM, ALL = f"{TRUST_STORE}.jvmDefaultConfig", f"{TRUST_STORE}.trustAllConfig"

OF_AUTHORIZER = {
    "className": say("The class of the server that decides who may do what."),
    "containerRequestFilter": say("The class of the server that reads the token of each request."),
    "adminPrincipals": say("Who is administrator of OpenMetadata."),
    "allowedEmailRegistrationDomains": say("Mail domains whose people may register themselves."),
    "principalDomain": say("The mail domain of this installation."),
    "allowedDomains": say("Mail domains whose people may sign in, where domains are enforced."),
    "enforcePrincipalDomain": say("Whether people of other mail domains are refused."),
    "enableSecureSocketConnection": say("Whether the web socket, by which pages get news, checks tokens too."),
    "useRolesFromProvider": say("Whether people get the roles that the token's claim roles names."),
    "defaultOAuthRole": say("The role of people who come by MCP OAuth."),
    "botPrincipals": say("Names of bots, in old releases."),
    "testPrincipals": say("Names for OpenMetadata's own tests."),
}
OF_AUTHENTICATION = {
    "clientType": say("Who runs the sign-in: the server, or the browser."),
    "provider": say("Which identity provider people sign in with."),
    "responseType": say("What the provider answers to the browser: a token (id_token), or a code."),
    "providerName": say("What people read on the sign-in page."),
    "publicKeyUrls": say("Where the server gets the keys that it checks tokens with."),
    "tokenValidationAlgorithm": say("The algorithm that tokens must be signed with."),
    "authority": say("The provider's own address."),
    "clientId": say("The name of this application at the provider: its client ID."),
    "callbackUrl": say("Where the provider sends the browser back to."),
    "additionalTrustedRedirectUris": say("Further addresses that people may be sent back to after signing in."),
    "jwtPrincipalClaims": say("Claims of the token that the user name is taken from."),
    "jwtPrincipalClaimsMapping": say("Which claim is the user name, and which one the e-mail address."),
    "jwtTeamClaimMapping": say("The claim that names a person's team."),
    "enableSelfSignup": say("Whether people get an account at their first sign-in."),
    "enableAutoRedirect": say("Whether people go to the provider without seeing OpenMetadata's sign-in page."),
    "forceSecureSessionCookie": say("Whether the session's cookie is sent by https only."),
    "sessionExpiry": say("How long a session lasts."),
    "maxActiveSessionsPerUser": say("How many sessions one person may have at once."),
}
OF_OIDC = {
    "id": say("The client ID by which the server names itself to the provider."),
    "type": say("The kind of provider that the server talks to."),
    "secret": say("The client secret, with which the server proves to the provider that it is this application."),
    "scope": say("What the server asks the provider to tell about people."),
    "discoveryUri": say("Where the provider describes itself: its addresses, keys and abilities."),
    "useNonce": say("Whether each sign-in carries a value that the token must repeat, against replayed tokens."),
    "preferredJwsAlgorithm": say("The algorithm that the provider's ID tokens are expected to be signed with."),
    "responseType": say("What the server asks the provider for; code is the authorization code flow."),
    "disablePkce": say("false uses PKCE, which ties the code to this sign-in; true leaves it out."),
    "callbackUrl": say("Where the provider sends the code to."),
    "serverUrl": say("The server's own address."),
    "clientAuthenticationMethod": say("How the server hands the client secret to the provider."),
    "tenant": say("The directory of an organisation in Microsoft Entra."),
    "maxClockSkew": say(
        "Seconds by which the clocks of server and provider may differ; empty leaves it to the server."
    ),
    "tokenValidity": say("How long OpenMetadata's own token is valid."),
    "customParams": say("Further parameters of the request that starts the sign-in."),
    "maxAge": say("When the provider asks people to sign in again although they still are."),
    "prompt": say("Which page the provider shows at each sign-in: none, login, consent or select_account."),
    "sessionExpiry": say("How long a session lasts."),
}
OF_SAML = {
    "debugMode": say("Whether the server logs the SAML messages."),
    f"{IDP}.entityId": say("The name by which the provider calls itself."),
    f"{IDP}.ssoLoginUrl": say("Where people sign in at the provider."),
    f"{IDP}.idpX509Certificate": say("The certificate that the provider's answers are checked with."),
    f"{IDP}.authorityUrl": say("Where OpenMetadata starts the sign-in."),
    f"{IDP}.nameId": say("The form in which the provider names people, such as an e-mail address."),
    f"{SP}.entityId": say("The name by which OpenMetadata calls itself to the provider."),
    f"{SP}.acs": say("OpenMetadata's address for the provider's answers (assertion consumer service)."),
    f"{SP}.spX509Certificate": say("OpenMetadata's own certificate, for signed or encrypted messages."),
    f"{SP}.spPrivateKey": say("The private key of that certificate."),
    f"{SP}.callback": say("Where people arrive after signing in."),
    f"{SECURITY}.strictMode": say("Whether messages that break the SAML rules are refused."),
    f"{SECURITY}.validateXml": say("Whether messages are checked against the XML schema of SAML."),
    f"{SECURITY}.tokenValidity": say("How long OpenMetadata's own token is valid."),
    f"{SECURITY}.sendEncryptedNameId": say("Whether the server encrypts the name of a person that it sends."),
    f"{SECURITY}.sendSignedAuthRequest": say("Whether the server signs its requests to the provider."),
    f"{SECURITY}.signSpMetadata": say("Whether the server signs the description of itself."),
    f"{SECURITY}.wantMessagesSigned": say("Whether the provider's whole message must be signed."),
    f"{SECURITY}.wantAssertionsSigned": say("Whether the assertion in the provider's message must be signed."),
    f"{SECURITY}.wantAssertionEncrypted": say("Whether the assertion in the provider's message must be encrypted."),
    f"{SECURITY}.keyStoreFilePath": say("The file with OpenMetadata's key pair."),
    f"{SECURITY}.keyStoreAlias": say("The name of the key pair in that file."),
    f"{SECURITY}.keyStorePassword": say("The password of that file."),
    "samlDisplayNameAttributes": say("What a person is called on OpenMetadata's pages."),
}
OF_LDAP = {
    "host": say("The directory's server."),
    "port": say("The port of the directory's server."),
    "dnAdminPrincipal": say("The name of the account that the server searches the directory with."),
    "dnAdminPassword": say("The password of the account that the server searches the directory with."),
    "userBaseDN": say("Where in the directory people are looked for."),
    "groupBaseDN": say("Where in the directory groups are looked for."),
    "roleAdminName": say("Which role makes administrators."),
    "allAttributeName": say("The sign for every attribute in a search; * in most directories."),
    "mailAttributeName": say("The attribute with a person's e-mail address."),
    "usernameAttributeName": say("The attribute with a person's user name."),
    "groupAttributeName": say("The attribute that tells a group from other entries."),
    "groupAttributeValue": say("The value of that attribute for groups."),
    "groupMemberAttributeName": say("The attribute of a group that lists its members."),
    "recursiveGroupMembership": say("Whether members of a group's groups count as its members."),
    "authRolesMapping": say("Which group of the directory gives which role."),
    "authReassignRoles": say("Roles that follow the directory's groups at each sign-in."),
    "maxPoolSize": say("How many connections to the directory the server keeps at most."),
    "isFullDn": say("Whether people sign in with their whole DN instead of an e-mail address."),
    "sslEnabled": say("Whether the connection to the directory is encrypted from its beginning."),
    "truststoreFormat": say("The format of the file with trusted certificates."),
    "truststoreConfigType": say("Which of the ways below to check the directory's certificate is used."),
    f"{CUSTOM}.trustStoreFilePath": say("The file with the certificates that are trusted."),
    f"{CUSTOM}.trustStoreFilePassword": say("The password of that file."),
    f"{CUSTOM}.trustStoreFileFormat": say("The format of that file."),
    f"{CUSTOM}.verifyHostname": say("Whether the certificate must name the host."),
    f"{CUSTOM}.examineValidityDates": say("Whether the certificate must be valid today."),
    f"{HOSTS}.allowWildCards": say("Whether a certificate with a wildcard (*) counts for the host."),
    f"{HOSTS}.acceptableHostNames": say("Host names whose certificates are accepted."),
    f"{JVM}.verifyHostname": say("Whether the certificate must name the host."),
    f"{ALL}.examineValidityDates": say("Whether the certificate must be valid today."),
}
OF_JWT = {
    "rsapublicKeyFilePath": say("The public key of OpenMetadata's own tokens, those of bots among them."),
    "rsaprivateKeyFilePath": say("The private key that OpenMetadata signs its own tokens with."),
    "jwtissuer": say(
        "The issuer that OpenMetadata writes into its own tokens; another one makes bots' tokens invalid."
    ),
    "keyId": say("The name of the key of OpenMetadata's own tokens."),
}


def by_path(block: str, meanings: Mapping[str, str]) -> dict[str, str]:
    return {name if name.startswith(block) else f"{block}.{name}": text for name, text in meanings.items()}


MEANINGS: Mapping[str, str] = MappingProxyType(
    by_path(AUTHORIZER, OF_AUTHORIZER)
    | by_path(AUTHENTICATION, OF_AUTHENTICATION)
    | by_path(OIDC, OF_OIDC)
    | by_path(SAML, OF_SAML)
    | by_path(LDAP, OF_LDAP)
    | by_path(JWT, OF_JWT)
)
