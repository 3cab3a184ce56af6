"""How the directory's certificate is checked."""

from sso_providers.catalogue import validators
from sso_providers.catalogue.fields import Field, FieldType, Section

from .rules import CUSTOM, HOST_NAME, JVM_DEFAULT, TRUST_ALL, uses_custom_store, uses_host_names
from .texts import host, password

TRUST = (
    Field(
        name="trust_store",
        label="How the certificate is checked",
        help="JVMDefault: by Java's own list of authorities. CustomTrustStore: by a file with yours. HostName: only "
        "the name in it. TrustAll: not at all, so that anybody in between reads the passwords.",
        why="Whoever can pose as the directory reads every password that people type.",
        example=JVM_DEFAULT,
        type=FieldType.CHOICE,
        section=Section.ADVANCED,
        required=False,
        default=JVM_DEFAULT,
        choices=(JVM_DEFAULT, CUSTOM, HOST_NAME, TRUST_ALL),
    ),
    Field(
        name="verify_hostname",
        label="Compare the certificate's name with the host",
        help="For JVMDefault and CustomTrustStore.",
        why="Without it a valid certificate of any other host would do.",
        example="true",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=True,
    ),
    Field(
        name="examine_validity_dates",
        label="Check the certificate's dates",
        help="For CustomTrustStore and TrustAll.",
        why="A certificate that has ended proves nothing any more.",
        example="true",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=True,
    ),
    Field(
        name="trust_store_path",
        label="Path of the trust store",
        help="For CustomTrustStore: a file on OpenMetadata's server.",
        why="Java's own list does not know an authority of yours.",
        example="/etc/openmetadata/truststore.jks",
        section=Section.ADVANCED,
        validate=validators.server_path,
        applies=uses_custom_store,
    ),
    Field(
        name="trust_store_format",
        label="Format of the trust store",
        help="For CustomTrustStore.",
        why="Java reads the file only if it is told its format.",
        example="JKS",
        type=FieldType.CHOICE,
        section=Section.ADVANCED,
        required=False,
        default="JKS",
        choices=("JKS", "PKCS12"),
    ),
    Field(
        name="acceptable_host_names",
        label="Accepted names",
        help="For HostName: those that the certificate may have.",
        why="For a directory that is reached under another name than its certificate has.",
        example="ldap.acme.example",
        type=FieldType.LIST,
        section=Section.ADVANCED,
        default=(),
        validate=host,
        applies=uses_host_names,
    ),
    Field(
        name="allow_wildcards",
        label="Accept certificates for *.domain",
        help="For HostName.",
        why="Some directories show one certificate for a whole domain.",
        example="false",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=False,
    ),
)
TRUST_STORE_PASSWORD = Field(
    name="trust_store_password",
    label="Password of the trust store",
    help="For CustomTrustStore.",
    why="Java opens the file with it.",
    section=Section.ADVANCED,
    validate=password,
    applies=uses_custom_store,
)
