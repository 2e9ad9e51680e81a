import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from spacenews import environment as env


@pytest.mark.parametrize("value", ["1", "true", "YES", "on"])
def test_a_switch_is_on(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)

    assert env.flag("DEBUG") is True


@pytest.mark.parametrize("value", ["", "0", "false", "No", "off"])
def test_a_switch_is_off(monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)

    assert env.flag("DEBUG") is False


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DEBUG", "perhaps", lambda: env.flag("DEBUG")),
        ("EDGE_S", "-1", lambda: env.number("EDGE_S", 0)),
        ("EDGE_S", "５", lambda: env.number("EDGE_S", 0)),
        ("TRUSTED_PROXIES", "10.0.0.0/99", lambda: env.networks("TRUSTED_PROXIES")),
        ("SITE_URL", "news.example.org", lambda: env.site_url("8000")),
        ("SITE_URL", "https://news.example.org/sub", lambda: env.site_url("8000")),
        ("SITE_URL", "http://news.example.org", lambda: env.site_url("8000")),
        ("ALLOWED_HOSTS", "*", lambda: env.allowed_hosts("https://news.example.org")),
        ("ALLOWED_HOSTS", ".example.org", lambda: env.allowed_hosts("https://news.example.org")),
        ("SECURITY_CONTACT", "security@example.org", env.security_contact),
        ("SECURITY_CONTACT", "http://example.org/report", env.security_contact),
        ("LICENCE_URL", "creativecommons.org/by/4.0", env.licence_url),
        ("SECRET_KEY", "short", lambda: env.secret_key(Path())),
        ("DATABASE_URL", "mysql://localhost/news", lambda: env.database(Path())),
        ("EMAIL_URL", "http://mail.example.org", lambda: env.mail("http://mail.example.org")),
    ],
)
def test_a_wrong_value_ends_in_a_sentence_that_names_its_variable(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=rf"^{name} .+\.$"):
        read()


def test_the_site_is_on_this_machine_unless_it_is_told_otherwise(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)

    assert env.site_url("9000") == "http://127.0.0.1:9000"


def test_three_names_of_this_machine_are_one_site():
    assert env.allowed_hosts("http://localhost:8000") == ["127.0.0.1", "localhost", "[::1]"]


def test_a_public_site_answers_to_its_own_name_and_those_it_is_given(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "www.example.org, news.example.org")

    assert env.allowed_hosts("https://news.example.org") == ["news.example.org", "www.example.org"]


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    key = env.secret_key(tmp_path / "data")

    assert len(key) >= 50
    assert env.secret_key(tmp_path / "data") == key
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600


def test_sqlite_says_stored_only_when_the_disk_has_it(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    options = env.database(tmp_path)["OPTIONS"]

    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 8)


def test_a_database_address_may_hold_any_character(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://news:p%40ss%2Fword@db:5433/space%20news?sslmode=require")

    database = env.database(tmp_path)

    assert (database["USER"], database["PASSWORD"]) == ("news", "p@ss/word")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", "5433", "space news")
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtps://mail.example.org", 465, True, False),
        ("smtp+tls://desk:secret@mail.example.org", 587, False, True),
        ("smtp+tls://mail.example.org:2525", 2525, False, True),
    ],
)
def test_the_scheme_of_the_mail_server_decides_how_it_is_spoken_to(url, port, ssl, tls):
    mail = env.mail(url)

    assert (mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (port, ssl, tls)
