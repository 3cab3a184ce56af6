"""Words that the server does not know where it knows only a few."""

import difflib
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import is_null
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, PROVIDER_BLOCKS, SETTINGS, Setting
from sso_providers.openmetadata.subject import Subject

# Of these other rules speak, with reasons of their own.
SPOKEN = {
    f"{AUTHENTICATION}.provider",
    f"{AUTHENTICATION}.clientType",
    f"{AUTHENTICATION}.responseType",
    f"{AUTHENTICATION}.tokenValidationAlgorithm",
    f"{OIDC}.clientAuthenticationMethod",
}
CHOSEN = tuple(path for path, setting in SETTINGS.items() if setting.choices and path not in SPOKEN)


def no_choice(subject: Subject) -> Iterator[Found]:
    for path in CHOSEN:
        value = subject.config.values.get(path)
        setting = SETTINGS[path]
        if not isinstance(value, str) or value in setting.choices or is_null(subject, path) or is_open(value):
            continue
        message = say(
            "{value} is none of {choices}: use one of these, to the letter.",
            value=quoted(value),
            choices=", ".join(setting.choices),
        )
        level = None if is_passed(subject, path) else Level.WARNING
        yield Found(setting=path, message=message, fix=nearest(value, setting), level=level)


def is_passed(subject: Subject, path: str) -> bool:
    """The server reads every block that is there, but the chart passes that of the chosen provider only."""
    block = next((block for block in PROVIDER_BLOCKS if path.startswith(f"{block}.")), "")
    chosen = subject.provider.lower()
    return not block or subject.target != "kubernetes" or chosen == "" or block.endswith(f".{chosen}Configuration")


def nearest(value: str, setting: Setting) -> str | None:
    by_lower_case = {choice.lower(): choice for choice in setting.choices}
    near = difflib.get_close_matches(value.strip().lower()[:100], by_lower_case, n=1)
    return by_lower_case[near[0]] if near else None


RULES: tuple[Rule, ...] = (
    Rule(
        id="value-not-a-choice",
        title="A word that the server does not know",
        level=Level.ERROR,
        reason="The server takes these words only, in this spelling; any other keeps it from starting.",
        source="OpenMetadata's authenticationConfiguration.json and ldapConfiguration.json",
        reads=CHOSEN,
        check=no_choice,
    ),
)
