"""What an example is, and how each kind of file is made one."""

from dataclasses import dataclass

from sso_providers.catalogue import Release

RELEASE = Release("1.13")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """`name` is the file's, whose ending says how it is written; `release` the line that it is for."""

    name: str
    text: str
    release: Release = RELEASE

    @property
    def fence(self) -> str:
        """The language of its Markdown block."""
        ending = self.name.rpartition(".")[2]
        return "ini" if ending == "env" else ending


def env(*lines: str, release: Release = RELEASE) -> Example:
    return Example(name="openmetadata.env", text="\n".join(lines) + "\n", release=release)


def values(text: str, release: Release = RELEASE) -> Example:
    """Of the Helm chart."""
    return Example(name="values.yaml", text=text.lstrip("\n"), release=release)


def conf(text: str, release: Release = RELEASE) -> Example:
    return Example(name="openmetadata.yaml", text=text.lstrip("\n"), release=release)


def api(text: str, release: Release = RELEASE) -> Example:
    """What a running server has."""
    return Example(name="security-config.json", text=text.lstrip("\n"), release=release)
