import gc
from datetime import datetime, timedelta

import pytest
from django.conf import settings as site_settings
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from spacenews.articles import pieces
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import fragments

pytest_plugins = ["tests.markers", "tests.chromium"]
LIMITS = dict(site_settings.LIMITS)


def pytest_configure(config):
    gc.set_threshold(50_000, 20, 50)  # to look for garbage as often as usual took a seventh of all time
    site_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    site_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing is collected
    }
    site_settings.STRICT_WRITES = True
    site_settings.LIMITS = dict.fromkeys(LIMITS, 0)
    site_settings.PAGES_MB = 0  # what is stored holds until a commit, and most tests commit nothing
    site_settings.OUTBOX_EVERY_S = 0  # no test sends mail behind another's back
    site_settings.TALLY_EVERY_S = 0  # nor counts what it searches
    site_settings.COUNT_EVERY_S = 0  # or reads
    site_settings.DRAW_EVERY_S = 0
    site_settings.LAYOUT_EVERY_S = 0
    keep_sqlite_in_a_file()


def pytest_collection_finish():
    gc.collect()
    gc.freeze()  # what is there before the first test stays to the end


def keep_sqlite_in_a_file():
    """One in memory has neither the locks nor the log of a site's. Only a crash would miss `synchronous`."""
    database = site_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(site_settings.DATA_DIR / "test.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Make the test's database for whoever asks for this alone too: the library would leave them the site's own."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def no_old_fragments():
    fragments.clear()


@pytest.fixture
def nothing_is_drawn(monkeypatch):
    """Let publishing keep no pieces of pages for readers, which take time to draw."""
    monkeypatch.setattr(pieces, "can_be_drawn", lambda: False)


@pytest.fixture
def limits(settings):
    """Switch the limits on, which are off in tests."""
    settings.LIMITS = LIMITS


@pytest.fixture
def clock():
    yield Clock()
    site_clock.offset = timedelta(0)


class Clock:
    """The site's time, moved by a test; it goes on from where it was set."""

    def set(self, moment: datetime) -> None:
        site_clock.offset = moment - timezone.now()

    def forward(self, **duration: float) -> None:
        """Take what timedelta takes: `clock.forward(minutes=1)`."""
        site_clock.offset += timedelta(**duration)

    def now(self) -> datetime:
        return site_clock.now()
