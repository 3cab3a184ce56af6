"""Which group of the directory gives which role in OpenMetadata."""

from sso_providers.catalogue import directory, validators
from sso_providers.catalogue.fields import Field, FieldType, Section

from .rules import ALL, maps_roles

GROUPS = (
    Field(
        name="group_base_dn",
        label="Base DN of groups",
        help="Groups are searched below it; blank gives nobody a role.",
        why="OpenMetadata looks below it for the groups that hold a person.",
        example="ou=groups,dc=acme,dc=example",
        section=Section.MAPPING,
        validate=directory.dn,
        applies=maps_roles,
    ),
    Field(
        name="role_mapping",
        label="Roles by group",
        help="One group a line: its DN, exactly as the directory writes it, capitals and blanks included; then the "
        "last =, with blanks around it, and the roles' names in OpenMetadata.",
        why="OpenMetadata compares a DN as text: written otherwise, it gives nobody a role, and only the log says so.",
        example="cn=admins,ou=groups,dc=acme,dc=example = Admin, DataSteward",
        type=FieldType.LINES,
        section=Section.MAPPING,
        required=False,
        default=(),
        validate=directory.mapping,
    ),
    Field(
        name="reassign_roles",
        label="Roles of each sign-in",
        help="Roles that a sign-in gives and takes by the mapping; * for all of them, which also takes away "
        "roles that were given in OpenMetadata. A mapped role that is not listed is never given.",
        why="It is what OpenMetadata goes by when it gives and takes roles; what is given by hand stays untouched if "
        "it is not listed.",
        example="Admin, DataSteward",
        type=FieldType.LIST,
        section=Section.MAPPING,
        required=False,
        default=(),
        validate=directory.role,
    ),
    Field(
        name="admin_role",
        label="Role that makes administrators",
        help="Whoever gets it by the mapping is an administrator of OpenMetadata.",
        why="So administrators can come and go in the directory, without a new configuration.",
        example="Admin",
        section=Section.MAPPING,
        required=False,
        default="Admin",
        validate=directory.role,
    ),
    Field(
        name="group_attribute",
        label="Attribute that marks a group",
        help="With the value below it tells a group from other entries.",
        why="Directories mark groups in different ways; the search asks for this attribute with the value below.",
        example="objectClass",
        section=Section.MAPPING,
        required=False,
        default="objectClass",
        validate=directory.attribute,
    ),
    Field(
        name="group_value",
        label="Its value",
        help="groupOfNames or groupOfUniqueNames; group in Active Directory.",
        why="With a value that no group has, the search finds none, and nobody gets a role.",
        example="groupOfNames",
        section=Section.MAPPING,
        required=False,
        default="groupOfNames",
        validate=validators.one_line,
    ),
    Field(
        name="member_attribute",
        label="Attribute of the members",
        help="It must hold the members' DNs: member or uniqueMember, and not memberUid.",
        why="The search asks which groups hold the person's DN there; memberUid holds names, and is never found.",
        example="member",
        section=Section.MAPPING,
        required=False,
        default="member",
        validate=directory.attribute,
    ),
    Field(
        name="recursive_groups",
        label="Groups in groups",
        help="By Active Directory's own search rule. OpenMetadata has it from 2.0 on, and no environment variable "
        "for it: Docker and Helm can't set it.",
        why="Without it, who is in a mapped group only by way of another group gets no role.",
        example="false",
        type=FieldType.BOOLEAN,
        section=Section.MAPPING,
        required=False,
        default=False,
    ),
    Field(
        name="all_attributes",
        label="Attributes to ask for",
        help="Leave it at *: the server also takes it for 'all roles' in the roles of each sign-in.",
        why="The server takes this very text for 'all roles', too.",
        example="*",
        section=Section.ADVANCED,
        required=False,
        default=ALL,
        validate=directory.attribute_or_all,
    ),
)
