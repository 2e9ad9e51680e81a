"""What is done once after `migrate`, which Django tells of app by app."""

from django.apps import apps
from django.db.models.signals import post_migrate


def once(receiver, name: str) -> None:
    """Connect a receiver to the last signal of a migration: the tables and permissions of all apps are there by then.

    To be called from an app's `ready()`, when all models are known.
    """
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(receiver, sender=last, dispatch_uid=name)
