"""What results can be narrowed by: counts, and what is chosen."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock as site_clock
from spacenews.search import find
from spacenews.search.facets import DIMENSIONS, spans_of
from tests import make

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def firm():
    return make.organization("LandSpace", slug="landspace", public_from=site_clock.now())


def ask(client, typed: str = "rocket", **more):
    return client.get("/search/", {"q": typed, **more})


def counts(response, name: str) -> list[tuple[str, str]]:
    """Return values and counts of one dimension, in the order of the page."""
    options = {facet["name"]: facet["options"] for facet in response.context["facets"]}
    return [(option["value"], option["count"]) for option in options.get(name, [])]


def headlines(response) -> set[str]:
    return {result.edition.headline for result in response.context["results"]}


def story(headline: str, **columns):
    return make.published(headline=f"{headline} rocket", **columns)


def test_results_are_counted_by_year_section_firm_tag_and_language(client, firm):
    launch, money = make.section(slug="launch", name="Launch"), make.section(slug="money", name="Money")
    tag = make.tag("methane")
    story("One", section=launch, about=[firm], tags=[tag], at=NEW_YEAR)
    story("Two", section=launch, about=[firm], at=NEW_YEAR)
    story("Three", section=money, language="id", at=NEW_YEAR - dt.timedelta(seconds=1))
    make.published(headline="Other", section=money, about=[firm])

    page = ask(client)

    assert counts(page, "year") == [("2026", "2"), ("2025", "1")]
    assert counts(page, "section") == [("launch", "2"), ("money", "1")]
    assert counts(page, "firm") == [("landspace", "2")]
    assert counts(page, "tag") == [("methane", "1")]
    assert counts(page, "lang") == [("en", "2"), ("id", "1")]


def test_a_year_begins_where_the_site_is(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    story("Late", at=dt.datetime(2025, 12, 31, 17, tzinfo=dt.UTC))

    assert counts(ask(client), "year") == [("2026", "1")]
    assert headlines(ask(client, year="2026")) == {"Late rocket"}
    assert headlines(ask(client, year="2025")) == set()


def test_values_of_one_dimension_widen_and_dimensions_narrow(client, firm):
    launch, money, other = (make.section(slug=slug) for slug in ("launch", "money", "other"))
    story("One", section=launch, about=[firm])
    story("Two", section=money, about=[firm])
    story("Three", section=money)
    story("Four", section=other, about=[firm])

    assert headlines(ask(client, section=["launch", "money"])) == {"One rocket", "Two rocket", "Three rocket"}
    assert headlines(ask(client, section=["launch", "money"], firm="landspace")) == {
        "One rocket",
        "Two rocket",
    }


def test_each_dimension_narrows_by_itself(client, firm):
    story("One", section=make.section(slug="launch"), about=[firm], tags=[make.tag("methane")], at=NEW_YEAR)
    story("Two", language="id", at=NEW_YEAR - dt.timedelta(days=1))
    one = {"section": "launch", "firm": "landspace", "tag": "methane", "lang": "en", "year": "2026"}

    found = {name: headlines(ask(client, **{name: value})) for name, value in one.items()}

    assert found == {name: {"One rocket"} for name in one}


def test_years_need_not_be_neighbours(client):
    for year in (2023, 2024, 2025, 2026):
        story(str(year), at=NEW_YEAR.replace(year=year))

    chosen = ask(client, year=["2026", "2023", "2024"])

    assert headlines(chosen) == {"2023 rocket", "2024 rocket", "2026 rocket"}
    assert counts(chosen, "year") == [("2026", "1"), ("2025", "1"), ("2024", "1"), ("2023", "1")]


def test_a_year_narrows_what_the_words_have_narrowed(client):
    for month in (1, 3, 5):
        story(str(month), at=NEW_YEAR.replace(month=month))

    assert headlines(ask(client, "rocket after:2026-03 before:2026-05", year="2026")) == {"3 rocket"}


def test_a_chosen_dimension_is_counted_as_if_nothing_were_chosen_in_it(client, firm):
    launch, money = make.section(slug="launch"), make.section(slug="money")
    story("One", section=launch, about=[firm])
    story("Two", section=money, about=[firm])
    story("Three", section=money)

    page = ask(client, section="launch", firm="landspace")

    assert counts(page, "section") == [("launch", "1"), ("money", "1")]
    assert counts(page, "firm") == [("landspace", "1")]
    assert 'name="section" value="launch" checked' in page.content.decode()


def test_a_chosen_value_stays_with_its_count_where_it_finds_nothing(client, firm):
    make.published(headline="Moon", about=[firm])
    story("One")

    page = ask(client, firm="landspace")

    assert headlines(page) == set()
    assert counts(page, "firm") == [("landspace", "0")]
    assert page.context["clear_url"] == "/search/?q=rocket"


def test_only_the_most_frequent_values_are_shown(client):
    common = make.tag("common")
    for number in range(12):
        story(str(number), tags=[common, make.tag(f"rare {number}")])

    shown = counts(ask(client, tag="rare-0"), "tag")

    assert shown[0] == ("common", "12")
    assert len(counts(ask(client), "tag")) == 8
    assert ("rare-0", "1") in shown


def test_counts_of_a_window_say_that_there_are_more(client, monkeypatch, firm):
    monkeypatch.setattr(find, "WINDOW", 2)
    for number in range(3):
        make.published(body=f"<p>Rocket {number}.</p>", about=[firm])

    page = ask(client, sort="date")

    assert counts(page, "firm") == [("landspace", "2+")]
    assert "2+ results" in page.content.decode()


def test_filters_do_without_words(client, firm):
    story("One", about=[firm])
    story("Two")

    page = client.get("/search/", {"firm": "landspace"})

    assert headlines(page) == {"One rocket"}
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "asked",
    [
        "firm=nobody",
        "firm=&tag=&section=&lang=&year=",
        "lang=xx&year=soon&year=1&year=99999999999&year=２０２６&year=2026%00",
        "tag=%00&section=%F0%9F%9A%80&firm=%27%22%3E",
        "sort=x&exact=x&page=x",
        "firm__name=x&_connector=OR&pk=1&public_from=1",
        "&".join(f"firm=f{number}&tag=t{number}" for number in range(300)),
        f"firm={'x' * 3000}",
    ],
)
def test_what_means_nothing_is_left_out(client, firm, asked):
    story("One", about=[firm])

    page = client.get(f"/search/?q=rocket&{asked}")

    assert page.status_code == 200
    assert headlines(page) == {"One rocket"}
    assert page.context["clear_url"] == ""
    assert page.content == ask(client).content or "exact" in asked


def test_every_link_keeps_what_was_chosen(client, monkeypatch, firm):
    monkeypatch.setattr("spacenews.search.answer.PAGE", 1)
    for number in range(3):
        story(str(number), about=[firm], section=make.section(slug=f"s{number}"), at=NEW_YEAR)
    asked = {"exact": "1", "sort": "date", "section": ["s0", "s1", "s2"], "firm": "landspace", "year": "2026"}
    kept = "year=2026&section=s0&section=s1&section=s2&firm=landspace"

    page = ask(client, page=2, **asked).context

    assert page["next_url"] == f"/search/?q=rocket&exact=1&sort=date&{kept}&page=3"
    assert page["previous_url"] == f"/search/?q=rocket&exact=1&sort=date&{kept}&page=1"
    assert [sort["url"] for sort in page["sorts"]] == [
        f"/search/?q=rocket&exact=1&{kept}",
        f"/search/?q=rocket&exact=1&sort=date&{kept}",
    ]
    assert page["feed_url"] == f"/search/feed/rss/?q=rocket&exact=1&{kept}"
    assert [language["url"] for language in page["languages"]] == [
        f"{prefix}/search/?q=rocket&exact=1&sort=date&{kept}&page=2" for prefix in ("", "/id", "/zh-hans")
    ]
    assert dict(page["hidden"]) == {"q": "rocket", "exact": "1", "sort": "date"}


@pytest.mark.parametrize(
    ("prefix", "legend", "name"),
    [("", "Section", "Launch"), ("/id", "Rubrik", "Peluncuran"), ("/zh-hans", "栏目", "发射")],
)
def test_values_are_named_in_the_language_of_the_page(client, prefix, legend, name):
    section = make.section(slug="launch", name="Launch", name_id="Peluncuran", name_zh_hans="发射")
    story("One", section=section)

    page = client.get(f"{prefix}/search/", {"q": "rocket"})

    assert f"<legend>{legend}</legend>" in page.content.decode()
    assert [option["label"] for facet in page.context["facets"] for option in facet["options"]][1] == name


def test_what_readers_may_not_know_is_neither_counted_nor_chosen(client, firm):
    hidden = make.organization("Hidden", slug="hidden")
    story("One", about=[firm])
    make.article(headline="Draft rocket", about=[firm, hidden], tags=[make.tag("secret")])
    withdrawn = story("Gone", tags=[make.tag("gone")])
    withdrawn.withdraw(by=None, public_reason="Wrong.")

    page = ask(client)

    assert counts(page, "firm") == [("landspace", "1")]
    assert counts(page, "tag") == []
    for asked in ({"firm": "hidden"}, {"tag": "secret"}, {"tag": "gone"}):
        assert ask(client, **asked).content == page.content


def test_a_firm_that_is_no_longer_public_is_not_named(client, firm):
    story("One", about=[firm])
    firm.public_from = None
    firm.save()

    page = ask(client)

    assert counts(page, "firm") == []
    assert "LandSpace" not in page.content.decode()


def test_one_row_costs_as_many_queries_as_three(client, firm):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(client, section=["launch", "money"], firm="landspace", year="2026")
        return len(seen)

    launch, money = make.section(slug="launch"), make.section(slug="money")
    story("One", section=launch, about=[firm], tags=[make.tag()], at=NEW_YEAR)
    ask(client)
    at_one = cost()
    for number in range(2):
        others = [firm, make.organization(public_from=site_clock.now())]
        story(str(number), section=money, about=others, tags=[make.tag(), make.tag()], at=NEW_YEAR)

    assert cost() == at_one


def test_neighbouring_years_are_one_span_of_time():
    years = DIMENSIONS[0].chosen(["2023", "2026", "2024"], NEW_YEAR)

    assert spans_of({"year": years}) == [
        (NEW_YEAR, NEW_YEAR.replace(year=2027)),
        (NEW_YEAR.replace(year=2023), NEW_YEAR.replace(year=2025)),
    ]


def test_what_lacks_a_word_is_looked_for_in_the_years_that_were_chosen(client):
    for year in (2026, 2025, 2024):
        story(f"In {year}", at=NEW_YEAR.replace(year=year))

    page = ask(client, "rocket nowhere", year=["2026", "2024"])

    assert [result.edition.headline for result in page.context["lacking"]] == [
        "In 2026 rocket",
        "In 2024 rocket",
    ]
    assert counts(page, "year") == [("2026", "1"), ("2024", "1")]


def test_what_lacks_a_word_is_looked_for_once_whatever_is_chosen(client, firm):
    """Not in each year and again for each dimension: a crafted address made a second and a half of work."""
    section, tag = make.section(slug="launch"), make.tag("methane")
    story("One", section=section, tags=[tag], about=[firm], at=NEW_YEAR)
    chosen = {"firm": "landspace", "tag": "methane", "section": "launch", "lang": "en"}

    with CaptureQueriesContext(connection) as seen:
        ask(
            client,
            "rocket nowhere never neither",
            year=[str(year) for year in range(2012, 2028, 2)],
            **chosen,
        )

    assert len(seen) < 90
