"""A kind's guide with one registration's real values filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import recipes
from .recipes import FilledRecipe
from .sentences import Sentence, say
from .spec import Flow, Guide, Kind, Use
from .values import Value

UNKNOWN_SERVER = "https://your-openmetadata.example"


@dataclass(frozen=True, slots=True)
class ConsoleEntry:
    """What is entered in the provider's console under `label`."""

    label: str
    addresses: tuple[str, ...]
    help: str = ""
    use: Use = Use.CALLBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalAddresses:
    """The portal's own, for a registration that people sign in with."""

    callback: str
    sign_out: str
    back_channel: str


@dataclass(frozen=True, slots=True)
class FilledGuide:
    console: str
    urls_at: str
    steps: tuple[Sentence, ...]
    entries: tuple[ConsoleEntry, ...]
    pitfalls: tuple[Sentence, ...]
    recipes: tuple[FilledRecipe, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Each once, in the order of the entries."""
        return tuple(dict.fromkeys(address for entry in self.entries for address in entry.addresses))

    @property
    def addresses_as_text(self) -> str:
        """For pasting into a message: each label, and its addresses under it."""
        by_label: dict[str, list[str]] = {}
        for entry in self.entries:
            by_label.setdefault(entry.label, []).extend(entry.addresses)
        return "\n\n".join("\n".join([f"{label}:", *found]) for label, found in by_label.items())


def fill(
    kind: Kind,
    flow: Flow,
    *,
    name: str,
    settings: Mapping[str, Value],
    servers: Sequence[str],
    portal: PortalAddresses | None = None,
    client_id: str = "",
) -> FilledGuide:
    """`servers` are the addresses of the deployments that use the registration, without trailing slash.

    Without `portal`, its own addresses are left out.
    """
    guide = kind.guides[flow]
    servers = servers or [UNKNOWN_SERVER]
    settings = kind.with_defaults(flow, settings)
    values = {
        **{field: shown(field, value) for field, value in kind.names(settings).items()},
        "client_id": shown("client_id", client_id),
        "name": name or "OpenMetadata",
        "server": servers[0],
    }
    entries = (*console_entries(guide, values, settings, servers), *portal_entries(guide, portal))
    lists = {each: addresses(entries, use) for each, use in recipes.LISTS.items()}
    return FilledGuide(
        console=guide.console,
        urls_at=guide.urls_at,
        steps=tuple(say(step, **values) for step in guide.steps),
        entries=entries,
        pitfalls=tuple(say(pitfall, **values) for pitfall in guide.pitfalls),
        recipes=tuple(
            recipes.fill(recipe, values=values, lists=lists) for recipe in guide.recipes if recipe.applies(settings)
        ),
    )


def shown(name: str, value: Value) -> str:
    """What has no value yet is shown by its name."""
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    return text or f"<{name.replace('_', ' ')}>"


def console_entries(
    guide: Guide, values: Mapping[str, str], settings: Mapping[str, Value], servers: Sequence[str]
) -> Iterator[ConsoleEntry]:
    for url in guide.urls:
        filled = (template.format_map({**values, "server": server}) for server in servers for template in url.templates)
        own = settings.get(url.unless)
        yield ConsoleEntry(label=url.label, addresses=(str(own),) if own else tuple(filled), help=url.help, use=url.use)


def portal_entries(guide: Guide, portal: PortalAddresses | None) -> Iterator[ConsoleEntry]:
    """Those that the provider has a place for."""
    if portal is None:
        return
    entries = (
        ConsoleEntry(guide.staff_callback_label, (portal.callback,), "For sign-in to this portal."),
        ConsoleEntry(
            guide.staff_sign_out_label,
            (portal.sign_out,),
            "For signing out of this portal.",
            # Where both are in one list, so they are for the commands.
            Use.CALLBACK if guide.staff_sign_out_label == guide.staff_callback_label else Use.SIGN_OUT,
        ),
        ConsoleEntry(
            guide.staff_back_channel_label,
            (portal.back_channel,),
            "Ends people's sessions in this portal when they sign out there.",
            Use.OTHER,
        ),
    )
    yield from (entry for entry in entries if entry.label)


def addresses(entries: Sequence[ConsoleEntry], use: Use) -> tuple[str, ...]:
    """Each once, in the order of the guide."""
    return tuple(dict.fromkeys(address for entry in entries if entry.use is use for address in entry.addresses))
