"""Bare metal: the operator's own conf/openmetadata.yaml with the sign-in settings changed, and nothing else.

The file may hold secrets that are not ours, such as the database's password: its text is for the
operator alone, never for a log.
"""

from collections.abc import Iterator
from dataclasses import replace

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step, Unsupported
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.quoting import quoted_scalar, yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import PROVIDER_BLOCKS, SETTINGS, Setting, ValueType
from sso_providers.openmetadata.yaml_edit import BOM, set_values, values_at
from sso_providers.openmetadata.yaml_tree import Uneditable

from . import placeholders
from .bare_metal_server import CONF, LITERAL, begin, finish
from .effect import RESTART, takes_effect
from .header import file, without_header
from .job import Job

FILE = "openmetadata.yaml"
WHAT = "Your conf/openmetadata.yaml with the sign-in settings changed."


def render(job: Job) -> Export:
    if not job.conf:
        raise Unsupported(say("Your {conf} is needed: upload it, or take the blocks to paste.", conf=CONF))
    own = without_header(job.conf.removeprefix(BOM), WHAT)
    try:
        changed = set_values(own, {setting.path: source(job, setting, value) for setting, value in job.settings})
        found = values_at(own, SETTINGS)
    except Uneditable as error:
        raise Unsupported(
            say("Your {conf} can't be changed. {problem} Or take the blocks to paste.", conf=CONF, problem=str(error))
        ) from None
    return Export(
        target="bare-metal",
        variant="merged",
        release=job.release,
        artifacts=(artifact(job, changed),),
        steps=tuple(steps(job)),
        notes=tuple(notes(job, found)),
    )


def source(job: Job, setting: Setting, value: Value | Secret) -> str:
    if isinstance(value, Secret):
        # Where the variable is missing: the shipped file's default.
        return f'${{{setting.env}:-""}}' if job.refers else quoted_scalar(str(job.literal(setting, value)))
    return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)


def artifact(job: Job, changed: str) -> Artifact:
    made = file(
        job,
        FILE,
        changed,
        what=WHAT,
        place=f"in place of {CONF}.",
        run=RESTART,
        secret=True,
        own=True,
    )
    return replace(made, text=f"{BOM if job.conf.startswith(BOM) else ''}{made.text}")


def steps(job: Job) -> Iterator[Step]:
    yield from begin(job)
    if job.fills_in:
        yield placeholders.how_in(FILE, placeholders.SUBSTITUTED)
    if job.writes_secret:
        yield Step("The file holds a secret now.", f"chmod 600 {CONF} {FILE}")
    else:
        yield Step("What is secret of yours is in the file: keep it to yourself.", f"chmod 600 {FILE}")
    look = say("Look at what changes: sign-in settings, and what you changed since you uploaded the file.")
    yield Step(
        say("{look} It shows the secret.", look=look) if job.writes_secret else look,
        f"diff {CONF} {FILE}",
    )
    yield Step("Put the file in place; owner and permissions stay.", f"cp {FILE} {CONF}")
    yield from finish(job)


def notes(job: Job, found: dict[str, str]) -> Iterator[str]:
    yield takes_effect(job)
    yield from traps(job.config, job.release)
    yield LITERAL
    for path in found:
        if SETTINGS[path].never:
            yield say(
                "Your file has {path}, and {never}: take the line out.", path=path, never=say(SETTINGS[path].never)
            )
    kept = [path for path, text in found.items() if is_kept(job, path, text)]
    if kept:
        yield say("Your file also sets {kept}: that stays as it is.", kept=", ".join(kept))


def is_kept(job: Job, path: str, text: str) -> bool:
    """Whether the file itself decides something that the configuration says nothing of, and that is read."""
    inactive = (block for block in PROVIDER_BLOCKS if not any(f"{block}." in each for each in job.config.values))
    said = path in job.config.values or "${" in text or SETTINGS[path].never
    return not said and not path.startswith(tuple(inactive))
