"""What is of this moment on an article's page: printed there, or, where the page is drawn to be kept, left open."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from spacenews.articles.models import Piece

register = template.Library()
# The parts, and what must be in the context to print anything.
PARTS = {
    "corrected": "corrections",
    "fresh": "corrections",
    "corrections": "corrections",
    "translations": "translations",
    "prevnext": "edition",
}


@register.simple_tag(takes_context=True)
def part(context, name: str) -> SafeString:
    """Print a part, templates/parts/<name>.html or the text itself; while a piece is drawn, only its place."""
    return format_html("<!--part {}-->", name) if context.get("is_drawn") else printed(context, name)


@register.simple_tag(takes_context=True)
def filled(context, piece: Piece) -> SafeString:
    """Print a stored piece with its parts."""
    return piece.filled(lambda name: printed(context, name))


def printed(context, name: str) -> str:
    if name == "body":
        return context["body"]
    if not context.get(PARTS[name]):
        return ""
    with context.push():
        return context.template.engine.get_template(f"parts/{name}.html").render(context)
