"""A variable of a container: an entry of `env`, which wins over `envFrom`.

The value reaches OpenMetadata raw, as YAML source. Kubernetes expands `$(NAME)` in it; the sources
of `quoting` have no dollar sign.
"""

from collections.abc import Iterable

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.exporters import yaml_document
from sso_providers.openmetadata.exporters.header import comment
from sso_providers.openmetadata.exporters.variables import yaml_source
from sso_providers.openmetadata.settings import SecretRef, Setting


def literal(setting: Setting, value: Value) -> CommentedMap:
    return CommentedMap(name=setting.env, value=yaml_document.source(yaml_source(setting, value)))


def reference(setting: Setting) -> CommentedMap:
    """The variable from its key of the Secret."""
    return CommentedMap(name=setting.env, valueFrom=CommentedMap(secretKeyRef=key_of(secret_ref(setting))))


def key_of(reference: SecretRef) -> CommentedMap:
    return CommentedMap(name=yaml_document.plain(reference.name), key=yaml_document.plain(reference.key))


def secret_ref(setting: Setting) -> SecretRef:
    if setting.secret_ref is None:
        raise TypeError(
            say("{path} holds a secret, and the settings table names no key of a Secret for it.", path=setting.path)
        )
    return setting.secret_ref


def sequence(entries: Iterable[tuple[CommentedMap, str]], *, indent: int = 0) -> CommentedSeq:
    """The entries, each under its comment; `indent` is the column of their dashes."""
    pairs = list(entries)
    result = CommentedSeq(entry for entry, _ in pairs)
    for index, (_, note) in enumerate(pairs):
        if note:
            result.yaml_set_comment_before_after_key(index, before=wrapped(note), indent=indent)
    return result


def wrapped(note: str) -> str:
    """The lines of a comment, which ruamel.yaml marks itself."""
    return "\n".join(line.removeprefix("# ") for line in comment(note).splitlines())
