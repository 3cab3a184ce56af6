"""What stands in a value's place until somebody, or another tool, fills it in. Knows no format."""

import re

from sso_providers.catalogue.sentences import say

# A documentation's {Client ID} or {your domain}; neither ${NAME}, nor JSON, nor an address in braces as a whole.
BRACES = re.compile(r"(?<![${])\{\s*[A-Za-z][^{}:/\"',]*\}")
# Ansible, Go and Jinja write gaps like this.
TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%")
# What people put where a secret was, before they show a file.
WITHHELD = re.compile(r"\*{3,}|\[[^\[\]]{0,40}\]|[.…]{3,}|…")
# Of a text that is looked through.
LONGEST = 1_000
UNFILLED = say("what is in braces is a placeholder, as documentations have them")
FILL_IN = say("put the real value in its place, without braces")
GENERATED = say("what is in {{{{ }}}} is filled in by another tool, so the value is not known here")
CHECK = say("check the file that comes out")


def has_placeholder(source: str) -> bool:
    return bool(BRACES.search(source[:LONGEST]))


def is_of_template(source: str) -> bool:
    return bool(TEMPLATE.search(source[:LONGEST]))


def is_withheld(source: str) -> bool:
    """Whether a secret was taken out."""
    return bool(WITHHELD.fullmatch(source.strip()[:LONGEST]))
