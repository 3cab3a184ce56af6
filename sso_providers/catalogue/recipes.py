"""Renders a recipe: commands or Terraform that register the application, with one registration's values.

Every value goes through the quoting of the recipe's language, so that a name with quotes, `$(…)` or
`${x}` reaches the tool as it was typed. Secrets are never among the values: a tool that makes one
prints it or keeps it in its state.
"""

import json
import re
import shlex
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .spec import Language, Recipe, Use

# The lists of addresses that a template may name, and what the provider does with them. Each is all
# deployments' addresses, the portal's own callback included. Of a list `callbacks` there are also the
# texts `callbacks_comma` (joined by commas), `callbacks_hashes` (joined by ##, Keycloak's way) and
# `callbacks_first` (the first alone, the first deployment's).
LISTS = {
    "callbacks": Use.CALLBACK,
    "sign_outs": Use.SIGN_OUT,
    "origins": Use.ORIGIN,
    "identities": Use.IDENTITY,
    "others": Use.OTHER,
}
SEPARATORS = {"comma": ",", "hashes": "##"}

# Where no quoting helps: az reads @file, and aws reads file://file, from whatever it is given as a value.
FILE_REFERENCE = re.compile(r"\A(?:@|fileb?://)+")

Names = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class FilledRecipe:
    """`text` is what is run or saved; `before` says what must be installed or signed in."""

    tool: str
    language: Language
    before: str
    text: str
    documentation: str


def fill(recipe: Recipe, *, values: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> FilledRecipe:
    """`values` are the guide's names in plain text, `lists` the addresses for `LISTS`.

    The template's names: each value and list, quoted for the language; and `resource`, a bare
    identifier made of the name. In a shell, a value is one word, a list is one word an item,
    `x_json` is x as JSON in one word, and `x_body` the same JSON without quotes, for a
    here-document whose delimiter is quoted. In Terraform a value is a string, a list a list.
    """
    every = {**values, "name": FILE_REFERENCE.sub("", values["name"], count=1), **dict(joined(lists))}
    names = dict(shell_names(every) if recipe.language is Language.SHELL else terraform_names(every))
    return FilledRecipe(
        tool=recipe.tool,
        language=recipe.language,
        before=recipe.before.format_map(values),
        text=recipe.template.format_map({**names, "resource": identifier(values["name"])}),
        documentation=recipe.documentation,
    )


def joined(lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str | Sequence[str]]]:
    for name in LISTS:
        found = lists.get(name, ())
        yield name, found
        yield f"{name}_first", found[0] if found else ""
        for how, separator in SEPARATORS.items():
            yield f"{name}_{how}", separator.join(found)


def shell_names(names: Names) -> Iterator[tuple[str, str]]:
    for name, value in names.items():
        text = json.dumps(value)
        yield name, shlex.quote(value) if isinstance(value, str) else shlex.join(value)
        yield f"{name}_json", shlex.quote(text)
        yield f"{name}_body", text


def terraform_names(names: Names) -> Iterator[tuple[str, str]]:
    return ((name, terraform(value)) for name, value in names.items())


def terraform(value: str | Sequence[str]) -> str:
    """A string or a list of strings in HCL: JSON, in which templates are escaped.

    Letters stay as they are: HCL's \\u knows no surrogate pairs.
    https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions
    """
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


def identifier(name: str) -> str:
    """A name for a Terraform resource: letters, digits and _, no digit first."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not found:
        return "openmetadata"
    return f"_{found}" if found[0].isdigit() else found
