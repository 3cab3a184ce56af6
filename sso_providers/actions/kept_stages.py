"""A report's stages as JSON and back, in English and still translatable."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sso_providers.catalogue.sentences import Sentence, say
from sso_providers.checks import Stage

# Beside the summary: what it was made of, where it has values.
SAID = "said"


def as_json(stage: Stage) -> dict[str, Any]:
    found = {**asdict(stage), "summary": "".join(stage.summary)}
    if isinstance(stage.summary, Sentence) and stage.summary.values:
        found[SAID] = parts(stage.summary)
    return found


def summary(stage: Mapping[str, Any]) -> str:
    """Of a stage that was kept; older ones have their English alone."""
    return again(stage[SAID]) if stage.get(SAID) else str(stage["summary"])


def parts(text: object) -> Any:
    """A sentence by its template and values, which may be sentences; all else as text."""
    if isinstance(text, Sentence):
        return {"template": text.template, "values": {name: parts(value) for name, value in text.values.items()}}
    return str(text)


def again(kept: Any) -> str:
    if isinstance(kept, dict):
        return say(kept["template"], **{name: again(value) for name, value in kept["values"].items()})
    return str(kept)
