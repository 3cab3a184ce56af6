"""The portal's forms, made from data."""

from .confirming import where_to_confirm
from .deployment import OPTION_NAMES, DeploymentForm
from .errors import SECRET, SETTING, field_name
from .registration import RegistrationForm, names_of, registration_form, removable_secrets

__all__ = [
    "OPTION_NAMES",
    "SECRET",
    "SETTING",
    "DeploymentForm",
    "RegistrationForm",
    "field_name",
    "names_of",
    "registration_form",
    "removable_secrets",
    "where_to_confirm",
]
