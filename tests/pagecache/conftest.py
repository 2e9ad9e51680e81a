import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from spacenews.firms.models import Claim, FactChange, Organization, Source
from spacenews.limits.models import Counter, Salt


@pytest.fixture
def committing(django_db_setup, django_db_blocker):
    """Real transactions. `django_db(transaction=True)` would flush and refill every table after each test."""
    with django_db_blocker.unblock():
        yield
        with transaction.atomic():
            for model in (Claim, Organization, Source, FactChange, Counter, Salt):
                model.objects.all().delete()


@pytest.fixture
def keeping(db):
    """A request that is made by hand leaves the test's transaction open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
