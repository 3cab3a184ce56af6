"""TLS certificates of the providers' addresses, as checks have seen them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.db.models import Max
from django.utils.translation import gettext as _

from sso_providers.models import CheckResult

from .ending import Ending, Source


def ending_tls(today: date, until: date) -> Iterator[Ending]:
    """By the newest check that saw one: when a certificate is over, the next check sees none."""
    seen = CheckResult.objects.filter(tls_ends_at__isnull=False).order_by()
    newest = seen.values("registration").annotate(newest=Max("pk")).values("newest")
    rows = CheckResult.objects.filter(pk__in=newest, tls_ends_at__lte=datetime.combine(until, time.max, UTC)).order_by()
    of_registration = (f"registration__{name}" for name in ("pk", "slug", "name", "kind"))
    columns = rows.values_list("tls_ends_at", "tls_host", *of_registration)
    for ends_at, host, pk, slug, registration, kind in columns.iterator():
        ends_on = ends_at.astimezone(UTC).date()
        yield Ending(
            source=Source.TLS,
            name=host,
            what=_("TLS certificate of %(host)s") % {"host": host},
            registration=registration,
            slug=slug,
            registration_pk=pk,
            kind=kind,
            ends_on=ends_on,
            days_left=(ends_on - today).days,
        )
