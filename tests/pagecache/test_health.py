import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from spacenews.pagecache import health

REQUEST = RequestFactory().get("/readyz")


@pytest.fixture(autouse=True)
def not_asked_before():
    health.require_migrations.cache_clear()
    yield
    health.require_migrations.cache_clear()


def answer(view):
    response = view(REQUEST)
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.content.decode()


def test_a_process_that_answers_is_alive_and_asks_nobody(django_assert_num_queries):
    assert answer(health.alive) == (200, "ok\n")


@pytest.mark.django_db
def test_a_site_that_can_do_its_work_is_ready():
    assert answer(health.ready) == (200, "ready\n")


@pytest.mark.django_db
def test_without_a_migration_it_is_not_ready():
    MigrationRecorder.Migration.objects.filter(app="limits").delete()

    assert answer(health.ready) == (503, "not ready: migrations\n")


@pytest.mark.django_db
def test_the_migrations_are_looked_for_until_they_are_there(django_assert_max_num_queries):
    answer(health.ready)

    with django_assert_max_num_queries(1):
        assert answer(health.ready) == (200, "ready\n")


@pytest.mark.django_db
def test_without_room_for_a_file_it_is_not_ready(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"

    assert answer(health.ready) == (503, "not ready: disk\n")


def test_without_a_database_it_is_not_ready(committing):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "/no/such/database"
    try:
        assert answer(health.ready) == (503, "not ready: database\n")
    finally:
        connection.settings_dict["NAME"] = name
