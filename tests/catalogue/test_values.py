"""A secret shows itself only to who asks by name."""

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, astuple

import pytest

from sso_providers.catalogue import CLIENT_SECRET, MASK, Application, Flow, Secret, UnknownName, get_kind
from tests.people import CANARY, SETTINGS

APPLICATION = Application(
    kind=get_kind("auth0"),
    flow=Flow.CODE,
    client_id="abc",
    secrets={CLIENT_SECRET: Secret(CANARY)},
    settings=get_kind("auth0").clean(Flow.CODE, SETTINGS["auth0"]),
)


WAYS = {
    "str": str,
    "repr": repr,
    "format": "{0} {0!s:>20} {0!r}".format,
    "f-string": lambda secret: f"{secret}",
    "percent": lambda secret: "%s %r" % (secret, secret),  # noqa: UP031
    "in-a-list": lambda secret: str([secret]),
    "in-a-dict": lambda secret: str({"client_secret": secret}),
    "json": lambda secret: json.dumps({"client_secret": secret}, default=str, ensure_ascii=False),
}


@pytest.mark.parametrize("show", WAYS.values(), ids=list(WAYS))
def test_secret_that_is_shown_shows_a_mask(show):
    shown = show(Secret(CANARY))

    assert CANARY not in shown
    assert MASK in shown


@pytest.mark.parametrize("view", [str, repr, asdict, astuple])
def test_application_that_is_shown_hides_its_secret(view):
    assert CANARY not in str(view(APPLICATION))


def test_secret_in_json_is_an_error_without_it():
    with pytest.raises(TypeError) as error:
        json.dumps({"client_secret": Secret(CANARY)})

    assert CANARY not in str(error.value)


def test_secret_in_a_traceback_with_locals_is_masked():
    def fail(secret):
        raise RuntimeError(secret)

    try:
        fail(Secret(CANARY))
    except RuntimeError as error:
        lines = traceback.TracebackException.from_exception(error, capture_locals=True).format()

    assert CANARY not in "".join(lines)


def test_secret_in_a_log_line_is_masked(caplog):
    logging.getLogger("portal").warning("secret %s in %r", Secret(CANARY), {"a": Secret(CANARY)})

    assert CANARY not in caplog.text
    assert MASK in caplog.text


def test_secret_equals_another_of_the_same_text():
    assert Secret("a") == Secret("a") == copy.deepcopy(Secret("a")) == pickle.loads(pickle.dumps(Secret("a")))  # noqa: S301
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_secret_is_true_unless_empty():
    assert Secret("a")
    assert not Secret("")
    assert Secret(CANARY).reveal() == CANARY


def test_unknown_name_without_a_near_one_lists_the_known_only():
    error = UnknownName("target", "zzz", ["docker", "kubernetes"])

    assert str(error) == "Unknown target 'zzz': use one of docker, kubernetes."
    assert error.known == ("docker", "kubernetes")
