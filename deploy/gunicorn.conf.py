"""gunicorn: a few workers with threads, since the portal mostly waits for identity providers; logs to stdout."""

import multiprocessing
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger


class QuotingLogger(Logger):
    """gunicorn knows the path decoded only, so that a %0A in it would begin a line of its own in the log."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*args)
        # As WSGI has it: bytes, each as one character (PEP 3333).
        return {**atoms, "U": quote(atoms["U"].encode("latin-1"))}


logger_class = QuotingLogger
bind = "0.0.0.0:8000"
workers = min(multiprocessing.cpu_count() + 1, 5)
threads = 4
# A check of a slow provider ends well before this.
timeout = 60
graceful_timeout = 30
# Fresh workers now and then, not all at once.
max_requests = 2000
max_requests_jitter = 200
# Heartbeats on a disk can block a worker.
worker_tmp_dir = "/dev/shm"  # noqa: S108
accesslog = "-"
errorlog = "-"
# The path without its query: codes and states of sign-ins travel there. With TRUSTED_PROXIES set, %(h)s is the client.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
