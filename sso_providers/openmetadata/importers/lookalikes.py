"""Characters that word processors and web pages put in the place of others, or between them: nobody sees them.

Knows no file format. They count only where hardly anybody can mean them: quotes around a value, blanks at its ends,
and what has no width anywhere.
"""

import json
import re

from sso_providers.catalogue import Value
from sso_providers.openmetadata.settings import Setting, ValueType

DOUBLE, SINGLE = "“”„‟″", "‘’‚‛′"  # noqa: RUF001
QUOTES = f"{DOUBLE}{SINGLE}«»‹›"
# Without width: zero-width space, word joiner, byte order mark, soft hyphen, and marks of a text's direction.
UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e]")
BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\u2028\u2029"
ASCII = str.maketrans({**dict.fromkeys(DOUBLE, '"'), **dict.fromkeys(SINGLE, "'")})
# Longer values are nobody's typing.
LONGEST = 100_000


def cleaned(setting: Setting, value: Value) -> Value:
    """The value as it was probably meant; the same where nothing is in it."""
    match value:
        case str() if setting.type is ValueType.MAP or value.lstrip().startswith("{"):
            return of_json(value)
        case str():
            return of_text(value)
        case tuple():
            return tuple(of_text(item) for item in value)
    return value


def of_text(text: str) -> str:
    if text.isascii() or len(text) > LONGEST:
        return text
    found = UNSEEN.sub("", text).strip(BLANKS)
    return found.strip(f"{QUOTES}{BLANKS}") if found[:1] in QUOTES else found


def of_json(text: str) -> str:
    """JSON whose quotes are typographic, if that is all that is wrong with it; of what can be read, its words."""
    if text.isascii() or len(text) > LONGEST:
        return text
    try:
        found = json.loads(UNSEEN.sub("", text))
        bare = json.dumps(without_quotes(found), ensure_ascii=False)
        return text if json.loads(bare) == json.loads(text) else bare
    except (ValueError, RecursionError):
        pass
    straight = UNSEEN.sub("", text).translate(ASCII)
    try:
        json.loads(straight)
    except (ValueError, RecursionError):
        return text
    return straight


def without_quotes(content: object) -> object:
    match content:
        case str():
            return of_text(content)
        case list():
            return [without_quotes(each) for each in content]
        case dict():
            return {of_text(key): without_quotes(each) for key, each in content.items()}
    return content
