"""Who has an account at every provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    given_name: str
    family_name: str
    groups: tuple[str, ...]
    password: str = "correct horse battery staple"

    @property
    def email(self) -> str:
        return f"{self.name}@acme.example"

    @property
    def claims(self) -> dict[str, object]:
        """As OpenID Connect Core 1.0, section 5.1, names them; groups by the usual name."""
        return {
            "preferred_username": self.name,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "email": self.email,
            "email_verified": True,
            "groups": list(self.groups),
        }


ADA = Person("ada", "Ada", "Lovelace", ("data-platform",))
BOB = Person("bob", "Bob", "Stone", ("marketing",))
PEOPLE = (ADA, BOB)
