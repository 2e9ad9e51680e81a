from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from spacenews.assets import LAYER_FILES

register = template.Library()


@register.simple_tag
def site_css() -> SafeString:
    """Link our stylesheet: as the one file that the storage joins, else (with DEBUG) layer by layer."""
    names = getattr(staticfiles_storage, "site_css", LAYER_FILES)
    links = ((staticfiles_storage.url(name),) for name in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)
