"""`SecurityConfig`: what one OpenMetadata server shall do about sign-in, whatever the target.

Exporters and rules take it, importers return it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sso_providers.catalogue import Secret, Value


@dataclass(frozen=True, slots=True)
class SecurityConfig:
    """`values` maps a path of openmetadata.yaml (a key of `settings.SETTINGS`) to its value.

    Text, boolean, integer, a tuple of texts, or a `Secret`; an empty `Secret` is one that is
    withheld or not known. `server_url` is OpenMetadata's public address without a trailing slash.
    """

    server_url: str
    values: Mapping[str, Value | Secret]
