"""What is offered while a reader types."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.search import database, find
from spacenews.search.beginnings import is_slip
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SHOWN = {"public_from": NOW - HOUR}


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def ask(client, typed: str, prefix: str = "", **how):
    return client.get(f"{prefix}/search/suggest/", {"q": typed}, **how)


def groups(client, typed: str, prefix: str = "") -> dict[str, list[str]]:
    """Return the labels by the name of their group."""
    answer = ask(client, typed, prefix).json()
    return {group["name"]: [row["label"] for row in group["suggestions"]] for group in answer["groups"]}


def rows(client, typed: str, prefix: str = "") -> list[dict]:
    return [row for group in ask(client, typed, prefix).json()["groups"] for row in group["suggestions"]]


@pytest.fixture
def landspace():
    firm = make.organization("LandSpace", slug="landspace", **SHOWN)
    make.name(firm, "蓝箭航天", language="zh-Hans", kind="native")
    make.name(firm, "Blue Arrow")
    return firm


def test_a_line_is_answered_in_groups(client, landspace):
    make.published(headline="Landing at sea", body="<p>Landfall, landings.</p>", tags=[make.tag("land use")])

    assert groups(client, "land") == {
        "Firms": ["LandSpace"],
        "Tags": ["land use"],
        "Articles": ["Landing at sea"],
        "Words": ["landfall", "landing"],
    }


@pytest.mark.parametrize(
    "typed",
    [
        *("la", "LAND", "ｌａｎｄ", "landspace", "land space", "land-space", "landspace "),
        *("蓝", "蓝箭", "航天", "blue", "arrow", "bLue-ar"),
        *("landspce", "lnadspace", "landdspa", "kandspace", "blue arow", "glue arrow"),
    ],
)
def test_a_firm_is_found_by_any_name_its_beginning_or_one_slip(client, landspace, typed):
    assert groups(client, typed)["Firms"] == ["LandSpace"]


@pytest.mark.parametrize("typed", ["pace", "andspace x", "zzz", "lxndsxace", "箭天", "bar"])
def test_a_firm_is_not_found_by_less(client, landspace, typed):
    assert "Firms" not in groups(client, typed)


def test_a_firm_is_shown_with_the_name_that_was_meant(client, landspace):
    named = [
        (row["also"], row["also_lang"]) for typed in ("land", "航天", "blu") for row in rows(client, typed)
    ]

    assert named == [("蓝箭航天", "zh-Hans"), ("蓝箭航天", "zh-Hans"), ("Blue Arrow", "")]


def test_a_firm_that_only_the_desk_knows_is_not_offered(client, clock):
    make.organization("Landspace", public_from=NOW + HOUR)
    make.organization("Landfall")

    assert groups(client, "land") == groups(client, "lnd") == {}
    clock.forward(hours=1)
    assert groups(client, "land") == {"Firms": ["Landspace"]}


def test_firms_whose_name_begins_so_stand_first_and_then_the_last_written_about(client):
    firms = [
        make.organization(f"{name}", **SHOWN) for name in ("Deep Star", "Star One", "Star Two", "Star Three")
    ]
    make.published(about=[firms[2]], at=NOW - HOUR)
    make.published(about=[firms[0]], at=NOW)
    make.article(about=[firms[1]]).publish(by=None, at=NOW + HOUR)

    assert groups(client, "star")["Firms"] == ["Star Two", "Star One", "Star Three"]


def test_a_tag_is_found_by_its_name_in_any_language_and_named_in_the_readers(client):
    tag = make.tag(
        "reusable rockets", slug="reusable", name_id="roket guna ulang", name_zh_hans="可重复使用火箭"
    )
    make.published(tags=[tag])

    assert [row["label"] for row in rows(client, "reus")] == ["reusable rockets"]
    assert rows(client, "guna") == [
        {
            "group": "tag",
            "label": "reusable rockets",
            "url": "/tag/reusable/",
            "lang": "",
            "also": "roket guna ulang",
            "also_lang": "id",
        }
    ]
    assert groups(client, "reus", "/zh-hans") == {"标签": ["可重复使用火箭"]}
    assert rows(client, "火箭", "/zh-hans")[0]["url"] == "/zh-hans/tag/reusable/"


def test_a_tag_that_only_a_draft_bears_is_not_offered(client):
    make.article(tags=[make.tag("methane")])

    assert groups(client, "meth") == {}


@pytest.mark.parametrize(
    "typed",
    [
        *("methane r", "rock", "lands", "landed at", "how a METHANE", "Methane rocket landed sea"),
        *(
            "methane rocket boat landed at sea",
            "how a methane rocket landed at sea",
            "how a",
            "a rocket",
            "-barge sea",
        ),
    ],
)
def test_a_headline_half_remembered_is_found(client, typed):
    make.published(
        headline="How a methane rocket landed at sea", body="<p>On a ship.</p>", slug="story", at=NOW
    )

    assert [row["url"] for row in rows(client, typed) if row["group"] == "article"] == ["/2026/08/story/"]


@pytest.mark.parametrize("typed", ["ship", "methane ship", "ket", "sea -rocket"])
def test_other_words_find_no_headline(client, typed):
    make.published(headline="How a methane rocket landed at sea", body="<p>On a ship.</p>")

    assert "Articles" not in groups(client, typed)


def test_the_readers_own_language_stands_first_and_others_say_what_they_are(client):
    for language, headline in (
        ("en", "LandSpace in orbit"),
        ("zh-hans", "LandSpace 入轨"),
        ("id", "LandSpace di orbit"),
    ):
        make.published(headline=headline, language=language)

    found = [
        (row["label"], row["lang"]) for row in rows(client, "landsp", "/zh-hans") if row["group"] == "article"
    ]

    assert found[0] == ("LandSpace 入轨", "")
    assert sorted(found[1:]) == [("LandSpace di orbit", "id"), ("LandSpace in orbit", "en")]


def test_a_headline_without_spaces_is_found_by_signs_of_it(client):
    make.published(headline="朱雀三号首飞入轨", language="zh-hans", at=NOW)

    for typed in ("朱", "朱雀", "三号首", "入轨"):
        assert groups(client, typed, "/zh-hans")["文章"] == ["朱雀三号首飞入轨"]


def test_the_last_word_is_completed_and_the_words_before_are_kept(client):
    make.published(headline="Orbit", body="<p>A new zhuque and zhurong, a zhukov.</p>")
    make.published(headline="Orbits", body="<p>New zhuques; an old zhukov.</p>")
    make.published(headline="Orbiting", body="<p>Zhuque.</p>")

    assert groups(client, "New  zhu") == {"Words": ["New zhukov", "New zhuque", "New zhurong"]}
    assert rows(client, "new zhu")[-1]["url"] == "/search/?q=new+zhurong"


@pytest.mark.parametrize("typed", ["rockets", "zhuque roc", "-roc", "tag:roc", "roc "])
def test_what_adds_nothing_is_no_completion(client, typed):
    """The word itself or one of its stem, words that no article holds together, and what is not a plain word."""
    make.published(headline="Orbit", body="<p>Rockets and a rocket.</p>")
    make.published(headline="Orbits", body="<p>Zhuque.</p>")

    assert "Words" not in groups(client, typed)


def test_a_slip_in_the_last_word_is_put_right(client):
    make.published(headline="Zhuque in orbit")

    assert groups(client, "zuque") == {"Articles": ["Zhuque in orbit"], "Words": ["zhuque"]}


@pytest.mark.parametrize("typed", ["", " ", "l", "3", "?!", "\x00", "-", '"', "l "])
def test_too_little_is_answered_with_nothing(client, landspace, typed):
    answer = ask(client, typed)

    assert (answer.status_code, answer.json()) == (200, {"said": "", "groups": []})


def test_no_more_than_a_few_of_each_are_offered(client):
    for number in range(7):
        tag, firm = make.tag(f"star {number}"), make.organization(f"Star {number}", **SHOWN)
        make.published(
            headline=f"Star story {number}", body=f"<p>Star{'abcdefg'[number]}</p>", tags=[tag], about=[firm]
        )

    assert {name: len(labels) for name, labels in groups(client, "star").items()} == {
        "Firms": 3,
        "Tags": 3,
        "Articles": 5,
        "Words": 4,
    }


@pytest.mark.parametrize(
    ("prefix", "none", "one", "two"),
    [
        ("", "No suggestions", "1 suggestion", "2 suggestions"),
        ("/id", "Tidak ada saran", "1 saran", "2 saran"),
        ("/zh-hans", "没有建议", "1 条建议", "2 条建议"),
    ],
)
def test_the_count_is_said_in_the_language_of_the_page(client, landspace, prefix, none, one, two):
    make.organization("Landsat", **SHOWN)

    assert [ask(client, typed, prefix).json()["said"] for typed in ("zzz", "landsp", "lands")] == [
        none,
        one,
        two,
    ]


def test_the_answer_is_not_indexed(client):
    answer = ask(client, "land")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert client.post("/search/suggest/", {"q": "land"}).status_code == 405


def test_a_network_that_asks_too_fast_waits_and_may_still_search(client, limits, settings, clock):
    settings.LIMITS = {**settings.LIMITS, "suggest_minute": 2, "search_minute": 1}
    clock.set(NOW + dt.timedelta(seconds=20))

    answers = [ask(client, "land", REMOTE_ADDR=f"203.0.113.{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 30 <= int(answers[2].headers["Retry-After"]) <= 40
    assert answers[2].json() == {"said": "", "groups": []}
    assert "Cache-Control" not in answers[2].headers
    assert ask(client, "land", REMOTE_ADDR="198.51.100.1").status_code == 200
    assert ask(client, "", REMOTE_ADDR="203.0.113.1").status_code == 200
    assert client.get("/search/", {"q": "land"}, REMOTE_ADDR="203.0.113.1").status_code == 200
    clock.forward(seconds=41)
    assert ask(client, "land", REMOTE_ADDR="203.0.113.1").status_code == 200


def test_what_takes_too_long_is_left_out(client, monkeypatch):
    def too_long(*args, **how):
        raise database.TooLong

    monkeypatch.setattr(find, "found", too_long)

    assert ask(client, "land").json() == {"said": "", "groups": []}


def queries_of(client, typed: str) -> int:
    ask(client, typed)  # what a process counts once a day is known from here on
    with CaptureQueriesContext(connection) as seen:
        ask(client, typed)
    assert [query["sql"] for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    return len(seen)


def story_of_a_star(number: int) -> None:
    firm = make.organization(f"Star {number}", **SHOWN)
    make.name(firm, f"Stella {number}")
    make.published(
        headline=f"Star {number}", body="<p>Starlit.</p>", tags=[make.tag(f"star {number}")], about=[firm]
    )


def test_one_row_costs_as_many_queries_as_three(client):
    story_of_a_star(1)
    at_one = queries_of(client, "new star")
    story_of_a_star(2)
    story_of_a_star(3)

    assert queries_of(client, "new star") == at_one
    assert len(rows(client, "star")) > 6


@pytest.mark.parametrize(
    "typed", ["stxr nothing no stbr", "landspace 蓝箭航天朱雀三号 zhuque-3 firm:x tag:y -none star"]
)
def test_the_hardest_line_costs_a_bounded_number_of_queries(client, typed):
    story_of_a_star(1)

    assert queries_of(client, typed) < 50


def test_any_line_is_answered(client, landspace):
    for typed in (
        '"',
        "a" * 5000,
        "蓝" * 300,
        "%_%",
        "\\",
        "a\x00b",
        "firm:",
        "tag:x la",
        "-la",
        "(la OR",
        "🚀 la",
    ):
        assert ask(client, typed).status_code == 200


@pytest.mark.parametrize(
    ("typed", "name", "one"),
    [
        ("lndspace", "landspace", True),
        ("landspcae", "landspace", True),
        ("landspacex", "landspace", True),
        ("landspace", "landspace", True),
        ("lndspcae", "landspace", False),
        ("abcd", "ab", False),
    ],
)
def test_one_slip_is_one(typed, name, one):
    assert is_slip(typed, name) is one


HIDDEN = "xylophonium"


def test_no_word_that_readers_may_not_see_changes_an_answer_by_a_byte(client, clock):
    make.published(headline="Rocket landing", body="<p>On the moon.</p>", slug="landing", at=NOW - HOUR)
    make.published(headline="Rocket to be withdrawn", at=NOW - HOUR).withdraw(by=None, public_reason="Wrong.")
    typed = (
        HIDDEN,
        HIDDEN[:4],
        f"rocket {HIDDEN[:5]}",
        "xilophonium",
        f"tag:{HIDDEN}",
        "rock",
        "landing mo",
        "wit",
        "moon",
    )
    before = [ask(client, line).content for line in typed]

    hidden = {"headline": f"{HIDDEN} rocket", "body": f"<p>{HIDDEN} on the moon.</p>"}
    hidden |= {"tags": [make.tag(HIDDEN)], "about": [make.organization(HIDDEN)]}
    make.article(**hidden)
    make.article(**hidden).publish(by=None, at=site_clock.now() + 2 * HOUR)
    make.published(**{**hidden, "about": []}).withdraw(by=None, public_reason="Wrong.")
    live = make.Article.objects.get(slug="landing")
    live.headline = f"{HIDDEN} landing"
    live.save()
    live.keep(by=None)
    live.publish(by=None, at=site_clock.now() + HOUR)
    after = [ask(client, line).content for line in typed]

    assert after == before
    clock.forward(hours=3)
    assert groups(client, HIDDEN[:4]) == {
        "Firms": [HIDDEN],
        "Tags": [HIDDEN],
        "Articles": [f"{HIDDEN} rocket", f"{HIDDEN} landing"],
        "Words": [HIDDEN],
    }
    assert groups(client, "rocket la") == {}, "what was superseded is not offered"
