"""A file's YAML documents, each on its own: damage in one does not cost the others."""

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.tree import Tree
from sso_providers.openmetadata.yaml_tree import Node, Uneditable, parse, parse_damaged

from .keys import KEYS

# A line that begins so starts a document, even within a text of several lines.
MARK = re.compile(r"^---(?=\s|$)", re.MULTILINE)
BREAK = re.compile(r"\r\n|\n|\r")
# More are no configuration.
MOST = 2000
# Mending takes time: of one file so many documents, and texts in them, are mended.
MOST_MENDED = 10
# Whoever has more mends the first ones first.
MOST_TOLD = 200
# Of texts that may hold values.
MOST_TEXTS = 100
INDENT = re.compile(r"[ \t\xa0]*[\t\xa0][ \t\xa0]*")
NAMES = "|".join(sorted({key.name for key in KEYS.values()}, key=len, reverse=True))
NO_BLANK = re.compile(rf"^[ ]*({NAMES}):(?=[^\s])")
TAB = say("A tab or another blank than the usual one stands where YAML wants blanks: replace it.")


@dataclass(frozen=True, slots=True)
class Damage:
    """`line` counts from 1, in the file."""

    line: int
    message: str


@dataclass(slots=True)
class Documents:
    """`trees` are of documents that hold something; those of texts in them come with `of_text`."""

    trees: list[Tree] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    mended: int = 0
    texts: int = 0

    def add(self, text: str, above: int) -> None:
        root, damages = self.one(text, above)
        if root is not None and root.children:
            self.trees.append(Tree(root, above))
        self.damages += damages

    def of_text(self, node: Node, outer: Tree) -> tuple[Tree, tuple[Damage, ...]] | None:
        """What a text in a document holds, its lines counted as the file's; None for nothing."""
        self.texts += 1
        if self.texts > MOST_TEXTS:
            return None
        # The content of | begins below its key.
        above = outer.line(node) - (0 if node.block else 1)
        root, damages = self.one(node.value, above)
        return (Tree(root, above), tuple(damages)) if root is not None and root.children else None

    def one(self, text: str, above: int) -> tuple[Node | None, list[Damage]]:
        try:
            return parse(text, substitutions=False).root, []
        except Uneditable as error:
            problem = Damage(above + max(error.line, 1), error.problem)
        if self.mended == MOST_MENDED:
            return None, [problem]
        self.mended += 1
        better, damages = mend(text, above)
        try:
            document, problems = parse_damaged(better, substitutions=False)
        except Uneditable:
            # Too long, or nested too deep.
            return None, [problem]
        return document.root, damages + [Damage(above + line, message) for line, message in problems]


def read(text: str) -> Documents:
    documents = Documents()
    marks = [0, *(found.start() for found in MARK.finditer(text)), len(text)]
    above = 0
    for start, end in islice(pairwise(marks), MOST):
        part = text[start:end]
        if part.strip():
            documents.add(part, above)
        above += len(BREAK.findall(part))
    return documents


def mend(text: str, above: int) -> tuple[str, list[Damage]]:
    """With the same lines: blanks for what looks like them, and behind colons; and what was wrong."""
    breaks = BREAK.findall(text)
    lines, damages = [], []
    only_tabs = not re.search(r"^ +[^\s#]", text, re.MULTILINE)
    before = ""
    for number, line in enumerate(BREAK.split(text), start=above + 1):
        if (found := INDENT.match(line)) and line.strip():
            damages.append(Damage(number, TAB))
            indent = found[0].replace("\t", "  ").replace("\xa0", " ") if only_tabs else beside(before)
            line = indent + line[found.end() :]
        if found := NO_BLANK.match(line):
            damages.append(Damage(number, without_blank(found[1])))
            line = f"{found[0]} {line[found.end() :]}"
        before = line if line.strip() else before
        lines.append(line)
    return "".join(line + end for line, end in zip(lines, [*breaks, ""], strict=True)), damages[:MOST_TOLD]


def without_blank(name: str) -> str:
    return say(
        "A blank is missing behind the colon, so that YAML takes name and value for one text: write {name}: ...",
        name=name,
    )


def beside(line: str) -> str:
    """The indentation of a line that follows this one."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    return f"{indent}  " if line.rstrip().endswith(":") else indent
