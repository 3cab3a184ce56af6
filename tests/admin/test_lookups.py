"""What an address can ask a list for: its filters. Whatever else it took could be read letter by letter."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import RequestFactory

from sso_providers.models import AuditEvent, Deployment, PortalSession, ProviderRegistration, User
from tests import people
from tests.login.journey import browser_of

HOW = ("", "exact", "iexact", "startswith", "contains", "gt", "lte", "in", "range", "isnull", "regex")
DEPTH = 3
FILTERS: dict[type[Model], set[str]] = {
    User: {"is_active", "is_active__exact", "is_active__isnull", "groups__id__exact", "groups__isnull"},
    ProviderRegistration: {
        f"{name}{how}" for name in ("kind", "flow", "staff_login") for how in ("", "__exact", "__isnull")
    },
    Deployment: {"release", "release__exact", "release__isnull"},
    AuditEvent: {"event", "event__exact", "event__isnull"},
}


def paths(model: type[Model], depth: int = DEPTH) -> Iterator[str]:
    """Columns and relations in both directions, hidden ones too, and theirs."""
    meta: Any = model._meta
    for field in meta.get_fields(include_hidden=True):
        names = {field.name, getattr(field, "attname", field.name)}
        if field.auto_created and not field.concrete:
            names.add(field.get_accessor_name() or field.name)
        yield from names
        if field.is_relation and depth > 1:
            yield from (f"{name}__{rest}" for name in names for rest in paths(field.related_model, depth - 1))
    yield "pk"


@pytest.mark.django_db
def test_lists_answer_their_filters_and_no_other_column_or_relation():
    request = RequestFactory().get("/")
    mine = {model: model_admin for model, model_admin in admin.site._registry.items() if model in FILTERS}
    assert mine.keys() == FILTERS.keys() == admin.site._registry.keys()

    for model, model_admin in mine.items():
        asked = {"__".join(filter(None, (path, how))) for path in paths(model) for how in HOW}
        assert len(asked) > 50
        allowed = {lookup for lookup in asked if model_admin.lookup_allowed(lookup, "1", request)}
        assert allowed == FILTERS[model]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lookup",
    [
        "sessions__session_key__startswith",
        "sessions__pk__startswith",
        "sessions__session_data__contains",
        "sessions__sid",
        "recovery_links__token_hash__startswith",
        "external_identities__subject__startswith",
        "password__startswith",
        "password",
        "is_active__in",
        "groups__permissions__codename",
        "user_permissions__id__gt",
        "logentry__id__gt",
        "username__regex",
        "id__gt",
        "nothing",
    ],
)
def test_people_list_is_no_way_to_read_anything_else(administrator, lookup):
    victim = browser_of(people.root())
    key = str(victim.session.session_key)
    assert PortalSession.objects.filter(session_key=key).exists()

    for guess in (key[:1], "-", key):
        assert administrator.get("/admin/sso_providers/user/", {lookup: guess}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("user", {"is_active__exact": "1"}),
        ("user", {"approval": "waits"}),
        ("user", {"groups__isnull": "True"}),
        ("auditevent", {"at__year": "2026", "at__month": "11", "at__day": "21"}),
        ("auditevent", {"event__exact": "signed in"}),
        ("deployment", {"release": "1.9"}),
        ("user", {"q": "ada", "o": "-1", "p": "1", "_facets": "True"}),
    ],
    ids=str,
)
def test_lists_answer_their_filters(superuser, path, query):
    assert superuser.get(f"/admin/sso_providers/{path}/", query).status_code == 200
