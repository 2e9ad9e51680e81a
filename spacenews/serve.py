"""Serve the site with granian: `python -m spacenews.serve` (`… check` only looks whether it could)."""

import os
import signal
import socket
import sys
from _thread import start_new_thread
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

BANNER = """
{name} is at {url}/
The desk is at {url}/admin/ (the first account is "editor").
A password of your own: .venv/bin/python manage.py changepassword editor
Ctrl-C stops the site."""
PLAIN_HTTP = "Plain http is for this machine alone; docs/operators.md tells how to go public."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacenews.settings")
    try:
        host, port = settings.BIND, int(settings.PORT)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    if why := obstacle(host, port):
        sys.exit(
            f"Port {port} of {host} is not free ({why}). Stop what uses it, or choose another: PORT={port + 1}"
        )
    if sys.argv[1:] != ["check"]:
        serve(host, port)


def obstacle(host: str, port: int) -> str:
    """Return why nobody could listen there, or nothing. Granian would share a taken port in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a socket in TIME_WAIT is no neighbour
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror
    return ""


class Server(Granian):
    """Granian, whose handlers of signals wait for nobody.

    They set an event, and may interrupt the very thread that is just waking from it: with its lock held, setting
    waits for ever. So it does when a worker ends in the same moment, as when a whole process group is stopped.
    """

    def signal_handler_interrupt(self, *args) -> None:
        start_new_thread(super().signal_handler_interrupt, args)

    def signal_handler_reload(self, *args) -> None:
        start_new_thread(super().signal_handler_reload, args)


def serve(host: str, port: int) -> None:
    """Print where the site is, then serve it until a signal ends it.

    Threads are kept as long as granian can: each holds a database connection, and on a full disk
    SQLite cannot open another.
    """
    print(BANNER.format(name=settings.SITE_NAME, url=settings.SITE_URL), flush=True)
    if not settings.HTTPS:
        print(PLAIN_HTTP, flush=True)
    server = Server(
        "spacenews.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        blocking_threads=4,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=application, wrap_loader=False)


def application() -> Callable:
    """Load the site, in the worker.

    Ctrl-C reaches parent and worker alike. Only the parent heeds it: the SIGTERM that it then sends
    would meet the worker inside the handler of the first signal, and hang it.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    from spacenews.wsgi import application

    return application


if __name__ == "__main__":
    main()
