"""The site's settings for the benches, and beside it the search library behind Wagtail where that is installed."""

import os
from importlib.util import find_spec

from spacenews.settings import *  # noqa: F403
from spacenews.settings import INSTALLED_APPS, ROOT_URLCONF

WAGTAIL = find_spec("modelsearch") is not None
INSTALLED_APPS = [
    *INSTALLED_APPS,
    *(["django.contrib.postgres", "modelsearch", "bench.peer"] if WAGTAIL else []),
]
ROOT_URLCONF = "bench.bare" if os.environ.get("BARE") else ROOT_URLCONF
