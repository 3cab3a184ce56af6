"""Are the keys that OpenMetadata will use the provider's, and do they fit the registered algorithm?"""

from sso_providers.catalogue.sentences import say
from sso_providers.http import FetchError, shown
from sso_providers.oidc import keys
from sso_providers.oidc.discovery import Metadata

from .report import Question, Stage
from .subject import Subject

KEYS = Question("keys", "Signing keys")


def stage(subject: Subject, metadata: Metadata | None) -> Stage:
    if metadata is None:
        return KEYS.not_reached("the discovery document")
    registered, named = subject.endpoints.jwks_uri, shown(metadata.jwks_uri)
    if metadata.jwks_uri != registered:
        return KEYS.failed(
            say(
                "The provider names {named} as its key address, but OpenMetadata would use {registered}: mend "
                "{jwks_field}.",
                named=named,
                registered=registered,
                jwks_field=subject.label(subject.jwks_field),
            ),
            ("Registered", registered),
            ("Found", named),
            field=subject.jwks_field,
        )
    try:
        answer = subject.get(metadata.jwks_uri)
        if answer.status != 200:
            summary = say(
                "{named} answered with status {status} instead of keys: ask the provider's operators.",
                named=named,
                status=answer.status,
            )
            return KEYS.failed(summary, ("Address", named), ("Status", answer.status), field=subject.jwks_field)
        usable = keys.usable_keys(answer.json_object())
    except FetchError as error:
        return KEYS.failed(str(error), ("Address", named), ("Reason", error.reason), field=subject.jwks_field)
    except keys.KeysError as error:
        summary = say("{error} Check that {named} is the right address.", error=str(error), named=named)
        return KEYS.failed(summary, ("Address", named), field=subject.jwks_field)
    return judge(subject, metadata, usable)


def judge(subject: Subject, metadata: Metadata, usable: tuple[keys.Key, ...]) -> Stage:
    wanted = subject.setting("signing_algorithm")
    offered = tuple(name for name in metadata.id_token_algorithms if name in keys.SUPPORTED)
    listed = ", ".join(offered) or "none that OpenMetadata could use"
    facts = (("Address", shown(metadata.jwks_uri)), ("Usable keys", len(usable)), ("Algorithms offered", listed))
    if not usable:
        return KEYS.failed(
            "The provider publishes no key that can verify a signature (RSA from 2048 bits, EC or Ed25519): "
            "have it publish one.",
            *facts,
            field=subject.jwks_field,
        )
    if wanted and wanted not in offered:
        return KEYS.failed(
            say(
                "The provider does not sign with {wanted}; it offers {listed}. Choose one of these as "
                "{signing_algorithm}, or switch it on at the provider.",
                wanted=wanted,
                listed=listed,
                signing_algorithm=subject.label("signing_algorithm"),
            ),
            *facts,
            field="signing_algorithm",
        )
    fitting = [key for key in usable if not wanted or wanted in key.algorithms]
    if not fitting:
        return KEYS.failed(
            say(
                "None of the provider's {usable} keys fits {wanted}: choose another signing algorithm, or have "
                "the provider publish such a key.",
                usable=len(usable),
                wanted=wanted,
            ),
            *facts,
            field="signing_algorithm",
        )
    counted = say("1 key") if len(usable) == 1 else say("{count} keys", count=len(usable))
    return KEYS.ok(
        say(
            "{counted}, {algorithms}; the key address that OpenMetadata will use is the one the provider names.",
            counted=counted,
            algorithms=wanted or listed,
        ),
        *facts,
    )
