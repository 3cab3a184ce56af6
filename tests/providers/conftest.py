"""Providers that are installed are started side by side, once; the end says which were tried, and which were not.

A test that asks for `provider` runs at each of them that has the abilities its mark `needs` names; with `algorithm`,
once for each signing algorithm of each. In CI, oidc-provider must be among them.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from .browser import Browser
from .journey import Portal
from .keycloak import Keycloak
from .mock import OidcProviderMock
from .oidc_provider import OidcProvider
from .process import free_port
from .provider import Provider

KINDS: tuple[type[Provider], ...] = (OidcProvider, Keycloak, OidcProviderMock)
# Of those that were tried: how long each took to come up.
SECONDS = pytest.StashKey[dict[str, float]]()
Started = dict[type[Provider], tuple[Provider, Future[float]]]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*abilities): only at providers that have them")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" not in metafunc.fixturenames:
        return
    if "CI" in os.environ and OidcProvider.missing():
        pytest.fail(f"In CI oidc-provider must be there, but {OidcProvider.missing()}.", pytrace=False)
    mark = metafunc.definition.get_closest_marker("needs")
    needed = set(mark.args) if mark else set()
    able = [kind for kind in KINDS if not kind.missing() and needed <= kind.abilities]
    if "algorithm" in metafunc.fixturenames:
        pairs = [(kind, algorithm) for kind in able for algorithm in kind.algorithms]
        ids = [f"{kind.name}-{algorithm}" for kind, algorithm in pairs]
        metafunc.parametrize(("provider", "algorithm"), pairs, ids=ids, indirect=["provider"], scope="session")
    else:
        metafunc.parametrize("provider", able, ids=[kind.name for kind in able], indirect=True, scope="session")


@pytest.fixture(scope="session")
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """All that the chosen tests ask for, started at once: the slow ones come up while the quick ones are tried."""
    logs = tmp_path_factory.mktemp("providers")
    specs = [getattr(item, "callspec", None) for item in request.session.items]
    wanted = {spec.params["provider"] for spec in specs if spec and "provider" in spec.params}
    running: Started = {}
    with ThreadPoolExecutor(len(KINDS)) as waiting:
        try:
            for kind in wanted:
                provider = kind(free_port(), logs / f"{kind.name}.log")
                running[kind] = provider, waiting.submit(provider.wait)
            yield running
        finally:
            for provider, _ in running.values():
                provider.process.stop()


@pytest.fixture(scope="session")
def provider(request: pytest.FixtureRequest, started: Started) -> Provider:
    found, ready = started[request.param]
    request.config.stash.setdefault(SECONDS, {})[found.name] = ready.result()
    return found


@pytest.fixture
def portal(db: None, client, provider: Provider) -> Portal:
    """The portal as the test client reaches it."""
    return Portal(client, provider, Browser("http://testserver"))


@pytest.fixture
def served_portal(transactional_db: None, live_server, settings, client, provider: Provider) -> Portal:
    """The portal as the provider reaches it too: over HTTP."""
    settings.PORTAL_URL = live_server.url
    return Portal(client, provider, Browser(live_server.url))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seconds = terminalreporter.config.stash.get(SECONDS, {})
    terminalreporter.section("identity providers")
    for kind in KINDS:
        if reason := kind.missing():
            terminalreporter.line(f"not tried: {kind.name}: {reason}")
        elif kind.name in seconds:
            terminalreporter.line(f"tried: {kind.name} {kind.version()}, up after {seconds[kind.name]:.1f} s")
        else:
            terminalreporter.line(f"not tried: {kind.name} {kind.version()}: no chosen test asks for it")
