"""Files that are made of very many records: not too often for one network, not too many at once."""

import pytest
from django.urls import resolve

from spacenews.firms import downloads

pytestmark = pytest.mark.django_db


def test_a_network_that_takes_files_away_too_fast_is_told_so(client, limits, settings, clock):
    settings.LIMITS = {**settings.LIMITS, "files_minute": 2}

    statuses = [client.get(address).status_code for address in ("/firms.csv", "/network.json?kind=alliance")]
    answer = client.get("/id/data/claims.json")

    assert statuses == [200, 200]
    assert answer.status_code == 429 and "lebih cepat" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert client.get("/firms.csv", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_all_that_is_made_of_very_many_records_is_bounded():
    files = "firms", "network", "firms/x/network", "figures/x", "data/figures"

    assert all(resolve(f"/{name}.{form}").func.waits is False for name in files for form in ("csv", "json"))


def test_who_asks_while_others_have_theirs_made_is_told_to_come_again(client):
    for _turn in range(downloads.MOST_AT_ONCE):
        downloads.turns.acquire()
    try:
        answer = client.get("/firms.csv")
    finally:
        downloads.turns.release(downloads.MOST_AT_ONCE)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Ask again in a few seconds." in answer.content.decode()
    assert client.get("/firms.csv").status_code == 200
