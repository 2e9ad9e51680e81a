from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    name = "spacenews.images"
    verbose_name = _("Pictures")

    public = ("Image", "Rendition")
    private = ()
    edges = ()

    def ready(self):
        from spacenews.images import files

        for model in ("images.Image", "images.Rendition"):
            post_delete.connect(files.remove_with_row, sender=model, dispatch_uid=f"file_of_{model}")
