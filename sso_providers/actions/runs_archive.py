"""The files of an export run in one ZIP: a folder for each deployment, and an index."""

import hashlib
import textwrap
import zipfile
from tempfile import TemporaryFile
from typing import IO

from sso_providers.models import Event, Run, RunItem
from sso_providers.openmetadata.archive import EPOCH

from .audit import Actor, record

INDEX = "README.txt"
MODE = 0o644
# Of the items, read from the database at a time.
CHUNK = 100


def take(*, run: Run, by: Actor) -> IO[bytes]:
    """A file, open at its beginning, that is gone when it is closed. Recorded as an audit event."""
    stream: IO[bytes] = TemporaryFile()  # noqa: SIM115 - whoever takes it closes it
    index = [heading(run)]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in run.items.order_by("slug").iterator(chunk_size=CHUNK):
            index.append(entry(item))
            for name, text in sorted(item.files.items()):
                add(archive, f"{item.slug}/{name}", text)
        add(archive, INDEX, "\n".join(index))
    stream.seek(0)
    record(Event.RUN_DOWNLOADED, by=by, target_type="run", target=str(run.pk))
    return stream


def add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr = MODE << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.encode())


def heading(run: Run) -> str:
    choice = run.options["choice"]
    return (
        f"Export of deployments, run {run.pk}, begun {run.started_at:%Y-%m-%d %H:%M} UTC by {run.started_by}\n"
        f"Target {choice['target']} ({choice['variant']}), {choice['situation']}, secrets as {choice['secrets']}\n"
        "STEPS.txt of each folder says what to do with its files.\n"
    )


def entry(item: RunItem) -> str:
    """A deployment's outcome, and the sum of each of its files."""
    lines = [f"{item.slug}: {item.name}, {item.state}"]
    if item.says and item.state != RunItem.State.DONE:
        lines += textwrap.wrap(item.says, 100, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    for name, text in sorted(item.files.items()):
        lines.append(f"  {item.slug}/{name}  sha256 {hashlib.sha256(text.encode()).hexdigest()}")
    return "\n".join(lines) + "\n"
