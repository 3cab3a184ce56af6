"""With which account the server looks people up, where, and by which attributes."""

import re
from collections import Counter
from collections.abc import Iterator

from sso_providers.catalogue.directory import ATTRIBUTE
from sso_providers.catalogue.ldap.texts import ACTIVE_DIRECTORY
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Fix, Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, is_empty, is_null, reads
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

from .directory_kind import is_active_directory
from .names import dn_of, domain_parts, fault, lacks_equals, of_domain
from .server import HOST, PORT, usual_port

ACCOUNT, PASSWORD = f"{LDAP}.dnAdminPrincipal", f"{LDAP}.dnAdminPassword"
USERS, GROUPS = f"{LDAP}.userBaseDN", f"{LDAP}.groupBaseDN"
MAIL, NAME = f"{LDAP}.mailAttributeName", f"{LDAP}.usernameAttributeName"
BASES = (USERS, GROUPS)
REQUIRED = (HOST, PORT, ACCOUNT, PASSWORD, USERS, MAIL)
# So many of them show that the others were not just left out of an excerpt; a host is hardly shown without its port.
ENOUGH = 3
# What people name attributes that hold names and addresses; by their lower case.
KNOWN = {
    name.lower(): name for name in ("mail", "userPrincipalName", "sAMAccountName", "uid", "cn", "displayName", "name")
}
# (mail={0}), and mail=*: a filter.
FILTER = re.compile(r"\(?([A-Za-z][A-Za-z0-9-]{0,60})=.*", re.DOTALL)
# Attributes that hold a short name, and no address.
SHORT_NAMES = {"samaccountname", "uid", "cn", "name"}


def short(path: str) -> str:
    return path.rpartition(".")[2]


def given(subject: Subject, path: str) -> str:
    """The stated text; "" where the server does not read it, or nobody filled it in."""
    text = subject.text(path) if reads(subject, "ldap") and has(subject, path) else ""
    return "" if is_open(text) else text


def empty(subject: Subject) -> Iterator[Found]:
    if subject.provider != "ldap":
        return
    if is_empty(subject, USERS):
        message = say("userBaseDN is empty: write the DN below which people are, such as ou=people,dc=acme,dc=example.")
        yield Found(setting=USERS, message=message, fix=base_of_account(subject))
    if is_empty(subject, MAIL):
        yield Found(setting=MAIL, message=say("mailAttributeName is empty: write mail."), fix="mail")
    if is_empty(subject, ACCOUNT):
        message = say("dnAdminPrincipal is empty: without it the server looks people up as nobody, which few allow.")
        yield Found(setting=ACCOUNT, message=message, level=Level.WARNING)


def base_of_account(subject: Subject) -> str | None:
    name = dn_of(given(subject, ACCOUNT)) if given(subject, ACCOUNT) else None
    parts = domain_parts(name) if name else ()
    return ",".join(f"dc={part}" for part in reversed(parts)) or None


def missing(subject: Subject) -> Iterator[Found]:
    stated = [path for path in REQUIRED if subject.states(path) or is_null(subject, path)]
    if subject.provider != "ldap":
        return
    fixes: dict[str, Fix] = {PORT: usual_port(subject), MAIL: "mail", USERS: base_of_account(subject)}
    expected = REQUIRED if len(stated) >= ENOUGH else ((PORT,) if HOST in stated else ())
    for path in expected:
        if path not in stated:
            message = say(
                "The file does not set {short}, which LDAP needs: set it, unless it is set elsewhere.",
                short=short(path),
            )
            yield Found(setting=path, message=message, fix=fixes.get(path))


def no_user_attribute(subject: Subject) -> Iterator[Found]:
    if subject.provider == "ldap" and is_empty(subject, NAME):
        fix = "uid" if is_active_directory(subject) is False else "sAMAccountName"
        message = say(
            "usernameAttributeName is empty: write the attribute that holds people's user names, sAMAccountName in "
            "Active Directory and uid in most others."
        )
        yield Found(setting=NAME, message=message, fix=fix)


def no_base(subject: Subject) -> Iterator[Found]:
    for path in BASES:
        text = given(subject, path)
        why = fault(text) if text else ""
        if why:
            level = Level.ERROR if lacks_equals(text) else Level.WARNING
            yield Found(setting=path, message=why, fix=of_domain(text), level=level)


def no_account(subject: Subject) -> Iterator[Found]:
    text = given(subject, ACCOUNT)
    if not text or ACTIVE_DIRECTORY.fullmatch(text[:1000]):
        return
    if why := fault(text):
        level = Level.ERROR if "=" in text and lacks_equals(text) else Level.WARNING
        message = why if "=" in text else say("{why} Active Directory also takes user@domain.", why=why)
        yield Found(setting=ACCOUNT, message=message, level=level)


def other_domain(subject: Subject) -> Iterator[Found]:
    """A domain and its parent are one directory; anything else is a slip."""
    names = {path: dn_of(text) for path in (ACCOUNT, *BASES) if (text := given(subject, path))}
    domains = {path: domain_parts(name) for path, name in names.items() if name and domain_parts(name)}
    usual = Counter(domains.values()).most_common(1)[0][0] if domains else ()
    for path, domain in domains.items():
        length = min(len(domain), len(usual))
        if domain[:length] != usual[:length]:
            here, there = (",".join(f"dc={part}" for part in reversed(parts)) for parts in (domain, usual))
            message = say(
                "{short} ends with {here}, and the other names with {there}: they must agree.",
                short=short(path),
                here=here,
                there=there,
            )
            yield Found(setting=path, message=message)


def no_attribute(subject: Subject) -> Iterator[Found]:
    for path in (MAIL, NAME):
        text = given(subject, path)
        if text and not ATTRIBUTE.fullmatch(text):
            message = say(
                "{text} is no attribute: write one name, such as {right}.",
                text=quoted(text),
                right="mail" if path == MAIL else "uid",
            )
            yield Found(setting=path, message=message, fix=attribute_in(text))


def attribute_in(text: str) -> str | None:
    """The attribute that is meant by a filter, or by a name with blanks in it; None where that is not clear."""
    found = FILTER.fullmatch(text.strip())
    return found[1] if found else KNOWN.get("".join(text.split()).lower())


def no_mail(subject: Subject) -> Iterator[Found]:
    text = given(subject, MAIL)
    if text.lower() in SHORT_NAMES:
        message = say(
            "{text} holds a short name, and OpenMetadata makes users of e-mail addresses: use mail.", text=quoted(text)
        )
        yield Found(setting=MAIL, message=message, fix="mail")
    elif text.lower() == "email":
        is_certain = is_active_directory(subject) is True
        message = say(
            "Directories call the attribute of the e-mail address mail: use it, unless yours is an exception."
        )
        yield Found(setting=MAIL, message=message, fix="mail", level=None if is_certain else Level.HINT)


AUTHENTICATOR = "OpenMetadata's LdapAuthenticator"
RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-search-empty",
        title="What LDAP needs is empty",
        level=Level.ERROR,
        reason="The server searches below userBaseDN for the one entry whose mail attribute is what a person typed.",
        source=AUTHENTICATOR,
        reads=(USERS, MAIL, ACCOUNT),
        check=empty,
    ),
    Rule(
        id="ldap-search-missing",
        title="What LDAP needs is not in the file",
        level=Level.WARNING,
        reason="OpenMetadata's schema requires these, and the shipped file has no values for them.",
        source="OpenMetadata's ldapConfiguration.json; issue 21875",
        reads=REQUIRED,
        check=missing,
    ),
    Rule(
        id="ldap-user-name-empty",
        title="No attribute for user names",
        level=Level.WARNING,
        reason="People's user names are read from it; servers that don't read it take the part of the e-mail address "
        "before the @.",
        source="OpenMetadata issue 18430",
        reads=(NAME,),
        check=no_user_attribute,
    ),
    Rule(
        id="ldap-base-dn",
        title="A base DN that is none",
        level=Level.ERROR,
        reason="The directory refuses a search below a name that it can't read.",
        source="RFC 4514, section 3",
        reads=BASES,
        check=no_base,
    ),
    Rule(
        id="ldap-account",
        title="A look-up account that is no DN",
        level=Level.WARNING,
        reason="The server binds with the text as it is, and directories want a DN; Active Directory also takes "
        "user@domain and DOMAIN\\user.",
        source="RFC 4513, section 5.1.3; [MS-ADTS], section 5.1.1.1.1",
        reads=(ACCOUNT,),
        check=no_account,
    ),
    Rule(
        id="ldap-domains-differ",
        title="Names of several directories",
        level=Level.WARNING,
        reason="Account, people and groups are looked up at one server, which knows its own domain.",
        source="RFC 2247, section 4",
        reads=(ACCOUNT, *BASES),
        check=other_domain,
    ),
    Rule(
        id="ldap-attribute",
        title="More than an attribute's name",
        level=Level.ERROR,
        reason="The server compares one attribute, whose name is of letters, digits and hyphens.",
        source="RFC 4512, section 1.4",
        reads=(MAIL, NAME),
        check=no_attribute,
    ),
    Rule(
        id="ldap-mail-attribute",
        title="An attribute that holds no e-mail address",
        level=Level.WARNING,
        reason="What people type is compared with it, and is their e-mail address from then on.",
        source=AUTHENTICATOR,
        reads=(MAIL,),
        check=no_mail,
    ),
)
