"""A new row's slug: typed, or made from its name."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _


class SlugFromName(forms.ModelForm):
    """For rows with a name and a slug, the name's field before the slug's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            slug = self.fields["slug"]
            slug.required = False
            slug.help_text = _("Part of its addresses, so it can't be changed later. Blank: made from the name.")

    def clean_slug(self) -> str:
        typed: str = self.cleaned_data["slug"]
        longest = self.instance._meta.get_field("slug").max_length
        made = typed or slugify(self.cleaned_data.get("name", ""))[:longest].strip("-")
        if not made and "name" in self.cleaned_data:
            raise forms.ValidationError(_("No slug can be made of this name: type one, such as acme-production."))
        return made
