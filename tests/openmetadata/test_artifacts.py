import hashlib

from sso_providers.openmetadata.artifacts import Artifact, Export, SecretsMode, Step

from .cases import LINE


def test_artifact_measures_are_of_the_written_bytes() -> None:
    artifact = Artifact(name="a.env", media_type="text/plain", text="A=é\nB=1\n")
    assert artifact.size == 9
    assert artifact.lines == 2
    assert artifact.sha256 == hashlib.sha256("A=é\nB=1\n".encode()).hexdigest()


def test_export_holds_secrets_when_one_file_does() -> None:
    harmless = Artifact(name="a", media_type="text/plain", text="")
    secret = Artifact(name="b", media_type="text/plain", text="", holds_secrets=True)
    step = Step("Do it.")
    assert Export(
        target="docker", variant="compose", release=LINE, artifacts=(harmless, secret), steps=(step,)
    ).holds_secrets
    assert not Export(
        target="docker", variant="compose", release=LINE, artifacts=(harmless,), steps=(step,)
    ).holds_secrets


def test_secrets_mode_every_one_has_a_label() -> None:
    assert all(mode.label for mode in SecretsMode)
