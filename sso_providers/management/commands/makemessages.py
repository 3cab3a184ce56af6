"""`manage.py makemessages`, which also collects what layers without Django say, and the texts that stand in data."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

from sso_providers.management.static_texts import static_texts

# What is no part of the portal.
IGNORED = ["tests/*", "build/*", "docs/*"]


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=say"]

    def handle(self, *args: Any, **options: Any) -> None:
        options |= {"no_wrap": True, "no_location": True}
        options["ignore_patterns"] = [*(options["ignore_patterns"] or ()), *IGNORED]
        with TemporaryDirectory() as self.folder:
            super().handle(*args, **options)

    def find_files(self, root: str) -> list[makemessages.TranslatableFile]:
        """All for one file of messages; the texts of the data, written out as source, are among them."""
        lines = [f"gettext_noop({text!r})\n" for text in static_texts()]
        Path(self.folder, "static_texts.py").write_text("".join(lines), encoding="utf-8")
        home = str(settings.LOCALE_PATHS[0])
        found = super().find_files(root)
        for each in found:
            each.locale_dir = home
        return [*found, self.translatable_file_class(self.folder, "static_texts.py", home)]
