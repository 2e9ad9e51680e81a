"""Links of a body to this site's own pages: which lead there, later, to what is withdrawn, or nowhere."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.articles import internal
from spacenews.articles.internal import Leads
from spacenews.articles.models import Article
from spacenews.articles.parts import Parts
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from tests import make
from tests.articles.states import BEGAN, IN_STATE, NOW, SCHEDULED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://news.example", ["news.example", "www.news.example"]


def body(*hrefs: str) -> str:
    return "".join(f'<p>See <a href="{href}">this</a>.</p>' for href in hrefs)


def leads(href: str, visible=None) -> list[str]:
    """Return where one link leads, in a list; a link that is not to an own page gives none."""
    return [link.leads for link in internal.links(Parts(body(href)).links, NOW, visible)]


def path_of(article: Article) -> str:
    return f"/{article.editions.latest('pk').path}/"


@pytest.mark.parametrize(
    "href",
    [
        *(
            "https://example.org/2026/03/story/",
            "http://example.org/",
            "//example.org/x/",
            "mailto:a@b.example",
        ),
        *("tel:+4930", "#part-2", "?q=1", "https://news.example.org/x/", "https://news.example:8443/x/"),
    ],
)
def test_a_link_elsewhere_or_on_the_same_page_is_not_looked_at(href):
    assert leads(href) == []


@pytest.mark.parametrize(
    "href",
    [
        *("/nothing/", "/2026/03/none/", "/section/none/", "/tag/none/", "/author/none/", "/firms/none/"),
        *("/figures/none/", "/2026/02/", "/1999/", "/admin/", "/admin/articles/article/1/change/"),
        *("nothing", "2026/03/none/", "https://news.example/nothing/", "//news.example/nothing/"),
        *("https://www.news.example/nothing/", "/en/firms/", "/zh-Hans/firms/", "http://[news.example/"),
    ],
)
def test_a_link_to_no_page_of_the_site_is_dead(href):
    assert internal.dead(body(href), NOW) == [href]


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans", "https://news.example", "//news.example/id"])
@pytest.mark.parametrize("page", ["/", "/firms/", "/search/?q=methane", "/about/", "/feed/rss/", "/archive"])
def test_pages_that_are_always_there_are_there_under_each_prefix(prefix, page):
    assert leads(prefix + page) == [Leads.THERE]


@pytest.mark.parametrize(
    "prefix", ["", "/id", "/zh-hans", "https://news.example", "https://www.news.example"]
)
def test_a_live_article_is_there_under_each_prefix_and_host(prefix):
    path = path_of(make.published(at=BEGAN))

    assert leads(prefix + path) == [Leads.THERE]
    assert leads(prefix + path.rstrip("/")) == [Leads.THERE]
    assert leads(f"{prefix}{path}#part-2") == [Leads.THERE]


def test_an_address_that_an_article_had_is_there_for_it_redirects():
    article = make.published(at=BEGAN, slug="first")
    old = path_of(article)
    article.slug = "second"
    article.save()
    article.publish(by=None)

    assert leads(old) == [Leads.THERE]


@pytest.mark.parametrize(
    ("state", "expected"),
    {
        "scheduled": Leads.LATER,
        "live": Leads.THERE,
        "change-scheduled": Leads.THERE,
        "withdrawn": Leads.WITHDRAWN,
        "withdrawn-scheduled": Leads.WITHDRAWN,
    }.items(),
)
def test_a_link_to_an_article_leads_where_its_state_says(clock, state, expected):
    assert leads(path_of(IN_STATE[state](clock))) == [expected]


def test_an_address_that_only_a_scheduled_change_will_use_is_there_later():
    article = make.published(at=BEGAN, slug="first")
    article.slug = "second"
    article.save()
    article.publish(by=None, at=SCHEDULED)

    (link,) = internal.links(Parts(body(path_of(article))).links, NOW)

    assert (link.leads, link.at) == (Leads.LATER, SCHEDULED)


def test_whoever_may_not_know_of_a_scheduled_article_is_told_what_he_is_told_of_none():
    article = make.article(by=make.user(EDITOR))
    article.publish(by=None, at=SCHEDULED)
    contributor, editor = make.user(CONTRIBUTOR), make.user(EDITOR)

    assert leads(path_of(article), Article.objects.visible_to(contributor)) == [Leads.NOWHERE]
    assert leads(path_of(article), Article.objects.visible_to(editor)) == [Leads.LATER]


def test_sections_authors_and_tags_are_there_once_an_article_is_live():
    for published, expected in ((False, Leads.LATER), (True, Leads.THERE)):
        section, author, tag = make.section(), make.author(), make.tag()
        maker = make.published if published else make.article
        maker(section=section, authors=[author], tags=[tag], **({"at": BEGAN} if published else {}))

        for path in (f"/section/{section.slug}/", f"/author/{author.slug}/", f"/tag/{tag.slug}/feed/rss/"):
            assert leads(path) == [expected], path


def test_firms_and_figures_are_there_once_readers_may_see_them():
    for public_from, expected in ((None, Leads.LATER), (BEGAN, Leads.THERE)):
        firm, figure = make.organization(public_from=public_from), make.figure(public_from=public_from)

        assert leads(f"/firms/{firm.slug}/") == [expected]
        assert leads(f"/figures/{figure.group.slug}/") == [expected]


def test_a_former_slug_is_there():
    firm, section = make.organization(public_from=BEGAN), make.section()
    make.published(at=BEGAN, section=section)
    old = firm.slug, section.slug
    firm.slug, section.slug = "renamed", "renamed"
    firm.save()
    section.save()

    assert leads(f"/firms/{old[0]}/") == [Leads.THERE]
    assert leads(f"/section/{old[1]}/") == [Leads.THERE]


def test_a_month_and_a_year_are_there_when_they_have_a_story():
    make.published(at=dt.datetime(2026, 2, 3, tzinfo=dt.UTC))

    assert internal.dead(body("/2026/", "/2026/02/", "/2026/01/", "/2025/"), NOW) == ["/2026/01/", "/2025/"]


def test_many_links_cost_as_many_queries_as_few():
    counts = []
    for number in (1, 3):
        hrefs = []
        for _number in range(number):
            firm, article = make.organization(public_from=BEGAN), make.published(at=BEGAN, tags=[make.tag()])
            hrefs += [path_of(article), f"/firms/{firm.slug}/", f"/section/{article.section.slug}/", "/2026/"]
            hrefs += [f"/tag/{article.tags.get().slug}/", "/nothing/"]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert internal.dead(body(*hrefs), NOW) == ["/nothing/"] * number
        counts.append(len(queries))

    assert counts == [9, 9]
