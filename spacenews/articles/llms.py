"""llms.txt: what the site is, how its pages are read by tools, and what is new (llmstxt.org)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spacenews import markdown
from spacenews.articles import twins
from spacenews.articles.models import Edition, Section
from spacenews.firms.twins import titled
from spacenews.markdown import heading, items, link, paragraph, text
from spacenews.pagecache import clock, marks

NEWEST = 12


@marks.public
def llms(request: HttpRequest) -> HttpResponse:
    language, now = get_language(), clock.now()
    said = markdown.document(
        heading(1, text(settings.SITE_NAME)),
        markdown.quotation(text(_("Commercial space, every figure with its source"))),
        *map(paragraph, map(text, _ways_to_read())),
        titled(_("Sections"), items(map(_section, twins.sections(language, now)))),
        titled(_("Latest news"), items(map(_story, twins.newest(language, now)[:NEWEST]))),
        titled(_("Data"), items(link(*place) for place in _data())),
        titled(_("Feeds"), items(link(*place) for place in _feeds())),
        titled(_("How we work"), items(link(*place) for place in _policies())),
    )
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def _ways_to_read() -> list[str]:
    return [
        _(
            "Articles, firms, figures and lists have twins in Markdown: .md instead of the last slash of an address."
        ),
        _(
            "Editors write the articles. Each figure names its source; where sources disagree, the page says so."
        ),
        _("Cite the page itself, with the date on which it was published or updated."),
    ]


def _section(section: Section) -> str:
    line = link(section.name_here, reverse("section-md", args=[section.slug]))
    return f"{line}: {text(section.deck_here)}" if section.deck_here else line


def _story(edition: Edition) -> str:
    line = link(edition.headline, reverse("article-md", args=edition.path.split("/")))
    return f"{line}: {text(edition.deck)}" if edition.deck else line


def _data() -> list[tuple[str, str]]:
    return [
        (_("Firms"), reverse("firms-md")),
        (_("Figures"), reverse("figures-md")),
        (_("Checked claims"), reverse("claims-md")),
        (_("Corrections"), reverse("corrections-md")),
        (_("Archive"), reverse("archive")),
        ("API (OpenAPI 3.1)", reverse("api-description")),
    ]


def _feeds() -> list[tuple[str, str]]:
    return [
        (_("RSS feed"), reverse("all-rss")),
        (_("Atom feed"), reverse("all-atom")),
        ("JSON Feed", reverse("all-json")),
        ("Sitemap", reverse("sitemap")),
    ]


def _policies() -> list[tuple[str, str]]:
    return [
        (_("About us"), reverse("about-md")),
        (_("Ethics"), reverse("ethics-md")),
        (_("Corrections policy"), reverse("corrections-policy-md")),
        (_("Privacy policy"), reverse("privacy-md")),
        (_("Contact"), reverse("contact")),
    ]
