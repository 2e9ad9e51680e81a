"""The pages of articles as Markdown, for tools and assistants: each at its page's address, with `.md` at the end.

A twin says what its page says, of the same edition. Its text is made of the printed body, so that what is frozen
there ("How we know this", disputes, checked claims) is told as it was printed, without a further query.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from spacenews import markdown
from spacenews.articles import article_page, lists, months
from spacenews.articles.models import Edition, Section
from spacenews.firms.twins import cite, titled
from spacenews.images.models import Image
from spacenews.markdown import heading, items, link, paragraph, strong, text
from spacenews.markdown_of_html import markdown_of
from spacenews.pagecache import clock, marks

NEWEST = 30


@marks.public
def article(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    now, path = clock.now(), f"{year:04d}/{month:02d}/{slug}"
    article_id, edition = article_page.addressed(path, now)
    if edition is None:
        return withdrawn(article_id, path, now)
    if edition.path != path:
        return redirect("article-md", *edition.path.split("/"), permanent=True)
    return markdown.answer(twin_of(edition, now), edition.canonical)


def withdrawn(article_id: int, path: str, now: dt.datetime) -> HttpResponse:
    reason = article_page.last_reason(article_id, now)
    said = markdown.document(
        heading(1, text(_("This article was withdrawn"))), paragraph(text(reason)) if reason else ""
    )
    return markdown.answer(said, reverse("article", args=path.split("/")), status=410)


def twin_of(edition: Edition, now: dt.datetime) -> str:
    rows = article_page.Rows.of(edition, now)
    return markdown.document(
        heading(1, text(edition.headline)),
        paragraph(text(edition.deck)),
        *_about(edition),
        _picture(edition.lead),
        _points(edition),
        markdown_of(edition.body_html),
        _corrections(edition, now),
        _firms(rows.coverage),
        titled(_("Sources"), items(map(_source, rows.sources), numbered=True)),
        titled(_("Tags"), ", ".join(link(tag.name_here, tag.url) for tag in rows.tags)),
        titled(_("This text"), items(_languages(edition, now))),
    )


def _about(edition: Edition) -> list[str]:
    """Return what stands between deck and text: who, when, of what kind, from where."""
    by = pgettext("before authors", "By")
    writers = ", ".join(link(author.name, author.url) for author in edition.writers)
    times = [f"{_('Published')} {moment(edition.published_at)}"]
    if edition.updated_at:
        times.append(f"{_('Updated')} {moment(edition.updated_at)}")
    filed = link(edition.section.name_here, edition.section.url)
    if edition.kind != "news":
        filed += f" / {text(edition.get_kind_display())}"
    return [
        paragraph("\n".join([f"{text(by)} {writers}", text(" · ".join(times)), filed])),
        _unconfirmed() if edition.unconfirmed else "",
        _source_line(edition),
    ]


def moment(at: dt.datetime) -> str:
    """Return a moment in words, with the name of the site's zone."""
    return date_format(at.astimezone(months.zone()), "DATETIME_FORMAT")


def _unconfirmed() -> str:
    said = _("No source that took part has confirmed this yet. The text says what is known, and what is not.")
    return markdown.quotation(f"{strong(text(_('Unconfirmed')))}: {text(said)}")


def _source_line(edition: Edition) -> str:
    if not edition.source_line:
        return ""
    source = edition.source_line_source
    words = link(edition.source_line, source.url_now) if source else text(edition.source_line)
    return paragraph(f"{text(_('Web source'))}: {words}")


def _picture(image: Image | None) -> str:
    if image is None:
        return ""
    words = text(f"{image.caption} {image.credit}".strip())
    return markdown.document(markdown.image(image.text, image.url_of()), paragraph(words))


def _points(edition: Edition) -> str:
    return titled(_("Main points"), items(paragraph(text(point)) for point in edition.points))


def _corrections(edition: Edition, now: dt.datetime) -> str:
    rows = article_page.corrections_of(edition, now)
    said = (f"{strong(text(moment(row['at'])))}: {text(row['text'])}" for row in rows)
    return titled(_("Corrections"), items(said))


def _firms(coverage: list) -> str:
    return titled(_("Firms in this article"), items(map(_firm, coverage)))


def _firm(row) -> str:
    firm = row.organization
    names = " ".join(filter(None, [link(firm.name, firm.url), firm.native and text(firm.native.text)]))
    kind = ", ".join(filter(None, [firm.get_kind_display(), firm.city, str(row.get_role_display())]))
    return f"{names} ({text(kind)})" + (f": {text(firm.descriptor_here)}" if firm.descriptor_here else "")


def _source(source) -> str:
    return f"{cite(source)}: {text(source.title)}" if source.publisher and source.title else cite(source)


def _languages(edition: Edition, now: dt.datetime) -> list[str]:
    """Return the language of the text, where its page is, and its translations."""
    others = Edition.objects.live(now).filter(story=edition.story_id).exclude(article=edition.article_id)
    translations = (link(other.get_language_display(), other.canonical) for other in others)
    told = [
        (_("Language"), f"{text(edition.get_language_display())} ({edition.html_lang})"),
        (_("Address"), link(edition.canonical, edition.canonical)),
        (_("Also available in"), ", ".join(translations)),
    ]
    return [f"{text(label)}: {marked}" for label, marked in told if marked]


def story_list(kind: str, slug: str) -> HttpResponse:
    """Answer with the newest stories of a section, tag or author; without a live edition it is 404."""
    owner = lists.find(kind, slug)
    if lists.has_moved(owner, slug):
        return redirect(f"{kind}-md", owner.slug, permanent=True)
    editions, by = lists.listed(kind, get_language(), clock.now(), owner)
    found = list(told(editions.newest(by))[: NEWEST + 1])
    if not found:
        raise Http404
    said = markdown.document(
        heading(1, text(owner)),
        paragraph(text(owner.deck_here)),
        items(map(story_line, found[:NEWEST])),
        link(_("The whole list"), owner.url) if len(found) > NEWEST else "",
    )
    return markdown.answer(said, owner.url)


def told(editions):
    """Only what one line about a story needs."""
    return editions.select_related("section").only("path", "headline", "deck", "published_at", "section")


def story_line(edition: Edition) -> str:
    on = date_format(edition.published_at.astimezone(months.zone()), "DATE_FORMAT")
    line = f"{link(edition.headline, edition.url)} ({text(on)})"
    return f"{line}: {text(edition.deck)}" if edition.deck else line


@marks.public
def section(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list("section", slug)


@marks.public
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list("tag", slug)


@marks.public
def author(request: HttpRequest, slug: str) -> HttpResponse:
    return story_list("author", slug)


@marks.public
def front(request: HttpRequest) -> HttpResponse:
    """Answer with the newest stories of all sections, and the sections."""
    language, now = get_language(), clock.now()
    said = markdown.document(
        heading(1, text(settings.SITE_NAME)),
        paragraph(text(_("Commercial space, every figure with its source"))),
        titled(_("Latest news"), items(map(story_line, newest(language, now)))),
        titled(_("Sections"), items(link(row.name_here, row.url) for row in sections(language, now))),
    )
    return markdown.answer(said, reverse("front"))


def newest(language: str, now: dt.datetime) -> list[Edition]:
    return list(told(Edition.objects.listed(language, now).newest())[:NEWEST])


def sections(language: str, now: dt.datetime) -> QuerySet:
    """Return the sections that have a live story in this language's lists."""
    live = Edition.objects.listed(language, now)
    return Section.objects.filter(Exists(live.filter(section=OuterRef("pk"))))


@marks.public
def corrections(request: HttpRequest) -> HttpResponse:
    """Answer with the newest of the public log of corrections."""
    editions = Edition.objects.corrected(clock.now()).newest("live_from")
    said = markdown.document(
        heading(1, text(_("Corrections"))),
        paragraph(text(_("What was put right, and when. The article says it too."))),
        items(map(correction_line, editions.only("path", "headline", "live_from", "correction")[:NEWEST])),
    )
    return markdown.answer(said, reverse("corrections"))


def correction_line(edition: Edition) -> str:
    when = strong(text(moment(edition.live_from)))
    return f"{when}, {link(edition.headline, edition.url)}: {text(edition.correction)}"
