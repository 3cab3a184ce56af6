"""Providers' own errors, by family."""

from sso_providers.oidc import provider_errors

from .markdown import code, table

INTRODUCTION = """\
# Providers' errors

What the identity providers' own codes and messages mean, what mends it, and the field of the registration that it comes
from. The portal reads them from a failed sign-in, from a check, and from what is pasted under *What does this error
mean?* (`/provider-errors/`). Where a code stands in several rows, the message tells which. The provider's own text is
never shown: it might repeat a secret.

"""


def page() -> str:
    return INTRODUCTION + "".join(one_family(family) for family in provider_errors.FAMILIES)


def one_family(family: provider_errors.Family) -> str:
    head = ("code", "in the message", "what it means", "what to do", "field")
    rows = [
        (
            code(error.code),
            ", ".join(f"“{phrase}”" for phrase in error.phrases),
            error.cause,
            error.fix,
            error.field if error.field == provider_errors.REDIRECT_ADDRESS else code(error.field),
        )
        for error in family.errors
    ]
    kinds = ", ".join(map(code, family.kinds)) or "every kind"
    sources = "".join(f"- <{source}>\n" for source in family.sources)
    return f"## {family.name}\n\nFor {kinds}. From:\n\n{sources}\n{table(head, rows)}"
