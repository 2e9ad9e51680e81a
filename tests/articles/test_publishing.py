"""The table of states and verbs, each of its cells; and what the verbs keep and promise."""

import datetime as dt
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from spacenews.articles.models import Address, Article, Edition, EditionByline, EditionSource
from spacenews.articles.publishing import AsksFirst, Refused
from spacenews.articles.signals import edition_printed, editions_removed
from spacenews.articles.states import State
from tests import make
from tests.articles.states import BEGAN, IN_STATE, LATER, NOW, SCHEDULED, live, spans, write

pytestmark = pytest.mark.django_db

A_ENDED, A_OPEN = ("A", "a", "n"), ("A", "a", "∞")
A_WITHDRAWN = ("A", "a", "w")
N_NOW, N_LATER = ("N", "n", "∞"), ("N", "u", "∞")
A_AGAIN = ("A", "n", "∞")

VERBS = {
    "publish now": lambda article: article.publish(by=None),
    "publish now, replacing": lambda article: article.publish(by=None, replacing=True),
    "schedule": lambda article: article.publish(by=None, at=LATER),
    "schedule, replacing": lambda article: article.publish(by=None, at=LATER, replacing=True),
    "withdraw": lambda article: article.withdraw(by=None, public_reason="It was not so."),
    "restore": lambda article: article.restore(by=None),
    "unschedule": lambda article: article.unschedule(by=None),
}

# before → verb → what is refused, or the editions and the state afterwards
TABLE = {
    "draft": {
        "publish now": ([N_NOW], "live"),
        "publish now, replacing": ([N_NOW], "live"),
        "schedule": ([N_LATER], "scheduled"),
        "schedule, replacing": ([N_LATER], "scheduled"),
        "withdraw": Refused,
        "restore": Refused,
        "unschedule": Refused,
    },
    "scheduled": {
        "publish now": ([N_NOW], "live"),
        "publish now, replacing": ([N_NOW], "live"),
        "schedule": ([N_LATER], "scheduled"),
        "schedule, replacing": ([N_LATER], "scheduled"),
        "withdraw": ([], "draft"),
        "restore": Refused,
        "unschedule": ([], "draft"),
    },
    "live": {
        "publish now": ([A_ENDED, N_NOW], "live"),
        "publish now, replacing": ([A_ENDED, N_NOW], "live"),
        "schedule": ([("A", "a", "u"), N_LATER], "change-scheduled"),
        "schedule, replacing": ([("A", "a", "u"), N_LATER], "change-scheduled"),
        "withdraw": ([A_ENDED], "withdrawn"),
        "restore": Refused,
        "unschedule": Refused,
    },
    "change-scheduled": {
        "publish now": AsksFirst,
        "publish now, replacing": ([A_ENDED, N_NOW], "live"),
        "schedule": AsksFirst,
        "schedule, replacing": ([("A", "a", "u"), N_LATER], "change-scheduled"),
        "withdraw": ([A_ENDED], "withdrawn"),
        "restore": Refused,
        "unschedule": ([A_OPEN], "live"),
    },
    "withdrawn": {
        "publish now": ([A_WITHDRAWN, N_NOW], "live"),
        "publish now, replacing": ([A_WITHDRAWN, N_NOW], "live"),
        "schedule": ([A_WITHDRAWN, N_LATER], "withdrawn-scheduled"),
        "schedule, replacing": ([A_WITHDRAWN, N_LATER], "withdrawn-scheduled"),
        "withdraw": Refused,
        "restore": ([A_WITHDRAWN, A_AGAIN], "live"),
        "unschedule": Refused,
    },
    "withdrawn-scheduled": {
        "publish now": ([A_WITHDRAWN, N_NOW], "live"),
        "publish now, replacing": ([A_WITHDRAWN, N_NOW], "live"),
        "schedule": ([A_WITHDRAWN, N_LATER], "withdrawn-scheduled"),
        "schedule, replacing": ([A_WITHDRAWN, N_LATER], "withdrawn-scheduled"),
        "withdraw": ([A_WITHDRAWN], "withdrawn"),
        "restore": ([A_WITHDRAWN, A_AGAIN], "live"),
        "unschedule": ([A_WITHDRAWN], "withdrawn"),
    },
}
CELLS = [(before, verb, TABLE[before][verb]) for before in TABLE for verb in VERBS]


@pytest.mark.parametrize(("before", "verb", "after"), CELLS, ids=[f"{b}: {v}" for b, v, _ in CELLS])
def test_every_cell_of_the_table(clock, before, verb, after):
    article = IN_STATE[before](clock)
    write(article, "N")
    editions = spans(article)

    if isinstance(after, type):
        with pytest.raises(after) as refused:
            VERBS[verb](article)
        assert (type(refused.value), spans(article), article.state()) == (after, editions, before)
    else:
        VERBS[verb](article)
        assert (spans(article), article.state()) == after


def test_the_table_has_a_row_for_every_state():
    assert set(TABLE) == set(IN_STATE) == set(State.values)


def test_a_time_that_has_passed_is_refused(clock):
    article = live(clock)

    with pytest.raises(ValidationError) as refused:
        article.publish(by=None, at=NOW - dt.timedelta(seconds=1))

    assert list(refused.value.message_dict) == ["at"]
    assert spans(article) == [A_OPEN]


def test_an_import_replays_history_in_order_only(clock):
    article = live(clock)

    for at in (BEGAN - dt.timedelta(seconds=1), NOW + dt.timedelta(hours=1)):
        with pytest.raises(ValidationError):
            article.publish(by=None, at=at, back_dated=True)

    assert spans(article) == [A_OPEN]


def test_two_decisions_in_one_instant_leave_an_edition_that_was_live_for_no_time(clock):
    article = live(clock)
    article.publish(by=None, at=BEGAN, back_dated=True, correction="The unit was wrong.")

    assert spans(article) == [("A", "a", "a"), A_OPEN]


def test_a_clock_that_was_set_back_tears_no_hole(clock):
    article = live(clock)
    article.publish(by=None)
    decided_at = article.decided_at
    clock.set(NOW - dt.timedelta(hours=3))

    article.publish(by=None)

    assert list(article.editions.order_by("pk").values_list("live_from", "live_until")) == [
        (BEGAN, decided_at),
        (decided_at, decided_at),
        (decided_at, None),
    ]


def test_what_keeps_an_article_from_going_out_is_said_by_field(clock):
    article = make.article(body="<p> </p>", slug="Not a slug", lead=make.image(alt=""))
    article.bylines.all().delete()
    article.source_rows.all().delete()
    Article.objects.filter(pk=article.pk).update(headline=" ", section=None)

    with pytest.raises(ValidationError) as refused:
        article.publish(by=None)

    fields = {"headline", "slug", "section", "body", "lead", "sources", "byline"}
    assert set(refused.value.message_dict) == fields
    assert not article.editions.exists()


def test_a_reference_to_no_record_keeps_an_article_from_going_out():
    article = make.article(body='<p>It was <mark data-figure="987654">ten</mark>.</p>')

    with pytest.raises(ValidationError, match="figure 987654"):
        article.publish(by=None)


def test_withdrawing_a_live_article_needs_a_reason_for_readers(clock):
    article = live(clock)

    with pytest.raises(ValidationError) as refused:
        article.withdraw(by=None, public_reason=" ")

    assert list(refused.value.message_dict) == ["public_reason"]
    assert article.state() == State.LIVE


def test_withdrawing_keeps_reason_note_and_who_did_it(clock):
    article, person = live(clock), make.user()

    article.withdraw(by=person, public_reason="It was\x00 not so.", desk_note="A letter came.")

    edition = article.editions.get()
    assert (edition.public_reason, edition.desk_note) == ("It was not so.", "A letter came.")
    assert edition.withdrawn_by == person


# What is printed


def test_an_edition_copies_every_column_that_an_article_declares():
    columns = set(Edition.columns())
    ours = {field.attname for field in Article._meta.local_concrete_fields}
    theirs = {field.attname for field in Edition._meta.local_concrete_fields}

    assert columns == set(Article.columns())
    assert columns <= ours & theirs


def test_an_edition_holds_the_article_as_it_was_saved():
    firm, tag, figure = make.organization(), make.tag(), make.figure(as_printed="ten rockets")
    article = make.article(
        body=f'<p>It flew <mark data-figure="{figure.pk}">ten</mark>.</p>',
        points=["It flew."],
        about=[firm],
        tags=[tag],
        lead=make.image(),
        kind="analysis",
    )

    edition = article.publish(by=None)

    assert edition.document() == article.document()
    assert edition.printed_figures.values_list("words", "as_printed").get() == ("ten", "ten rockets")


def test_the_working_copy_is_printed_from_the_database_and_not_from_memory(clock):
    article = live(clock)
    article.headline = "Never saved"

    assert article.publish(by=None).headline == "A"


def test_a_changed_working_copy_leaves_the_edition_as_it_is(clock):
    article = live(clock)
    before = article.editions.values().get()

    write(article, "Something else")

    assert article.editions.values().get() == before


def test_a_changed_figure_leaves_the_printed_number_as_it_is():
    figure = make.figure(as_printed="ten rockets")
    article = make.published(body=f'<p><mark data-figure="{figure.pk}">Ten</mark> flew.</p>')
    before = article.editions.values_list("body_html", "printed_figures__as_printed").get()

    figure.as_printed = "eleven rockets"
    figure.save()
    article.keep(by=None)

    assert article.editions.values_list("body_html", "printed_figures__as_printed").get() == before


def test_every_later_edition_copies_the_first_publication(clock):
    article = live(clock)
    write(article, "N")
    article.publish(by=None)
    article.withdraw(by=None, public_reason="It was not so.")
    article.restore(by=None)
    article.publish(by=None, at=LATER)

    assert set(article.editions.values_list("published_at", flat=True)) == {BEGAN}
    for rows in (EditionByline, EditionSource):
        assert set(rows.objects.values_list("published_at", flat=True)) == {BEGAN}


def test_rows_of_a_translation_carry_its_story_and_language():
    original = make.published()
    translation = make.published(original=original, language="id", slug="cerita", tags=[make.tag()])

    row = translation.editions.get().tag_rows.get()

    assert (row.story_id, row.language) == (original.pk, "id")


def test_updated_is_said_of_what_was_printed_again(clock):
    article = live(clock)
    first = article.editions.get()
    clock.set(NOW)

    second = article.publish(by=None, correction="The unit was wrong.")

    assert (first.updated_at, second.updated_at) == (None, second.live_from)


# Corrections and restoring


def test_a_correction_stands_on_its_own_edition_and_moves_neither_date_nor_address(clock):
    article = live(clock)
    first = article.editions.get()

    second = article.publish(by=None, correction="The unit\x07 was wrong.")

    assert (first.correction, second.correction) == ("", "The unit was wrong.")
    assert (second.published_at, second.path) == (first.published_at, first.path)


@pytest.mark.parametrize("before", ["draft", "scheduled", "withdrawn", "withdrawn-scheduled"])
def test_only_what_is_live_can_be_corrected(clock, before):
    article = IN_STATE[before](clock)
    editions = spans(article)

    with pytest.raises(Refused):
        article.publish(by=None, correction="The unit was wrong.")

    assert spans(article) == editions


def test_restoring_prints_the_withdrawn_edition_again_without_its_correction(clock):
    article = live(clock)
    withdrawn = article.publish(by=None, correction="The unit was wrong.")
    article.withdraw(by=None, public_reason="It was not so.", desk_note="A letter came.")
    article.headline = "The working copy"
    article.take_rows({"bylines": [{"author_id": make.author().pk, "position": 0}]})
    article.save()
    article.keep(by=None)

    edition = article.restore(by=None)

    assert edition.pk != withdrawn.pk
    assert edition.document() == withdrawn.document()
    assert (edition.version, edition.body_html, edition.path) == (
        withdrawn.version,
        withdrawn.body_html,
        withdrawn.path,
    )
    assert (edition.correction, edition.public_reason, edition.desk_note) == ("", "", "")
    assert article.has_changes


def test_loading_the_live_text_keeps_the_work_that_was_there_as_a_revision(clock):
    article = live(clock)
    write(article, "The work")

    article.load_live(by=None)

    assert Article.objects.get(pk=article.pk).headline == "A"
    headlines = article.revisions.order_by("number").values_list("document__headline", flat=True)
    assert list(headlines) == ["A", "The work", "A"]


def test_only_a_live_text_can_be_loaded(clock):
    with pytest.raises(Refused):
        IN_STATE["withdrawn"](clock).load_live(by=None)


# Revisions


def test_only_keeping_makes_a_revision(clock):
    article = live(clock)
    article.save()
    article.publish(by=None)
    article.withdraw(by=None, public_reason="It was not so.")
    article.restore(by=None)

    assert [(row.number, row.summary) for row in article.revisions.all()] == [(1, "")]


def test_a_document_is_plain_and_loads_as_it_was():
    firm, tag, figure = make.organization(), make.tag(), make.figure()
    body = f'<p>It flew <mark data-figure="{figure.pk}">ten</mark> times.</p>'
    article = make.article(body=body, points=["One.", "Two."], about=[firm], tags=[tag], lead=make.image())
    article.refresh_from_db()
    document = article.revisions.get().document
    write(article, "Something else")
    article.take_rows({})

    article.load(document, by=None)

    assert article.document() == document == article.revisions.first().document
    assert Article.objects.get(pk=article.pk).document() == document


# Addresses


def addresses() -> list[tuple[str, str]]:
    return list(Address.objects.order_by("path").values_list("path", "article__headline"))


def test_the_month_of_an_address_is_that_of_first_publication_in_the_sites_zone(clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    clock.set(NOW)
    at = dt.datetime(2026, 1, 31, 17, 30, tzinfo=dt.UTC)
    article = make.published(slug="zhuque", at=at)
    article.slug = "zhuque-3"
    article.save()
    settings.TIME_ZONE = "UTC"

    article.publish(by=None)

    paths = article.editions.order_by("pk").values_list("path", flat=True)
    assert list(paths) == ["2026/02/zhuque", "2026/02/zhuque-3"]


def test_scheduling_reserves_an_address_and_unscheduling_frees_it(clock):
    clock.set(NOW)
    first, second = make.article(slug="same", headline="First"), make.article(slug="same", headline="Second")
    first.publish(by=None, at=SCHEDULED)
    with pytest.raises(ValidationError) as refused:
        second.publish(by=None)
    assert list(refused.value.message_dict) == ["slug"]

    first.unschedule(by=None)
    second.publish(by=None)

    assert addresses() == [("2026/03/same", "Second")]


def test_an_address_that_was_ever_live_stays_with_its_article(clock):
    article = live(clock)
    first = article.editions.get().path
    article.slug = "another"
    article.save()
    article.publish(by=None)

    article.withdraw(by=None, public_reason="It was not so.")

    paths = {first, "2026/03/another"}
    assert set(article.addresses.values_list("path", flat=True)) == paths


def test_a_dropped_change_gives_up_the_address_that_it_alone_had(clock):
    article = live(clock)
    first = article.editions.get().path
    article.slug = "another"
    article.save()
    article.publish(by=None, at=SCHEDULED)
    assert article.addresses.count() == 2

    article.publish(by=None, at=LATER, replacing=True)
    assert article.addresses.count() == 2

    article.unschedule(by=None)
    assert list(article.addresses.values_list("path", flat=True)) == [first]


def test_a_translation_may_not_take_the_address_of_another_article(clock):
    clock.set(NOW)
    original = make.published(slug="same")

    with pytest.raises(ValidationError):
        make.published(original=original, language="id", slug="same")


# Around


def test_review_and_the_right_to_go_on_writing_end_with_publishing():
    person = make.user()
    article = make.article()
    now = article.created_at
    columns = {"submitted_by": person, "submitted_at": now, "submitted_version": 1, "handed_back": True}
    Article.objects.filter(pk=article.pk).update(**columns)

    article.publish(by=None)

    left = Article.objects.filter(pk=article.pk).values_list(*columns).get()
    assert left == (None, None, None, False)
    assert (article.submitted_at, article.handed_back) == (None, False)


@pytest.mark.django_db(transaction=True)
def test_every_verb_takes_the_stamp_before_anything_else(clock):
    with transaction.atomic():
        article = IN_STATE["draft"](clock)

    for verb in VERBS.values():
        with CaptureQueriesContext(connection) as queries, suppress(Refused):
            verb(article)
        assert [query["sql"].split()[0] for query in queries][:3] == ["BEGIN", "INSERT", "SELECT"]
        assert "pagecache_stamp" in queries[1]["sql"]


@pytest.fixture
def told():
    """What the signals said: printed headlines, and keys of editions removed."""
    heard = []

    def printed(edition, **kwargs):
        heard.append(("printed", edition.headline, edition.bylines.count()))

    def removed(pks, **kwargs):
        heard.append(("removed", *pks))

    edition_printed.connect(printed)
    editions_removed.connect(removed)
    yield heard
    edition_printed.disconnect(printed)
    editions_removed.disconnect(removed)


def test_signals_tell_of_what_is_printed_with_its_rows_and_of_what_is_removed(clock, told):
    article = live(clock)
    write(article, "B")
    scheduled = article.publish(by=None, at=SCHEDULED)
    article.unschedule(by=None)
    edition = article.editions.get()
    article.withdraw(by=None, public_reason="It was not so.")

    assert told == [
        ("printed", "A", 1),
        ("printed", "B", 1),
        ("removed", scheduled.pk),
        ("removed", edition.pk),
    ]
