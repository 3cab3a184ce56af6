"""What the chart's values, and the manifest around them, say beside signing in: servers, ingress, versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.openmetadata.importers.tree import Entry, Tree, typed
from sso_providers.openmetadata.subject import Place
from sso_providers.openmetadata.yaml_tree import Node

from .keys import numbers
from .layouts import TEXT, Layout

CHART = "openmetadata"
# The chart's own, where autoscaling is on and says nothing of it.
MOST_SERVERS = 5
REPLICAS = "replicaCount"
AUTOSCALED = "hpa.maxReplicas"
# Annotations by which a proxy sends people to the same server again, each with what its value must look like.
STICKY = {
    "nginx.ingress.kubernetes.io/affinity": "cookie",
    "ingress.kubernetes.io/affinity": "cookie",
    "haproxy-ingress.github.io/affinity": "cookie",
    "haproxy.org/cookie-persistence": ".+",
    "traefik.ingress.kubernetes.io/affinity": "true",
    "traefik.ingress.kubernetes.io/service.sticky.cookie": "true",
    "alb.ingress.kubernetes.io/target-group-attributes": r".*stickiness\.enabled=true.*",
    "appgw.ingress.kubernetes.io/cookie-based-affinity": "true",
}
NO_COOKIES = "haproxy.router.openshift.io/disable_cookies"
ANNOTATED = ("ingress", "service", "gateway", "route")
# 1.9.3, and ranges that stay within a line: ~1.9.0, 1.9.x.
VERSION = re.compile(r"[~=v ]*(\d+\.\d+)(?:\.(?:\d+|x|\*))?(?:[-+].*)?")
EXACT = re.compile(r"v?\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Servers:
    """How many there may be at once, where that is said, and whether people come back to the same."""

    count: int = 1
    place: Place | None = None
    sticky: bool = False


def servers(tree: Tree, top: Node) -> Servers:
    count, place = 1, None
    if entry := tree.find(top, REPLICAS):
        count, place = number(entry, 1), Place(REPLICAS, entry.line)
    enabled = tree.find(top, "hpa", "enabled")
    if enabled and typed(enabled.value) is True:
        most = tree.find(top, *AUTOSCALED.split("."))
        count = number(most, MOST_SERVERS) if most else MOST_SERVERS
        place = Place(AUTOSCALED if most else "hpa.enabled", (most or enabled).line)
    return Servers(count, place, is_sticky(tree, top))


def number(entry: Entry, default: int) -> int:
    found = typed(entry.value)
    return found if isinstance(found, int) and 0 <= found < 10_000 else default


def is_sticky(tree: Tree, top: Node) -> bool:
    annotations = dict(annotated(tree, top))
    if any(re.fullmatch(wanted, annotations.get(name, "")) for name, wanted in STICKY.items()):
        return True
    if tree.find(top, "istio", "destinationRule", "trafficPolicy", "loadBalancer", "consistentHash"):
        return True
    # OpenShift's router sets a cookie unless told not to, or unless it can't read what passes.
    route = tree.text(top, "route", "enabled") == "true"
    passes = tree.text(top, "route", "tls", "termination") == "passthrough"
    return route and not passes and annotations.get(NO_COOKIES) != "true"


def annotated(tree: Tree, top: Node) -> Iterator[tuple[str, str]]:
    for name in ANNOTATED:
        if found := tree.find(top, name, "annotations"):
            yield from ((key, each.value.value.strip()[:10_000]) for key, each in tree.entries(found.value).items())


@dataclass(frozen=True, slots=True)
class Versions:
    """`chart` is the chart's exact version or range as the file has it, `server` that of the image; "" for unknown."""

    chart: str = ""
    place: Place | None = None
    server: str = ""

    @property
    def exact(self) -> str:
        """The chart's version, "" for a range."""
        return self.chart if EXACT.fullmatch(self.chart) else ""

    @property
    def release(self) -> str:
        """The server's line. A chart from 1.1.1 on has its server's number."""
        if found := VERSION.fullmatch(self.server):
            return found[1]
        found = VERSION.fullmatch(self.chart)
        return found[1] if found and numbers(found[1]) >= (1, 2) else ""


def versions(tree: Tree, top: Node | None, layout: Layout, manifests: list[Tree]) -> Versions:
    """`top` is all of values.yaml, None where the file has a part of it; `manifests` are the file's documents."""
    image = tree.find(top, "image", "tag") if top else None
    server = image.value.value if image else ""
    outer = manifests[layout.document]
    for home in homes(layout):
        node = outer.root
        for step in home:
            node = outer.target(child(outer, node, step))
        found = chart(outer, node)
        if found:
            return Versions(found.value.value, Place("chart version", found.line), server)
    return Versions(server=server)


def homes(layout: Layout) -> Iterator[tuple[str | int, ...]]:
    """The mappings around the values, the innermost first."""
    steps = layout.steps[: layout.steps.index(TEXT)] if TEXT in layout.steps else layout.steps
    yield from (steps[:end] for end in reversed(range(len(steps))))


def child(tree: Tree, node: Node, step: str | int) -> Node:
    if isinstance(step, int):
        return node.items[step]
    return tree.entries(node)[step].value


def chart(tree: Tree, node: Node) -> Entry | None:
    """The version of OpenMetadata's chart where a mapping names it: Flux, Argo CD, k3s, Helmfile, Fleet."""
    for name, version in (
        (("chart", "spec", "chart"), ("chart", "spec", "version")),
        (("chart",), ("targetRevision",)),
        (("chart",), ("version",)),
    ):
        named = tree.text(node, *name)
        found = tree.find(node, *version)
        if found and named.rpartition("/")[2] == CHART:
            return found
    return None
