"""The desk's search: over working copies, as readers search editions, and within what each person may see."""

import datetime as dt
import json
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Article
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from spacenews.firms.models import Name
from spacenews.search import database, parts
from spacenews.search.desk import answer, find
from tests import make
from tests.articles.states import live, write
from tests.desk.pages import LIST, change
from tests.desk.test_list import QUERIES, headlines

CANARY = "Quixotry"


@pytest.fixture(autouse=True)
def by_the_index(monkeypatch):
    """Little would be read whole: see the tests that say so."""
    monkeypatch.setattr(find, "LITTLE", 0)


@pytest.fixture
def in_one_part(monkeypatch):
    """PostgreSQL looks at the newest numbers first, and gives numbers on from test to test."""
    monkeypatch.setattr(parts, "FIRST", 10**9)


def found(client, typed: str, **asked) -> list[str]:
    return headlines(client.get(LIST, {"q": typed, **asked}))


def picked(client, term: str, model: str = "pin", field: str = "article") -> list[str]:
    asked = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    return [
        row["text"] for row in json.loads(client.get(reverse("admin:autocomplete"), asked).content)["results"]
    ]


def counted(asked: CaptureQueriesContext) -> list[str]:
    """Return the queries without those that bound a search on PostgreSQL."""
    bounds = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "SELECT set_config", "SELECT MAX")
    return [query["sql"] for query in asked if not query["sql"].lstrip().startswith(bounds)]


@pytest.fixture
def desk(db):
    """Drafts, none of which readers see, and names that only the desk knows."""
    landspace, galactic = make.organization("LandSpace"), make.organization("Galactic Energy")
    make.name(landspace, "蓝箭航天", kind=Name.Kind.NATIVE)
    launch, money = make.tag("launch"), make.tag("money", name_zh_hans="资金")
    orbit = make.section(name="Orbit", slug="orbit")
    make.article(
        headline="Methane rockets reach orbit",
        deck="The engine held.",
        body="<p>They had tested <b>ceramic</b> tiles and a green valve.</p>",
        about=[landspace],
        tags=[launch],
        section=orbit,
    )
    make.article(
        headline="A valve for São Paulo", body="<p>The valve is green.</p>", about=[galactic], tags=[money]
    )
    make.article(
        headline="朱雀三号首飞", language="zh-hans", slug="maiden-flight", body="<p>可重复使用火箭。</p>"
    )
    make.article(headline="Roket metana mencapai orbit", language="id", body="<p>Peluncuran pertama.</p>")


METHANE, VALVE, CHINESE, INDONESIAN = (
    "Methane rockets reach orbit",
    "A valve for São Paulo",
    "朱雀三号首飞",
    "Roket metana mencapai orbit",
)


READ = [
    ("methane", {METHANE}),
    ("rocket", {METHANE}),
    ("ceramic tile", {METHANE}),
    ("engine", {METHANE}),
    ('"green valve"', {METHANE}),
    ("valve -methane", {VALVE}),
    ("sao", {VALVE}),
    ("firm:landspace", {METHANE}),
    ("firm:蓝箭航天", {METHANE}),
    ("蓝箭航天", {METHANE}),
    ("galactic energy", {VALVE}),
    ("tag:资金", {VALVE}),
    ("tag:launch", {METHANE}),
    ("section:orbit", {METHANE}),
    ("orbit lang:id", {INDONESIAN}),
    ("lang:zh", {CHINESE}),
    ("火箭", {CHINESE}),
    ("雀三号", {CHINESE}),
    ("luncur", {INDONESIAN}),
    ("cerami", {METHANE}),
    ("maiden", {CHINESE}),
    ("qzxvkwj", set()),
]


@pytest.mark.parametrize(("typed", "headlines"), READ)
def test_a_query_is_read_as_readers_queries_are(sign_in, desk, typed, headlines):
    assert set(found(sign_in(EDITOR), typed)) == headlines


def test_what_is_little_is_read_whole_and_found_alike(sign_in, desk, monkeypatch):
    client = sign_in(EDITOR)
    by_index = {typed: found(client, typed) for typed, _headlines in READ}
    monkeypatch.setattr(find, "LITTLE", 300)
    monkeypatch.setattr(find, "copies", None)  # which asks the index

    assert {typed: found(client, typed) for typed, _headlines in READ} == by_index


def test_a_span_of_time_is_one_of_changes(sign_in, clock, monkeypatch):
    clock.set(dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC))
    make.article(headline="Old")
    clock.forward(days=30)
    make.article(headline="New")
    client = sign_in(EDITOR)

    for little in (0, 300):
        monkeypatch.setattr(find, "LITTLE", little)
        assert found(client, "after:2026-04") == ["New"]
        assert found(client, "before:2026-04") == ["Old"]


def test_the_working_copy_is_found_and_not_what_was_printed_of_it(sign_in, clock):
    write(live(clock), "Zirconium")

    assert found(sign_in(EDITOR), "zirconium") == ["Zirconium"]
    assert found(sign_in(EDITOR), "A") == []


def test_a_headline_typed_whole_finds_its_article_first(sign_in):
    for place in range(3):
        make.article(headline=f"Orbit orbit orbit {place}", deck="To orbit")
    make.article(headline="To orbit")

    assert found(sign_in(EDITOR), "To orbit!")[0] == "To orbit"


def test_the_best_stands_first_unless_an_order_is_chosen(sign_in):
    make.article(headline="Valve")
    make.article(headline="Another", body="<p>A valve.</p>")
    client = sign_in(EDITOR)

    assert found(client, "valve") == ["Valve", "Another"]
    assert found(client, "valve", o="1") == ["Another", "Valve"]
    assert "sorted" not in client.get(LIST, {"q": "valve"}).text
    assert "sorted" in client.get(LIST, {"q": "valve", "o": "1"}).text


def test_filters_and_search_go_together(sign_in, clock):
    live(clock)
    make.article(headline="A draft", deck="a")
    client = sign_in(EDITOR)

    assert set(found(client, "story")) == {"A", "A draft"}
    assert found(client, "story", state="draft") == ["A draft"]
    assert found(client, "story", state="changes") == []
    assert found(client, "story", language__exact="id") == []


@pytest.mark.parametrize("before", ["", "https://example.org", "https://example.org/id", "/zh-hans"])
def test_an_address_finds_its_article_the_one_that_it_had_too(sign_in, clock, before):
    article = live(clock)
    old = article.editions.get().path
    write(article, "Words that the address has not")
    article.slug = "another"
    article.save()
    article.publish(by=None)
    make.article(headline="Another")
    client = sign_in(EDITOR)

    new = article.editions.latest("pk").path
    assert old != new
    for path in (old, new):
        assert found(client, f"{before}/{path}/?page=2#top") == ["Words that the address has not"]


def test_a_slug_and_the_page_of_a_form_find_their_article(sign_in):
    article = make.article(headline="朱雀", language="zh-hans", slug="vermilion-bird")
    make.article()
    client = sign_in(EDITOR)

    assert found(client, "vermilion-bird") == ["朱雀"]
    assert found(client, f"http://localhost{change(article)}") == ["朱雀"]


def test_a_slip_is_put_right_and_said(sign_in, clock):
    make.published(headline="Zhuque flies")
    client = sign_in(EDITOR)

    page = client.get(LIST, {"q": "zuque"})

    assert headlines(page) == ["Zhuque flies"]
    assert "Showing results for “zhuque”: nothing was found for “zuque”." in page.text


def test_a_word_of_a_working_copy_is_no_slip(sign_in, clock):
    make.published(headline="Zhuque flies")
    make.article(headline="Zuque is a firm too")

    page = sign_in(EDITOR).get(LIST, {"q": "zuque"})

    assert headlines(page) == ["Zuque is a firm too"]
    assert "Showing results" not in page.text


def test_what_lacks_a_word_stands_below(sign_in):
    make.article(headline="Methane valve")
    make.article(headline="Methane tank")

    page = sign_in(EDITOR).get(LIST, {"q": "methane valve"})

    assert headlines(page) == ["Methane valve", "Methane tank"]
    assert "below them are those that lack a word" in page.text
    assert (
        "No article holds all of this: these lack a word."
        in sign_in(EDITOR).get(LIST, {"q": "tank valve"}).text
    )


@pytest.mark.parametrize("first", [1, 1_000])
def test_of_very_many_the_newest_are_listed_and_the_ones_of_that_headline(sign_in, monkeypatch, first):
    monkeypatch.setattr(find, "WINDOW", 2)
    monkeypatch.setattr(parts, "FIRST", first)
    make.article(headline="Orbit")
    make.article(headline="Raising an orbit")
    for _article in range(3):
        make.article(headline="Tanks", body="<p>Orbit.</p>")

    page = sign_in(EDITOR).get(LIST, {"q": "orbit"})

    assert headlines(page) == ["Orbit", "Raising an orbit", "Tanks", "Tanks"]
    assert "the newest are listed" in page.text


def test_a_search_that_takes_too_long_says_so(sign_in, monkeypatch):
    make.article(headline="Orbit")

    def too_long(*args):
        raise database.TooLong

    monkeypatch.setattr(find, "window", too_long)

    assert "This search took too long." in sign_in(EDITOR).get(LIST, {"q": "orbit"}).text


@pytest.mark.parametrize(
    "typed",
    [
        *(
            '"',
            '""',
            '"a',
            "'",
            "-",
            "--",
            "-a",
            "*",
            "a*",
            ":",
            "firm:",
            "tag:x",
            "after:9999",
            "lang:xx",
            "a:b:c",
        ),
        *(
            "AND",
            "a OR b",
            "NOT",
            "NEAR(a b)",
            "title:a",
            "rowid:1",
            "{a b}:c",
            "^a",
            "a + b",
            "\\",
            "%",
            "_",
            "%s",
        ),
        *(
            "' OR 1=1 --",
            "<script>",
            "& | ! <->",
            "a:* & b",
            "0x",
            "l1",
            "u1",
            "s1",
            "\u202e",
            "😀",
            "\ud800",
        ),
        *(
            "a" * 100_000,
            "a " * 50_000,
            '"a' * 5_000,
            "-a " * 5_000,
            "火" * 10_000,
            "/" * 10_000,
            "\x00",
            "a\x00b",
        ),
        *(
            "/2026/03/" + "a" * 300 + "/",
            "/articles/article/" + "9" * 40 + "/change/",
            "/articles/article/٣/",
        ),
    ],
    ids=lambda typed: ascii(typed)[:30],
)
def test_whatever_is_typed_there_is_an_answer(sign_in, typed):
    make.article()
    client = sign_in(EDITOR)
    asked = urlencode({"q": typed}, errors="surrogatepass")

    assert client.get(f"{LIST}?{asked}").status_code == 200
    for model, field in (("pin", "article"), ("articletag", "tag"), ("articlecoverage", "organization")):
        names = {"app_label": "articles", "model_name": model, "field_name": field}
        asked = urlencode({**names, "term": typed}, errors="surrogatepass")
        assert client.get(f"{reverse('admin:autocomplete')}?{asked}").status_code == 200


def test_labels_are_no_words(sign_in):
    """What stands for a person, a section or a tag in the index is found by nothing that is typed."""
    article = make.article(headline="Orbit", by=make.user(EDITOR), tags=[make.tag()])
    client = sign_in(EDITOR)

    for label in (
        f"u{article.created_by_id}",
        f"s{article.section_id}",
        f"t{article.tag_rows.get().tag_id}",
        "l1",
    ):
        assert found(client, label) == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("typed", "queries"), [("valve", 5), ("valve tag:x", 5)])
def test_a_search_costs_the_same_at_any_length(sign_in, in_one_part, rows, typed, queries):
    client, tag = sign_in(EDITOR), make.tag("x")
    for _row in range(rows):
        make.article(headline="Valve", tags=[tag])

    with CaptureQueriesContext(connection) as asked:
        page = client.get(LIST, {"q": typed})

    assert headlines(page) == ["Valve"] * rows
    assert len(counted(asked)) == QUERIES + queries
    assert not any('articles_article"."body"' in query["sql"] for query in asked)


# What others write, a contributor does not find


@pytest.fixture
def secrets(db) -> list[Article]:
    """Articles of somebody else: a draft, one to come, and one whose working copy goes on."""
    editor = make.user(EDITOR)
    firm = make.organization(f"{CANARY} Ltd")
    draft = make.article(headline=f"{CANARY} of others", slug="hidden-address", by=editor, about=[firm])
    printed = make.published(headline="Printed", body="<p>Windmill.</p>", by=editor)
    write(printed, f"Printed with {CANARY}")
    return [draft, printed]


@pytest.mark.parametrize(
    "typed",
    [
        CANARY,
        CANARY.lower()[:5],
        "quixotri",
        f'"{CANARY} of others"',
        f"firm:{CANARY}",
        "lang:en",
        "windmill",
    ],
)
@pytest.mark.parametrize("little", [0, 300])
def test_a_contributor_finds_his_own_and_nothing_else(sign_in, secrets, monkeypatch, little, typed):
    monkeypatch.setattr(find, "LITTLE", little)
    client = sign_in(CONTRIBUTOR)
    make.article(headline="His own", body="<p>Elsewhere.</p>", by=client.person)

    page = client.get(LIST, {"q": typed})

    assert found(sign_in(EDITOR), typed) != []
    assert headlines(page) == (["His own"] if typed == "lang:en" else [])
    assert page.context["cl"].result_count == len(headlines(page))


def test_his_own_is_found_by_the_same_word(sign_in, secrets):
    client = sign_in(CONTRIBUTOR)
    make.article(headline=f"His {CANARY}", by=client.person)

    assert found(client, CANARY) == [f"His {CANARY}"]
    assert client.get(LIST, {"q": CANARY}).context["cl"].result_count == 1
    assert picked(client, CANARY[:4]) == [f"His {CANARY}"]


def test_no_address_tells_a_contributor_of_what_others_write(sign_in, secrets):
    client = sign_in(CONTRIBUTOR)
    draft, printed = secrets
    addresses = [draft.slug, change(draft), f"/{printed.editions.get().path}/", printed.slug]

    assert [found(client, address) for address in addresses] == [[]] * 4
    assert [len(found(sign_in(EDITOR), address)) for address in addresses] == [1] * 4


@pytest.mark.parametrize("typed", ["quixotri", "quixtory", "quixotryy", "windmil lang:en"])
def test_no_correction_tells_a_contributor_of_what_others_write(sign_in, secrets, typed):
    client = sign_in(CONTRIBUTOR)
    make.article(headline="His own", by=client.person)

    page = client.get(LIST, {"q": typed})

    assert "Showing results" not in page.text
    assert CANARY.lower() not in page.text.lower().replace(typed, "")


def test_a_correction_of_what_readers_read_is_no_news_to_a_contributor_who_wrote_nothing_of_it(
    sign_in, secrets
):
    """The word is public; but nothing of his holds it, so nothing is offered."""
    client = sign_in(CONTRIBUTOR)
    make.article(headline="His own", by=client.person)

    assert "Showing results for “windmill”" in sign_in(EDITOR).get(LIST, {"q": "windmil"}).text or found(
        sign_in(EDITOR), "windmil"
    )
    assert found(client, "wndmill") == []
    assert "windmill" not in client.get(LIST, {"q": "wndmill"}).text


@pytest.mark.parametrize(("model", "field"), [("pin", "article"), ("article", "original")])
@pytest.mark.parametrize("term", [CANARY, CANARY[:4], "quixotri", "quixotry", "windmill"])
def test_no_picker_tells_a_contributor_of_what_others_write(sign_in, secrets, model, field, term):
    assert picked(sign_in(EDITOR), term, model, field) != []
    assert picked(sign_in(CONTRIBUTOR), term, model, field) == []


def test_the_mark_of_an_owner_only_bounds_the_search(sign_in, secrets):
    """Were it wrong in the index, the policy in the query would still decide."""
    client = sign_in(CONTRIBUTOR)
    before = answer.search(client.person, CANARY, Article.objects.all())
    for words in secrets[0].working_words, secrets[0].working_entry:
        type(words).objects.filter(pk=words.pk).update(labels=f"u{client.person.pk} l1")

    assert before.pks == answer.search(client.person, CANARY, Article.objects.all()).pks == []
    assert answer.search(secrets[0].created_by, CANARY, Article.objects.all()).pks


# Pickers


def test_a_picker_of_articles_takes_the_last_word_as_a_beginning(sign_in):
    make.article(headline="Methane rockets")
    make.article(headline="Methane tanks")
    client = sign_in(EDITOR)

    assert set(picked(client, "met")) == {"Methane rockets", "Methane tanks"}
    assert picked(client, "methane ta") == ["Methane tanks"]
    assert picked(client, "朱") == []


def test_a_picker_of_articles_forgives_a_slip(sign_in):
    make.published(headline="Zhuque flies")

    assert picked(sign_in(EDITOR), "zuque") == ["Zhuque flies"]


@pytest.mark.parametrize(
    "term",
    [
        "lands",
        "LAND space",
        "space",
        "蓝箭",
        "箭航",
        "blue arrow",
        "arro",
        "ladnspace",
        "lanspace",
        "bleu arrow",
    ],
)
def test_a_picker_of_firms_knows_all_names_and_forgives_a_slip(sign_in, term):
    firm = make.organization("LandSpace", short_name="LS")
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE)
    make.name(firm, "Blue Arrow")
    make.organization("CASC")

    assert picked(sign_in(CONTRIBUTOR), term, "articlecoverage", "organization") == ["LandSpace"]


def test_a_firm_that_is_called_so_stands_before_those_that_have_it_within(sign_in):
    for name in ("Aaa CAS Holding", "CAS Space", "Macas"):
        make.organization(name)

    assert picked(sign_in(EDITOR), "cas", "articlecoverage", "organization") == [
        *("CAS Space", "Aaa CAS Holding", "Macas")
    ]


@pytest.mark.parametrize("term", ["reus", "REUSABLE", "可重复", "pakai ulang", "reuseable", "resuable"])
def test_a_picker_of_tags_knows_all_names_and_forgives_a_slip(sign_in, term):
    make.tag("Reusable", name_id="Pakai ulang", name_zh_hans="可重复使用")
    make.tag("launch")

    assert picked(sign_in(CONTRIBUTOR), term, "articletag", "tag") == ["Reusable"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("model", "field"), [("pin", "article"), ("articletag", "tag"), ("articlecoverage", "organization")]
)
def test_a_picker_costs_the_same_at_any_length(sign_in, in_one_part, rows, model, field):
    client = sign_in(EDITOR)
    for row in range(rows):
        make.article(headline="Valve")
        make.tag(f"valve {row}")
        make.name(make.organization(f"Valve {row}"), "Valve Works")

    with CaptureQueriesContext(connection) as asked:
        assert len(picked(client, "valv", model, field)) == rows

    assert len(counted(asked)) == {"pin": 11, "articletag": 7, "articlecoverage": 8}[model]
