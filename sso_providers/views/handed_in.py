"""A text that somebody pastes, or a file that is chosen: read once, and kept nowhere."""

from django.core.files.uploadedfile import UploadedFile

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.imported import Unreadable
from sso_providers.openmetadata.importers.text import LARGEST, decoded

LONGEST_NAME = 200


def content(file: UploadedFile) -> str:
    """Raises `Unreadable`."""
    if file.size is None or file.size > LARGEST:
        raise Unreadable(
            say("{name} has {size} bytes: at most {most} are possible.", name=file.name, size=file.size, most=LARGEST)
        )
    return decoded(file.read())


def name_of(file: UploadedFile) -> str:
    return str(file.name)[:LONGEST_NAME]


def refuse_nothing(text: str) -> None:
    """Raises `Unreadable`."""
    if not text.strip():
        raise Unreadable(say("There is nothing to read: paste a configuration, or choose its file."))
