"""Without the stock admin's scripts: a page loads what it needs itself, and works without."""

from django.contrib.admin import ModelAdmin
from django.forms import Media


class OwnScripts(ModelAdmin):
    """They bring jQuery and XRegExp, half a megabyte, for pop-ups, rows that are added and slugs.

    Nothing here pops up or adds rows, and slugs have a script of their own (slug.js).
    """

    @property
    def media(self) -> Media:
        return Media()
