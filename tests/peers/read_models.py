"""Run as a program: validates documents with OpenMetadata's own models.

`python read_models.py MODELS FOLDER` reads a JSON object {name: {"authenticationConfiguration": {...}, ...}} and writes
the models' complaint about each, or null. MODELS has openmetadata-ingestion's `metadata`, FOLDER what that imports
besides pydantic. A process of its own, because the package takes the name `metadata` and its `__init__` wants all of
ingestion's dependencies.
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
    "jwtTokenConfiguration": ("configuration.jwtTokenConfiguration", "JWTTokenConfiguration"),
    "securityConfiguration": ("configuration.securityConfiguration", "SecurityConfiguration"),
    "openMetadataServerConfig": (
        "entity.services.connections.metadata.openMetadataConnection",
        "OpenMetadataConnection",
    ),
}


def load_from(models: Path, folder: Path) -> None:
    """The generated modules, without the package's own start."""
    sys.path += [str(models), str(folder)]
    package = ModuleType("metadata")
    package.__path__ = [str(models / "metadata")]
    sys.modules["metadata"] = package


def model(key: str) -> type[BaseModel]:
    module, name = MODELS[key]
    found: type[BaseModel] = getattr(import_module(f"metadata.generated.schema.{module}"), name)
    return found


def complaint(document: dict[str, object]) -> str | None:
    try:
        for key, block in document.items():
            model(key).model_validate(block)
    except ValidationError as error:
        return str(error)
    return None


def main() -> None:
    load_from(Path(sys.argv[1]), Path(sys.argv[2]))
    answers = {name: complaint(document) for name, document in json.load(sys.stdin).items()}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
