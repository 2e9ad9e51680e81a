import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from spacenews.firms.directory import pages as directory
from spacenews.firms.models import Name, Organization
from spacenews.pagecache import stamp
from tests import make
from tests.firms.reading import HIDDEN, NOW, SHOWN, draw_directory, main, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


def shown(name=None, **kwargs):
    return make.organization(name, public_from=SHOWN, **kwargs)


def page(query=""):
    return directory.page(QueryDict(query), NOW)


def listed(query=""):
    return [firm.name for group in page(query)["groups"] for firm in group["firms"]]


def test_a_row_says_who_where_since_when_and_how_lately_covered(client):
    firm = shown("LandSpace", kind="firm", city="Beijing", founded="2015-06", descriptor="Maker of rockets.")
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE, language="zh-Hans")
    make.published(about=[firm], at=NOW.replace(day=20))

    row = re.search(r'<ul class="lines">(.*?)</ul>', main(client.get(reverse("firms"))), re.DOTALL)[1]

    assert f'href="{firm.url}"' in row
    assert 'lang="zh-Hans">蓝箭航天' in row
    assert words(row).endswith(
        "Maker of rockets. Beijing, China Founded 2015 Last covered: 20 August 2026 Compare LandSpace"
    )


def test_what_was_never_covered_says_so(client):
    firm = shown("LandSpace")
    make.article(about=[firm])

    row = words(main(client.get(reverse("firms"))))

    assert "LandSpace Firm China" in row  # no descriptor: its kind
    assert "Last covered: not yet" in row


def test_withdrawn_and_scheduled_stories_are_no_coverage(clock):
    clock.set(NOW.replace(day=20))
    firm = shown()
    make.published(about=[firm], at=NOW.replace(day=1)).withdraw(by=None, public_reason="Wrong.")
    make.article(about=[firm]).publish(by=None, at=NOW.replace(day=30))

    assert page()["groups"][0]["firms"][0].covered_at is None


def test_a_translation_is_coverage_for_the_readers_of_its_language():
    firm = shown()
    story = make.published(about=[firm], at=NOW.replace(day=1))
    translation_of = {"original": story, "language": "id", "slug": "cerita-id"}
    make.published(about=[firm], at=NOW.replace(day=9), **translation_of)

    def covered_on(language):
        with translation.override(language):
            return page()["groups"][0]["firms"][0].covered_at.day

    assert [covered_on(language) for language in ("en", "id", "zh-hans")] == [1, 9, 1]


@pytest.mark.parametrize("public_from", HIDDEN)
def test_readers_do_not_see_what_the_desk_alone_sees(client, public_from):
    hidden = make.organization("Secret Rockets", slug="secret", public_from=public_from, country="FR")
    make.name(hidden, "Geheim")

    for query in ("", "?name=secret", "?name=geheim", "?from=s", "?kind=firm"):
        html = main(client.get(reverse("firms") + query))
        assert "ecret Rockets" not in html
        assert "France" not in html
        assert "0 organizations" in html


def test_names_stand_under_their_letters_in_order():
    for name in ("Zeta", "alpha", "Beta", "École", "21Vianet", "蓝箭", "Alpine"):
        shown(name)

    groups = [(group["title"], [firm.name for firm in group["firms"]]) for group in page()["groups"]]

    assert [key for key, _names in groups] == ["#", "A", "B", "E", "Z"]
    assert groups[1][1] == ["alpha", "Alpine"]
    assert {entry["letter"] for entry in page()["alphabet"] if entry["url"]} == {"#", "A", "B", "E", "Z"}
    assert len(page()["alphabet"]) == 27


def test_the_bar_has_the_alphabet_alone_while_every_name_begins_with_a_letter():
    shown("Alpha")

    assert "".join(entry["letter"] for entry in page()["alphabet"]) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_name_is_found_by_any_of_its_names_in_any_script():
    firm = shown("LandSpace")
    shown("Other")
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE)
    make.name(firm, "Blue Arrow")

    for name in ("landsp", "ＬＡＮＤ", "蓝箭", "blue ar"):
        assert listed(f"name={name}") == ["LandSpace"]
    assert listed("name=nobody") == []


def test_signs_that_mean_something_to_a_database_mean_nothing_here():
    shown("100% Space_Firm")
    shown("Other")

    assert listed("name=100%25") == ["100% Space_Firm"]
    assert listed("name=e_f") == ["100% Space_Firm"]
    assert listed("name=%00%ed%a0%80") == listed("name=''\"") == []


def test_filters_narrow_by_what_is_on_record():
    shown("Alpha", kind="firm", country="CN", sectors=["launch", "satellites"], founded="2015-06")
    shown("Beta", kind="firm", country="US", sectors=["launch-site"], founded="2019?", status="closed")
    shown("Gamma", kind="university", country="US", sectors=["launch"], founded="1998")

    assert listed("kind=firm") == ["Alpha", "Beta"]
    assert listed("country=US") == ["Beta", "Gamma"]
    assert listed("sector=launch") == ["Alpha", "Gamma"]
    assert listed("sector=launch&sector=launch-site") == ["Alpha", "Beta", "Gamma"]
    assert listed("kind=firm&country=US&sector=launch") == []
    assert listed("status=closed") == ["Beta"]
    assert listed("founded=2010") == ["Alpha", "Beta"]
    assert listed("founded=1990&founded=2010") == ["Alpha", "Beta", "Gamma"]


def test_a_filter_that_nobody_offers_changes_nothing():
    shown("Alpha")

    asked = "kind=spy&country=XX&sector=x&status=y&founded=2015&_connector=OR&pk=0&public_from__isnull=1"
    assert listed(asked) == ["Alpha"]


def offered(query, name):
    (facet,) = [facet for facet in page(query)["facets"] if facet["name"] == name]
    return [(option["value"], option["count"]) for option in facet["options"] + facet["more"]]


def test_a_filter_says_how_many_each_of_its_values_would_show():
    shown("Alpha", kind="firm", sectors=["launch", "satellites"], founded="2015")
    shown("Beta", kind="firm", sectors=["launch"], country="US")
    shown("Gamma", kind="agency", sectors=["satellites"], founded="1999")

    assert offered("sector=launch", "kind") == [("firm", 2)]
    assert offered("sector=launch", "sector") == [("launch", 2), ("satellites", 2)]
    assert offered("sector=launch&country=US", "sector") == [("launch", 1)]
    assert offered("sector=launch&kind=agency", "kind") == [("firm", 2), ("agency", 0)]
    assert offered("name=gamma", "kind") == [("agency", 1)]
    assert offered("", "founded") == [("2010", 1), ("1990", 1)]
    assert page("sector=launch")["clear_url"] == reverse("firms")


def test_every_country_can_be_chosen_the_rarer_ones_unfolded():
    codes = ("CN", "US", "JP", "IN", "DE", "FR", "GB", "IT", "ES", "QX", "AQ")
    for place, code in enumerate(codes):
        for _firm in range(1 + (place < 2)):
            shown(country=code)
    shown("Nowhere", country="")

    (facet,) = [facet for facet in page("country=QX")["facets"] if facet["name"] == "country"]

    assert {option["value"] for option in facet["options"] + facet["more"]} == set(codes)
    assert len(facet["options"]) == 9  # eight, and what is chosen
    assert [option["value"] for option in facet["options"] if option["chosen"]] == ["QX"]
    assert page("country=QX")["total"] == 1
    assert page()["clear_url"] == ""


def test_the_title_counts_firms_and_institutions_and_the_list_what_is_left(client):
    shown(kind="firm")
    shown(kind="agency")
    shown(kind="university")

    html = words(main(client.get(reverse("firms") + "?kind=agency")))

    assert "1 firm and 2 institutions." in html
    assert "1 organization ·" in html


@pytest.fixture
def many(monkeypatch):
    """Seven organizations, three a page."""
    monkeypatch.setattr(directory, "PAGE", 3)
    return [shown(name).name for name in ("Alpha", "Beta", "Delta", "Epsilon", "Eta", "Gamma", "Zeta")]


def test_pages_hold_every_organization_once_however_many_there_are(many):
    seen, url = [], reverse("firms")
    while url:
        query = url.partition("?")[2]
        seen += listed(query)
        url = page(query)["next_url"]

    assert seen == many


def test_the_way_back_begins_a_page_earlier(many):
    third = page(page(page()["next_url"].partition("?")[2])["next_url"].partition("?")[2])

    second = third["previous_url"].partition("?")[2]

    assert listed(second) == many[3:6]
    assert page(second)["previous_url"] == reverse("firms")
    assert page()["previous_url"] == ""


def test_a_letter_leads_to_its_heading_or_to_the_page_that_begins_with_it(many):
    urls = {entry["letter"]: entry["url"] for entry in page()["alphabet"]}

    assert urls["A"] == "#letter-A"
    assert urls["G"] == reverse("firms") + "?from=g"
    assert urls["C"] == ""
    assert listed("from=g") == ["Gamma", "Zeta"]


def test_filters_stay_when_the_page_is_turned(many):
    Organization.objects.exclude(name="Gamma").update(kind="agency")

    assert page("kind=agency")["next_url"] == reverse("firms") + "?kind=agency&from=epsilon"
    assert listed("kind=agency&from=epsilon") == ["Epsilon", "Eta", "Zeta"]


def turned(query, way="next_url"):
    """Return the names of each page from this one on."""
    pages = [listed(query)]
    while url := page(query)[way]:
        query = url.partition("?")[2]
        pages.append(listed(query))
    return pages


def test_the_last_covered_stand_first_and_pages_lose_none_in_either_direction(many):
    for day, name in ((3, "Zeta"), (9, "Beta"), (9, "Alpha"), (5, "Eta")):
        make.published(about=[Organization.objects.get(name=name)], at=NOW.replace(day=day))

    pages = turned("by=covered")

    assert pages == [["Alpha", "Beta", "Eta"], ["Zeta", "Delta", "Epsilon"], ["Gamma"]]
    last = page("by=covered")
    while last["next_url"]:
        last = page(query := last["next_url"].partition("?")[2])
    assert turned(query, "previous_url") == pages[::-1]
    assert [group["title"] for group in page("by=covered")["groups"]] == ["August 2026"]


def test_the_youngest_stand_first_where_it_is_asked_and_what_nobody_knows_last(many):
    for name, founded in (("Beta", "2020-05"), ("Zeta", "2015?"), ("Eta", "2020")):
        Organization.objects.filter(name=name).update(founded=founded)

    assert turned("by=founded") == [["Beta", "Eta", "Zeta"], ["Alpha", "Delta", "Epsilon"], ["Gamma"]]
    assert [group["title"] for group in page("by=founded")["groups"]] == ["2020", "2015"]


@pytest.mark.parametrize("place", ["x", "1:", "-99999999999999999999:a", "%00", "9:9:9"])
def test_a_place_that_is_none_breaks_nothing(many, place):
    for order in ("name", "covered", "founded", "nonsense"):
        assert page(f"by={order}&from={place}")["total"] == 7


def test_an_order_stays_with_the_filters_and_whom_to_compare_with_all(many):
    slug = Organization.objects.get(name="Zeta").slug
    told = page(f"by=covered&kind=firm&firm={slug}&firm=nobody&firm=%2Fx")

    assert told["hidden"] == [("by", "covered"), ("firm", slug), ("firm", "nobody")]
    assert [firm["name"] for firm in told["compared"]] == ["Zeta"]
    assert told["clear_url"] == reverse("firms") + f"?firm={slug}&firm=nobody&by=covered"
    assert told["csv_url"] == reverse("firms-csv") + "?kind=firm&by=covered"
    assert told["noindex"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("order", "asked"), [("name", 4), ("covered", 5)])
def test_the_page_asks_the_same_few_questions_however_many_rows_it_has(
    rows, order, asked, django_assert_num_queries
):
    for _row in range(rows):
        firm = shown(sectors=["launch"])
        make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE)
        make.published(about=[firm], at=NOW.replace(day=20))

    with django_assert_num_queries(asked):
        html = draw_directory(f"sector=launch&name=firm&by={order}")

    assert html.count("蓝箭航天") == rows


def test_each_language_has_the_page(client):
    shown("LandSpace", descriptor="Rockets.", descriptor_id="Roket.")

    assert "Roket." in client.get("/id/firms/").content.decode()
    assert "Rockets." in client.get("/zh-hans/firms/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_of_the_directory_holds_until_something_changes_or_is_due():
    with transaction.atomic():
        firms = [shown(name) for name in ("Alpha", "Beta")]
        make.organization("Gamma", public_from=NOW + timedelta(hours=1))
        make.published(about=firms[1:], at=NOW - timedelta(days=2))
    assert (listed(), listed("by=covered")) == (["Alpha", "Beta"], ["Beta", "Alpha"])

    with transaction.atomic():
        firms[0].name = "Zeta"
        firms[0].save()
        make.published(about=firms[:1], at=NOW - timedelta(days=1))
    stamp.settle()
    assert (listed(), listed("by=covered")) == (["Beta", "Zeta"], ["Zeta", "Beta"])

    assert len(directory.page(QueryDict(""), NOW + timedelta(hours=1))["groups"]) == 3
