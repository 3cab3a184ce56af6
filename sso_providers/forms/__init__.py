"""The portal's forms, made from data."""

from .confirming import where_to_confirm
from .deployment import OPTION_NAMES, DeploymentForm
from .differences import differing
from .errors import SECRET, SETTING, field_name
from .field_notes import field_notes
from .filled_guide import filled_guide
from .registration import RegistrationForm, names_of, registration_form
from .secret_status import removable_secrets

__all__ = [
    "OPTION_NAMES",
    "SECRET",
    "SETTING",
    "DeploymentForm",
    "RegistrationForm",
    "differing",
    "field_name",
    "field_notes",
    "filled_guide",
    "names_of",
    "registration_form",
    "removable_secrets",
    "where_to_confirm",
]
