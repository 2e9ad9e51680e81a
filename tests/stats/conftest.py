import datetime as dt

import pytest

from spacenews.limits import pace
from spacenews.stats import counting, violations, visits
from spacenews.stats.memory import Counts
from tests.stats import readers

NOW = dt.datetime(2026, 8, 20, 9, 20, tzinfo=dt.UTC)  # a Thursday


@pytest.fixture(autouse=True)
def counting_on(settings, clock, monkeypatch):
    """Count from nothing, on a Thursday."""
    settings.COUNT_EVERY_S = 60
    clock.set(NOW)
    monkeypatch.setattr(pace, "pace", pace.Pace())
    for module in (visits, violations):
        monkeypatch.setattr(module, "held", Counts(module.MOST_HELD))


@pytest.fixture
def read(client):
    """Return what opens a page as a reader's browser does, so many times, from a page of another site or none."""

    def read(path: str, times: int = 1, host: str = "", **headers):
        answers = [
            readers.tell(client, f"{path}\n{host}".encode(errors="surrogatepass"), **headers)
            for _time in range(times)
        ]
        return answers[-1]

    return read


@pytest.fixture
def written():
    """Return what writes down what was counted, as a process does once a minute."""
    return counting.write_and_forget
