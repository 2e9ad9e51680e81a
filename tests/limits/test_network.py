import doctest
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import RequestFactory

from spacenews.environment import networks
from spacenews.limits import network
from spacenews.limits.models import Salt

NOON = datetime(2030, 5, 5, 12, tzinfo=UTC)
PROXIES = "10.0.0.0/8, 192.0.2.1, 2001:db8:ffff::/48"


def request(address="203.0.113.7", forwarded=None):
    meta = {"REMOTE_ADDR": address} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})
    return RequestFactory().get("/", **meta)


@pytest.fixture
def proxies(settings, monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", PROXIES)
    settings.TRUSTED_PROXIES = networks("TRUSTED_PROXIES")


def test_a_proxy_that_is_no_network_stops_the_start_with_one_sentence(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, nginx")

    with pytest.raises(ImproperlyConfigured, match=r"^TRUSTED_PROXIES must list networks such as"):
        networks("TRUSTED_PROXIES")


def test_nobody_is_believed_where_no_proxy_is_trusted():
    assert network.address_of(request("203.0.113.7", "198.51.100.1")) == "203.0.113.7"


@pytest.mark.parametrize(
    ("address", "forwarded", "visitor"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("192.0.2.1", "198.51.100.1", "198.51.100.1"),
        ("192.0.2.2", "198.51.100.1", "192.0.2.2"),
        ("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:ffff::1", "2001:db8::5", "2001:db8::5"),
        ("10.1.2.3", "198.51.100.66, 198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "198.51.100.66, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.1.2.3", "198.51.100.66,10.8.8.8,10.9.9.9", "198.51.100.66"),
        ("10.1.2.3", "10.8.8.8", "10.8.8.8"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("10.1.2.3", "198.51.100.1, nonsense", "10.1.2.3"),
        ("10.1.2.3", "<script>, 10.9.9.9", "10.9.9.9"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_chain_is_read_from_the_right_as_far_as_it_is_trusted(proxies, address, forwarded, visitor):
    assert network.address_of(request(address, forwarded)) == visitor


@pytest.mark.parametrize(
    ("address", "its_network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("::1", "::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_the_network_of_an_address(address, its_network):
    assert network.network_of(address) == its_network


@pytest.mark.django_db
def test_neighbours_share_a_hash_and_others_do_not():
    hashes = [
        network.hash_of(request(address), NOON) for address in ("203.0.113.7", "203.0.113.99", "203.0.112.7")
    ]

    assert hashes[0] == hashes[1] != hashes[2]
    assert len(hashes[0]) == 32


@pytest.mark.django_db
def test_tomorrow_the_same_network_has_another_hash_and_the_salt_of_today_is_gone():
    today = network.hash_of(request(), NOON)
    salt = Salt.objects.get().value

    tomorrow = network.hash_of(request(), NOON + timedelta(days=1))

    assert today != tomorrow
    assert not Salt.objects.filter(value=salt).exists()
    assert Salt.objects.count() == 1


@pytest.mark.django_db
def test_the_hash_is_the_same_all_day():
    assert network.hash_of(request(), NOON) == network.hash_of(request(), NOON + timedelta(hours=11))


@pytest.mark.django_db(transaction=True)
def test_the_first_visitors_of_a_day_agree_on_its_salt():
    start, hashes, errors = threading.Barrier(6), set(), []

    def visit():
        try:
            start.wait()
            hashes.add(network.hash_of(request(), NOON))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=visit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len(hashes) == 1


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(network).failed == 0
