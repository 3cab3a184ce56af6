"""What needs somebody: failing checks, secrets and certificates that end, drift, drafts, people who wait.

Each kind is one question, with as many rows as are shown and the number of all: the database counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sso_providers.models import User

from . import approval, expiry, standing

SHOWN = 10
LIST = "admin:sso_providers_{}_changelist"
# The worst first, by the badges' classes.
SEVERITY = ("bad", "warn", "info", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`subject` is whom it is about, `badge` says what in a few words; `address` is where `mend` is done."""

    subject: str
    badge: str
    css: str
    sentence: str
    address: str
    mend: str


@dataclass(frozen=True, slots=True)
class Attention:
    """The first needs of all, and how many there are."""

    needs: tuple[Need, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.needs)


# Rows of one kind, and how many there are of it.
Found = tuple[list[Need], int]


def gather(user: User) -> Attention:
    """Of what `user` may see, with links that `user` may follow."""
    found = [source(user) for permission, source in SOURCES if user.has_perm(f"sso_providers.{permission}")]
    needs = sorted((need for some, _total in found for need in some), key=lambda need: SEVERITY.index(need.css))
    return Attention(tuple(needs[:SHOWN]), sum(total for _some, total in found))


def failing(user: User) -> Found:
    mend = _("Open its check")
    return made(
        standing.failing(),
        lambda row: Need(
            subject=row["name"],
            badge=_("check failed"),
            css="bad",
            sentence=_("The last check of this version failed."),
            address=reverse("check", args=[row["slug"]]),
            mend=mend,
        ),
    )


def unknown(user: User) -> Found:
    return made(
        standing.unknown_registrations(),
        lambda row: Need(
            subject=row["name"],
            badge=_("broken"),
            css="bad",
            sentence=_("This portal does not know the provider '%(kind)s'.") % {"kind": row["kind"]},
            address=reverse("admin:sso_providers_providerregistration_delete", args=[row["pk"]])
            if user.has_perm("sso_providers.delete_providerregistration")
            else reverse(LIST.format("providerregistration")),
            mend=_("Delete it, or correct it with the command 'apply'"),
        ),
    )


def ends(user: User) -> Found:
    found = expiry.ending()
    return [ends_soon(each) for each in found[:SHOWN]], len(found)


def ends_soon(ending: expiry.Ending) -> Need:
    says = _("%(what)s ended on %(date)s.") if ending.is_over else _("%(what)s ends on %(date)s.")
    return Need(
        subject=ending.registration,
        badge=ending.when,
        css=ending.level,
        sentence=says % {"what": ending.what, "date": f"{ending.ends_on:%Y-%m-%d}"},
        address=ending.link,
        mend=_("Open its check") if ending.source is expiry.Source.TLS else _("Replace it"),
    )


def differing(user: User) -> Found:
    return made(
        standing.differing(),
        lambda row: Need(
            subject=row["name"],
            badge=_("drift"),
            css="warn",
            sentence=_("The running server differs from what is registered here."),
            address=page_of(row),
            mend=_("Open the deployment"),
        ),
    )


def changed(user: User) -> Found:
    return made(
        standing.changed_since_export(),
        lambda row: Need(
            subject=row["name"],
            badge=_("changed since export"),
            css="warn",
            sentence=_("It was changed after its last export."),
            **exported_again(user, row),
        ),
    )


def never_exported(user: User) -> Found:
    return made(
        standing.never_exported(),
        lambda row: Need(
            subject=row["name"],
            badge=_("never exported"),
            css="",
            sentence=_("No server has its configuration yet."),
            **exported_again(user, row),
        ),
    )


def exported_again(user: User, row: dict[str, Any]) -> dict[str, str]:
    if user.has_perm("sso_providers.export_deployment"):
        return {"address": reverse("export", args=[row["slug"]]), "mend": _("Export it")}
    return {"address": page_of(row), "mend": _("Open the deployment")}


def page_of(row: dict[str, Any]) -> str:
    return reverse("admin:sso_providers_deployment_change", args=[row["pk"]])


def never_checked(user: User) -> Found:
    mend = _("Check it") if user.has_perm("sso_providers.check_providerregistration") else _("Open its check")
    return made(
        standing.drafts(),
        lambda row: Need(
            subject=row["name"],
            badge=_("draft"),
            css="",
            sentence=_("It was never checked."),
            address=reverse("check", args=[row["slug"]]),
            mend=mend,
        ),
    )


def waiting(user: User) -> Found:
    """All in one line: their list is where they are approved."""
    count = approval.waiting().count()
    if not count:
        return [], 0
    waits = ngettext("%(count)d person waits for approval.", "%(count)d people wait for approval.", count)
    need = Need(
        subject=_("People"),
        badge=_("waits"),
        css="warn",
        sentence=waits % {"count": count},
        address=f"{reverse(LIST.format('user'))}?approval=waits",
        mend=_("Approve or decline"),
    )
    return [need], 1


def made(rows: "QuerySet[Any]", need: Callable[[dict[str, Any]], Need]) -> Found:
    """The first rows by name, and the number of all, in one question."""
    first = list(first_of(rows))
    return [need(row) for row in first], first[0]["total"] if first else 0


def first_of(rows: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    names = [field.name for field in rows.model._meta.fields if field.name in {"name", "slug", "kind"}]
    counted = rows.order_by("name", "pk").annotate(total=Window(Count("pk")))
    yield from counted.values("pk", "total", *names)[:SHOWN]


# Each with the permission without which it shows nothing.
SOURCES: tuple[tuple[str, Callable[[User], Found]], ...] = (
    ("view_providerregistration", failing),
    ("view_providerregistration", unknown),
    ("view_providerregistration", ends),
    ("change_user", waiting),
    ("view_deployment", differing),
    ("view_deployment", changed),
    ("view_providerregistration", never_checked),
    ("view_deployment", never_exported),
)
