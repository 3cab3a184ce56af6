"""Bare metal: OpenMetadata's conf/openmetadata.yaml, with literal values."""

from . import bare_metal_blocks, bare_metal_merged
from .target import CONF, MODELS, SCHEMA, Target, Variant

TARGET = Target(
    id="bare-metal",
    label="Bare metal",
    variants=(
        Variant(id="blocks", label="Blocks to paste", render=bare_metal_blocks.render, readers=(CONF, SCHEMA, MODELS)),
        Variant(
            id="merged",
            label="Your openmetadata.yaml, changed",
            render=bare_metal_merged.render,
            reads_conf=True,
            readers=(CONF, SCHEMA, MODELS),
        ),
    ),
)
