"""A server process of a test: `python -m tests.pagecache.served PORT URLCONF CLOCK`.

CLOCK is a file that says by how many seconds its clock is ahead.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.utils import timezone

import spacenews.wsgi
from spacenews.pagecache import clock

port, urlconf, ahead = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])


def now() -> datetime:
    return timezone.now() + timedelta(seconds=float(ahead.read_text()))


class Silent(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """Nobody reads it."""


spacenews.wsgi.settings.ROOT_URLCONF = urlconf
spacenews.wsgi.settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing is collected
}
clock.now = now
make_server("127.0.0.1", port, spacenews.wsgi.application, handler_class=Silent).serve_forever()
