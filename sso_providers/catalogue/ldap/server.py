"""Where the directory is, who asks it, and where people are in it."""

from sso_providers.catalogue import directory
from sso_providers.catalogue.fields import Field, FieldType, Section

from .texts import bind_name, host, password

SERVER = (
    Field(
        name="host",
        label="Host",
        help="Name or IP address of the directory's server, without ldap:// and port.",
        why="OpenMetadata connects when it starts: with a name that leads nowhere it does not start.",
        example="ldap.acme.example",
        validate=host,
    ),
    Field(
        name="port",
        label="Port",
        help="636 with TLS, 389 without; Active Directory's global catalogue 3269 and 3268.",
        why="OpenMetadata speaks TLS from the first byte or not at all, and each has a port of its own.",
        example="636",
        type=FieldType.INTEGER,
        required=False,
        default=636,
        minimum=1,
        maximum=65535,
    ),
    Field(
        name="tls",
        label="TLS",
        help="LDAPS: encrypted from the first byte. Without it, everybody's password crosses the network in the clear.",
        why="People's own passwords go to the directory with every sign-in.",
        example="true",
        type=FieldType.BOOLEAN,
        required=False,
        default=True,
    ),
    Field(
        name="bind_dn",
        label="DN of the look-up account",
        help="With it the server finds people; it needs to read users and groups, and nothing else. "
        "Active Directory also takes user@domain.",
        why="People type an address, and the directory wants to know their DN: this account looks it up.",
        example="cn=openmetadata,ou=services,dc=acme,dc=example",
        validate=bind_name,
    ),
    Field(
        name="user_base_dn",
        label="Base DN of users",
        help="People are searched below it.",
        why="A sign-in looks below it for the one entry with the address, and fails if there are two.",
        example="ou=people,dc=acme,dc=example",
        validate=directory.dn,
    ),
    Field(
        name="mail_attribute",
        label="Attribute of the e-mail address",
        help="Compared with what a person types to sign in; no two entries may have the same.",
        why="Only who has it in their entry can be found, and so sign in.",
        example="mail",
        required=False,
        default="mail",
        validate=directory.attribute,
    ),
    Field(
        name="username_attribute",
        label="Attribute of the user name",
        help="OpenMetadata stores it, but takes the user name from the e-mail address, before the @.",
        why="OpenMetadata's configuration has a place for it; nothing changes with it.",
        example="uid",
        section=Section.ADVANCED,
        required=False,
        default="uid",
        validate=directory.attribute,
    ),
    Field(
        name="max_pool_size",
        label="Connections of the look-up account",
        help="How many the server keeps open.",
        why="Each sign-in borrows one: with too few, people wait on a busy morning.",
        example="3",
        type=FieldType.INTEGER,
        section=Section.ADVANCED,
        required=False,
        default=3,
        minimum=1,
        maximum=1000,
    ),
)
BIND_PASSWORD = Field(
    name="bind_password",
    label="Password of the look-up account",
    help="The server does not start without a working one.",
    why="The look-up account proves itself with it. When it ends, nobody can sign in and the server does not start "
    "again.",
    validate=password,
)
