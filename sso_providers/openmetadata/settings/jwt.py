"""jwtTokenConfiguration: the key pair of OpenMetadata's own tokens, those of bots among them."""

from .spec import Setting

JWT = "jwtTokenConfiguration"

ROWS = (
    Setting(
        path=f"{JWT}.rsapublicKeyFilePath",
        env="RSA_PUBLIC_KEY_FILE_PATH",
        helm="jwtTokenConfiguration.rsapublicKeyFilePath",
        default="./conf/public_key.der",
        note="Replace the shipped key pair in production: everybody has it.",
    ),
    Setting(
        path=f"{JWT}.rsaprivateKeyFilePath",
        env="RSA_PRIVATE_KEY_FILE_PATH",
        helm="jwtTokenConfiguration.rsaprivateKeyFilePath",
        default="./conf/private_key.der",
    ),
    Setting(
        path=f"{JWT}.jwtissuer",
        env="JWT_ISSUER",
        helm="jwtTokenConfiguration.jwtissuer",
        default="open-metadata.org",
    ),
    Setting(
        path=f"{JWT}.keyId",
        env="JWT_KEY_ID",
        helm="jwtTokenConfiguration.keyId",
        default="Gb389a-9f76-gdjs-a92j-0242bk94356",
        note="Any UUID that stays the same: another one makes every bot's token invalid.",
    ),
)
