"""Provider kinds: addresses, settings and secrets."""

from sso_providers.catalogue import KINDS, Field, Flow, Kind
from sso_providers.catalogue.fields import always

from .markdown import code, shown, table


def page() -> str:
    head = ("kind", "provider", "protocol", "flows", "`provider` in OpenMetadata", "recipes")
    rows = [
        (
            f"[`{kind.id}`](#{kind.id})",
            kind.label,
            kind.protocol.value,
            ", ".join(code(flow) for flow in kind.flows if flow is not Flow.NONE) or "none to choose",
            code(kind.openmetadata_provider),
            ", ".join(dict.fromkeys(recipe.tool for guide in kind.guides.values() for recipe in guide.recipes)),
        )
        for kind in KINDS.values()
    ]
    return "# Provider kinds\n\n" + table(head, rows) + "".join(one_kind(kind) for kind in KINDS.values())


def one_kind(kind: Kind) -> str:
    parts = [f"## {kind.id}\n\n{kind.label}. [OpenMetadata's documentation]({kind.documentation})\n\n"]
    if kind.urls:
        addresses = (("issuer", kind.urls.issuer), ("authority", kind.urls.authority), ("keys", kind.urls.jwks_uri))
        parts.append(table(("address", "template"), [(name, code(template)) for name, template in addresses]))
    parts.append(table(("setting", "flow", "default", "what it is"), kind_rows(kind)))
    secrets = {each.name: each for flow in kind.flows for each in kind.secret_fields(flow)}
    if secrets:
        rows = [(code(each.name), default(each), each.help) for each in secrets.values()]
        parts.append(table(("secret", "to export it", "what it is"), rows))
    return "".join(parts)


def kind_rows(kind: Kind) -> list[tuple[str, str, str, str]]:
    """A row for each setting; two where the flows differ in its default."""
    found: dict[tuple[str, str], tuple[Field, list[Flow]]] = {}
    for flow in kind.flows:
        for field in kind.fields[flow]:
            found.setdefault((field.name, default(field)), (field, []))[1].append(flow)
    return [
        (
            code(field.name),
            "" if len(flows) == len(kind.flows) else ", ".join(map(code, flows)),
            default(field),
            text(field),
        )
        for field, flows in found.values()
    ]


def default(field: Field) -> str:
    if field.required:
        return "required" if field.applies is always else "required where it applies"
    return shown(field.default)


def text(field: Field) -> str:
    choices = f" One of {', '.join(code(choice) for choice in field.choices if choice)}." if field.choices else ""
    return f"{field.help}{choices}"
