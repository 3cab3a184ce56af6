"""All files of an export in one ZIP, the same bytes for the same files."""

import io
import zipfile

from .artifacts import Artifact

# ZIP needs a date; a real one would make two exports of the same settings differ.
EPOCH = (1980, 1, 1, 0, 0, 0)


def as_zip(artifacts: tuple[Artifact, ...]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for artifact in artifacts:
            entry = zipfile.ZipInfo(artifact.name, EPOCH)
            entry.external_attr = artifact.mode << 16
            archive.writestr(entry, artifact.text.encode())
    return stream.getvalue()
