"""What environment variables carry, for every target that sets them, and what they can't."""

from collections.abc import Iterator

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Unsupported
from sso_providers.openmetadata.quoting import yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import Setting, ValueType

from .job import STORED_SINCE, Job, Pair


def variables(job: Job) -> list[Pair]:
    """Each variable once: LDAP's trust stores share some, which can have one value only.

    Raises `Unsupported` where the configuration wants two.
    """
    found: dict[str, Pair] = {}
    for setting, value in job.with_variable:
        first, known = found.setdefault(str(setting.env), (setting, value))
        if known != value:
            raise Unsupported(
                say(
                    "{path} and {other} differ, but OpenMetadata has one variable for both ({env}): "
                    "use the target bare-metal.",
                    path=first.path,
                    other=setting.path,
                    env=setting.env,
                )
            )
    return list(found.values())


def yaml_source(setting: Setting, value: Value) -> str:
    """What OpenMetadata reads: the variable's text is YAML."""
    return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)


def notes(job: Job, mounting: str) -> Iterator[str]:
    """What no variable carries, and the files that the container must have; `mounting` says how they get there."""
    own_file = say("a conf/openmetadata.yaml of your own, mounted into the container")
    remedy = say("the target api, or {own_file}", own_file=own_file) if job.release >= STORED_SINCE else own_file
    for setting, value in job.settings:
        if value == setting.default:
            continue
        if setting.env is None:
            yield say(
                "{path} is left out: OpenMetadata has no variable for it. Use {remedy}.",
                path=setting.path,
                remedy=remedy,
            )
        elif setting.path.endswith("FilePath"):
            yield say(
                "The server must find {value} inside its container ({path}): {mounting}.",
                value=value,
                path=setting.path,
                mounting=mounting,
            )
