"""Every text for people in the templates, and in what the scripts show, is marked for translation."""

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, Token, TokenType

TEMPLATES = Path(settings.BASE_DIR, "templates")
SCRIPTS = Path(settings.BASE_DIR, "sso_providers", "static", "sso_providers")

# Until the closing tag all is translated, or shown to nobody.
ENCLOSING = {"blocktranslate", "blocktrans", "comment"}
# Their literals are no texts: names of files, addresses, variables and values; or they are translated.
WITHOUT_TEXTS = {"translate", "trans", "url", "static", "load", "extends", "if", "elif", "block", "cycle", "spaceless"}
# Attributes that people read or hear; the data are those that scripts show.
SPOKEN = {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title"}
SPOKEN_DATA = {"data-copied", "data-failed", "data-saved", "data-waiting"}
# What machines read, and what is typed as it stands there.
SILENT = {"script", "style", "code", "kbd", "pre", "samp"}
# Blocks of the stock templates that are classes.
CLASSES = {"block bodyclass", "block coltype"}
# The same in every language, letter by letter.
SAME = {"SSO", "Portal", "OpenMetadata", "UTC", "sha", "conf", "openmetadata", "yaml"}

WORD = re.compile(r"[^\W\d_]{2,}")
LITERAL = re.compile(r"""(_\()?("[^"]*"|'[^']*')""")
# Of a literal in a tag: several words, or one with a capital. All else may be a name in the code.
PROSE = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}|[A-Z][a-z]+")
# The filters whose argument is shown.
SHOWN_BY = re.compile(r"\|(default|default_if_none|yesno|add|pluralize):$")


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def name_of(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_template_has_no_text_outside_translations(path):
    assert unmarked(path.read_text(encoding="utf-8")) == []


def unmarked(source: str) -> list[str]:
    """Each text that is shown as it is."""
    reader = Reader()
    reader.feed("".join(map(said, outside(Lexer(source).tokenize()))))
    reader.close()
    return [each for each in map(str.strip, reader.found) if foreign(each)]


def outside(tokens: list[Token]) -> Iterator[Token]:
    """Those that are neither a comment nor in a text that is translated."""
    end = ""
    for token in tokens:
        tag = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
        if end:
            end = "" if tag == end else end
        elif tag in ENCLOSING:
            end = f"end{tag}"
        elif token.contents in CLASSES:
            end = "endblock"
        elif token.token_type is not TokenType.COMMENT:
            yield token


def said(token: Token) -> str:
    """The text itself, or the literals within a tag that it would show as they are."""
    if token.token_type is TokenType.TEXT:
        return token.contents
    if token.token_type is TokenType.BLOCK and token.contents.split()[0] in WITHOUT_TEXTS:
        return ""
    found = ((match, match[2][1:-1]) for match in LITERAL.finditer(token.contents) if not match[1])
    shown = (text for match, text in found if PROSE.search(text) or SHOWN_BY.search(token.contents[: match.start()]))
    return escape(" ".join(shown))


def foreign(text: str) -> bool:
    return bool(set(WORD.findall(text)) - SAME)


class Reader(HTMLParser):
    """`found` is what a page of the source says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        is_button = tag == "input" and dict(attrs).get("type") in {"submit", "button", "reset"}
        spoken = SPOKEN | SPOKEN_DATA | ({"value"} if is_button else set())
        self.found += [value for name, value in attrs if name in spoken and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As HTML has it: nothing ends here that began."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            self.silent.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %} {{ name }}, 1 €</p>", []),
        ("<p>{% blocktranslate %}Hello, {{ name }}{% endblocktranslate %} there</p>", ["there"]),
        ("<a title=\"Open it\" class='big one'>{% translate 'Go' %}</a>", ["Open it"]),
        ('<form data-waiting="Wait"><input type="submit" value="Send"></form>', ["Wait", "Send"]),
        ("<code>manage.py apply</code> {# a note #}{% comment %}one more{% endcomment %}", []),
        ('{{ name|default:"nobody" }} <b class="{{ is_bad|yesno:"bad,good" }}">', ["nobody"]),
        ('{{ name|default:_("nobody") }}{{ at|date:"Y-m-d" }}{% if name == "Ada" %}{% endif %}', []),
        ('{% include "a.html" with title="All of it" %}', ["All of it"]),
        ("<title>SSO Portal for OpenMetadata</title>", ["SSO Portal for OpenMetadata"]),
    ],
)
def test_unmarked_text_is_found(source, found):
    assert unmarked(source) == found


# What stands in them is for developers.
COMMENT = re.compile(r"(^|\s)//[^\n]*|/\*.*?\*/", re.DOTALL)
STRING = re.compile(r""""[^"\n]*"|'[^'\n]*'|`[^`]*`""")
PLACE = re.compile(r"\$\{[^}]*\}")
# What puts a text on the page, has it read out, or asks with it.
SHOWING = re.compile(r"(textContent|innerText|innerHTML|title|ariaLabel|placeholder|alert\(|confirm\().*$", re.DOTALL)
COMPARED = re.compile(r"[=!]==\s*$")
SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
SELECTOR = re.compile(r"[\[#>=]|^[.]|, [a-z]+$")


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.js")), ids=name_of)
def test_script_shows_no_words_of_its_own(path):
    """It takes them from the page's data, which are translated."""
    assert words_of(path.read_text(encoding="utf-8")) == []


def words_of(script: str) -> list[str]:
    """The texts that it shows, and all others that read like a sentence."""
    return [
        found[0]
        for line in COMMENT.sub("", script).splitlines()
        for found in STRING.finditer(line)
        if is_for_people(PLACE.sub("", found[0][1:-1]), line[: found.start()])
    ]


def is_for_people(text: str, before: str) -> bool:
    is_shown = SHOWING.search(before) and not COMPARED.search(before)
    is_sentence = SENTENCE.search(text) and not SELECTOR.search(text)
    return foreign(text) and bool(is_shown or is_sentence)


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('label.textContent = "Copied";', ['"Copied"']),
        ("note.title = `${name} is gone`;", ["`${name} is gone`"]),
        ('says(wait ? "please wait" : "");', ['"please wait"']),
        ("says.textContent = page.dataset.saved; // It's saved", []),
        ('time.textContent = how === "day" ? days : moments;', []),
        ('document.querySelectorAll("form output, input[type=search]")', []),
    ],
)
def test_words_of_script_are_found(script, found):
    assert words_of(script) == found
