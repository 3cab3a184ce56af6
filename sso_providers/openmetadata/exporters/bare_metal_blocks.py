"""Bare metal: the sign-in blocks of conf/openmetadata.yaml, to paste in place of the file's own."""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Export, Step
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.settings import JWT, Setting, settings_for

from . import placeholders, yaml_document
from .bare_metal_server import CONF, LITERAL, begin, finish
from .effect import RESTART, takes_effect
from .header import file
from .job import Job

FILE = "openmetadata-sso.yaml"


def render(job: Job) -> Export:
    tree = CommentedMap()
    for setting, value in job.settings:
        yaml_document.put(tree, setting.path, node(job, setting, value), note(job, setting))
    if JWT in tree:
        complete(job, tree)
    *first, last = tree
    blocks = say("{first} and {last}", first=", ".join(first), last=last)
    artifact = file(
        job,
        FILE,
        yaml_document.dump(tree),
        what="The sign-in blocks of conf/openmetadata.yaml.",
        place=f"in {CONF}, in place of the blocks {blocks}.",
        run=RESTART,
        secret=True,
    )
    return Export(
        target="bare-metal",
        variant="blocks",
        release=job.release,
        artifacts=(artifact,),
        steps=tuple(steps(job, [*tree], blocks)),
        notes=(takes_effect(job), *traps(job.config, job.release), LITERAL),
    )


def node(job: Job, setting: Setting, value: Value | Secret) -> yaml_document.Node:
    if isinstance(value, Secret) and job.refers:
        # The default of the shipped file: without the variable the server stops and says what is missing.
        return yaml_document.plain(f'${{{setting.env}:-""}}')
    return yaml_document.of_setting(setting, job.literal(setting, value), yaml_document.literal)


def complete(job: Job, tree: CommentedMap) -> None:
    """The rest of the tokens' block, as the shipped file has it: pasting takes the whole block away."""
    for setting in settings_for(job.release):
        if setting.block == JWT and setting.path.rpartition(".")[2] not in tree[JWT]:
            shipped = yaml_document.plain(f'${{{setting.env}:-"{setting.default}"}}')
            yaml_document.put(tree, setting.path, shipped, setting.note)


def note(job: Job, setting: Setting) -> str:
    if not setting.secret or job.writes_secret:
        return setting.note
    if job.refers:
        return "From the environment of the start script; its value is YAML and carries its own double quotes."
    return placeholders.how(placeholders.SUBSTITUTED)


def steps(job: Job, names: list[str], blocks: str) -> Iterator[Step]:
    yield from begin(job)
    if job.fills_in:
        yield placeholders.fill_in(FILE)
    yield Step(
        say(
            "In {conf}, delete the blocks {blocks}, each from its name to the line before the next name at the "
            "left edge, "
            "and put the content of {file} in their place.",
            conf=CONF,
            blocks=blocks,
            file=FILE,
        )
    )
    if job.writes_secret:
        yield Step("The file holds a secret now.", f"chmod 600 {CONF} {FILE}")
    yield Step(
        say("Each block must be there once: the answer is {count}.", count=len(names)),
        f"grep -cE '^({'|'.join(name.removesuffix('Configuration') for name in names)})Configuration *:' {CONF}",
    )
    yield from finish(job)
