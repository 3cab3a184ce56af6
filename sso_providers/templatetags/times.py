"""`{% load times %}`: a point in time as `<time>`, such as {{ event.at|moment }}; nothing where there is none."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from sso_providers import times

register = template.Library()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    return times.moment(at) if at else ""


@register.filter
def day(on: date | None) -> SafeString | str:
    return times.day(on) if on else ""


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    return times.ago(at) if at else ""
