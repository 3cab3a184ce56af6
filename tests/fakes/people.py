"""Who can sign in at the fake provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Person:
    """`claims` come with the ID token, `userinfo` only from the userinfo endpoint."""

    name: str
    sub: str
    claims: Mapping[str, Any]
    userinfo: Mapping[str, Any]


def person(name: str, full_name: str, *, domain: str, verified: bool, groups: list[str]) -> Person:
    return Person(
        name=name,
        sub=f"sub-{name}",
        claims={
            "email": f"{name}@{domain}",
            "email_verified": verified,
            "preferred_username": name,
            "groups": groups,
        },
        userinfo={"name": full_name},
    )


ADA = person("ada", "Ada Lovelace", domain="acme.example", verified=True, groups=["staff", "sso-admins"])
BOB = person("bob", "Bob Stone", domain="acme.example", verified=True, groups=["staff"])
EVE = person("eve", "Eve Moore", domain="other.example", verified=False, groups=[])
