"""What the admin pages of several apps share."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Pages of a list that is never counted to its end: a list of any length costs the same.

    `count` stops at MOST; `more` says that there are further rows, which filters and search reach.
    """

    MOST = 2_000

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self.MOST + 1].count()

    @property
    def count(self) -> int:
        return min(self._counted, self.MOST)

    @property
    def more(self) -> bool:
        return self._counted > self.MOST
