"""An ExternalSecret: the External Secrets Operator makes the Secret from a store of the cluster's.

Its templates have Sprig's functions (the operator's guide, Advanced Templating v2).
"""

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.artifacts import PLACEHOLDER, Artifact
from sso_providers.openmetadata.exporters import yaml_document
from sso_providers.openmetadata.exporters.header import file
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.quoting import quoted_scalar
from sso_providers.openmetadata.settings import Setting

from .environment import secret_ref
from .manifest import RAW, by_name, documents

EXTERNAL = "external-secret.yaml"
STORE = f"{PLACEHOLDER}SECRET_STORE"
# A JSON text is a double-quoted scalar of YAML.
SCALAR = '{{ .%s | toJson | replace "$" "\\\\u0024" }}'


def external(job: Job, pairs: tuple[Pair, ...]) -> Artifact:
    return file(
        job,
        EXTERNAL,
        documents(external_secret(name, group) for name, group in by_name(pairs).items()),
        what="Makes the Secret of the sign-in settings from a secret store, by the External Secrets Operator.",
        place="the namespace of OpenMetadata.",
        run=f"kubectl apply -f {EXTERNAL}",
    )


def external_secret(name: str, pairs: list[Pair]) -> CommentedMap:
    """v1 is served since the operator's 0.16, and alone since 0.17 (its release notes)."""
    tree = CommentedMap(apiVersion="external-secrets.io/v1", kind="ExternalSecret")
    yaml_document.put(tree, "metadata.name", yaml_document.plain(name))
    yaml_document.put(tree, "spec.refreshInterval", yaml_document.plain("1h"))
    yaml_document.put(tree, "spec.secretStoreRef.name", yaml_document.plain(STORE), "A store of your cluster.")
    yaml_document.put(
        tree, "spec.secretStoreRef.kind", yaml_document.plain("SecretStore"), "SecretStore or ClusterSecretStore."
    )
    yaml_document.put(tree, "spec.target.name", yaml_document.plain(name))
    yaml_document.put(tree, "spec.target.template.engineVersion", yaml_document.plain("v2"))
    content = CommentedMap((secret_ref(setting).key, template(setting, value)) for setting, value in pairs)
    yaml_document.put(tree, "spec.target.template.data", content, f"{RAW} The store holds the bare secret.")
    remote = CommentedSeq(remote_key(setting) for setting, value in pairs if isinstance(value, Secret))
    yaml_document.put(tree, "spec.data", remote, "Where the store keeps each; see your store for property and version.")
    return tree


def template(setting: Setting, value: object) -> yaml_document.Node:
    if isinstance(value, Secret):
        return yaml_document.source(SCALAR % setting.env)
    # A template too: no braces of its own.
    return yaml_document.source(quoted_scalar(str(value)).replace("{", "\\u007b"))


def remote_key(setting: Setting) -> CommentedMap:
    key = yaml_document.plain(f"{PLACEHOLDER}KEY_OF_{setting.env}")
    return CommentedMap(secretKey=yaml_document.plain(str(setting.env)), remoteRef=CommentedMap(key=key))
