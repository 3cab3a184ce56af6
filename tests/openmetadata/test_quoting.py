import json
import re
import string
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sso_providers.openmetadata.quoting import (
    Unquotable,
    env_line,
    escape_substitution,
    json_document,
    quoted_scalar,
    run_line,
    yaml_map,
    yaml_scalar,
)

from .cases import AWKWARD
from .consumer import substitute
from .deployed import compose, docker_run_environment, go_quote

# Any character but NUL and lone surrogates, and often those that some consumer reads.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("${}'\"\\:#-[],&*!|>%@` \n\t\x85\u2028\ufeff"),
    )
)
WORDS = st.text(string.ascii_letters + string.digits + "._/:@-~=+", max_size=8)
# A busy machine is no failure.
steady = settings(deadline=None)
VARIABLES = {"X": "wrong", "HOME": "wrong"}


def in_openmetadata(source: str) -> str:
    return substitute("before: ${X}\nvalue: ${V:-wrong}\nafter: 1", {"V": source, "X": "1"})


@steady
@given(TEXT | WORDS | st.sampled_from(AWKWARD))
def test_yaml_scalar_text_survives_substitution_and_both_parsers(text: str) -> None:
    document = in_openmetadata(yaml_scalar(text))
    assert yaml.safe_load(document) == {"before": 1, "value": text, "after": 1}
    assert YAML(typ="safe", pure=True).load(document)["value"] == text


@steady
@given(st.lists(TEXT | WORDS, max_size=4))
def test_yaml_scalar_list_survives_substitution(items: list[str]) -> None:
    assert yaml.safe_load(in_openmetadata(yaml_scalar(tuple(items))))["value"] == items


@steady
@given(st.booleans() | st.integers())
def test_yaml_scalar_boolean_and_number_keep_their_type(value: bool | int) -> None:
    read = yaml.safe_load(in_openmetadata(yaml_scalar(value)))["value"]
    assert (type(read), read) == (type(value), value)


@steady
@given(TEXT | st.lists(TEXT).map(tuple))
def test_yaml_scalar_is_one_line_without_dollar_apostrophe_or_control(value: str | tuple[str, ...]) -> None:
    source = yaml_scalar(value)
    assert not re.search("[$'\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", source)


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("https://id.acme.example/callback", "https://id.acme.example/callback"),
        ("preferred_username", "preferred_username"),
        ("Yes", '"Yes"'),
        ("null", '"null"'),
        ("ends:", '"ends:"'),
        ("12345", '"12345"'),
        ("", '""'),
        ("a b", '"a b"'),
        ("it's $5", r'"it\u0027s \u00245"'),
        ("🔑", '"🔑"'),
        (("a", "b c"), '[a,"b c"]'),
        ((), "[]"),
        (True, "true"),
        (3600, "3600"),
    ],
)
def test_yaml_scalar_value_is_written_so(value: str | bool | int | tuple[str, ...], source: str) -> None:
    assert yaml_scalar(value) == source


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("write", [yaml_scalar, quoted_scalar, escape_substitution])
def test_writers_text_that_no_file_holds_is_refused_without_showing_it(write, text: str) -> None:
    with pytest.raises(Unquotable) as error:
        write(text)
    assert text not in str(error.value)


@steady
@given(st.dictionaries(WORDS, TEXT, max_size=3))
def test_yaml_map_survives_substitution(content: dict[str, str]) -> None:
    source = yaml_map(yaml_safe_json(content))
    assert yaml.safe_load(in_openmetadata(source))["value"] == content
    assert "'" not in source and "$" not in source


def yaml_safe_json(content: dict[str, str]) -> str:
    pairs = (f"{quoted_json(key)}: {quoted_json(value)}" for key, value in content.items())
    return f"{{{', '.join(pairs)}}}"


def quoted_json(text: str) -> str:
    return '"' + "".join(f"\\u{unit:04x}" for unit in utf16(text)) + '"'


def utf16(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [data[index] * 256 + data[index + 1] for index in range(0, len(data), 2)]


@pytest.mark.parametrize("text", ["", "[]", "x", '"{}"', '{"a": "\\ud800"}'])
def test_yaml_map_other_than_an_object_is_refused(text: str) -> None:
    with pytest.raises(Unquotable):
        yaml_map(text)


@steady
@given(TEXT)
def test_escape_substitution_literal_in_openmetadata_yaml_is_itself(text: str) -> None:
    assert substitute(f"({escape_substitution(text)})", VARIABLES) == f"({text})"


@steady
@given(TEXT)
def test_escape_substitution_value_of_the_chart_is_itself(text: str) -> None:
    assert yaml.safe_load(in_openmetadata(go_quote(escape_substitution(text))))["value"] == text


def test_env_line_plain_source_stays_bare() -> None:
    assert env_line("A", "[https://h/x,https://y]") == "A=[https://h/x,https://y]"
    assert env_line("A", '""') == "A='\"\"'"


# The awkward ones with company, and of 4 kB.
LONG = ["x" * 4096, "é$ {'\\\"" * 512, "line\n" * 800]


def test_env_line_awkward_values_pass_docker_compose_to_the_letter(tmp_path: Path) -> None:
    values = collect(300) + AWKWARD + LONG
    sources = {f"V{number}": yaml_scalar(text) for number, text in enumerate(values)}
    sources["LIST"] = yaml_scalar(tuple(values))
    lines = "".join(env_line(name, source) + "\n" for name, source in sources.items())
    (tmp_path / "all.env").write_text(lines, encoding="utf-8")
    environment = {name: f"${{{name}:-unset}}" for name in sources}
    service = {"image": "x", "environment": environment}
    (tmp_path / "docker-compose.yml").write_text(yaml.safe_dump({"services": {"s": service}}), encoding="utf-8")
    rendered = compose("docker compose --env-file all.env config --format json", tmp_path, {"HOME": "/wrong"})
    assert rendered["services"]["s"]["environment"] == sources


@steady
@given(st.lists(TEXT | WORDS | st.sampled_from(AWKWARD + LONG), max_size=3))
def test_run_line_docker_run_takes_the_source_to_the_letter(values: list[str]) -> None:
    sources = {f"V{number}": yaml_scalar(text) for number, text in enumerate(values)} | {
        "L": yaml_scalar(tuple(values))
    }
    text = "# first\n\n" + "".join(run_line(name, source) + "\n" for name, source in sources.items())
    assert docker_run_environment(text, {"V0": "wrong"}) == sources


def test_run_line_that_docker_run_finds_too_long_is_refused() -> None:
    longest = 64 * 1024 - 1 - len("NAME=")
    assert run_line("NAME", "x" * longest)
    for source in ("x" * (longest + 1), "é" * longest):
        with pytest.raises(Unquotable, match="NAME has more than 65535 bytes"):
            run_line("NAME", source)


@steady
@given(st.dictionaries(WORDS, TEXT | st.sampled_from(AWKWARD) | st.lists(TEXT) | st.booleans() | st.integers()))
def test_json_document_reads_as_it_was_and_hides_nothing(content: dict[str, object]) -> None:
    text = json_document(content)
    assert json.loads(text) == content
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u200b-\u200f\ufeff]", text)


def collect(count: int) -> list[str]:
    """Examples of the strategy, for one run of a program instead of one each."""
    found: list[str] = []

    @settings(max_examples=count, database=None, derandomize=True, deadline=None)
    @given(TEXT | WORDS)
    def gather(text: str) -> None:
        found.append(text)

    gather()
    return found
