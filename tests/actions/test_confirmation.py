"""Proving again who one is lasts five minutes."""

import pytest

from sso_providers.actions import confirmation

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(0, True, id="at-once"),
        pytest.param(300, True, id="five-minutes"),
        pytest.param(301, False, id="longer"),
        pytest.param(-10, False, id="clock-set-back"),
    ],
)
def test_confirmation_lasts_five_minutes(monkeypatch, later, expected):
    session: dict[str, int] = {}
    monkeypatch.setattr("time.time", lambda: NOW)
    confirmation.confirm(session)  # type: ignore[arg-type]

    monkeypatch.setattr("time.time", lambda: NOW + later)

    assert confirmation.is_confirmed(session) is expected  # type: ignore[arg-type]


def test_confirmation_that_never_was_is_none():
    assert not confirmation.is_confirmed({})  # type: ignore[arg-type]
