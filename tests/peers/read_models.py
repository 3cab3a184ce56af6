"""Run as a program: validates documents with OpenMetadata's own models.

`python read_models.py FOLDER` reads a JSON object {name: {"authenticationConfiguration": {...}, ...}} and writes the
models' complaint about each, or null. A process of its own, because the package takes the name `metadata` and its
`__init__` wants all of ingestion's dependencies.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel, ValidationError

MODELS = {
    "authenticationConfiguration": ("configuration.authenticationConfiguration", "AuthenticationConfiguration"),
    "authorizerConfiguration": ("configuration.authorizerConfiguration", "AuthorizerConfiguration"),
    "openMetadataServerConfig": (
        "entity.services.connections.metadata.openMetadataConnection",
        "OpenMetadataConnection",
    ),
}


def models(folder: Path) -> dict[str, type[BaseModel]]:
    sys.path.append(str(folder))
    package = ModuleType("metadata")
    package.__path__ = [str(folder / "metadata")]
    sys.modules["metadata"] = package
    return {
        key: getattr(import_module(f"metadata.generated.schema.{module}"), name)
        for key, (module, name) in MODELS.items()
    }


def complaint(known: dict[str, type[BaseModel]], document: dict[str, object]) -> str | None:
    try:
        for key, block in document.items():
            known[key].model_validate(block)
    except ValidationError as error:
        return str(error)
    return None


def main() -> None:
    known = models(Path(sys.argv[1]))
    answers = {name: complaint(known, document) for name, document in json.load(sys.stdin).items()}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
