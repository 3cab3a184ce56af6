"""OpenMetadata's settings, by block of its configuration, and the options of a deployment."""

from sso_providers.openmetadata import server
from sso_providers.openmetadata.settings import ROWS, Setting

from .markdown import code, lines, shown, table


def page() -> str:
    head = ("setting", "environment variable", "Helm value", "lines", "passed by Compose", "default", "wrong names")
    parts = [
        "# OpenMetadata's settings\n\nBelow `openmetadata.config` in Helm values; `extraEnvs` stands above it. "
        "Wrong names stand in old documentation or files, and nothing reads them.\n\n"
    ]
    for block in dict.fromkeys(setting.path.rpartition(".")[0] for setting in ROWS):
        rows = [setting_row(setting) for setting in ROWS if setting.path.rpartition(".")[0] == block]
        parts.append(f"## {block}\n\n" + table(head, rows))
    options = [
        (code(each.field.name), code(each.path), shown(each.field.default), each.field.help) for each in server.OPTIONS
    ]
    parts.append("## Options of a deployment\n\n" + table(("option", "setting", "default", "what it is"), options))
    return "".join(parts)


def setting_row(setting: Setting) -> tuple[str, ...]:
    name = code(setting.path.rpartition(".")[2])
    if setting.never:
        return (name, "", "", f"never sent: {setting.never}", "", "", former(setting))
    return (
        name,
        code(setting.env or "") or "none: the file or the API only",
        code(setting.helm or "") or (code("extraEnvs") if setting.env else ""),
        lines(setting.since, setting.until, setting.since_patch, setting.until_patch),
        passed(setting),
        "secret" if setting.secret else shown(setting.default),
        former(setting),
    )


def former(setting: Setting) -> str:
    return ", ".join(map(code, setting.former))


def passed(setting: Setting) -> str:
    if setting.compose_since:
        return lines(setting.compose_since)
    return "by the override file" if setting.env else ""
