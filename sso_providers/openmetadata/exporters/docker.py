"""Docker: with Compose, or with `docker run`."""

from . import docker_compose, docker_run
from .target import CONF, MODELS, SCHEMA, Target, Variant

TARGET = Target(
    id="docker",
    label="Docker",
    variants=(
        Variant(
            id="compose",
            label="Docker Compose",
            render=docker_compose.render,
            readers=("Docker Compose 2.40", CONF, SCHEMA),
        ),
        Variant(id="run", label="docker run", render=docker_run.render, readers=(CONF, SCHEMA, MODELS)),
    ),
)
