"""What an OpenMetadata server would do with a person who signs in: user name, account, rights, and which rule decides.

Pure: it knows neither the database nor the network, nor who has an account in OpenMetadata. Where releases of one
line differ, or nobody has seen a running server do it, a result says so.
"""

from .assertion import Assertion, foresee_assertion
from .defaults import server_by_default
from .directory import DirectoryEntry, foresee_directory
from .outlook import Outlook, Result, State, Topic, Verdict
from .reading import claims_read
from .token import foresee_token

__all__ = [
    "Assertion",
    "DirectoryEntry",
    "Outlook",
    "Result",
    "State",
    "Topic",
    "Verdict",
    "claims_read",
    "foresee_assertion",
    "foresee_directory",
    "foresee_token",
    "server_by_default",
]
