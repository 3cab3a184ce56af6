"""Bare metal: the two blocks of conf/openmetadata.yaml, with literal values."""

import json

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import Export, Step
from sso_providers.openmetadata.settings import Setting, ValueType

from . import shell, yaml_document
from .header import file
from .job import PLACEHOLDER, Job, takes_effect

FILE = "openmetadata-sso.yaml"
CONF = "conf/openmetadata.yaml"
RESTART = "./bin/openmetadata.sh stop; ./bin/openmetadata.sh start"


def render(job: Job) -> Export:
    tree = CommentedMap()
    for setting, value in job.settings:
        yaml_document.put(tree, setting.path, node(job, setting, value), note(job, setting))
    artifact = file(
        job,
        FILE,
        yaml_document.dump(tree),
        what="The two sign-in blocks of conf/openmetadata.yaml.",
        place=f"in {CONF}, in place of the blocks authorizerConfiguration and authenticationConfiguration.",
        run=RESTART,
        secret=True,
    )
    return Export(
        target="bare-metal",
        release=job.release,
        artifacts=(artifact,),
        steps=steps(job),
        notes=(
            takes_effect(job.release),
            "The values are literal: environment variables such as AUTHENTICATION_PROVIDER no longer change them.",
        ),
    )


def node(job: Job, setting: Setting, value: Value | Secret) -> yaml_document.Node:
    if isinstance(value, Secret) and job.refers:
        # The default of the shipped file: without the variable the server stops and says what is missing.
        return yaml_document.plain(f'${{{setting.env}:-""}}')
    if setting.type is ValueType.MAP:
        entries = json.loads(str(value))
        tree = CommentedMap((key, yaml_document.literal(entry)) for key, entry in entries.items())
        tree.fa.set_flow_style()
        return tree
    return yaml_document.literal(job.literal(setting, value), flow=True)


def note(job: Job, setting: Setting) -> str:
    if not setting.secret or job.writes_secret:
        return setting.note
    if job.refers:
        return "From the environment of the start script; its value is YAML and carries its own double quotes."
    return f'Replace {PLACEHOLDER}... and keep the quotes; in between write \\" for " and \\\\ for \\.'


def steps(job: Job) -> tuple[Step, ...]:
    result = [
        Step("In OpenMetadata's folder, keep the configuration that works.", f"cp -p {CONF} {CONF}.before-sso"),
    ]
    if job.fills_in:
        result.append(Step(f"Replace what begins with {PLACEHOLDER} in {FILE}; the comment above it says how."))
    result.append(
        Step(
            f"In {CONF}, delete the blocks authorizerConfiguration and authenticationConfiguration, each from its name "
            f"to the line before the next name at the left edge, and put the content of {FILE} in their place."
        )
    )
    if job.writes_secret:
        result.append(Step("The file holds a secret now.", f"chmod 600 {CONF} {FILE}"))
    result.append(
        Step(
            "Each block must be there once: the answer is 2.",
            f"grep -cE '^(authorizer|authentication)Configuration *:' {CONF}",
        )
    )
    if job.refers:
        secrets = (setting for setting, value in job.settings if isinstance(value, Secret))
        result.extend(
            Step(
                "Hand the client secret to this shell. openmetadata-ops.sh reads the same file and needs it too.",
                shell.export_secret(setting.env),
            )
            for setting in secrets
        )
    return (
        *result,
        Step("Restart the server.", RESTART),
        Step(
            "When the server is up, check: the answer names the provider and the callback.",
            shell.check(job.config.server_url),
        ),
        Step("The way back, if nobody can sign in.", f"cp -p {CONF}.before-sso {CONF}; {RESTART}"),
    )
