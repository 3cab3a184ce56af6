"""Stages are kept in English and can be put in another language later."""

import json

from sso_providers.actions.kept_stages import as_json, summary
from sso_providers.catalogue.sentences import say, translated
from sso_providers.checks import Stage, Status

GERMAN = {"{who} is gone: {why}": "{who} ist weg: {why}", "because {number} left": "denn {number} gingen"}


def stage(text: str) -> Stage:
    return Stage(id="keys", title="Signing keys", status=Status.OK, summary=text)


def german(text: str) -> str:
    return translated(text, lambda each: GERMAN.get(each, each))


def test_summary_with_values_is_kept_with_them():
    kept = json.loads(
        json.dumps(as_json(stage(say("{who} is gone: {why}", who="Ada", why=say("because {number} left", number=3)))))
    )

    assert kept["summary"] == "Ada is gone: because 3 left"
    assert summary(kept) == "Ada is gone: because 3 left"
    assert german(summary(kept)) == "Ada ist weg: denn 3 gingen"


def test_summary_of_an_older_check_is_its_english():
    assert summary({"summary": "Two {keys}."}) == "Two {keys}."


def test_summary_without_values_is_kept_alone():
    kept = as_json(stage("Two keys."))

    assert kept == {
        "id": "keys",
        "title": "Signing keys",
        "status": "ok",
        "summary": "Two keys.",
        "evidence": (),
        "field": None,
    }
    assert summary(kept) == "Two keys."
