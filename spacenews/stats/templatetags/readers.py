from django import template

from spacenews.pagecache import clock
from spacenews.stats.models import Kind
from spacenews.stats.readership import HEIGHT_PX, Readership

register = template.Library()


@register.inclusion_tag("admin/stats/readers.html")
def readers_of(kind: str, record) -> dict:
    """Show how often an article or a firm was read: for who may see it at the desk."""
    return {"readership": Readership(Kind(kind), record.pk, clock.now()), "height": HEIGHT_PX}
