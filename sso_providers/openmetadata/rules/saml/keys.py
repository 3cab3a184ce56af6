"""The key pair with which OpenMetadata signs its requests and decrypts answers."""

from collections.abc import Iterator

from sso_providers.catalogue import InvalidValue, Secret, x509
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, is_empty, is_null, reads
from sso_providers.openmetadata.settings import SAML, SETTINGS, ChartForm
from sso_providers.openmetadata.subject import Subject

from .certificates import PATH

SECURITY = f"{SAML}.security"
SIGNED, ENCRYPTED = f"{SECURITY}.sendSignedAuthRequest", f"{SECURITY}.wantAssertionEncrypted"
METADATA = f"{SECURITY}.signSpMetadata"
CERTIFICATE, KEY = f"{SAML}.sp.spX509Certificate", f"{SAML}.sp.spPrivateKey"
STORE = (f"{SECURITY}.keyStoreFilePath", f"{SECURITY}.keyStoreAlias", f"{SECURITY}.keyStorePassword")
PAIR = (CERTIFICATE, KEY)


def is_on(subject: Subject, flag: str) -> bool:
    return reads(subject, "saml") and subject.config.values.get(flag) is True


def has_all(subject: Subject, paths: tuple[str, ...]) -> bool:
    """Whether the file has all of them; what the chart takes from a Secret need not be shown."""
    given = [path for path in paths if has(subject, path)]
    hidden = [path for path in paths if path not in given and is_in_secret(subject, path)]
    return bool(given) and len(given) + len(hidden) == len(paths)


def is_in_secret(subject: Subject, path: str) -> bool:
    is_by_chart = subject.target == "kubernetes" and SETTINGS[path].chart is ChartForm.SECRET_REF
    return is_by_chart and not is_empty(subject, path)


def without_keys(subject: Subject) -> Iterator[Found]:
    if has_all(subject, PAIR) or has_all(subject, STORE):
        return
    # An excerpt may have left them out; what it says of them is certain.
    is_certain = subject.is_whole or any(is_empty(subject, path) for path in (*PAIR, *STORE))
    for flag in (SIGNED, ENCRYPTED):
        if is_on(subject, flag):
            message = say(
                "{flag} needs keys, and the file has none that are complete: set spX509Certificate "
                "and spPrivateKey, or path, alias and password of a key store, or switch it off.",
                flag=flag.rpartition(".")[2],
            )
            level = Level.ERROR if is_certain else Level.WARNING
            yield Found(setting=flag, message=message, level=level)


def incomplete_store(subject: Subject) -> Iterator[Found]:
    used = is_on(subject, SIGNED) or is_on(subject, ENCRYPTED)
    given = [path for path in STORE if has(subject, path)]
    # A password that is not shown may be none.
    is_shown = any(subject.config.values[path] for path in given)
    if not used or not is_shown or has_all(subject, STORE):
        return
    for path in STORE:
        if path not in given:
            message = say(
                "The key store has no {path}: path, alias and password belong together.", path=path.rpartition(".")[2]
            )
            yield Found(setting=path, message=message)


def store_lost_by_chart(subject: Subject) -> Iterator[Found]:
    if is_on(subject, SIGNED) and not is_on(subject, ENCRYPTED) and has(subject, STORE[0]) and not has(subject, KEY):
        message = say(
            "The chart passes the key store only with wantAssertionEncrypted: true. Use spX509Certificate and "
            "spPrivateKey, or set SAML_KEYSTORE_FILE_PATH, SAML_KEYSTORE_ALIAS and SAML_KEYSTORE_PASSWORD by extraEnvs."
        )
        yield Found(setting=STORE[0], message=message)


def metadata_without_keys(subject: Subject) -> Iterator[Found]:
    if is_on(subject, METADATA) and not is_on(subject, SIGNED) and not is_on(subject, ENCRYPTED):
        message = say(
            "The server loads its keys only where it signs requests or decrypts assertions: switch "
            "sendSignedAuthRequest on too, or this off."
        )
        yield Found(setting=METADATA, message=message)


def unreadable_key(subject: Subject) -> Iterator[Found]:
    value = subject.config.values.get(KEY)
    if not isinstance(value, Secret) or not value or is_null(subject, KEY) or not reads(subject, "saml"):
        return
    text = value.reveal().strip()
    if "BEGIN CERTIFICATE" in text:
        yield Found(setting=KEY, message=say("This is a certificate: put OpenMetadata's private key here (PKCS#8)."))
    elif PATH.fullmatch(text):
        yield Found(
            setting=KEY, message=say("This is the path of a file: put the private key itself here, on one line.")
        )
    elif "BEGIN RSA PRIVATE KEY" in text:
        message = say(
            "The key is PKCS#1, and java-saml reads PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt, and put in "
            "what stands between BEGIN and END, on one line."
        )
        yield Found(setting=KEY, message=message, level=Level.WARNING)
    else:
        yield from unloadable(text)


def unloadable(text: str) -> Iterator[Found]:
    try:
        x509.private_key(text)
    except InvalidValue as error:
        yield Found(setting=KEY, message=str(error), level=Level.WARNING)


def strangers(subject: Subject) -> Iterator[Found]:
    key = subject.config.values.get(KEY)
    if not isinstance(key, Secret) or not key or not reads(subject, "saml"):
        return
    try:
        fits = x509.belong_together(x509.read(subject.text(CERTIFICATE)), key.reveal())
    except InvalidValue:
        return  # Other rules say what is wrong with one of them.
    if not fits:
        message = say(
            "The certificate is not that of spPrivateKey: make the certificate of this key, or put in its own."
        )
        yield Found(setting=CERTIFICATE, message=message)


HOLDER = "OpenMetadata's SamlSettingsHolder"
RULES: tuple[Rule, ...] = (
    Rule(
        id="saml-keys-missing",
        title="Signing or decrypting without keys",
        level=Level.ERROR,
        reason="The server does not start: it wants all of the key store's three settings, or certificate and key.",
        source=HOLDER,
        reads=(SIGNED, ENCRYPTED, *PAIR, *STORE),
        check=without_keys,
    ),
    Rule(
        id="saml-key-store-incomplete",
        title="Part of a key store",
        level=Level.WARNING,
        reason="The server uses the key store only if path, alias and password are all there.",
        source=HOLDER,
        reads=(SIGNED, ENCRYPTED, *STORE),
        check=incomplete_store,
    ),
    Rule(
        id="saml-key-store-lost",
        title="Key store that the chart does not pass",
        level=Level.WARNING,
        reason="The chart renders SAML_KEYSTORE_* only where saml.security.wantAssertionEncrypted is true.",
        source="OpenMetadata's Helm chart, secrets.yaml",
        reads=(SIGNED, ENCRYPTED, STORE[0]),
        targets=("kubernetes",),
        check=store_lost_by_chart,
    ),
    Rule(
        id="saml-metadata-unsigned",
        title="Metadata to be signed without loaded keys",
        level=Level.WARNING,
        reason="The server hands its keys to java-saml only for signing requests and decrypting assertions.",
        source=HOLDER,
        reads=(METADATA, SIGNED, ENCRYPTED),
        check=metadata_without_keys,
    ),
    Rule(
        id="saml-private-key",
        title="Something else in place of a private key",
        level=Level.ERROR,
        reason="java-saml reads a private key as PKCS#8, from the text of the setting.",
        source="java-saml's Util.loadPrivateKey",
        reads=(KEY,),
        check=unreadable_key,
    ),
    Rule(
        id="saml-key-of-other-certificate",
        title="Certificate and private key that don't belong together",
        level=Level.ERROR,
        reason="The provider checks signatures with the certificate, and encrypts for it.",
        source="RFC 5280, section 4.1.2.7",
        reads=PAIR,
        check=strangers,
    ),
)
