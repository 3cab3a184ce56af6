"""A case: what a provider or an attacker does, what must follow, and the test that shows it.

The names are the OpenID Foundation's own (relying-party test plans of its conformance suite) where it has one.
"""

from collections.abc import Callable
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])


def case(name: str, when: str, then: str) -> Callable[[Test], Test]:
    """Marks a test as the one of case `name`: a row of docs/profile.md, made of the three."""

    def marked(test: Test) -> Test:
        decorated: Test = pytest.mark.case(name, when, then)(test)
        return decorated

    return marked
