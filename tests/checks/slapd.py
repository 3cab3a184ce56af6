"""OpenLDAP's slapd with the entries of the fake directory; Debian's package slapd brings it.

SLAPD may name the program where it lies elsewhere, such as in an unpacked package.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.checks.directory import ACCOUNT, ENTRIES
from tests.checks.made_certificates import Made

SCHEMAS = ("core", "cosine", "inetorgperson")


def program() -> Path:
    found = os.environ.get("SLAPD") or shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found:
        pytest.skip("slapd is not installed: apt-get install slapd, or name it in SLAPD.")
    return Path(found)


@contextmanager
def running_slapd(folder: Path, password: str, pair: Made) -> Iterator[tuple[int, int]]:
    """Its two ports on 127.0.0.1: without and with TLS."""
    slapd = program()
    schemas = slapd.parents[2] / "etc" / "ldap" / "schema"
    (folder / "data").mkdir()
    (folder / "cert.pem").write_text(pair.pem)
    (folder / "key.pem").write_text(pair.key_pem)
    includes = "".join(f"include {schemas / name}.schema\n" for name in SCHEMAS)
    (folder / "slapd.conf").write_text(
        f"{includes}TLSCertificateFile {folder}/cert.pem\nTLSCertificateKeyFile {folder}/key.pem\n"
        f'database ldif\nsuffix "dc=acme,dc=example"\nrootdn "{ACCOUNT}"\nrootpw "{password}"\n'
        f"directory {folder}/data\n"
    )
    (folder / "entries.ldif").write_text("\n".join(ldif(dn, entry) for dn, entry in ENTRIES.items()))
    load: list[str | Path] = [slapd, "-T", "add", "-f", folder / "slapd.conf", "-l", folder / "entries.ldif"]
    subprocess.run(load, check=True, capture_output=True)
    plain, encrypted = free_port(), free_port()
    urls = f"ldap://127.0.0.1:{plain}/ ldaps://127.0.0.1:{encrypted}/"
    # -d 0 keeps it in the foreground.
    process = subprocess.Popen([slapd, "-f", folder / "slapd.conf", "-h", urls, "-d", "0"], stderr=subprocess.DEVNULL)
    try:
        wait_for(plain, process)
        yield plain, encrypted
    finally:
        process.terminate()
        process.wait(timeout=10)


def ldif(dn: str, entry: dict[str, list[str]]) -> str:
    lines = [f"dn: {dn}", *(f"{name}: {value}" for name, values in entry.items() for value in values)]
    return "\n".join(lines) + "\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "slapd ended"
            time.sleep(0.05)
        else:
            return
    raise AssertionError("slapd does not listen")
