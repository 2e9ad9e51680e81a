"""What was searched, as the desk reads it, and what editors make of it."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import stamp
from spacenews.search.models import Asked, PinnedAnswer, Synonym
from tests import make
from tests.desk.test_doors import found
from tests.search import asking

SEARCHED = reverse("admin:search_asked_changelist")
SYNONYM, PIN = reverse("admin:search_synonym_add"), reverse("admin:search_pinnedanswer_add")
SYNONYMS, PINS = reverse("admin:search_synonym_changelist"), reverse("admin:search_pinnedanswer_changelist")
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
QUERIES = 7  # session, person, his rights in two, count, rows, months to choose from


def asked(text: str, times: int = 3, empty: int = 0, month: dt.date = NOVEMBER) -> Asked:
    return Asked.objects.create(month=month, key=f"key of {text}", text=text, times=times, empty=empty)


def shown(response) -> list[tuple]:
    return [(row.month, row.text, row.times, row.empty) for row in response.context["cl"].result_list]


def errors(response, field: str) -> list[str]:
    return list(response.context["adminform"].form.errors[field])


@pytest.mark.parametrize("role", [EDITOR, CHIEF])
def test_an_editor_reads_what_was_searched_month_by_month_and_most_asked_first(sign_in, role):
    asked("rare", times=3)
    asked("methane", times=41, empty=2)
    asked("old", times=90, month=OCTOBER)

    assert shown(sign_in(role).get(SEARCHED)) == [
        (NOVEMBER, "methane", 41, 2),
        (NOVEMBER, "rare", 3, 0),
        (OCTOBER, "old", 90, 0),
    ]


def test_a_query_whose_words_are_not_kept_has_no_row_and_no_page(sign_in):
    hidden = asked("", times=2)
    client = sign_in(CHIEF)

    page = client.get(SEARCHED)

    assert shown(page) == []
    assert "A query appears here from its third asking." in page.text
    assert client.get(reverse("admin:search_asked_change", args=[hidden.pk])).status_code == 302


def test_a_filter_that_finds_nothing_says_so(sign_in):
    asked("methane")

    page = sign_in(EDITOR).get(SEARCHED, {"found": "never"})

    assert "No query fits." in page.text
    assert "third asking" not in page.text


def test_filters_find_a_month_and_what_found_nothing(sign_in):
    asked("methane", times=5)
    asked("at times", times=4, empty=1)
    asked("never", times=3, empty=3)
    asked("old", month=OCTOBER)
    client = sign_in(EDITOR)

    def texts(**chosen) -> list[str]:
        return [text for _month, text, _times, _empty in shown(client.get(SEARCHED, chosen))]

    assert texts(month="2026-10-01") == ["old"]
    assert texts(found="nothing") == ["at times", "never"]
    assert texts(found="never") == ["never"]
    assert texts(q="tim") == ["at times"]
    assert texts(month="2026-10-01' --") == texts(month="x") == texts()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_costs_the_same_for_any_number_of_queries(sign_in, rows):
    for number in range(rows):
        asked(f"query {number}", month=dt.date(2026, number + 1, 1))
    client = sign_in(EDITOR)

    with CaptureQueriesContext(
        connection,
    ) as context:
        client.get(SEARCHED)

    assert len(context) == QUERIES


def test_from_a_query_lead_links_to_its_results_a_synonym_and_a_pinned_answer(sign_in):
    asked('a "b" & <c>')
    client = sign_in(EDITOR)

    page = client.get(SEARCHED).text

    for address in (f"{reverse('search')}?q=", f"{SYNONYM}?query=", f"{PIN}?query="):
        assert f'href="{address}a+%22b%22+%26+%3Cc%3E"' in page
    assert "<c>" not in page


def test_a_form_begins_with_the_query_and_with_nothing_else_of_its_address(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    query = {"query": 'a "b" <c>\x00', "article": article.pk, "place": "9", "words": "x"}

    synonym, pin = (client.get(address, query).context["adminform"].form for address in (SYNONYM, PIN))

    assert synonym["words"].value() == 'a "b" <c>'
    assert (pin["query"].value(), pin["article"].value(), pin["place"].value()) == ('a "b" <c>', None, 1)


@pytest.mark.parametrize("role", [CONTRIBUTOR, DESK, None])
@pytest.mark.parametrize("address", [SEARCHED, SYNONYMS, SYNONYM, PINS, PIN])
def test_whoever_is_no_editor_reaches_none_of_it(sign_in, role, address):
    client = sign_in(role)

    assert client.get(address).status_code == 403
    assert client.post(address, {"words": "a\nb"}).status_code == 403


@pytest.mark.parametrize("role", [CHIEF, EDITOR])
def test_nobody_changes_what_was_counted(sign_in, role):
    row = asked("methane")
    client, there = sign_in(role), [row.pk]

    answers = [
        client.post(reverse("admin:search_asked_add")),
        client.post(reverse("admin:search_asked_change", args=there), {"times": 9}),
        client.post(reverse("admin:search_asked_delete", args=there), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert Asked.objects.get().times == 3


def test_a_synonym_finds_at_once(sign_in):
    make.published(headline="The Long March reusable booster")
    before = asking.found("recoverable")

    answer = sign_in(EDITOR).post(SYNONYM, {"words": "reusable\nrecoverable"})

    assert answer.status_code == 302
    assert before == []
    assert asking.found("recoverable") == ["The Long March reusable booster"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "typed"), [(SYNONYM, {"words": "a\nb"}), (PIN, {"query": "a", "place": 1})]
)
def test_what_editors_add_moves_the_stamp(client, address, typed):
    with transaction.atomic():
        article, editor = make.published(), make.user(EDITOR)
    client.force_login(editor)
    before = stamp.read(site_clock.now()).number

    client.post(address, {**typed, "article": article.pk})

    assert (Synonym.objects.count(), PinnedAnswer.objects.count()) in ((1, 0), (0, 1))
    assert stamp.read(site_clock.now()).number > before


def test_changing_a_synonym_takes_its_old_spellings_back(sign_in):
    synonym = Synonym.objects.create(words=["reusable", "recoverable"])

    sign_in(EDITOR).post(
        reverse("admin:search_synonym_change", args=[synonym.pk]), {"words": "reusable\nre-used"}
    )

    assert sorted(synonym.spellings.values_list("text_folded", flat=True)) == ["re used", "reusable"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("GPS", "Give 2 to 20 words that differ by more than case, accents and signs."),
        ("GPS\ngps!", "Give 2 to 20 words that differ by more than case, accents and signs."),
        ("\n".join(f"word {n}" for n in range(21)), "Give 2 to 20 words"),
        ("GPS\n!?", "“!?” has neither letters nor digits."),
        ("GPS\n" + "long " * 30, "“long long long long …” is too long: at most 100 characters."),
        ("", "This field is required."),
    ],
)
def test_a_synonym_that_says_nothing_is_refused_beside_the_field(sign_in, words, said):
    answer = sign_in(EDITOR).post(SYNONYM, {"words": words})

    assert answer.status_code == 200
    assert errors(answer, "words")[0].startswith(said)
    assert not Synonym.objects.exists()


def test_a_spelling_belongs_to_one_synonym(sign_in):
    Synonym.objects.create(words=["GPS", "Global Positioning System"])

    answer = sign_in(EDITOR).post(SYNONYM, {"words": "satnav\ngps"})

    assert errors(answer, "words") == ["“gps” stands in another synonym: GPS = Global Positioning System."]


def test_a_synonym_is_saved_again_with_its_own_spellings(sign_in):
    synonym = Synonym.objects.create(words=["GPS", "satnav"])

    answer = sign_in(EDITOR).post(
        reverse("admin:search_synonym_change", args=[synonym.pk]), {"words": "satnav\nGPS"}
    )

    assert answer.status_code == 302
    assert Synonym.objects.get().words == ["satnav", "GPS"]


def test_an_editor_pins_an_answer_to_a_query(sign_in):
    article = make.published()

    sign_in(EDITOR).post(PIN, {"query": " Zhuque-3 ", "article": article.pk, "place": 1})

    pin = PinnedAnswer.objects.get()
    assert (pin.query, pin.query_folded, pin.article) == ("Zhuque-3", "zhuque 3", article)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"query": "ZHUQUE 3"}, "article", "This article is pinned to this query already."),
        ({"query": "?!"}, "query", "“?!” has neither letters nor digits."),
        ({"query": ""}, "query", "This field is required."),
        ({"query": "other", "place": 6}, "place", "Ensure this value is less than or equal to 5."),
        (
            {"article": 99},
            "article",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_a_pin_that_cannot_be_is_refused_beside_its_field(sign_in, changed, field, said):
    article = make.published()
    PinnedAnswer.objects.create(query="zhuque 3", article=article)

    answer = sign_in(EDITOR).post(PIN, {"query": "q", "article": article.pk, "place": 1, **changed})

    assert errors(answer, field) == [said]


def test_a_pin_is_saved_again(sign_in):
    pin = PinnedAnswer.objects.create(query="zhuque 3", article=make.published())

    sign_in(EDITOR).post(
        reverse("admin:search_pinnedanswer_change", args=[pin.pk]),
        {"query": "Zhuque-3", "article": pin.article_id, "place": 2},
    )

    assert PinnedAnswer.objects.values_list("query", "place").get() == ("Zhuque-3", 2)


def test_the_list_of_pins_says_which_of_them_readers_see(sign_in, django_assert_num_queries):
    for article in (make.published(), make.article(), make.published()):
        PinnedAnswer.objects.create(query="q", article=article)
    client = sign_in(EDITOR)

    with django_assert_num_queries(6):  # session, person, his rights in two, count, rows
        page = client.get(PINS)

    assert [pin.is_live for pin in page.context["cl"].result_list] == [True, False, True]


def test_articles_to_pin_are_looked_up_among_those_that_a_person_may_see(sign_in):
    make.article(headline="Somebody's draft", by=make.user(CONTRIBUTOR))

    assert found(sign_in(EDITOR), "pinnedanswer", "article", app="search") == ["Somebody's draft"]
    assert found(sign_in(CONTRIBUTOR), "pinnedanswer", "article", app="search") == []
    assert found(sign_in(DESK), "pinnedanswer", "article", app="search") == 403


def test_lists_are_searched_as_readers_search(sign_in):
    Synonym.objects.create(words=["Zhuque-3", "朱雀三号"])
    PinnedAnswer.objects.create(query="朱雀三号", article=make.article())
    client = sign_in(EDITOR)

    numbers = [
        client.get(address, {"q": typed}).context["cl"].result_count
        for address in (SYNONYMS, PINS)
        for typed in ("ZHUQUE 3", "朱雀", "methane")
    ]

    assert numbers == [1, 1, 0, 0, 1, 0]
