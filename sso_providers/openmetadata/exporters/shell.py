"""Shell commands that several targets show: how a secret gets from a prompt to a program.

The secret is read from the terminal, so it stands neither in the shell's history nor in a
process list. bash and zsh.
"""

import shlex

# YAML's double-quoted scalar of $secret: backslash and quote escaped, $ as in quoting.quoted_scalar.
SCALAR = r'''"\"$(printf %s "$secret" | sed -e 's/[\\"]/\\&/g' -e 's/\$/\\u0024/g')\""'''


def ask(name: str, prompt: str) -> str:
    """Reads `name` without showing it. The line goes on: of a pasted command, `read` would take the next line."""
    return f"printf '{prompt}: '; IFS= read -rs {name}; echo; \\\n"


def ask_secret() -> str:
    return ask("secret", "Client secret")


def export_secret(name: str) -> str:
    """Asks for the secret and exports it as `name`, a YAML scalar."""
    return f"{ask_secret()}export {name}={SCALAR}; unset secret"


def check(url: str) -> str:
    """OpenMetadata's public answer about how people sign in."""
    return f"curl --fail --silent --show-error {shlex.quote(f'{url}/api/v1/system/config/auth')}"
