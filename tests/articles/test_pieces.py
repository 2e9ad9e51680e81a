"""Stored pieces: the page and the feeds print the same with them and without, whatever is changed."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from spacenews.articles import drawing, merging, pieces
from spacenews.articles.models import Edition, Piece
from spacenews.firms.models import Name, Organization
from spacenews.images.models import Rendition
from spacenews.images.signals import renditions_made
from spacenews.languages import CODES
from spacenews.pagecache import stamp
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FEEDS = ("/feed/rss/", "/feed/atom/", "/feed.json")


class Named:
    """One of each record that an article prints, and the article that names them all."""

    def __init__(self, now: dt.datetime):
        self.section, self.author, self.tag = make.section(), make.author(), make.tag("lunar")
        self.source, self.line, self.lead = make.source(), make.source(), make.image(caption="Before.")
        self.firm = make.organization(public_from=now - DAY)
        self.name = make.name(self.firm, "蓝箭", kind=Name.Kind.NATIVE)
        self.article = make.published(
            section=self.section,
            authors=[self.author],
            tags=[self.tag],
            about=[self.firm],
            sources=[self.source],
            source_line="From the wire",
            source_line_source=self.line,
            lead=self.lead,
            points=["One."],
        )
        self.edition = self.article.editions.get()


@pytest.fixture
def named(clock) -> Named:
    return Named(clock.now())


def saved(record, **columns):
    for name, value in columns.items():
        setattr(record, name, value)
    with transaction.atomic():
        record.save()


def rendition_of(named):
    with transaction.atomic():
        Rendition.objects.create(
            image=named.lead, shape="wide", format="jpeg", width=480, height=320, file="pictures/changed.jpg"
        )
        renditions_made.send(type(named.lead), image=named.lead)


def taken_back(named):
    with transaction.atomic():
        Organization.objects.filter(pk=named.firm.pk).update(public_from=None)


def deleted_name(named):
    with transaction.atomic():
        named.name.delete()


CHANGES = {
    "section": lambda named: saved(named.section, name="Changed"),
    "section, its slug": lambda named: saved(named.section, slug="changed"),
    "author": lambda named: saved(named.author, name="Changed"),
    "portrait": lambda named: saved(named.author, portrait=make.image()),
    "tag": lambda named: saved(named.tag, name="Changed"),
    "tag in Indonesian": lambda named: saved(named.tag, name_id="Changed"),
    "tag merged": lambda named: merging.merge(named.tag, make.tag("Changed")),
    "author merged": lambda named: merging.merge(named.author, make.author(name="Changed")),
    "section merged": lambda named: merging.merge(named.section, make.section(name="Changed")),
    "source": lambda named: saved(named.source, publisher="Changed"),
    "source of the source line": lambda named: saved(named.line, url="https://changed.example/"),
    "picture": lambda named: saved(named.lead, caption="Changed"),
    "rendition": rendition_of,
    "firm": lambda named: saved(named.firm, name="Changed"),
    "firm, its city": lambda named: saved(named.firm, city="Changed"),
    "firm taken back": taken_back,
    "firm taken back by its form": lambda named: saved(named.firm, public_from=None),
    "native name": lambda named: saved(named.name, text="改"),
    "native name deleted": deleted_name,
}


def shown(client, edition: Edition) -> dict[str, bytes]:
    pages = map(edition.url_in, CODES)
    return {path: client.get(path).content for path in (*pages, *FEEDS)}


def live_and_stored(client, edition: Edition) -> tuple[dict, dict]:
    """Return what is shown with what is stored by now, and without any piece."""
    stored = shown(client, edition)
    with transaction.atomic():
        Piece.objects.all().delete()
    return shown(client, edition), stored


def test_publishing_stores_a_piece_of_the_page_in_each_language_and_one_of_the_feeds(named):
    kinds = named.edition.pieces.order_by("kind", "language").values_list("kind", "language")

    assert list(kinds) == [("entry", "en"), ("page", "en"), ("page", "id"), ("page", "zh-hans")]


def test_what_is_stored_is_served(client, named):
    Piece.objects.update(html="<p>Stored.</p>")

    assert all(b"Stored." in page for page in shown(client, named.edition).values())


def test_pages_and_feeds_are_the_same_without_anything_stored(client, named):
    live, stored = live_and_stored(client, named.edition)

    assert live == stored


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_is_printed_at_once(client, named, change):
    before = shown(client, named.edition)

    CHANGES[change](named)
    live, stored = live_and_stored(client, named.edition)
    drawing.draw_missing()

    assert live != before
    assert stored == live
    assert Piece.objects.filter(edition=named.edition).count() == 4
    assert shown(client, named.edition) == live


def test_pieces_of_what_does_not_name_the_record_stay(named):
    other = make.published().editions.get()

    saved(named.section, name="Changed")

    assert not named.edition.pieces.exists()
    assert other.pieces.count() == 4


@pytest.mark.parametrize("kind", ["page", "entry"])
def test_a_piece_of_another_version_is_not_served(client, named, kind):
    Piece.objects.filter(kind=kind).update(html="<p>Old.</p>", version="old")

    assert not any(b"Old." in page for page in shown(client, named.edition).values())


@pytest.mark.parametrize(
    ("setting", "value"), [("SITE_URL", "https://moved.example"), ("SITE_NAME", "Renamed")]
)
def test_a_setting_that_is_printed_makes_another_version(client, named, settings, setting, value):
    setattr(settings, setting, value)
    live, stored = live_and_stored(client, named.edition)

    assert stored == live
    assert value.encode() in live[named.edition.url]


def test_what_is_of_the_moment_is_not_stored(client, named, clock):
    """A correction grows old, neighbours and translations come and go, others print the same."""
    named.article.publish(by=None, correction="It was another rocket.")
    edition = named.article.editions.get(live_until=None)
    fresh = client.get(edition.url).text
    translated = make.article(slug="terjemahan", language="id", original=named.article)
    translated.publish(by=None)
    make.published(headline="A later story", tags=[named.tag])
    clock.forward(days=8)

    live, stored = live_and_stored(client, edition)
    page = stored[edition.url].decode()

    assert stored == live
    assert (fresh.count("It was another rocket."), page.count("It was another rocket.")) == (3, 2)
    assert "terjemahan" in page and page.count("A later story") > 1
    assert client.get("/feed.json").text.count("It was another rocket.") == 1


def test_a_firm_that_becomes_public_by_time_appears(client, named, clock):
    saved(named.firm, public_from=clock.now() + DAY)
    drawing.draw_missing()
    hidden = client.get(named.edition.url).text
    clock.forward(days=2)

    assert named.firm.name not in hidden
    assert named.firm.name in client.get(named.edition.url).text
    assert [piece.kind for piece in named.edition.pieces.all()] == ["entry"]


def test_a_firm_that_another_article_makes_public_appears(client, named, clock):
    saved(named.firm, public_from=None)
    drawing.draw_missing()
    make.published(about=[named.firm])

    live, stored = live_and_stored(client, named.edition)

    assert named.firm.name in stored[named.edition.url].decode()
    assert stored == live


def test_a_scheduled_change_is_stored_ready_and_shown_at_its_time(client, named, clock):
    named.article.headline = "Changed"
    named.article.save()
    named.article.keep(by=None)
    named.article.publish(by=None, at=clock.now() + DAY)

    before = client.get(named.edition.url).text
    clock.forward(days=2)
    to_come = named.article.editions.latest("live_from")

    assert "Changed" not in before
    assert to_come.pieces.count() == 4
    assert ">Changed<" in client.get(named.edition.url).text
    assert "Changed" in client.get("/feed.json").text


def test_what_is_withdrawn_is_gone_and_what_is_restored_is_stored_anew(client, named):
    named.article.withdraw(by=None, public_reason="Wrong.")

    assert client.get(named.edition.url).status_code == 410
    assert "items" not in client.get("/feed.json").json()

    named.article.restore(by=None)
    edition = named.article.editions.latest("pk")

    assert edition.pieces.count() == 4
    live, stored = live_and_stored(client, edition)
    assert stored == live


def test_an_old_address_leads_on_though_its_piece_is_stored(client, named):
    old = named.edition.url
    named.article.slug = "another"
    named.article.save()
    named.article.keep(by=None)
    named.article.publish(by=None)

    assert client.get(old).status_code == 301


def test_a_publication_that_fails_leaves_nothing_stored(named, monkeypatch):
    stored = Piece.objects.count()
    article = make.article()

    with pytest.raises(RuntimeError), transaction.atomic():
        article.publish(by=None)
        raise RuntimeError

    assert Piece.objects.count() == stored


def test_what_is_published_before_static_files_are_collected_is_drawn_later(monkeypatch):
    def not_collected(name):
        raise ValueError(name)

    with monkeypatch.context() as first_start:
        first_start.setattr(pieces, "static", not_collected)
        edition = make.published().editions.get()

    assert not edition.pieces.exists()
    assert drawing.draw_missing() == 1


def test_the_command_draws_what_is_missing_and_says_how_far_it_is(named, capsys):
    make.published()
    Piece.objects.all().delete()

    call_command("draw_pieces")

    assert Piece.objects.count() == 8
    assert capsys.readouterr().out == "2 of 2\n"


def test_the_command_draws_all_anew_when_told_so(client, named):
    Piece.objects.update(html="<p>Changed behind our back.</p>")

    call_command("draw_pieces", "--again")

    assert b"behind our back" not in client.get(named.edition.url).content
    assert Piece.objects.count() == 4


def test_drawing_that_is_broken_off_loses_nothing_and_goes_on(client, named, monkeypatch):
    for _number in range(3):
        make.published()
    Piece.objects.all().delete()
    monkeypatch.setattr(drawing, "BATCH", 2)

    def crash(done):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        drawing.draw_missing(report=crash)
    drawn = Piece.objects.count()
    with translation.override("id"):
        drawing.draw_missing()

    assert (drawn, Piece.objects.count()) == (8, 16)
    live, stored = live_and_stored(client, named.edition)
    assert stored == live


def test_a_crash_within_a_batch_leaves_that_batch_as_it_was(named, monkeypatch):
    make.published()
    Piece.objects.all().delete()
    draw = drawing.pieces_of

    def crash(edition):
        yield from draw(edition)
        if edition == named.edition:
            raise RuntimeError

    monkeypatch.setattr(drawing, "pieces_of", crash)
    with pytest.raises(RuntimeError):
        drawing.draw_missing()

    assert not Piece.objects.exists()


def test_drawing_does_not_move_the_stamp(named, clock, settle):
    Piece.objects.all().delete()
    settle()
    before = stamp.read(clock.now()).number

    drawing.draw_missing()

    assert stamp.read(clock.now()).number == before


def test_a_round_draws_no_more_than_it_is_told(named, monkeypatch):
    for _number in range(3):
        make.published()
    Piece.objects.all().delete()
    monkeypatch.setattr(drawing, "BATCH", 1)

    assert drawing.draw_missing(2) == 2


def test_pieces_of_what_has_ended_are_swept(named):
    named.article.publish(by=None)

    drawing.sweep()

    assert not named.edition.pieces.exists()
    assert Piece.objects.count() == 4


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("stored", "page", "feed"), [(True, 7, 2), (False, 15, 7)])
def test_the_number_of_queries_is_the_same_however_much_there_is(
    client, clock, settle, django_assert_num_queries, rows, stored, page, feed
):
    firms = [make.organization(public_from=clock.now() - DAY) for _ in range(rows)]
    tags = [make.tag() for _ in range(rows)]
    for _ in range(rows + 1):
        article = make.published(about=firms, tags=tags, lead=make.image())
    if not stored:
        Piece.objects.all().delete()
    settle()
    url = article.editions.get().url
    client.get(url)  # fills the fragments

    with django_assert_num_queries(page):
        client.get(url)
    with django_assert_num_queries(feed):
        client.get("/feed/rss/")


def test_a_stored_piece_cannot_be_forged_by_a_headline(client):
    article = make.published(headline="<!--part body-->", deck="<!--part corrections-->")
    edition = article.editions.get()

    live, stored = live_and_stored(client, edition)

    assert stored == live
    assert "&lt;!--part body--&gt;" in stored[edition.url].decode()
