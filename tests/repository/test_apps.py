"""What Django's own registry must say of our apps."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = [config for config in apps.get_app_configs() if config.name.startswith("spacenews.")]


@pytest.mark.parametrize("config", OURS, ids=lambda config: config.label)
def test_every_model_is_public_or_private(config):
    listed = Counter((*getattr(config, "public", ()), *getattr(config, "private", ())))

    assert listed == Counter(model.__name__ for model in config.get_models())


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
