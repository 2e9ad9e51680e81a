"""The site's settings for the benches, and beside it the search library behind Wagtail where that is installed."""

from importlib.util import find_spec

from spacenews.settings import *  # noqa: F403
from spacenews.settings import INSTALLED_APPS

WAGTAIL = find_spec("modelsearch") is not None
INSTALLED_APPS = [
    *INSTALLED_APPS,
    *(["django.contrib.postgres", "modelsearch", "bench.peer"] if WAGTAIL else []),
]
