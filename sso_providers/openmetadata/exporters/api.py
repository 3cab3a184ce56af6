"""A server that already runs: its own copy of the sign-in settings, which wins over every file since 1.10."""

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import SecretsMode

from . import api_ops, api_rest
from .effect import KEPT_SINCE
from .job import STORED_SINCE
from .target import MODELS, SCHEMA, Target, Variant

TARGET = Target(
    id="api",
    label="Running server",
    variants=(
        Variant(
            id="rest",
            label="REST API",
            render=api_rest.render,
            readers=(SCHEMA, MODELS),
            asks_situation=False,
            since=STORED_SINCE,
            before=lambda release: say(
                "OpenMetadata stores its settings from {since} on, and {release} reads its files at every start: use "
                "another target.",
                since=STORED_SINCE,
                release=release,
            ),
        ),
        Variant(
            id="ops",
            label="openmetadata-ops.sh",
            render=api_ops.render,
            # The command reads the file as it is: nothing in it can refer to a secret kept elsewhere.
            modes=(SecretsMode.PLACEHOLDER, SecretsMode.REAL),
            readers=(SCHEMA, MODELS),
            asks_situation=False,
            since=KEPT_SINCE,
            before=lambda release: say(
                "openmetadata-ops.sh stores settings from {since} on: for {release} use another variant.",
                since=KEPT_SINCE,
                release=release,
            ),
        ),
    ),
)
