"""A database that cannot store: the visitor is told so, and has his text."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import takewhile

import pytest
from django.db import close_old_connections, connection, connections, transaction

from spacenews.contact.models import Message, Outbox
from spacenews.limits.models import Counter
from tests.contact.conftest import TEXT, Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def assert_text_is_given_back(response) -> None:
    html = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Your message is not stored yet" in html
    assert TEXT in unescape(html)
    assert 'value="ada@example.org"' in html
    assert 'name="stamp"' in html


def release(holder: sqlite3.Connection) -> None:
    holder.rollback()
    holder.close()


@pytest.fixture
def hold_sqlite():
    """Hold the lock that writers need, and wait for it no longer than a test may."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    holder = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    yield holder
    release(holder)
    connection.close()


@pytest.mark.sqlite
def test_a_database_locked_too_long_gives_the_text_back_and_can_be_read(visitor, hold_sqlite):
    response = visitor.send()

    assert_text_is_given_back(response)
    assert visitor.read().status_code == 200
    assert not Message.objects.exists()


@pytest.mark.sqlite
def test_sending_again_from_that_page_stores_it(visitor, hold_sqlite):
    visitor.send()
    hold_sqlite.rollback()

    assert visitor.send().status_code == 303
    assert Message.objects.count() == 1


@pytest.mark.sqlite
def test_a_full_disk_gives_the_text_back(visitor):
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        letters = (visitor.send(f"{TEXT} {number} " + "x" * 9_000) for number in range(1_000))
        statuses = list(
            takewhile((303).__eq__, (letter.status_code for letter in letters))
        )  # pages that are free
        last = visitor.send(TEXT + " " + "x" * 9_000)
    finally:
        connection.close()

    assert_text_is_given_back(last)
    assert Message.objects.count() == len(statuses)


@pytest.mark.postgresql
def test_a_statement_that_waits_too_long_gives_the_text_back(visitor):
    visitor.send("The first.")
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            list(Counter.objects.select_for_update().filter(name="contact turnstile"))
            held.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 300")
        response = visitor.send()
    finally:
        done.set()
        holder.join()
        connection.close()

    assert_text_is_given_back(response)
    assert Message.objects.count() == 1


@pytest.mark.postgresql
def test_a_database_that_is_away_gives_the_text_back(visitor):
    settings = connections["default"].settings_dict
    connection.close()
    port, settings["PORT"] = settings["PORT"], "1"
    host, settings["HOST"] = settings["HOST"], "127.0.0.1"
    try:
        response = visitor.send()
    finally:
        settings["PORT"], settings["HOST"] = port, host
        connection.close()

    assert_text_is_given_back(response)


def test_a_fault_of_ours_is_not_taken_for_an_outage(visitor, monkeypatch):
    monkeypatch.setattr(Message._meta.get_field("text"), "column", "no_such_column")

    with pytest.raises(Exception, match="no_such_column"):
        visitor.send()


def test_clicks_side_by_side_are_one_letter(settings):
    settings.DESK_EMAIL, settings.EMAIL_URL = "desk@example.org", "smtp://mail.example.org"

    def click(_number):
        try:
            return Visitor().send().status_code
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(click, range(16)))

    assert statuses == [303] * 16
    assert (Message.objects.count(), Outbox.objects.count()) == (1, 1)


def test_letters_side_by_side_are_all_kept():
    def send(number):
        try:
            return Visitor().send(f"Letter {number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(24)))

    assert statuses == [303] * 24
    assert set(Message.objects.values_list("text", flat=True)) == {f"Letter {number}" for number in range(24)}


def test_the_letter_is_there_before_the_answer_is(visitor):
    """Durable: not inside another transaction, which could still be rolled back."""
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        visitor.send()
