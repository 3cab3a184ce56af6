"""`global.airflow.openmetadata`: how pipelines signed in up to chart 0.0.48, which is for server 0.13.0.

After the values.yaml of those charts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.tree import Entry, Tree
from sso_providers.openmetadata.subject import Kind
from sso_providers.openmetadata.yaml_tree import Kind as NodeKind
from sso_providers.openmetadata.yaml_tree import Node

from .keys import Chart

PATH = "global.airflow.openmetadata"
CONFIG = "authConfig"
NAMES = ("serverHostApiUrl", "authProvider", CONFIG)
SECRETS = ("secretKey", "privateKey", "clientSecret", "jwtToken")
PROVIDERS = {
    "google": ("secretKeyPath", "audience"),
    "okta": ("clientId", "orgUrl", "privateKey", "email", "scopes"),
    "auth0": ("clientId", "secretKey", "domain"),
    "azure": ("clientSecret", "authority", "scopes", "clientId"),
    "customOidc": ("clientId", "secretKey", "tokenEndpoint"),
    "openMetadata": ("jwtToken",),
    "openMetadataJWT": ("jwtToken",),
}
BY_LOWER = {name.lower(): name for name in PROVIDERS}
# The server line that chart 0.0.48 is for.
LAST = "0.13.0"
# Until chart 0.0.27, which is for server 0.11.0.
SECRET_FILE = ("customOidc", "secretKeyPath")
BOTS = say("Remove it: pipelines sign in with the token of a bot.")


@dataclass(frozen=True, slots=True)
class Problem:
    kind: Kind
    name: str
    line: int
    message: str


def problems(tree: Tree, node: Node, chart: Chart) -> Iterator[Problem]:
    """Of the mapping `global.airflow.openmetadata`."""
    for key, entry in tree.entries(node).items():
        path = f"{PATH}.{key}"
        if not chart.is_known or chart.is_after(LAST):
            if key in NAMES[1:] or key.lower() in BY_LOWER:
                yield Problem(
                    Kind.OBSOLETE,
                    path,
                    entry.line,
                    say("No chart since 0.13 reads {path}. {bots}", path=path, bots=BOTS),
                )
        elif key == CONFIG:
            for name, each in tree.entries(entry.value).items():
                yield from of_provider(tree, name, each, path, chart, is_right=name in PROVIDERS)
        elif key.lower() in BY_LOWER:
            yield from of_provider(tree, key, entry, PATH, chart, is_right=False)
        elif key not in NAMES:
            message = say("The chart has no {path}: it reads {names} here.", path=path, names=", ".join(NAMES))
            yield Problem(Kind.UNKNOWN, path, entry.line, message)


def of_provider(tree: Tree, name: str, entry: Entry, parent: str, chart: Chart, *, is_right: bool) -> Iterator[Problem]:
    """One provider's keys; `is_right` says that they stand where, and are called as, the chart has them."""
    right = BY_LOWER.get(name.lower())
    if right is None:
        message = say(
            "The chart has no {parent}.{name}: it knows {providers}.",
            parent=parent,
            name=name,
            providers=", ".join(PROVIDERS),
        )
        yield Problem(Kind.UNKNOWN, f"{parent}.{name}", entry.line, message)
        return
    home = f"{PATH}.{CONFIG}.{right}"
    if entry.value.kind is not NodeKind.MAPPING:
        return
    for key, each in tree.entries(entry.value).items():
        path = f"{parent}.{name}.{key}"
        if key not in PROVIDERS[right] and not ((right, key) == SECRET_FILE and chart.is_before("0.12.0")):
            yield Problem(Kind.UNKNOWN, path, each.line, unknown(path, home, right))
        elif not is_right:
            yield Problem(
                Kind.MISPLACED,
                path,
                each.line,
                say("The chart does not read {path}: it reads {home}.{key}.", path=path, home=home, key=key),
            )


def unknown(path: str, home: str, provider: str) -> str:
    providers = ", ".join(PROVIDERS[provider])
    secret = next((key for key in PROVIDERS[provider] if key in SECRETS), "")
    if not secret:
        return say(
            "The chart does not read {path}: it reads {home} with {providers}.",
            path=path,
            home=home,
            providers=providers,
        )
    return say(
        "The chart does not read {path}: it reads {home} with {providers}; {secret} takes secretRef and secretKey, "
        "the name of a Secret and its key.",
        path=path,
        home=home,
        providers=providers,
        secret=secret,
    )
