"""What of articles rests on a source: working copies that a person may see, and what readers see of them."""

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.articles.desk.stories import printed_for
from spacenews.articles.models import Article, ArticleSource, Edition, EditionSource
from spacenews.firms.models import Source
from spacenews.firms.sources.resting import Kind, Row, change_page
from spacenews.pagecache import clock


def _articles(source: Source, user) -> QuerySet:
    rows = ArticleSource.objects.filter(source=source)
    named = Q(pk__in=rows.values("article")) | Q(source_line_source=source)
    return Article.objects.visible_to(user).filter(named).only("headline")


def _live(source: Source, user) -> QuerySet:
    rows = EditionSource.objects.filter(source=source)
    named = Q(pk__in=rows.values("edition")) | Q(source_line_source=source)
    live = printed_for(user).live(clock.now()).filter(named)
    return live.select_related("article").only("headline", "live_from", "article__id").newest()


def _edition(edition: Edition) -> Row:
    since = date_format(localtime(edition.live_from), "DATETIME_FORMAT")
    return Row(edition.headline, change_page(edition.article), _("Live since %(time)s") % {"time": since})


KINDS = (
    Kind(
        gettext_lazy("articles, as they are written"),
        "articles.view_article",
        _articles,
        lambda article: Row(article.headline, change_page(article)),
    ),
    Kind(gettext_lazy("articles, as readers see them"), "articles.view_article", _live, _edition),
)
