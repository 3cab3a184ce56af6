"""The body of PUT /api/v1/system/security/config, and how it is sent (SystemResource).

The administrator's token reaches curl by a pipe that the shell's own printf fills, so no process
list shows it.
"""

import json
import shlex
from collections.abc import Iterator

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.paths import nested
from sso_providers.openmetadata.quoting import json_document, refuse_unquotable
from sso_providers.openmetadata.settings import AUTHENTICATION, Setting, ValueType

from . import effect, placeholders, shell
from .api_settings import notes, stored
from .job import Job

FILE = "security-config.json"
STORED = "stored-security-config.json"
CODE = r"--write-out '%{http_code}\n'"
# A block of nothing but null is refused, though the server itself shows it (issue 28619).
WITHOUT_NULLS = 'walk(if type == "object" then with_entries(select(.value != null and .value != {})) else . end)'
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
COGNITO = "aws-cognito"


def render(job: Job) -> Export:
    return Export(
        target="api",
        variant="rest",
        release=job.release,
        artifacts=(artifact(job),),
        steps=tuple(steps(job)),
        notes=(*notes(job, say("at once, on the server that is asked")), *own_notes(job)),
    )


def artifact(job: Job) -> Artifact:
    text = json_document(nested({setting.path: typed(job, setting, value) for setting, value in stored(job)}))
    return Artifact(name=FILE, media_type="application/json", text=text, holds_secrets=job.writes_secret)


def typed(job: Job, setting: Setting, value: Value | Secret) -> object:
    """As the schema has it: useNonce, maxClockSkew and maxAge are texts, customParams an object."""
    if setting.type is ValueType.MAP:
        return json.loads(str(value))
    if setting.path == KEYS and is_cognito(job) and isinstance(value, tuple):
        value = tuple(url for url in value if not url.startswith(f"{job.config.server_url}/"))
    literal = job.literal(setting, value)
    for text in literal if isinstance(literal, tuple) else (literal,):
        refuse_unquotable(str(text))
    return literal


def is_cognito(job: Job) -> bool:
    return job.config.values.get(f"{AUTHENTICATION}.provider") == COGNITO


def steps(job: Job) -> Iterator[Step]:
    url = f"{job.config.server_url}/api/v1/system/security/"
    config, validate = shlex.quote(f"{url}config"), shlex.quote(f"{url}validate")
    yield Step(
        "In bash or zsh, hand over the token of an administrator (the page of your own account, Access Token) or of a "
        "bot with the role Admin. It stays in this shell.",
        hand_over_token(),
    )
    yield Step(
        say(
            "Keep what the server has stored, for the way back: 200 is good. Secrets in {stored} are asterisks when a "
            "person asks, and readable when a bot does; delete it when all is well.",
            stored=STORED,
        ),
        f"(umask 077; om --output {STORED} {CODE} {config})",
    )
    yield from secrets(job)
    sent = body(job)
    yield Step(
        "Let the server try the settings: it stores nothing and says what it would refuse. success is good.",
        f"{sent} {validate}",
    )
    yield Step(
        "Store them: 200 is good. The answer itself repeats the secrets, so it is thrown away.",
        f"{sent} --request PUT --output /dev/null {CODE} {config}",
        takes_effect=True,
    )
    yield effect.check(job)
    yield Step("Restart the other servers, if there are several: only the one that was asked knows (issue 30882).")
    yield Step(
        say(
            "The way back, if nobody can sign in: the token still works. First write the secrets into {stored} where "
            "asterisks are. If it is refused, or the server no longer starts, {forget} and a restart make the "
            "server read its files; where its container is down, docker compose run --entrypoint bash enters another. "
            "Close the shell in the end: it holds the token.",
            stored=STORED,
            forget=effect.FORGET,
        ),
        f"jq '{WITHOUT_NULLS}' {STORED} \\\n  | om --data-binary @- --request PUT --output /dev/null {CODE} {config}",
    )


def hand_over_token() -> str:
    return (
        f"{shell.ask('token', 'token')}"
        "om() { curl --silent --show-error --header 'Content-Type: application/json' \\\n"
        '  --header @<(printf \'Authorization: Bearer %s\' "$token") "$@"; }'
    )


def secrets(job: Job) -> Iterator[Step]:
    if job.writes_secret:
        yield Step("The file holds a secret: keep it to yourself.", f"chmod 600 {FILE}")
    if job.fills_in:
        yield placeholders.how_in(FILE, placeholders.VERBATIM)
    if job.refers:
        for setting, _ in job.secret_settings:
            label = shell.label(setting)
            yield Step(
                say("Hand the {label} to this shell; jq puts it in, and nothing of it is written down.", label=label),
                f"{shell.ask(str(setting.env), label)}export {setting.env}",
            )


def body(job: Job) -> str:
    """The command that sends the body; what follows is curl's."""
    if not job.refers:
        return f"om --data-binary @{FILE}"
    filled = " | ".join(f".{setting.path} = env.{setting.env}" for setting, _ in job.secret_settings)
    return f"jq '{filled}' {FILE} \\\n  | om --data-binary @-"


def own_notes(job: Job) -> Iterator[str]:
    if job.refers:
        yield "jq 1.5 or later is needed, and curl 7.55 or later."
    else:
        yield "curl 7.55 or later is needed, and for the way back jq 1.5 or later."
    if is_cognito(job):
        yield (
            "OpenMetadata's own keys are not among publicKeyUrls, because its validator for Cognito refuses them. If "
            "bots can't sign in afterwards, store the settings by openmetadata-ops.sh, which validates nothing."
        )
