"""Commands that ask a directory what OpenMetadata will ask it."""

from sso_providers.catalogue.spec import Language, Recipe

PERSON = Recipe(
    tool="ldapsearch: a person",
    language=Language.SHELL,
    before="Proves account, password and search from wherever it runs; best on OpenMetadata's server. "
    "An authority of your own: LDAPTLS_CACERT=ca.pem in front.",
    documentation="https://www.openldap.org/software/man.cgi?query=ldapsearch",
    template="""\
# Asks for the look-up account's password; put somebody's real address in. Exactly one entry must come back.
ldapsearch -H {scheme}://{url_host}:{port} -x -D {bind_dn} -W \\
  -b {user_base_dn} -s sub '('{mail_attribute}'=jane.doe@acme.example)' {mail_attribute}
""",
)
GROUPS = Recipe(
    tool="ldapsearch: the groups",
    language=Language.SHELL,
    before="For roles only.",
    documentation="https://www.openldap.org/software/man.cgi?query=ldapsearch",
    template="""\
# Lists the groups; the DNs in the mapping must read exactly as they do here.
ldapsearch -H {scheme}://{url_host}:{port} -x -D {bind_dn} -W \\
  -b {group_base_dn} -s sub '(&('{group_attribute}'='{group_value}')('{member_attribute}'=*))' dn
""",
)
CERTIFICATE = Recipe(
    tool="openssl: the certificate",
    language=Language.SHELL,
    documentation="https://docs.openssl.org/master/man1/openssl-s_client/",
    template="""\
# Shows the directory's certificate, who signed it and until when it is valid.
openssl s_client -connect {url_host}:{port} -servername {host} -showcerts </dev/null \\
  | openssl x509 -noout -subject -issuer -enddate
""",
)
RECIPES = (PERSON, GROUPS, CERTIFICATE)
