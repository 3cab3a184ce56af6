"""What each OpenMetadata installation has of its own, when it is set up like another one.

The names are columns of a deployment, or those of `server.OPTIONS`.
"""

from sso_providers.catalogue.environments import Need, Own

KEYS = (
    "Whoever can read the private key of one installation signs tokens of bots and administrators for every other that "
    "has the same pair. The path may be the same, the files may not."
)
NAMED_IN_TOKENS = "It tells the tokens of two installations apart, so that none takes the other's."

OWN = (
    Own("url", Need.MUST, "It is what people open, and where the provider sends them back to."),
    Own("release", Need.WHERE_SEPARATE, "Upgrades are tried in a test environment first."),
    Own(
        "principal_domain",
        Need.WHERE_SEPARATE,
        "Where people of a test environment have other addresses; bots get theirs in it.",
    ),
    Own("allowed_domains", Need.WHERE_SEPARATE, "The principal domain has to be among them."),
    Own("admin_principals", Need.WHERE_SEPARATE, "In a test environment others may be administrators."),
    Own("trusted_redirect_uris", Need.SHOULD, "They are addresses of this installation, and trusted to the letter."),
    Own(
        "force_secure_cookie",
        Need.WHERE_SEPARATE,
        "With plain http a browser sends no secure cookie, and nobody gets in.",
    ),
    Own("jwt_private_key_path", Need.SHOULD, KEYS),
    Own("jwt_public_key_path", Need.SHOULD, KEYS),
    Own("jwt_key_id", Need.SHOULD, NAMED_IN_TOKENS),
    Own("jwt_issuer", Need.SHOULD, NAMED_IN_TOKENS),
)
