"""`manage.py diagnose`: exit codes, and the answers for people and programs."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sso_providers.checks import live
from sso_providers.openmetadata.rules import RULES
from tests.fakes import Provider
from tests.people import CANARY

ROOT = Path(__file__).resolve().parents[2]
CLEAN = "AUTHENTICATION_PROVIDER=basic\n"
# prompt "none" never shows a sign-in page: wrong at every provider and on every line.
FAULTY = f"""\
AUTHENTICATION_PROVIDER=okta
AUTHENTICATION_CLIENT_TYPE=confidential
OIDC_CLIENT_SECRET={CANARY}
OIDC_PROMPT_TYPE=none
OIDC_SCOPPE=openid
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "om.env") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def run(*arguments: str) -> tuple[int, str]:
    """The exit status, and what is on standard output."""
    out = io.StringIO()
    try:
        call_command("diagnose", *arguments, stdout=out, no_color=True)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def answer(*arguments: str) -> dict:
    return json.loads(run(*arguments, "--json")[1])


# Exit codes


@pytest.mark.parametrize(("text", "status"), [(CLEAN, 0), (FAULTY, 1)])
@pytest.mark.parametrize("shape", [(), ("--json",), ("--sarif",)])
def test_diagnose_exits_as_promised(file, text, status, shape):
    assert run(file(text), *shape)[0] == status


def test_diagnose_of_warnings_alone_exits_with_0(file):
    status, out = run(file("AUTHENTICATION_PROVIDER=okta\nAUTHENTICATION_COLOUR=green\n"))

    assert "\nwarning  om.env:2  AUTHENTICATION_COLOUR\n" in out
    assert status == 0


@pytest.mark.parametrize("name", ["absent.env", "."])
def test_diagnose_of_no_file_exits_with_2(file, name, capsys):
    assert run(name) == (2, "")


def test_diagnose_of_rubbish_exits_with_2(tmp_path):
    (tmp_path / "rubbish").write_bytes(bytes(range(256)) * 40)

    assert run(str(tmp_path / "rubbish")) == (2, "")


def test_diagnose_of_several_files_exits_with_the_worst(file):
    good, bad = file(CLEAN, "good.env"), file(FAULTY, "bad.env")

    assert run(good, good)[0] == 0
    assert run(good, bad)[0] == 1
    status, out = run(bad, "absent.env", good)
    assert (status, "bad.env:" in out, "good.env:" in out) == (2, True, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--release", "nine"), "Unexpected value --release nine"),
        (("other.env", "--json"), "--json is for one FILE"),
        (("--beside", "absent.env"), "--beside absent.env: It can't be read"),
    ],
)
def test_diagnose_called_wrongly_exits_with_2(file, arguments, words):
    with pytest.raises(CommandError, match=words) as error:
        run(file(CLEAN), *arguments)

    assert error.value.returncode == 2


# JSON


def test_diagnose_json_has_the_promised_members_and_no_other(file):
    made = answer(file(FAULTY), "--release", "1.13")

    assert list(made) == ["target", "release", "provider", "flow", "findings", "not_understood"]
    assert [made[name] for name in ("target", "release", "provider", "flow")] == ["docker", "1.13", "okta", "code"]
    for finding in made["findings"]:
        assert list(finding) == ["rule", "level", "setting", "line", "message", "reason", "fix"]
    (prompt,) = [each for each in made["findings"] if each["setting"] == "OIDC_PROMPT_TYPE"]
    assert (prompt["level"], prompt["line"]) == ("error", 4)
    assert prompt["fix"] in ("login", "select_account")
    (name,) = made["not_understood"]
    assert (name["name"], name["line"], name["nearest"]) == ("OIDC_SCOPPE", 5, "OIDC_SCOPE")


@pytest.mark.parametrize("shape", [(), ("--json",), ("--sarif",)])
def test_diagnose_shows_no_secret(file, shape, capfd):
    _, out = run(file(FAULTY), *shape)

    assert CANARY not in out + "".join(capfd.readouterr())


@pytest.mark.parametrize("release", ["1.9", "1.9.3", "v1.9.3-rc1", "1.9 or later"])
def test_diagnose_takes_a_release_as_its_line(file, release):
    assert answer(file(CLEAN), "--release", release)["release"] == "1.9"


def test_diagnose_takes_target_and_format_as_told(file):
    assert answer(file(CLEAN), "--target", "kubernetes", "--format", "env-file")["target"] == "kubernetes"


def test_diagnose_reads_values_from_a_file_beside(file):
    compose = "services:\n  om:\n    image: openmetadata/server:1.9.3\n    env_file: [om.env]\n"
    made = answer(file(compose, "compose.yaml"), "--beside", file(FAULTY))

    assert (made["provider"], made["release"]) == ("okta", "1.9")


def test_diagnose_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))

    assert answer("-")["provider"] == "okta"


# Text


def test_diagnose_text_says_what_where_why_and_how(file):
    _, out = run(file(FAULTY))

    assert out.startswith("om.env: env file for docker, OpenMetadata 2.0 (assumed: name the line with --release)")
    assert re.search(
        r"^error  om\.env:4  OIDC_PROMPT_TYPE\n    .+\.\n    Fix: \w+\n    Why: docs/reference/rules/", out, re.M
    )
    assert re.search(r"^2 errors(, \d+ warnings?)?(, \d+ hints?)?\.$", out, re.MULTILINE)


def test_diagnose_text_of_a_clean_file_says_so(file):
    assert run(file(CLEAN), "--release", "1.9")[1].endswith("\n\nNothing found.\n")


def test_diagnose_text_does_not_steer_a_terminal(file):
    out = run(file("AUTHENTICATION_PROVIDER=custom-oidc\nAUTHENTICATION_AUTHORITY=ht\x1b[2Jtp//x\x9b31m\n"))[1]

    assert not {"\x1b", "\x9b"} & set(out)


def test_diagnose_text_is_coloured_on_demand_only(file):
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("diagnose", file(FAULTY), stdout=out, force_color=True)

    assert "\x1b[" in out.getvalue()
    assert "\x1b[" not in run(file(FAULTY))[1]


# SARIF 2.1.0: what sections 3.13 to 3.30 and 3.49 demand


def test_diagnose_sarif_is_a_log_with_all_rules(file):
    log = json.loads(run(file(FAULTY), "--sarif")[1])

    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (one_run,) = log["runs"]
    driver = one_run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) and {each.id for each in RULES} < set(ids)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_diagnose_sarif_places_each_result(file):
    log = json.loads(run(file(FAULTY, "om settings.env"), file(CLEAN, "clean.env"), "--sarif")[1])

    (one_run,) = log["runs"]
    assert one_run["results"]
    seen = set()
    for result in one_run["results"]:
        assert one_run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        (place,) = result["locations"]
        seen.add(place["physicalLocation"]["artifactLocation"]["uri"])
        assert place["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1
    assert seen == {"om%20settings.env", "clean.env"}


# With the network


def test_diagnose_live_asks_the_provider(file, provider: Provider):
    name = file(
        f"AUTHENTICATION_PROVIDER=custom-oidc\nAUTHENTICATION_CLIENT_TYPE=confidential\n"
        f"AUTHENTICATION_PUBLIC_KEYS=[{provider.url}/old-keys]\nOIDC_CLIENT_SECRET={CANARY}\n"
        f"OIDC_DISCOVERY_URI={provider.url}/.well-known/openid-configuration\n"
    )

    offline, online = answer(name), answer(name, "--live")

    assert "provider-keys-not-listed" not in {each["rule"] for each in offline["findings"]}
    (found,) = [each for each in online["findings"] if each["rule"] == "provider-keys-not-listed"]
    assert (found["setting"], found["fix"]) == ("AUTHENTICATION_PUBLIC_KEYS", f"[{provider.url}/jwks]")
    assert not any(CANARY in str(request) for request in provider.requests)


def test_diagnose_without_live_asks_nobody(file, monkeypatch):
    monkeypatch.setattr(live, "examine", lambda *_, **__: pytest.fail("the network was asked"))

    run(file(FAULTY))


# As a program


def test_diagnose_runs_without_settings_database_and_data_folder(tmp_path):
    (tmp_path / "om.env").write_text(FAULTY)
    # Nothing of the portal; what is set would stop the portal's own settings.
    environment = {"PATH": os.environ["PATH"], "PORTAL_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "nonsense"}

    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "diagnose", "om.env", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["provider"] == "okta"
    assert [path.name for path in tmp_path.iterdir()] == ["om.env"]


def test_diagnose_with_a_wrong_option_exits_with_2(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "diagnose", "om.env", "--target", "moon"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "invalid choice: 'moon'" in done.stderr


def test_diagnose_imports_nothing_of_the_database():
    program = (
        "import sys, portal.alone, sso_providers.management.commands.diagnose;"
        "wanted = ('sso_providers.models', 'django.contrib', 'psycopg');"
        "print([name for name in sys.modules if name.startswith(wanted)])"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
