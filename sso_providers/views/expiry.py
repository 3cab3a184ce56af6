"""Everything that ends, the earliest first."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sso_providers.actions import expiry
from sso_providers.actions.expiry import Ending, Source
from sso_providers.catalogue import KINDS
from sso_providers.catalogue.replacing import replacing

from .page import APP, page, staff_only

# Days; None stands for all.
YEAR = 365
SPANS = (30, 60, YEAR, None)
USUAL = 60
ROWS = 50


@dataclass(frozen=True, slots=True)
class Span:
    """A choice of the filter."""

    value: str
    label: str


@staff_only
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@require_GET
def what_ends(request: HttpRequest) -> HttpResponse:
    days = chosen(request.GET.get("within", ""))
    found = expiry.ending(days)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    may_rotate = request.user.has_perm(f"{APP}.change_providerregistration")
    context = {
        "title": _("What ends"),
        "rows": rows,
        "endings": [(each, rotation_of(each) if may_rotate else "") for each in rows],
        "over": sum(each.is_over for each in found),
        "span": span(days),
        "spans": [span(each) for each in SPANS],
    }
    return page(request, "portal/expiry.html", context)


def rotation_of(ending: Ending) -> str:
    """The address at which a secret is replaced step by step; "" for what has none."""
    if ending.source is not Source.SECRET or ending.kind not in KINDS or not replacing(KINDS[ending.kind], ending.name):
        return ""
    return reverse("rotate-secret", args=[ending.slug, ending.name])


def chosen(raw: str) -> int | None:
    return next((days for days in SPANS if span(days).value == raw), USUAL)


def span(days: int | None) -> Span:
    if days is None:
        return Span("all", _("All"))
    if days == YEAR:
        return Span(str(YEAR), _("A year"))
    return Span(str(days), ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
