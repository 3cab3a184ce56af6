"""Reads Helm values into an `Import`."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.collecting import Collector
from sso_providers.openmetadata.importers.environment import SETTINGS_OF, read_variables
from sso_providers.openmetadata.importers.imported import WHOLE_FILE, Format, Import, Unreadable
from sso_providers.openmetadata.importers.substitution import Substitution
from sso_providers.openmetadata.importers.text import LINE_BREAK
from sso_providers.openmetadata.importers.tree import Tree
from sso_providers.openmetadata.subject import Kind, Place, Surroundings
from sso_providers.openmetadata.yaml_tree import Kind as NodeKind
from sso_providers.openmetadata.yaml_tree import Node

from . import documents, layouts
from .blocks import Blocks
from .documents import Damage
from .keys import KEYS, Chart, Key
from .layouts import Found, Layout
from .manifests import gathered
from .surroundings import Servers, Versions, servers, versions
from .values import Values
from .variables import Environment

WANTED = (
    "No Helm values are here: give values.yaml, or a part of it from openmetadata:, config: or authentication: "
    "downwards, with the names indented as there."
)
# A key with a text that goes on behind its closing quote: the damage is of this line alone.
GOES_ON = re.compile(r"[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*:[ \t]*(?:\"[^\"\\]*\"|'[^']*')[ \t]*[^\s#'\"].*")
CLIENT = ("OIDC_CLIENT_ID", "OIDC_DISCOVERY_URI", "OIDC_TYPE")
# The service of the chart, whatever the Helm release is called.
SERVICE = "openmetadata"


def read(text: str, beside: Mapping[str, str], release: Release | None) -> Import:
    """`beside` has other files of the upload by name: Secrets and ConfigMaps. Raises `Unreadable`."""
    own = documents.read(text)
    if not own.trees:
        raise Unreadable(f"{WANTED} {unread(own.damages)}".strip())
    others = [tree for each in beside.values() for tree in documents.read(each).trees]
    found = layouts.find(own) or whole(own.trees[0])
    top = found.node if not found.layout.level else None
    seen = versions(found.tree, top, found.layout, own.trees)
    chart = Chart("" if release else seen.exact, release or known(seen.release))

    collector = Collector(Format.HELM)
    environment = Environment(collector, gathered([*own.trees, *others]))
    if top:
        environment.read(found.tree, top)
    values = Values(collector, environment.manifests, Substitution(environment.known()))
    blocks = Blocks(found, values, chart)
    blocks.read(found.node)
    tell(collector, [*own.damages, *found.damages], LINE_BREAK.split(text))
    around = apply(environment, collector, chart.release)
    return collector.result(surroundings(around, blocks, found.tree, top, seen), seen.release)


def whole(tree: Tree) -> Found:
    """A file without a word about signing in may be values all the same."""
    if tree.root.kind is not NodeKind.MAPPING:
        raise Unreadable(WANTED)
    return Found(Layout(), tree, tree.root)


def unread(damages: list[Damage]) -> str:
    if not damages:
        return ""
    return say("Line {line}: {problem}", line=damages[0].line, problem=damages[0].message)


def tell(collector: Collector, damages: list[Damage], lines: list[str]) -> None:
    """Damage, at the setting that could be read of its line all the same, or whose line it certainly is."""
    settings = {place.line: (path, place) for path, place in collector.places.items()}
    for damage in damages:
        found = GOES_ON.match(lines[damage.line - 1]) if damage.line <= len(lines) else None
        key = BY_NAME.get(found[1]) if found else None
        path, place = settings.get(damage.line, ("", Place(WHOLE_FILE, damage.line)))
        if not path and key and key.setting and key.setting.path not in collector.places:
            path, place = key.setting.path, Place(key.full_name, damage.line)
        collector.trouble(Kind.NOT_YAML, place.name, damage.line, damage.message, path)


def by_name() -> dict[str, Key]:
    """The keys whose name no other key has."""
    counts = Counter(key.name for key in KEYS.values())
    return {key.name: key for key in KEYS.values() if counts[key.name] == 1}


BY_NAME = by_name()


def known(line: str) -> Release | None:
    return Release(line) if line else None


def apply(environment: Environment, collector: Collector, release: Release | None) -> Surroundings:
    """What comes by variables wins over the chart's blocks, but envFrom not over what those take from Secrets."""
    referred = {
        name
        for name, settings in SETTINGS_OF.items()
        if any(each.secret_ref and each.path in collector.places for each in settings)
    }
    taken = {name: each for name, each in environment.taken.items() if name not in referred}
    every = taken | environment.extra
    around = read_variables(every, collector, release)
    # What the client's block of the chart would pass, if it were switched on.
    client = {name: each.text or "" for name, each in every.items() if name in CLIENT}
    return replace(around, variables={**around.variables, **client})


def surroundings(around: Surroundings, blocks: Blocks, tree: Tree, top: Node | None, seen: Versions) -> Surroundings:
    several = servers(tree, top) if top else Servers()
    places: dict[str, Place] = {name: place for name, (_, place) in blocks.switches.items()}
    if several.place:
        places["replicas"] = several.place
    if seen.place:
        places["chart"] = seen.place
    service = tree.text(top, "fullnameOverride") if top else ""
    return replace(
        around,
        variables={**around.variables, **{name: text for name, (text, _) in blocks.switches.items()}},
        replicas=several.count,
        sticky=several.sticky,
        hosts=frozenset((service or SERVICE,)),
        chart=seen.chart,
        places={**around.places, **places},
    )
