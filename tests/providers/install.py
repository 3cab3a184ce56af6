"""`make providers`: installs into .cache/providers what this machine has the tools for, and says what it could not.

Every version is pinned, and every download is compared with a checksum that is kept here: npm's lock file has
those of its packages, keycloak.sha256 that of Keycloak's distribution on Maven Central.
"""

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from . import keycloak, oidc_provider
from .provider import INSTALLED

HERE = Path(__file__).parent
LOCK = ("package.json", "package-lock.json")
SUM = HERE / "keycloak.sha256"
MAVEN = ("mvn", "--batch-mode", "--quiet", "--strict-checksums")
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy"


class Unavailable(Exception):
    """Why it is not installed."""


def need(*commands: str) -> None:
    absent = [command for command in commands if shutil.which(command) is None]
    if absent:
        raise Unavailable(f"this machine has no {' and no '.join(absent)}")


def run(*command: str | Path, folder: Path) -> None:
    """Its output is shown; raises `Unavailable` if it fails."""
    try:
        subprocess.run(command, cwd=folder, check=True)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"{Path(command[0]).name} ended with {error.returncode}, see above") from None


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def install_oidc_provider() -> str:
    need("node", "npm")
    # The module calls it; an older Node.js ends there.
    if subprocess.run(["node", "--eval", "process.exit(URL.parse ? 0 : 1)"]).returncode:
        raise Unavailable("this machine's Node.js is too old: it needs 22, or a late 20")
    folder = oidc_provider.FOLDER
    if any(not (folder / name).exists() or read(folder / name) != read(HERE / "npm" / name) for name in LOCK):
        fresh(folder)
        for name in LOCK:
            shutil.copy(HERE / "npm" / name, folder)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    return oidc_provider.OidcProvider.version()


def install_keycloak() -> str:
    need("java", "mvn", "bash")
    wanted, name = read(SUM).split()
    match = re.fullmatch(r"keycloak-quarkus-dist-([\d.]+)\.zip", name)
    assert match, f"Unexpected file name {name} in {SUM.name}: use keycloak-quarkus-dist-VERSION.zip."
    if not keycloak.VERSION.exists() or read(keycloak.VERSION).strip() != match[1]:
        downloads = fresh(INSTALLED / "downloads")
        artifact = f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{match[1]}:zip"
        run(*MAVEN, COPY, artifact, f"-DoutputDirectory={downloads}", folder=downloads)
        found = hashlib.sha256((downloads / name).read_bytes()).hexdigest()
        if found != wanted:
            raise Unavailable(f"{name} has the checksum {found}, not {wanted}: don't use it")
        unpack(downloads / name, match[1])
        shutil.rmtree(downloads)
    return keycloak.Keycloak.version()


def unpack(archive: Path, version: str) -> None:
    """Ready to start without a build; version.txt comes last, so that half an installation is none."""
    parts = fresh(INSTALLED / "parts")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(parts)
    unpacked = parts / f"keycloak-{version}"
    (unpacked / "version.txt").unlink()
    run("bash", "bin/kc.sh", "build", "--db=dev-mem", folder=unpacked)
    shutil.rmtree(keycloak.FOLDER, ignore_errors=True)
    unpacked.rename(keycloak.FOLDER)
    parts.rmdir()
    keycloak.VERSION.write_text(version + "\n", "utf-8")


def read(path: Path) -> str:
    return path.read_text("utf-8")


PROVIDERS: dict[str, Callable[[], str]] = {"oidc-provider": install_oidc_provider, "Keycloak": install_keycloak}


def main() -> None:
    for name, install in PROVIDERS.items():
        try:
            print(f"{name} {install()}: installed.", flush=True)
        except Unavailable as error:
            print(f"{name}: not installed: {error}.", flush=True)


if __name__ == "__main__":
    main()
