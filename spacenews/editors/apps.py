from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class EditorsConfig(AppConfig):
    name = "spacenews.editors"
    verbose_name = _("People")

    public = ()
    private = ("User",)
    edges = ()

    def ready(self):
        from spacenews import migrated
        from spacenews.editors import roles, sessions

        migrated.once(roles.write_roles, "roles_as_data")
        user_logged_in.connect(sessions.begin, dispatch_uid="session_begins")
