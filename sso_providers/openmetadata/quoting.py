"""How a value is written so that it arrives as itself: one function for each consumer.

OpenMetadata replaces `${NAME:-default}` in conf/openmetadata.yaml as text before it parses the
YAML (Dropwizard's SubstitutingSourceProvider over commons-text's StringSubstitutor), so the value
of an environment variable is YAML source. Knows nothing of settings.
"""

import json
import re
from collections.abc import Mapping

from sso_providers.catalogue import Value

# Starts with a letter, so it is no number and no indicator; a colon at the end would make a key.
PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9._/:@-]*[A-Za-z0-9._/@-])?")
# YAML 1.1's words (yaml.org/type/bool.html and null.html) in any case.
KEYWORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
# What an unquoted value in an env file of Compose keeps as it is: no blank, #, $, quote or backslash.
UNQUOTED = re.compile(r"[A-Za-z0-9._/:@,\[\]-]+")
# DEL, C1 with U+0085, no-break space, soft hyphen, zero-width and direction marks, line and paragraph
# separators, BOM, non-characters.
INVISIBLE = "\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
UNSEEN = re.compile(f"[{INVISIBLE}]")
# $ and ' mean something to a consumer on the way.
ESCAPED = re.compile(f"[$'{INVISIBLE}]")
# Go's bufio.MaxScanTokenSize holds the line and its end.
RUN_LINE = 64 * 1024 - 1
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Unquotable(ValueError):
    """Text that no environment variable or YAML file can hold. The message never shows the text."""


def yaml_scalar(value: Value) -> str:
    """`value` as YAML on one line, for every way on which it reaches openmetadata.yaml.

    It survives commons-text's substitution, Compose's interpolation, a single-quoted line of an
    env file (no apostrophe in it) and Kubernetes' `$(VAR)` expansion (no dollar sign in it).
    Text is plain only where no YAML 1.1 parser can take it for anything else. Raises `Unquotable`.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return f"[{','.join(yaml_scalar(item) for item in value)}]"
        case str():
            return value if is_plain(value) else quoted_scalar(value)


def is_plain(text: str) -> bool:
    return bool(PLAIN.fullmatch(text)) and text.lower() not in KEYWORDS


def quoted_scalar(text: str) -> str:
    """As `yaml_scalar`, always in double quotes: for what a person will replace, and for secrets.

    A JSON string is a YAML double-quoted scalar (YAML 1.2.2, section 1.2) but for characters that
    YAML calls unprintable; those and the two that consumers read get `\\uXXXX`. Characters beyond
    U+FFFF stay: JSON's pairs of surrogates are no YAML.
    """
    refuse_unquotable(text)
    return escape_characters(json.dumps(text, ensure_ascii=False))


def yaml_map(text: str) -> str:
    """A JSON object as YAML source, with the promises of `yaml_scalar`; OpenMetadata's customParams.

    Raises `Unquotable` when `text` is none.
    """
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Unquotable('The text is no JSON object: use one such as {"customParamKey1": "name"}.')
    source = json.dumps(content, ensure_ascii=False)
    refuse_unquotable(source)
    # Where a $ or ' stands in JSON, it stands inside a string: the escape means the same character.
    return escape_characters(source)


def escape_characters(source: str, which: re.Pattern[str] = ESCAPED) -> str:
    return which.sub(lambda found: f"\\u{ord(found[0]):04x}", source)


def json_document(content: Mapping[str, object]) -> str:
    """A JSON file for a reader that replaces nothing, with no character that can't be seen; see `refuse_unquotable`."""
    source = json.dumps(content, indent=2, ensure_ascii=False)
    return escape_characters(source, UNSEEN) + "\n"


def env_line(name: str, source: str) -> str:
    """One line of an env file for `docker compose --env-file`; `source` is YAML of this module.

    Compose keeps a single-quoted value to the letter and interpolates the others (compose-go's
    dotenv package). `docker run --env-file` would keep the quotes: the file is not for it.
    """
    return f"{name}={source}" if UNQUOTED.fullmatch(source) else f"{name}='{source}'"


def run_line(name: str, source: str) -> str:
    """One line of an env file for `docker run --env-file`; `source` is YAML of this module.

    Docker takes the value to the end of the line as it is: no quotes, comments or escapes
    (docker/cli, pkg/kvfile). Raises `Unquotable` for a line that its scanner finds too long.
    """
    line = f"{name}={source}"
    if len(line.encode()) > RUN_LINE:
        raise Unquotable(
            f"{name} has more than {RUN_LINE} bytes, which docker run refuses: use Compose or another target."
        )
    return line


def escape_substitution(text: str) -> str:
    """`text` so that OpenMetadata's substitution gives it back: `$${` is commons-text's literal `${`.

    For literals in openmetadata.yaml, and for values of the Helm chart: the chart quotes them
    (Go's %q), but OpenMetadata substitutes the environment variable's text again.
    """
    refuse_unquotable(text)
    return text.replace("${", "$${")


def refuse_unquotable(text: str) -> None:
    if "\0" in text:
        raise Unquotable("The text holds a NUL character, which no environment variable can: remove it.")
    if LONE_SURROGATE.search(text):
        raise Unquotable("The text holds half a character (a lone surrogate), which no file can: enter it again.")
