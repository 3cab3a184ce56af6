"""The files of deploy/, as far as they can be judged without a container engine."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import compose

from tests import database

ROOT = Path(__file__).resolve().parent.parent
# The package's own console script hides the exit status.
DOCKER_COMPOSE = Path(compose.__file__).with_name("docker-compose")


def compose_config(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DOCKER_COMPOSE, "--file", "deploy/compose.yaml", "config", "--format", "json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_compose_reads_its_secrets_from_files():
    result = compose_config(PORTAL_URL="https://sso.acme.example")

    assert (result.returncode, result.stderr) == (0, "")
    config = json.loads(result.stdout)
    portal = config["services"]["portal"]
    assert portal["environment"]["PORTAL_URL"] == "https://sso.acme.example"
    given = {value for name, value in portal["environment"].items() if name.endswith("_FILE")}
    assert given == {secret["target"] for secret in portal["secrets"]}
    assert {secret["source"] for secret in portal["secrets"]} < config["secrets"].keys()


def test_compose_without_an_address_names_the_variable():
    result = compose_config()

    assert result.returncode != 0
    assert "PORTAL_URL" in result.stderr


def test_compose_trusts_one_proxy_or_as_many_as_it_is_told():
    def trusted(**environment: str) -> str:
        config = json.loads(compose_config(PORTAL_URL="https://sso.acme.example", **environment).stdout)
        return str(config["services"]["portal"]["environment"]["TRUSTED_PROXIES"])

    assert (trusted(), trusted(TRUSTED_PROXIES="2")) == ("1", "2")


def test_compose_passes_on_what_reminders_need():
    names = ("EMAIL_URL", "DEFAULT_FROM_EMAIL", "REMINDER_MAIL_TO", "REMINDER_WEBHOOK_URL", "REMINDER_WEBHOOK_SECRET")

    def environment(**given: str) -> dict[str, str]:
        config = json.loads(compose_config(PORTAL_URL="https://sso.acme.example", **given).stdout)
        found = config["services"]["portal"]["environment"]
        return {name: found[name] for name in names}

    assert environment() == dict.fromkeys(names, "")
    given = dict.fromkeys(names, "x")
    assert environment(**given) == given


def test_compose_runs_the_postgresql_that_the_tests_run():
    config = json.loads(compose_config(PORTAL_URL="https://sso.acme.example").stdout)

    assert config["services"]["database"]["image"] == f"postgres:{database.VERSION}"


def test_dockerfile_copies_what_exists():
    lines = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    sources = [source for line in re.findall(r"^COPY (.+)$", lines, re.MULTILINE) for source in line.split()[:-1]]

    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_gunicorn_configuration_is_valid():
    command = [sys.executable, "-m", "gunicorn", "--check-config", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
