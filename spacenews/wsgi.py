"""What the server calls: the layer of headers and refusals, then static files, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacenews.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from spacenews.articles import drawing  # noqa: E402
from spacenews.contact import outbox  # noqa: E402
from spacenews.firms.network import layout  # noqa: E402
from spacenews.firms.sources import checking  # noqa: E402
from spacenews.pagecache.layer import Layer  # noqa: E402
from spacenews.search import tally  # noqa: E402
from spacenews.stats import counting  # noqa: E402
from spacenews.websub import hub  # noqa: E402

HASHED = r"\.[0-9a-f]{12}\.[^/]+$"  # such a file never changes: another content is another name

files = WhiteNoise(
    django,
    root=None if settings.DEBUG else settings.STATIC_ROOT,  # runserver serves what is not collected yet
    prefix=settings.STATIC_URL,
    allow_all_origins=False,
    immutable_file_test=HASHED,
)
application = Layer(files)
outbox.start()
tally.start()
counting.start()
hub.start()
drawing.start()
layout.start()
checking.start()
