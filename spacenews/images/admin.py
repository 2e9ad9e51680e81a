from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from spacenews.desk import BoundedPaginator, FilteredByName, KeepsReferredTo
from spacenews.images import html, library, renditions
from spacenews.images.forms import ImageForm, UploadForm
from spacenews.images.models import Image

CUTTING = ("focal_x", "focal_y")


@admin.register(Image)
class ImageAdmin(FilteredByName, KeepsReferredTo, admin.ModelAdmin):
    list_display = ("thumbnail", "name", "credit", "size", "created_by", "created_at")
    list_display_links = ("name",)
    list_filter = ("decorative", "created_at")
    list_per_page = 40
    paginator = BoundedPaginator
    search_fields = ("alt", "caption", "credit")
    search_help_text = _("Searches descriptions, captions and credits")
    show_full_result_count = False

    def get_queryset(self, request):
        visible = super().get_queryset(request).visible_to(request.user)
        return visible.select_related("created_by").with_renditions()

    def has_change_permission(self, request, obj=None):
        """What readers see is for those to change who may change any picture, whoever uploaded it."""
        own = obj is None or request.user.has_perm("images.change_any_image") or not obj.is_printed
        return own and super().has_change_permission(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, form=ImageForm if change else UploadForm, **kwargs)

    def get_fieldsets(self, request, obj=None):
        first = ("preview", "size", "created_by", "created_at") if obj else ("upload",)
        words = ("alt", "decorative", "caption", "credit", "licence")
        cutting = {"fields": CUTTING, "classes": ("collapse",)}
        return ((None, {"fields": first + words}), (_("Where it is cut"), cutting))

    def get_readonly_fields(self, request, obj=None):
        return ("preview", "size", "created_by", "created_at") if obj else ()

    def add_view(self, request, *args, **kwargs):
        if request.method == "POST" and self.has_add_permission(request) and "upload" in request.FILES:
            library.read_early(request.FILES["upload"])
        return super().add_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            self._save_words(obj, form)
        else:
            obj.created_by = request.user
            library.keep(obj, form.cleaned_data["upload"])
            transaction.on_commit(partial(renditions.make_missing, obj), robust=True)
            self._tell_what_was_read(request, obj, form)

    def _save_words(self, image, form):
        image.save()
        if set(CUTTING) & set(form.changed_data):
            transaction.on_commit(partial(renditions.make_cuts_again, image), robust=True)

    def _tell_what_was_read(self, request, image, form):
        read = [str(getattr(image, name)) for name in ("credit", "licence") if not form.cleaned_data[name]]
        if any(read):
            said = " · ".join(filter(None, read))
            messages.info(request, _("Read from the file, please check: %(said)s") % {"said": said})

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        square = html.picture(image, shape="square", sizes="4.5rem", alt="")
        return format_html('<span class="thumbnail">{}</span>', square)

    @admin.display(description=_("picture"))
    def preview(self, image):
        wide = html.picture(image, sizes="(min-width: 48rem) 40rem, 100vw")
        return format_html('<span class="preview">{}</span>', wide)

    @admin.display(description=_("description"), ordering="alt")
    def name(self, image):
        return str(image)

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}"
