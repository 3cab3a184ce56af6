"""What both env files of Docker share: the variables in their order, under headings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.quoting import quoted_scalar
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, Setting

from .header import comment
from .job import Job, Pair
from .variables import yaml_source

HEADINGS = {
    AUTHORIZER: "Who may do what",
    AUTHENTICATION: "How people sign in",
    JWT: "OpenMetadata's own tokens",
}
MOUNTING = say("mount the file there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one consumer's file says a variable.

    `line` is of name and YAML source, `fill_in` the comment above a placeholder. `prefix` and a
    setting's name are the variable of the shell from which `reference`, the line of that setting's
    name, takes a secret; `why` says so above it.
    """

    line: Callable[[str, str], str]
    fill_in: str
    prefix: str
    reference: Callable[[str], str]
    why: Callable[[str], str]


def body(job: Job, pairs: Iterable[Pair], form: Form) -> str:
    result = block = ""
    for setting, value in pairs:
        if setting.block != block:
            result += ("\n" if block else "") + comment(f"{HEADINGS[setting.block]} ({setting.block})")
            block = setting.block
        note, line = entry(job, setting, value, form)
        result += f"{comment(note)}{line}\n"
    return result


def entry(job: Job, setting: Setting, value: Value | Secret, form: Form) -> tuple[str, str]:
    """The comment, and the line below it."""
    name = str(setting.env)
    if not isinstance(value, Secret):
        return setting.note, form.line(name, yaml_source(setting, value))
    if not job.refers:
        source = quoted_scalar(str(job.literal(setting, value)))
        return form.fill_in if job.fills_in else "", form.line(name, source)
    # No blank in the value: the comment is broken at blanks.
    example = f"export {form.prefix}{name}='\"pa55#word\"'"
    return (
        f"{form.why(name)} Its value is YAML and carries its own double quotes, for example: {example}",
        form.reference(name),
    )
