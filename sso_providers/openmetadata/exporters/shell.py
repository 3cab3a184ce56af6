"""Shell commands that several targets show: how a secret gets from a prompt to a program.

The secret is read from the terminal, so it stands neither in the shell's history nor in a
process list. bash and zsh.
"""

import shlex
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Step
from sso_providers.openmetadata.settings import LDAP, OIDC, SAML, TRUST_STORE, Setting

from .job import Job

# YAML's double-quoted scalar of $secret: backslash and quote escaped, $ as in quoting.quoted_scalar.
SCALAR = r'''"\"$(printf %s "$secret" | sed -e 's/[\\"]/\\&/g' -e 's/\$/\\u0024/g')\""'''
# How a person calls what a setting holds; no apostrophe, for it stands in a prompt.
LABELS = {
    f"{OIDC}.secret": say("client secret"),
    f"{LDAP}.dnAdminPassword": say("password of the bind account"),
    f"{TRUST_STORE}.customTrustManagerConfig.trustStoreFilePassword": say("password of the trust store"),
    f"{SAML}.sp.spPrivateKey": say("private key (its base64 on one line, without BEGIN and END)"),
    f"{SAML}.security.keyStorePassword": say("password of the key store"),
}


def label(setting: Setting) -> str:
    return LABELS.get(setting.path) or str(setting.env)


def ask(name: str, prompt: str) -> str:
    """Reads `name` without showing it. The line goes on: of a pasted command, `read` would take the next line."""
    return f"printf '{prompt[:1].upper()}{prompt[1:]}: '; IFS= read -rs {name}; echo; \\\n"


def ask_secret(label: str = "client secret") -> str:
    return ask("secret", label)


def export_secret(name: str, label: str = "client secret") -> str:
    """Asks for the secret and exports it as `name`, a YAML scalar."""
    return f"{ask_secret(label)}export {name}={SCALAR}; unset secret"


def hand_over(job: Job, prefix: str = "", more: str = "") -> Iterator[Step]:
    """A prompt for each secret of the configuration, into the variable of its setting."""
    for setting, _ in job.secret_settings:
        text = say("Hand the {label} to this shell; nothing of it is written down.", label=label(setting))
        if more:
            text = say("{text} {more}", text=text, more=more)
        yield Step(text, export_secret(f"{prefix}{setting.env}", label(setting)))


def check(url: str) -> str:
    """OpenMetadata's public answer about how people sign in."""
    return f"curl --fail --silent --show-error {shlex.quote(f'{url}/api/v1/system/config/auth')}"
