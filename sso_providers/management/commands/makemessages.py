"""`manage.py makemessages`, which also collects what layers without Django say, and the texts that stand in data."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

from sso_providers.management.static_texts import static_texts

# There only while messages are collected.
COLLECTED = Path(settings.BASE_DIR) / "sso_providers" / "collected_texts.py"


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=say"]

    def handle(self, *args: Any, **options: Any) -> None:
        with texts_written_out():
            super().handle(*args, **options)


@contextmanager
def texts_written_out() -> Iterator[None]:
    """As source that the collecting program reads."""
    COLLECTED.write_text("".join(f"gettext_noop({text!r})\n" for text in static_texts()), encoding="utf-8")
    try:
        yield
    finally:
        COLLECTED.unlink()
