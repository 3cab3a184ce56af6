"""Options of the server's Java, as far as variables set them."""

from sso_providers.openmetadata.subject import Place, Subject

OPTIONS = "OPENMETADATA_OPTS"
# The start script hands over the first two, and Java reads the others itself.
VARIABLES = (OPTIONS, "OPENMETADATA_JVM_PERFORMANCE_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS")
IN_CHART = "extraEnvs "


def options(subject: Subject) -> str:
    return " ".join(subject.surroundings.variables.get(name, "") for name in VARIABLES)


def place(subject: Subject, variable: str) -> Place:
    """Where the variable is set, or would be, by the file's name of it."""
    found = subject.surroundings.places.get(variable) or Place(variable, 0)
    is_bare = subject.target == "kubernetes" and found.name == variable
    return Place(f"{IN_CHART}{variable}", found.line) if is_bare else found
