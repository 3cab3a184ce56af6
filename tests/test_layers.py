"""Imports run downwards only, and each door to the outside has one keeper."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "sso_providers"

# From the bottom up. A module may import from the rows above its own here, never from its own row's neighbours.
LAYERS = (
    {"catalogue"},
    {"openmetadata", "oidc"},
    {"http", "crypto", "language", "times"},
    {"directory_door"},
    {"checks"},
    {"models", "migrations"},
    {"actions"},
    {"forms"},
    {"login", "admin", "views", "management", "templatetags"},
    {"urls"},
    {"apps"},
)
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}
# Migrations are written from models, whose fields they name.
SIDEWAYS = {("migrations", "models")}

# What only these modules may import: the library (with all below it), and its keepers.
KEEPERS = {
    "mozilla_django_oidc": {"login"},
    "cryptography.fernet": {"crypto", "portal.settings"},
    "requests": {"http"},
    "requests_hardened": {"http", "directory_door"},
    "urllib3": {"http"},
    "urllib.request": {"http"},
    "http.client": {"http"},
    "httpx": {"http"},
    "socket": {"http", "directory_door"},
    "ldap3": {"directory_door"},
    "pyasn1": {"directory_door"},
}
WITHOUT_DJANGO = {"catalogue", "openmetadata", "oidc", "checks"}
NAMELESS = {"utils", "helpers"}


def test_imports_run_downwards():
    found = [line for path in sources() for line in violations(path.relative_to(ROOT), path.read_text("utf-8"))]
    assert not found, "\n" + "\n".join(found)


def sources() -> list[Path]:
    return sorted(path for folder in ("portal", PACKAGE) for path in (ROOT / folder).rglob("*.py"))


def violations(path: Path, source: str) -> list[str]:
    """Each as `file:line: what is wrong`."""
    module = path.with_suffix("").parts
    found = [(1, f"{path.name} says nothing: name the module after its one thing")] if path.stem in NAMELESS else []
    tree = ast.parse(source)
    for line, target in imports(tree, package=module[:-1]):
        found += [(line, problem) for problem in problems(module, target)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [(line, "import inside a function") for line, _ in imports(node, package=module[:-1])]
    return [f"{path}:{line}: {problem}" for line, problem in sorted(set(found))]


def imports(tree: ast.AST, *, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything that is imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = [*package[: len(package) - level + 1]] if level else []
                base += [module] if module else []
                yield from ((node.lineno, ".".join([*base, alias.name])) for alias in names)


def problems(module: tuple[str, ...], target: str) -> Iterator[str]:
    own = layer(module)
    for library, keepers in KEEPERS.items():
        if is_within(target, library) and own not in keepers and ".".join(module) not in keepers:
            yield f"only {', '.join(sorted(keepers))} may import {library}"
    if own in WITHOUT_DJANGO and is_within(target, "django"):
        yield f"{own} must not know Django, but imports {target}"
    if module[0] != PACKAGE:
        return
    if is_within(target, "portal"):
        yield f"{own} is below portal, but imports {target}"
    other = layer(tuple(target.split(".")))
    if own is None or other is None or own == other or (own, other) in SIDEWAYS:
        return
    if unknown := {own, other} - HEIGHT.keys():
        yield f"{', '.join(sorted(unknown))} has no place in LAYERS of tests/test_layers.py"
    elif HEIGHT[own] < HEIGHT[other]:
        yield f"{own} is below {other}, but imports {target}"
    elif HEIGHT[own] == HEIGHT[other]:
        yield f"{own} is beside {other}, but imports {target}"


def layer(module: tuple[str, ...]) -> str | None:
    """The part of sso_providers that a module belongs to; None for anything else."""
    return module[1] if module[0] == PACKAGE and len(module) > 1 and module[1] != "__init__" else None


def is_within(target: str, library: str) -> bool:
    return target == library or target.startswith(f"{library}.")


@pytest.mark.parametrize(
    ("path", "source", "problem"),
    [
        ("catalogue/auth0.py", "from sso_providers.oidc import keys", "catalogue is below oidc"),
        ("catalogue/auth0.py", "import sso_providers.models.user", "catalogue is below models"),
        ("catalogue/auth0.py", "from sso_providers import models", "catalogue is below models"),
        ("oidc/keys.py", "from sso_providers.openmetadata import settings", "oidc is beside openmetadata"),
        ("crypto.py", "from .http import get", "crypto is beside http"),
        ("checks/stages.py", "from django.conf import settings", "checks must not know Django"),
        ("actions/exports.py", "from sso_providers.admin import site", "actions is below admin"),
        ("admin/site.py", "from sso_providers.login import backend", "admin is beside login"),
        ("views/home.py", "from portal import settings", "views is below portal"),
        ("views/home.py", "from sso_providers import surprise", "surprise has no place in LAYERS"),
        ("admin/site.py", "import mozilla_django_oidc.auth", "only login may import mozilla_django_oidc"),
        ("checks/stages.py", "from requests import get", "only http may import requests"),
        ("checks/stages.py", "import socket", "only directory_door, http may import socket"),
        ("checks/stages.py", "from urllib import request", "only http may import urllib.request"),
        ("models/fields.py", "from cryptography.fernet import Fernet", "only crypto, portal.settings may import"),
        ("actions/exports.py", "def export():\n    import json", "import inside a function"),
        ("actions/utils.py", "", "utils.py says nothing"),
    ],
)
def test_violations_of_a_wrong_import_names_it(path, source, problem):
    found = violations(Path(PACKAGE, path), source)
    assert len(found) == 1, found
    assert problem in found[0]
    assert found[0].startswith(f"{PACKAGE}/{path}:")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("catalogue/auth0.py", "from . import validators\nfrom .spec import Kind"),
        ("openmetadata/exporters/docker.py", "from sso_providers.catalogue import Kind\nimport ruamel.yaml"),
        ("login/backend.py", "from mozilla_django_oidc import auth\nfrom sso_providers.actions import admission"),
        ("http/connections.py", "import requests, socket, requests_hardened\nfrom django.conf import settings"),
        ("urls.py", "from .views import home\nfrom .login import views\nfrom sso_providers.admin import site"),
        ("migrations/0001_initial.py", "import sso_providers.models.fields"),
        ("catalogue/validators.py", "from urllib.parse import urlsplit"),
    ],
)
def test_violations_of_a_downward_import_finds_none(path, source):
    assert violations(Path(PACKAGE, path), source) == []
