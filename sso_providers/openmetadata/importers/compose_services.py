"""A Compose file's services: which of them is OpenMetadata's server, and what it says of it. Knows no setting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.openmetadata.yaml_tree import Kind, Node

from .environment import SETTINGS_OF
from .tree import Entry, Tree, nodes, pairs, written

# Keys of a service, one of which an excerpt shows.
OF_SERVICE = ("environment", "env_file", "image", "container_name", "ports", "depends_on")
SERVER = re.compile(
    r"open[-_]?metadata[-_]?server|openmetadata/server|^open[-_]?metadata$|^server$|^om[-_]server$", re.IGNORECASE
)
# The others of the quickstart file, and what people call theirs.
NOT_SERVER = re.compile(
    r"migrat|ingest|airflow|mysql|postgres|elastic|opensearch|keycloak|/db\b|\bdb$|nginx|traefik", re.IGNORECASE
)
RELEASE = re.compile(r":v?(\d{1,3}\.\d{1,3})(?:\.|-|$)")
MOST_EXTENDED = 10
EMPTY = Node(kind=Kind.SCALAR, start=0, end=0, line=1)


@dataclass(frozen=True, slots=True)
class Service:
    """One service's entries, those that it extends among them."""

    name: str
    entries: dict[str, Entry]

    def text(self, key: str) -> str:
        entry = self.entries.get(key)
        return written(entry.value) if entry else ""


def services(tree: Tree) -> list[Service]:
    """Those of the file; of an excerpt what looks like one."""
    top = tree.entries(tree.root)
    if "services" in top:
        found = tree.entries(top["services"].value)
    elif any(key in top for key in OF_SERVICE):
        return [Service("", top)]
    else:
        found = {key: each for key, each in top.items() if any(name in OF_SERVICE for name in keys(each.value))}
    by_name = {name: tree.entries(entry.value) for name, entry in found.items()}
    return [Service(name, extended(tree, name, by_name)) for name in by_name]


def keys(node: Node) -> list[str]:
    return [key.value for key, _ in pairs(node)]


def extended(tree: Tree, name: str, by_name: dict[str, dict[str, Entry]]) -> dict[str, Entry]:
    """The service's entries over those of the one that it extends; other files are not looked into."""
    entries = by_name[name]
    seen = {name}
    for _ in range(MOST_EXTENDED):
        extends = entries.get("extends")
        if not extends:
            break
        base = written(extends.value) or tree.text(extends.value, "service")
        if base in seen or base not in by_name:
            break
        seen.add(base)
        entries = by_name[base] | {key: each for key, each in entries.items() if key != "extends"}
    return entries


def server(tree: Tree, found: list[Service]) -> Service | None:
    """The service that is most likely OpenMetadata's server."""
    return max(found, key=lambda each: likeness(tree, each), default=None)


def likeness(tree: Tree, service: Service) -> int:
    image, command = service.text("image"), command_of(tree, service)
    score = 4 * bool(SERVER.search(service.name)) + 4 * bool(SERVER.search(image))
    score += 4 * bool(SERVER.search(service.text("container_name")))
    score += 3 * any(name in SETTINGS_OF for name in set_names(tree, service))
    score += bool("env_file" in service.entries)
    return score - 9 * any(NOT_SERVER.search(each) for each in (service.name, image.partition(":")[0], command))


def command_of(tree: Tree, service: Service) -> str:
    entry = service.entries.get("command")
    if not entry:
        return ""
    return written(entry.value) or " ".join(written(each) for each in tree.items(entry.value))


def set_names(tree: Tree, service: Service) -> Iterator[str]:
    entry = service.entries.get("environment")
    if entry:
        yield from tree.entries(entry.value)
        yield from (written(each).partition("=")[0] for each in tree.items(entry.value))


def release_of(image: str) -> str:
    """The line of an image's tag, "" for none."""
    found = RELEASE.search(image)
    return found[1] if found and "metadata" in image else ""


def hosts(tree: Tree, found: list[Service]) -> frozenset[str]:
    """The names by which containers reach each other, and nobody else."""
    names: set[str] = set()
    for service in found:
        names |= {service.name, service.text("container_name"), service.text("hostname")}
        if networks := service.entries.get("networks"):
            for network in tree.entries(networks.value).values():
                names |= {written(each) for each in tree.items(value_at(tree, network, "aliases"))}
    return frozenset(names - {"", "localhost"})


def value_at(tree: Tree, entry: Entry, key: str) -> Node:
    found = tree.find(entry.value, key)
    return found.value if found else EMPTY


def replicas(tree: Tree, service: Service) -> tuple[str, str, int] | None:
    """Number, key and line; None where nothing is said."""
    if (deploy := service.entries.get("deploy")) and (entry := tree.find(deploy.value, "replicas")):
        return written(entry.value), "deploy.replicas", entry.line
    if entry := service.entries.get("scale"):
        return written(entry.value), "scale", entry.line
    return None


def best_block(root: Node) -> Node | None:
    """The mapping or list that sets most of OpenMetadata's variables, wherever it stands."""
    counted = ((sum(name in SETTINGS_OF for name in names_in(node)), node) for node in nodes(root))
    count, node = max(counted, key=lambda pair: pair[0], default=(0, None))
    return node if count else None


def names_in(node: Node) -> Iterator[str]:
    if node.kind is Kind.MAPPING:
        yield from keys(node)
    elif node.kind is Kind.SEQUENCE:
        yield from (written(each).partition("=")[0] for each in node.children)
