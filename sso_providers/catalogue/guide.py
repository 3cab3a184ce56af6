"""A kind's guide with one registration's real values filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .spec import Flow, Kind
from .values import Value

UNKNOWN_SERVER = "https://your-openmetadata.example"


@dataclass(frozen=True, slots=True)
class ConsoleEntry:
    """What is entered in the provider's console under `label`."""

    label: str
    addresses: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class FilledGuide:
    console: str
    urls_at: str
    steps: tuple[str, ...]
    entries: tuple[ConsoleEntry, ...]
    pitfalls: tuple[str, ...]


class Blanks(dict[str, str]):
    """Shows a field that has no value yet by its name."""

    def __missing__(self, name: str) -> str:
        return f"<{name.replace('_', ' ')}>"


def fill(
    kind: Kind,
    flow: Flow,
    *,
    name: str,
    settings: Mapping[str, Value],
    servers: Sequence[str],
    portal_callback: str = "",
) -> FilledGuide:
    """`servers` are the addresses of the deployments that use the registration, without trailing slash."""
    guide = kind.guides[flow]
    context = Blanks({field: str(value) for field, value in settings.items() if value})
    context["name"] = name or "OpenMetadata"
    context["server"] = servers[0] if servers else UNKNOWN_SERVER
    entries = [
        ConsoleEntry(
            label=url.label,
            addresses=tuple(
                template.format(server=server) for server in servers or [UNKNOWN_SERVER] for template in url.templates
            ),
            help=url.help,
        )
        for url in guide.urls
    ]
    if portal_callback and guide.staff_callback_label:
        entries.append(
            ConsoleEntry(
                label=guide.staff_callback_label,
                addresses=(portal_callback,),
                help="For sign-in to this portal.",
            )
        )
    return FilledGuide(
        console=guide.console,
        urls_at=guide.urls_at,
        steps=tuple(step.format_map(context) for step in guide.steps),
        entries=tuple(entries),
        pitfalls=tuple(pitfall.format_map(context) for pitfall in guide.pitfalls),
    )
