import yaml

from sso_providers.catalogue import Release
from sso_providers.openmetadata.settings import SETTINGS, ChartForm, Setting, ValueType, settings_for

from .consumer import convert
from .facts import fact, passed_variables, rows

OTHER_ISSUES = ("samlConfiguration.", "ldapConfiguration.")
TYPES = {
    "enum": ValueType.TEXT,
    "string": ValueType.TEXT,
    "URL": ValueType.TEXT,
    "boolean": ValueType.BOOLEAN,
    "integer": ValueType.INTEGER,
    "list": ValueType.LIST,
    "map": ValueType.MAP,
}


def rows_of_the_line() -> list[dict[str, str]]:
    return [
        row
        for row in rows()
        if row["yaml_path"].startswith(("authorizerConfiguration.", "authenticationConfiguration."))
        and not any(each in row["yaml_path"] for each in OTHER_ISSUES)
        and not row["env_var"].startswith("(none")
        and Release(row["first_line"]) <= Release("1.9")
    ]


def as_row(setting: Setting) -> tuple[object, ...]:
    helm = f"openmetadata.config.{setting.helm}" if setting.helm else "(none)"
    reference = "yes" if setting.secret_ref else ("no" if setting.helm else "n/a")
    last = str(setting.until or "2.0")
    return (setting.env, helm, reference, setting.type, setting.default, setting.secret, str(setting.since), last)


def expected_row(row: dict[str, str]) -> tuple[object, ...]:
    kind = TYPES[row["type"].split()[0]]
    default = convert(yaml.safe_load(row["default_in_openmetadata_yaml"]), kind)
    return (
        row["env_var"],
        row["helm_value_path"],
        row["helm_is_secret_ref"],
        kind,
        default,
        row["secret"] == "yes",
        row["first_line"],
        row["last_line"],
    )


def test_settings_every_row_equals_the_facts() -> None:
    expected = {row["yaml_path"]: expected_row(row) for row in rows_of_the_line()}
    assert {path: as_row(setting) for path, setting in SETTINGS.items()} == expected


def test_settings_compose_says_what_the_quickstart_file_passes() -> None:
    passed = passed_variables()
    assert {setting.env for setting in SETTINGS.values() if setting.compose} <= set(passed)
    assert not {setting.env for setting in SETTINGS.values() if not setting.compose} & set(passed)


def test_settings_order_is_the_files() -> None:
    conf = fact("conf/1.9.openmetadata.yaml")
    positions = [conf.index(f"${{{setting.env}:-") for setting in SETTINGS.values()]
    assert positions == sorted(positions)


def test_settings_secret_references_are_the_charts_own() -> None:
    values = yaml.safe_load(fact("chart-values/1.9/values.yaml"))["openmetadata"]["config"]
    for setting in SETTINGS.values():
        assert (setting.chart is ChartForm.SECRET_REF) == (setting.secret_ref is not None)
        if setting.secret_ref and setting.helm:
            node = values
            for key in setting.helm.split("."):
                node = node[key]
            assert node == {"secretRef": setting.secret_ref.name, "secretKey": setting.secret_ref.key}


def test_settings_env_names_are_unique() -> None:
    assert len({setting.env for setting in SETTINGS.values()}) == len(SETTINGS)


def test_settings_for_line_leaves_out_later_settings() -> None:
    paths = {setting.path for setting in settings_for(Release("1.7"))}
    assert set(SETTINGS) - paths == {"authenticationConfiguration.oidcConfiguration.sessionExpiry"}


def test_settings_for_line_leaves_out_settings_that_ended() -> None:
    ended = Setting(path="a.b", env="A", helm=None, until=Release("1.8"))
    assert ended.exists_in(Release("1.8"))
    assert not ended.exists_in(Release("1.9"))
