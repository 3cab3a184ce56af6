"""How a directory is made ready for OpenMetadata, in its administrators' words."""

from sso_providers.catalogue.spec import ConsoleUrl, Guide, Use

from .recipes import RECIPES

STEPS = (
    "Make a look-up account for *{name}* that nobody signs in with, with a password that does not expire unnoticed. "
    "OpenLDAP: an entry such as *cn=openmetadata,ou=services,…*. Active Directory: a user, whose DN "
    "**Active Directory Users and Computers** › **Attribute Editor** › **distinguishedName** shows.",
    "Let it search and read users and groups, and nothing else; it needs *{mail_attribute}* of users and the members "
    "of groups.",
    "See to it that each person has an entry below *{user_base_dn}* with one e-mail address that nobody else has.",
    "For roles, make groups that hold their members' DNs (*member* or *uniqueMember*), and note the groups' DNs.",
    "Open the way from OpenMetadata's server to {host}, port {port}.",
    "If the certificate is from an authority of your own, hand it over: Java must know it, in its own list or in "
    "a trust store.",
)
PITFALLS = (
    "People sign in with their e-mail address and the directory's password; two entries with the same address can't.",
    "OpenMetadata opens its connections at the start: a wrong password or an unreachable directory keeps it from "
    "starting.",
    "The DN of a group in the mapping is compared as text with what the directory answers: CN= is not cn=.",
    "A role that does not exist in OpenMetadata is skipped, and only its log says so.",
    "TrustAll takes any certificate, an attacker's too, and hands over everybody's password.",
    "The Helm chart cannot render HostName; the export uses extraEnvs for it.",
    "Without self sign-up, people need an account in OpenMetadata before they sign in for the first time.",
)

GUIDE = Guide(
    console="the directory",
    urls_at="OpenMetadata's sign-in page; the directory itself needs no address",
    steps=STEPS,
    urls=(
        ConsoleUrl(
            label="Where people sign in",
            templates=("{server}/signin",),
            help="Nothing to enter in the directory: for those whom you tell about it.",
            use=Use.OTHER,
        ),
    ),
    pitfalls=PITFALLS,
    recipes=RECIPES,
)
