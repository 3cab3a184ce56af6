"""A cache that does not work keeps nobody out: what would be in it is fetched anew."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError

from sso_providers.login import cache_door
from tests import people
from tests.login.journey import is_signed_in, sign_in

DATABASE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "table_that_nobody_made"}


def without_its_table(settings: Any, folder: Path) -> None:
    settings.CACHES = {"default": DATABASE}


def without_its_folder(settings: Any, folder: Path) -> None:
    """There is a file in its place."""
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Unwritable", "LOCATION": str(folder / "file")}}
    (folder / "file").touch()


class Unwritable(FileBasedCache):
    """Made before its folder was lost."""

    def _createdir(self) -> None:
        pass


@pytest.fixture(params=[without_its_table, without_its_folder])
def _broken_cache(request, settings, tmp_path, transactional_db):
    """On PostgreSQL the error of a query would end the transaction that a test is wrapped in."""
    request.param(settings, tmp_path)


@pytest.mark.usefixtures("_broken_cache")
def test_sign_in_works_without_a_cache(client, provider, registration, caplog):
    assert sign_in(client, provider).status_code == 302
    assert is_signed_in(client)
    assert "The cache does not work" in caplog.text


@pytest.mark.usefixtures("_broken_cache")
def test_password_works_without_a_cache(client):
    people.local_root()

    assert client.post("/sign-in/", {"username": "root", "password": people.PASSWORD}).status_code == 302


@pytest.mark.usefixtures("_broken_cache")
def test_sign_in_after_a_key_rotation_works_without_a_cache(client, provider, registration):
    sign_in(client, provider)
    provider.rotate_keys()

    assert sign_in(client, provider).status_code == 302


@pytest.mark.usefixtures("_broken_cache")
def test_failure_without_a_cache_is_told_each_time(client, provider, registration):
    provider.behave(discovery="error-500")
    for asked in (1, 2):
        assert client.post("/sign-in/fake/").status_code == 502
        assert provider.count("discovery") == asked


@pytest.mark.parametrize("error", [DatabaseError, PermissionError])
def test_door_to_a_broken_cache_finds_nothing_and_names_no_content(monkeypatch, caplog, error):
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise error("canary")

    monkeypatch.setattr(cache_door, "cache", Broken())
    cache_door.put("key", "value", 60)

    assert cache_door.get("key") is None
    assert cache_door.is_first("key", 60)
    assert cache_door.count_up("key", 60) == 0
    cache_door.count_down("key")
    cache_door.drop("key")
    assert caplog.text.count(error.__name__) == 6
    assert "canary" not in caplog.text


def test_door_keeps_what_it_is_given():
    cache_door.put("key", ["value"], 60)

    assert cache_door.get("key") == ["value"]
    assert [cache_door.is_first("once", 60) for _ in range(2)] == [True, False]
    assert [cache_door.count_up("counter", 60) for _ in range(3)] == [1, 2, 3]


def test_door_takes_back_what_it_counted():
    for _ in range(3):
        cache_door.count_up("counter", 60)
    cache_door.count_down("counter")
    cache_door.count_down("never-counted")

    assert cache_door.get("counter") == 2
    assert cache_door.get("never-counted") is None


def test_door_drops_what_it_was_given():
    cache_door.is_first("once", 60)
    cache_door.drop("once")

    assert cache_door.is_first("once", 60)


def test_door_to_an_entry_that_ended_meanwhile_counts_it_as_the_first(monkeypatch):
    """Between `add` and `incr`."""
    monkeypatch.setattr(LocMemCache, "add", lambda *args: False)

    assert cache_door.count_up("gone", 60) == 1
