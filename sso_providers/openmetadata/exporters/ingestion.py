"""Bots: they don't use the identity provider, but a token that OpenMetadata signs. The portal never holds it."""

from . import ingestion_airflow, ingestion_workflow
from .target import MODELS, Target, Variant

TARGET = Target(
    id="ingestion",
    label="Ingestion",
    variants=(
        Variant(
            id="workflow",
            label="External ingestion",
            render=ingestion_workflow.render,
            asks_situation=False,
            readers=(MODELS,),
        ),
        Variant(
            id="airflow",
            label="Airflow and pipelines from OpenMetadata's pages",
            render=ingestion_airflow.render,
            asks_situation=False,
        ),
    ),
)
