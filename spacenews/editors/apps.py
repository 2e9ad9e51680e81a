from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorsConfig(AppConfig):
    name = "spacenews.editors"
    verbose_name = _("People")

    public = ()
    private = ("User",)
    edges = ()

    def ready(self):
        from spacenews.editors import roles, sessions

        post_migrate.connect(roles.write_roles, dispatch_uid="roles_as_data")
        user_logged_in.connect(sessions.begin, dispatch_uid="session_begins")
