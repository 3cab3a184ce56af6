"""Why a cause is missed, or a value not offered: by case and setting. An entry that explains nothing fails a test."""

from collections.abc import Mapping

MISSED: Mapping[tuple[str, str], str] = {}

UNFIXED: Mapping[tuple[str, str], str] = {
    ("016", "authenticationConfiguration.publicKey"): (
        "Which of Okta's authorization servers signs is in no file: the file alone gives a hint to compare iss, and "
        "--live the address."
    ),
    ("021", "authorizerConfiguration.allowedDomains"): (
        "The server is of 0.9, which has no allowedDomains; from 1.7 on the same rule offers it."
    ),
    ("062", "AUTHENTICATION_PUBLIC_KEYS"): (
        "Nothing in the file says where OpenMetadata is: its own keys are added under the address in the container."
    ),
    (
        "082",
        "AUTHENTICATION_PUBLIC_KEYS",
    ): "The new provider's jwks_uri is in its discovery document only: --live has it.",
    ("084", "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING"): (
        "The server is of 1.3, which has no mapping yet, and the file does not show that names and addresses differ."
    ),
}
