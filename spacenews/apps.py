from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The stock admin under the project's own site."""

    default_site = "spacenews.admin.Desk"
