"""A column that holds ciphertext only."""

from typing import Any

from django.db import models

from sso_providers.crypto import Sealed


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Holds a `Sealed`, or None. A plain text is refused, so none can be stored by mistake."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(value)

    def to_python(self, value: object) -> Sealed | None:
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(str(value))

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("A secret must be sealed before it is stored: use sso_providers.crypto.seal.")
        return value.ciphertext

    def value_to_string(self, obj: models.Model) -> str:
        sealed = self.value_from_object(obj)
        return sealed.ciphertext if sealed else ""
