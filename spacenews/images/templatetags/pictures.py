from django import template
from django.utils.safestring import SafeString

from spacenews.images import html
from spacenews.images.models import Image

register = template.Library()


@register.simple_tag
def picture(image: Image | None, **options) -> SafeString:
    """Print a picture: `{% picture image sizes="100vw" eager=True class="" alt="" shape="wide" %}`."""
    css_class = options.pop("class", "")
    return html.picture(image, css_class=css_class, **options)
