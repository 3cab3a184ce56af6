"""What a file's reader met before values mean anything: one rule for each kind of trouble."""

from collections.abc import Callable, Iterator
from functools import partial

from sso_providers.catalogue import RELEASES, Release, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Fix, Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, OIDC, SAML, SETTINGS, ValueType
from sso_providers.openmetadata.subject import Kind, Subject, Trouble

# Where a key that the server does not know keeps it from starting, or is refused.
STRICT = ("bare-metal", "api")
FIRST, LAST = min(RELEASES.values()), max(RELEASES.values())
# Of later lines' names the table knows all, of earlier ones' only some.
FIRST_WITHOUT_AIRFLOW = Release("1.0")
# OpenMetadata's own Compose files went on passing it.
STILL_PASSED = ("AUTHORIZER_INGESTION_PRINCIPALS",)
# Kinds of a damaged text, which is damaged in every line as often as not; of other kinds each has a fix of its own.
DAMAGES = (Kind.NOT_YAML, Kind.NOT_AN_ENV_LINE, Kind.UNKNOWN, Kind.DUPLICATE)
MOST_TOLD = 20
WHOLE_FILE = "(whole file)"
# What the server takes apart without asking whether it is there.
UNBOXED = {
    f"{AUTHORIZER}.enforcePrincipalDomain",
    f"{AUTHORIZER}.useRolesFromProvider",
    f"{AUTHENTICATION}.publicKeyUrls",
    f"{AUTHENTICATION}.provider",
}
UNBOXED_OF_CODE_FLOW = {f"{OIDC}.disablePkce"}
UNBOXED_OF_SAML = {f"{SAML}.security.tokenValidity"}
# Null does no harm, or other rules speak of it.
PASSED_OVER = {
    f"{OIDC}.prompt",
    f"{OIDC}.maxAge",
    f"{OIDC}.clientAuthenticationMethod",
    f"{AUTHORIZER}.adminPrincipals",
    f"{AUTHORIZER}.principalDomain",
    *(path for path in SETTINGS if path.startswith(f"{JWT}.")),
}


def found(kind: Kind, level: Callable[[Subject, Trouble], Level | None], subject: Subject) -> Iterator[Found]:
    """Of a text that is damaged all over the first places only: they are mended in one go."""
    met = [trouble for trouble in subject.troubles if trouble.kind is kind]
    told = met[:MOST_TOLD] if kind in DAMAGES else met
    for trouble in told:
        yield Found(
            setting=trouble.setting or trouble.name,
            message=trouble.message,
            fix=trouble.fix,
            line=trouble.line,
            level=level(subject, trouble),
        )
    if len(met) > len(told):
        first, rest = met[len(told)], len(met) - len(told)
        message = say(
            "{rest} more places are like this, from line {line} on: mend these first, and look again.",
            rest=rest,
            line=first.line,
        )
        yield Found(setting=WHOLE_FILE, message=message, line=first.line, level=level(subject, first))


def usual(subject: Subject, trouble: Trouble) -> None:
    """The rule's own level."""


def unread_level(subject: Subject, trouble: Trouble) -> Level | None:
    """Outside the lines of the settings' table nobody here knows what the server knew."""
    is_known_line = FIRST <= subject.release <= LAST
    return Level.ERROR if subject.target in STRICT and is_known_line else None


def lookalike_level(subject: Subject, trouble: Trouble) -> Level | None:
    """A name that people are shown may be written with care."""
    return Level.WARNING if trouble.setting == f"{AUTHENTICATION}.providerName" else None


def misspelt_level(subject: Subject, trouble: Trouble) -> Level | None:
    """Of a variable that has its right name beside it nothing is lost."""
    return Level.WARNING if subject.target == "docker" and subject.states(trouble.setting) else None


def obsolete_level(subject: Subject, trouble: Trouble) -> Level | None:
    is_shipped = trouble.name in STILL_PASSED and bool(subject.surroundings.hosts)
    if is_shipped or subject.release < FIRST_WITHOUT_AIRFLOW:
        return Level.HINT
    return unread_level(subject, trouble)


def empty(subject: Subject) -> Iterator[Found]:
    """Only of what has a default that null replaces: the others may well be empty."""
    for trouble in subject.troubles:
        if trouble.kind is Kind.EMPTY and is_missed(trouble.setting):
            yield Found(
                setting=trouble.setting,
                message=trouble.message,
                fix=default_of(trouble),
                line=trouble.line,
                level=empty_level(subject, trouble.setting),
            )


def is_missed(path: str) -> bool:
    setting = SETTINGS.get(path)
    return setting is not None and setting.default not in (None, "", ()) and path not in PASSED_OVER


def default_of(trouble: Trouble) -> Fix:
    """A switch's, or the first choice's; what belongs to one installation only, such as an address, has none."""
    setting = SETTINGS[trouble.setting]
    if trouble.fix is not None:
        return trouble.fix
    has_usual = setting.type in (ValueType.BOOLEAN, ValueType.INTEGER) or bool(setting.choices)
    usual_value: Value | None = setting.default
    return usual_value if has_usual and not trouble.setting.endswith(".provider") else None


def empty_level(subject: Subject, path: str) -> Level | None:
    stops = path in UNBOXED
    stops = stops or (path in UNBOXED_OF_CODE_FLOW and subject.is_confidential)
    stops = stops or (path in UNBOXED_OF_SAML and subject.provider == "saml")
    if not stops:
        return None
    # Compose takes an empty variable for none where its file has a default for it, as the quickstart's has.
    may_be_replaced = subject.target == "docker" and SETTINGS[path].passed_by_compose(subject.release)
    return Level.WARNING if may_be_replaced else Level.ERROR


def rule(
    kind: Kind,
    title: str,
    level: Level,
    reason: str,
    source: str,
    own_level: Callable[[Subject, Trouble], Level | None] = usual,
) -> Rule:
    return Rule(
        id=kind.value, title=title, level=level, reason=reason, source=source, check=partial(found, kind, own_level)
    )


SUBSTITUTION = "OpenMetadata puts a variable's value into openmetadata.yaml as text, and parses the result as YAML."
SUBSTITUTOR = "Dropwizard's SubstitutingSourceProvider; OpenMetadata PR #12503"
ENV_FILE = "Docker's documentation of env files"
NOTHING_READS = say("Nothing reads the name, so the setting keeps its default.")
UNKNOWN_STOPS = say(
    "{nothing_reads} In openmetadata.yaml an unknown key keeps the server from starting.", nothing_reads=NOTHING_READS
)
STRICT_READER = "Dropwizard's YAML reader (FAIL_ON_UNKNOWN_PROPERTIES); the chart's values.schema.json"
RULES: tuple[Rule, ...] = (
    rule(
        Kind.NOT_YAML,
        "The file can't be read to its end",
        Level.ERROR,
        "What can't be parsed is not read by anybody: Helm, Compose or the server stops.",
        "YAML 1.1; RFC 8259",
    ),
    rule(
        Kind.NOT_AN_ENV_LINE,
        "A line that is no NAME=value",
        Level.ERROR,
        "Env files have one NAME=value a line: no YAML lists, and no line that goes on in the next.",
        ENV_FILE,
    ),
    rule(
        Kind.UNBALANCED_QUOTE,
        "A quote that is not closed",
        Level.ERROR,
        "The reader goes on to the next quote, takes other lines for part of the value, or stops.",
        ENV_FILE,
    ),
    rule(
        Kind.COMMENT_IN_VALUE,
        "A comment behind a value",
        Level.WARNING,
        "Compose cuts the comment off, docker run --env-file makes it part of the value, and YAML ends a value at it.",
        f"{ENV_FILE}; OpenMetadata issue 14709",
    ),
    rule(
        Kind.LOOKALIKE,
        "Characters that look like others",
        Level.ERROR,
        "Curly quotes do not quote, and a no-break or zero-width blank is a character like any other: the value is "
        "not the one that people see.",
        "YAML 1.1, section 5.5; The Unicode Standard, chapters 6 and 23",
        lookalike_level,
    ),
    rule(Kind.VALUE_NOT_YAML, "A value that breaks openmetadata.yaml", Level.ERROR, SUBSTITUTION, SUBSTITUTOR),
    rule(
        Kind.WRONG_TYPE,
        "A value of another type than the setting's",
        Level.ERROR,
        "The server converts the parsed value into the setting's type, and stops where it can't.",
        "Jackson's conversions; openmetadata-helm-charts issues 229 and 245",
    ),
    Rule(
        id=Kind.EMPTY.value,
        title="A name without a value",
        level=Level.HINT,
        reason="A variable that is set to nothing becomes null in openmetadata.yaml, and replaces the default there.",
        source="OpenMetadata's JwtFilter and AuthenticationCodeFlowHandler; commons-text's StringSubstitutor",
        check=empty,
    ),
    rule(
        Kind.UNRESOLVED,
        "A variable that nothing sets",
        Level.WARNING,
        "A variable without a value and without a default stays as its name, ${NAME}, or becomes empty.",
        "commons-text's StringSubstitutor; Docker's documentation of interpolation",
    ),
    rule(
        Kind.SECRET_NOT_FOUND,
        "A Secret that was not given",
        Level.HINT,
        "The value is in a Secret of Kubernetes; without its manifest nothing can be said of it.",
        "OpenMetadata's Helm chart",
    ),
    rule(
        Kind.BRACES,
        "Braces in a variable's default",
        Level.HINT,
        "Not every program that reads Compose files counts the braces inside of ${NAME:-{}}.",
        "OpenMetadata issue 26775",
    ),
    rule(
        Kind.DUPLICATE,
        "A setting that is set twice",
        Level.WARNING,
        "The last one counts, if the reader does not refuse the file.",
        "snakeyaml and Jackson; compose-go's dotenv package",
    ),
    rule(
        Kind.UNKNOWN,
        "A name that OpenMetadata does not know",
        Level.WARNING,
        UNKNOWN_STOPS,
        STRICT_READER,
        unread_level,
    ),
    rule(
        Kind.MISSPELT,
        "A name that is misspelt",
        Level.ERROR,
        UNKNOWN_STOPS,
        f"OpenMetadata issue 2163; {STRICT_READER}",
        misspelt_level,
    ),
    rule(
        Kind.MISPLACED,
        "A setting at a wrong place",
        Level.ERROR,
        UNKNOWN_STOPS,
        f"openmetadata-helm-charts issues 75 and 462; {STRICT_READER}",
    ),
    rule(
        Kind.OBSOLETE,
        "A name from former releases",
        Level.WARNING,
        NOTHING_READS,
        "OpenMetadata's openmetadata.yaml, line by line",
        obsolete_level,
    ),
)
