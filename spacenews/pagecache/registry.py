"""What each app says of its tables: `public` and `private` model names, and `edges` (model name, column).

Apps without such lists (auth, sessions, taggit, the admin's log) hold nothing that readers see.
"""

from functools import cache

from django.apps import AppConfig, apps
from django.db.models import Field, Model


@cache
def public_tables() -> frozenset[str]:
    """Names of the tables that readers see something of, those of their many-to-many fields included."""
    models = [model for config in apps.get_app_configs() for model in public_models(config)]
    joins = [field.remote_field.through for model in models for field in model._meta.local_many_to_many]
    models += [join for join in joins if join._meta.auto_created]
    return frozenset(model._meta.db_table for model in models)


@cache
def edges() -> tuple[Field, ...]:
    """Fields that hold moments at which what readers see changes by itself."""
    return tuple(
        config.get_model(name)._meta.get_field(column)
        for config in apps.get_app_configs()
        for name, column in getattr(config, "edges", ())
    )


def public_models(config: AppConfig) -> list[type[Model]]:
    return [config.get_model(name) for name in getattr(config, "public", ())]
