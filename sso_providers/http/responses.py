"""A whole answer, and the reading of it as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sso_providers.oidc import strict_json

from .reasons import FetchError, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer of any status; a redirect only where somebody asked for those too.

    `headers` has lower-case names. `elapsed` is in seconds. `address` is the IP address that
    answered; `certificate_ends` is the end of its TLS certificate in seconds since 1970,
    None on plain http.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float = 0.0
    address: str = ""
    certificate_ends: float | None = None

    @property
    def media_type(self) -> str:
        """In lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> object:
        """The body as strict JSON; raises `FetchError` (not-json) for anything less."""
        try:
            return strict_json.loads(self.body)
        except strict_json.JsonError as error:
            raise FetchError(Reason.NOT_JSON, self.url, str(error)) from None

    def json_object(self) -> dict[str, Any]:
        """As `json`, and the document must be an object."""
        document = self.json()
        if not isinstance(document, dict):
            raise FetchError(Reason.NOT_JSON, self.url, "the document is no object")
        return document
