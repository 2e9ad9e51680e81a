"""The front page as the desk arranges it: lead and pins, their ends, what two editors do at once, the preview."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Edition, Pin
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.pagecache import stamp
from tests import make
from tests.articles.states import IN_STATE, NOW

HOUR = dt.timedelta(hours=1)
FRONT, PREVIEW = reverse("admin:articles_pin_changelist"), reverse("admin:articles_pin_preview")
QUERIES = 7  # session, person, his rights in two, pins, their articles, and the pins again for their version


@pytest.fixture
def editor(sign_in):
    return sign_in(EDITOR)


def form(client, **changes) -> dict:
    """Return what a browser would send of the page as it stands, with some fields changed."""
    page = client.get(FRONT)
    data = {"version": page.context["version"], "pin": []}
    for slot in page.context["slots"]:
        if slot.form:
            data["pin"].append(str(slot.form.article.pk))
            data |= {field.html_name: field.value() for field in slot.form if field.value() is not None}
    return {**data, **changes}


def pins() -> dict[int, str]:
    return dict(Pin.objects.values_list("place", "article__headline"))


def slots(page) -> list[str]:
    return [str(slot.form.article) if slot.form else "–" for slot in page.context["slots"]]


def pinned(*headlines: str, start: int = 0) -> list:
    articles = [make.published(headline=headline) for headline in headlines]
    for place, article in enumerate(articles, start):
        Pin.objects.create(place=place, article=article)
    return articles


@pytest.mark.parametrize(("role", "status"), [(EDITOR, 200), (CHIEF, 200), (CONTRIBUTOR, 403), (DESK, 403)])
def test_only_who_may_change_pins_arranges_the_front_page(sign_in, role, status):
    client = sign_in(role)

    assert client.get(FRONT).status_code == status
    assert client.post(PREVIEW, {"language": "en"}).status_code == status


def test_the_sidebar_calls_the_page_what_it_is(editor):
    assert f'<a href="{FRONT}" aria-current="page">Front page</a>' in editor.get(FRONT).text


def test_a_place_on_the_page_is_none_on_the_map(sign_in):
    pinned("Alpha")

    assert "位置</label>" in sign_in(EDITOR, make.user(EDITOR, language="zh-hans")).get(FRONT).text


def test_the_page_shows_each_place_and_what_stands_there(editor):
    pinned("Lead")
    pinned("Third", start=3)

    assert slots(editor.get(FRONT)) == ["Lead", "–", "–", "Third", "–", "–", "–"]


def test_what_is_found_is_pinned_beside_the_lead_and_kept_only_on_saving(editor):
    article = make.published(headline="Methane first")

    found = editor.post(FRONT, form(editor, _find="1", q="methane"))
    assert [offered.headline for offered, _mark in found.context["offered"]] == ["Methane first"]

    added = editor.post(FRONT, form(editor, _add=str(article.pk)))
    assert slots(added) == ["–", "Methane first", *"–––––"]
    assert added.context["unsaved"]
    assert pins() == {}

    editor.post(FRONT, form(editor, pin=[str(article.pk)], _save="1"))
    assert pins() == {1: "Methane first"}


def test_only_what_is_live_or_to_come_is_offered(editor, clock):
    for state, made in IN_STATE.items():
        article = made(clock)
        type(article).objects.filter(pk=article.pk).update(headline=state)

    page = editor.post(FRONT, form(editor, _find="1"))

    assert {offered.headline for offered, _mark in page.context["offered"]} == {
        *("scheduled", "live", "change-scheduled", "withdrawn-scheduled")
    }


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_neither_live_nor_to_come_is_refused(editor, clock, state):
    article = IN_STATE[state](clock)

    page = editor.post(FRONT, form(editor, pin=[str(article.pk)], _save="1"))

    assert "Only what is live or scheduled can be pinned." in page.text
    assert pins() == {}


def test_what_is_scheduled_may_be_pinned_and_says_that_it_does_not_show_yet(editor, clock):
    article = IN_STATE["scheduled"](clock)

    editor.post(FRONT, form(editor, pin=[str(article.pk)], _save="1"))

    assert Pin.objects.get().article == article
    assert "Stands here once it is live" in editor.get(FRONT).text


def test_a_pin_that_was_withdrawn_since_says_so_and_keeps_nobody_from_saving(editor, clock):
    clock.set(NOW)
    first, second = pinned("First", "Second")
    first.withdraw(by=None, public_reason="Wrong.")

    assert "Not live: the newest story stands here." in editor.get(FRONT).text
    editor.post(FRONT, form(editor, **{f"pin-{second.pk}-place": "4"}, _save="1"))
    assert pins() == {0: "First", 4: "Second"}


def test_by_number_one_is_moved_and_the_others_give_way(editor):
    _first, _second, third = pinned("A", "B", "C")

    page = editor.post(FRONT, form(editor, **{f"pin-{third.pk}-place": "0"}, _arrange="1"))
    assert slots(page)[:4] == ["C", "A", "B", "–"]

    editor.post(FRONT, form(editor, **{f"pin-{third.pk}-place": "0"}, _save="1"))
    assert pins() == {0: "C", 1: "A", 2: "B"}


def test_one_is_taken_away(editor):
    first, _second = pinned("A", "B")

    page = editor.post(FRONT, form(editor, _remove=str(first.pk)))

    assert slots(page)[:2] == ["–", "B"]
    assert pins() == {0: "A", 1: "B"}


def test_an_eighth_is_not_taken(editor):
    pinned(*"ABCDEFG")
    more = make.published(headline="H")

    assert "H" not in slots(editor.post(FRONT, form(editor, _add=str(more.pk))))
    assert "All seven places are taken" in editor.post(FRONT, form(editor, _find="1")).text


def test_no_story_stands_twice_also_not_by_its_translation(editor):
    original = make.published(headline="A story")
    translated = make.published(headline="Sebuah cerita", original=original, language="id")

    page = editor.post(FRONT, form(editor, pin=[str(original.pk), str(translated.pk)], _save="1"))

    assert "This story is pinned already, here or as its translation." in page.text
    assert pins() == {}


def ending(pk: int, on: str, time: str, which: str = "") -> dict:
    return {f"pin-{pk}-on": on, f"pin-{pk}-time": time, f"pin-{pk}-which": which}


def test_an_end_is_a_moment_in_the_zone_of_the_site(editor, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    clock.set(NOW)
    (article,) = pinned("A")

    editor.post(FRONT, form(editor, **ending(article.pk, "2126-03-11", "09:30"), _save="1"))

    assert Pin.objects.get().ends_at == dt.datetime(2126, 3, 11, 2, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("on", "time", "said"),
    [
        ("2027-03-28", "02:30", "This time does not exist"),
        ("2027-10-31", "02:30", "This time comes twice on that day"),
        ("2027-10-31", "", "Give a date and a time, or neither."),
        ("2001-01-01", "09:00", "This time has passed."),
        ("9999", "", "Enter a valid date."),
    ],
)
def test_an_end_that_is_none_is_refused(editor, clock, settings, on, time, said):
    settings.TIME_ZONE = "Europe/Berlin"
    clock.set(NOW)
    (article,) = pinned("A")

    page = editor.post(FRONT, form(editor, **ending(article.pk, on, time), _save="1"))

    assert said in page.text
    assert Pin.objects.get().ends_at is None


def test_an_end_in_the_hour_that_comes_twice_is_kept_as_it_was_chosen(editor, clock, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    clock.set(NOW)
    (article,) = pinned("A")

    editor.post(FRONT, form(editor, **ending(article.pk, "2126-10-27", "02:30", "1"), _save="1"))
    stored = Pin.objects.get().ends_at
    editor.post(FRONT, form(editor, **{f"pin-{article.pk}-place": "3"}, _save="1"))

    assert stored == dt.datetime(2126, 10, 27, 1, 30, tzinfo=dt.UTC)
    assert Pin.objects.get().ends_at == stored


def test_what_has_ended_is_shown_as_ended_and_saved_as_it_is(editor, clock):
    clock.set(NOW)
    ended, other = pinned("Ended", "Other")
    Pin.objects.filter(article=ended).update(ends_at=NOW + HOUR + dt.timedelta(microseconds=5))
    clock.set(NOW + 2 * HOUR)

    assert "Ended: the newest story stands here again." in editor.get(FRONT).text
    editor.post(FRONT, form(editor, **{f"pin-{other.pk}-place": "5"}, _save="1"))
    assert pins() == {0: "Ended", 5: "Other"}


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(editor, sign_in):
    mine, theirs = pinned("Mine", "Theirs")
    begun = form(editor, **{f"pin-{mine.pk}-place": "5"}, _save="1")
    other = sign_in(CHIEF)
    other.post(FRONT, form(other, **{f"pin-{theirs.pk}-place": "4"}, _save="1"))

    page = editor.post(FRONT, begun)

    assert f"{other.person} arranged the front page while you did" in page.text
    assert [str(form.article) for form in page.context["theirs"]] == ["Mine", "Theirs"]
    assert pins() == {0: "Mine", 4: "Theirs"}

    editor.post(FRONT, {**begun, "version": page.context["version"]})
    assert pins() == {1: "Theirs", 5: "Mine"}


@pytest.mark.django_db(transaction=True)
def test_a_save_that_changes_nothing_writes_nothing(editor, clock):
    with transaction.atomic():
        pinned("A")
    before = stamp.read(NOW).number

    assert editor.post(FRONT, form(editor, _save="1")).status_code == 302
    assert stamp.read(NOW).number == before


@pytest.mark.django_db(transaction=True)
def test_a_save_moves_the_stamp(editor):
    with transaction.atomic():
        (article,) = pinned("A")
    before = stamp.read(NOW).number

    editor.post(FRONT, form(editor, _remove=str(article.pk), _save="1"))

    assert pins() == {}
    assert stamp.read(NOW).number > before


def test_the_preview_shows_the_posted_places_and_keeps_nothing(editor, client, clock):
    clock.set(NOW)
    old = make.published(headline="Old story", at=NOW - 3 * HOUR)
    make.published(headline="New story", at=NOW - HOUR)

    page = editor.post(
        PREVIEW, form(editor, pin=[str(old.pk)], **{f"pin-{old.pk}-place": "0"}, language="en")
    )

    assert page.context["lead"].headline == "Old story"
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert pins() == {}
    assert client.get("/").context["lead"].headline == "New story"


def test_the_preview_leaves_out_what_has_ended_or_is_not_live(editor, clock):
    clock.set(NOW)
    ended, hidden = make.published(headline="Ended", at=NOW - 3 * HOUR), IN_STATE["withdrawn"](clock)
    clock.set(NOW)
    make.published(headline="New story", at=NOW - HOUR)
    data = {**ending(ended.pk, "2001-01-01", "00:00"), f"pin-{ended.pk}-place": "0"}

    page = editor.post(PREVIEW, form(editor, pin=[str(ended.pk), str(hidden.pk)], **data, language="en"))

    assert page.context["lead"].headline == "New story"


def test_the_preview_is_that_of_a_language(editor):
    original = make.published(headline="A story")
    make.published(headline="Sebuah cerita", original=original, language="id")
    data = {"pin": [str(original.pk)], f"pin-{original.pk}-place": "0"}

    page = editor.post(PREVIEW, form(editor, **data, language="id"))

    assert page.context["lead"].headline == "Sebuah cerita"
    assert '<html lang="id">' in page.text
    assert editor.post(PREVIEW, form(editor, language="xx")).status_code == 404
    assert editor.get(PREVIEW).status_code == 405


def test_places_that_nobody_could_choose_break_nothing(editor):
    article = make.published(headline="A")
    wrong = {"pin": [str(article.pk), "x", "9" * 30, "-1", "٣"], f"pin-{article.pk}-place": "99"}

    assert editor.post(FRONT, form(editor, **wrong, _save="1")).status_code == 302
    assert pins() == {1: "A"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_pins(editor, rows):
    pinned(*"ABC"[:rows])

    with CaptureQueriesContext(connection) as queries:
        editor.get(FRONT)

    assert len(queries) == QUERIES
    assert not any('articles_article"."body"' in query["sql"] for query in queries)


def test_readers_see_no_difference_between_an_article_pinned_here_and_a_stored_pin(editor, client):
    pinned("A", "B")

    shown = editor.post(PREVIEW, form(editor, language="en")).context
    stored = client.get("/").context

    assert (shown["lead"], shown["pinned"]) == (stored["lead"], stored["pinned"])
    assert Edition.objects.count() == 2
