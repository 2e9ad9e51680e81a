import re

import pytest
from django.urls import reverse

from spacenews.firms import timeline
from spacenews.firms.models import FoundedAlternative, Identifier, Name, Organization
from tests import make
from tests.firms.reading import HIDDEN, NOW, SHOWN, draw_firm, main, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


@pytest.fixture
def firm():
    return make.organization("LandSpace", slug="landspace", public_from=SHOWN)


def read(client, firm, query=""):
    return main(client.get(firm.url + query))


def facts_of(html: str) -> dict[str, str]:
    """Return the lines of the record, label by value."""
    found = re.search(r'<dl class="facts">.*?</dl>', html, re.DOTALL)[0]
    return {
        words(line[1]): words(line[2])
        for line in re.finditer(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found, re.DOTALL)
    }


def section(html: str, heading: str) -> str:
    """Return a section of the page by its heading, or nothing."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>.*?</section>", html, re.DOTALL)
    return found[0] if found else ""


def test_every_name_stands_there_in_its_own_language(client, firm):
    make.name(firm, "蓝箭航天", kind=Name.Kind.NATIVE, language="zh-Hans")
    make.name(firm, "LandSpace Technology Corporation", kind=Name.Kind.LEGAL, language="en")
    make.name(firm, "北京蓝箭空间科技有限公司", kind=Name.Kind.LEGAL, language="zh-Hans")
    make.name(firm, "Blue Arrow")
    make.name(firm, "Old Arrow", kind=Name.Kind.FORMER, since="2015", until="2017-03")

    html = read(client, firm)

    assert facts_of(html) | {"Kind": "", "Based in": ""} == {
        "Name": "LandSpace",
        "In its own script": "蓝箭航天",
        "Legal name": "LandSpace Technology Corporation, 北京蓝箭空间科技有限公司",
        "Former name": "Old Arrow (2015 to March 2017)",
        "Also known as": "Blue Arrow",
        "Kind": "",
        "Based in": "",
    }
    assert (
        '<h1 id="start" tabindex="-1">LandSpace <span class="native" lang="zh-Hans">蓝箭航天</span></h1>'
        in html
    )
    assert html.count('lang="zh-Hans">北京蓝箭空间科技有限公司') == 1


def test_facts_are_said_as_they_are_on_record(client, firm):
    Organization.objects.filter(pk=firm.pk).update(
        city="Beijing",
        sectors=["launch", "propulsion"],
        ownership="private",
        ownership_note="12% held by a fund",
        status="being-acquired",
        founded="2015-06",
        vehicles=["Zhuque-1", "Zhuque-2"],
        website="https://example.org/",
        website_source=make.source(publisher="Site Watch"),
    )
    Identifier.objects.create(organization=firm, scheme="wikidata", value="Q1")

    assert facts_of(read(client, firm)) == {
        "Name": "LandSpace",
        "Kind": "Firm, private (12% held by a fund)",
        "Sectors": "Launch, propulsion",
        "Based in": "Beijing, China",
        "Founded": "June 2015",
        "Status": "Being acquired",
        "Vehicles": "Zhuque-1, Zhuque-2",
        "Website": "https://example.org/ 1 Site Watch",
        "In catalogues": "Wikidata Q1",
    }


def test_the_sources_of_the_record_stand_once_below_it(client, firm):
    firm.further_sources.add(make.source(publisher="Second Press"))

    html = words(read(client, firm))

    assert html.count("Sources of this record: Example Press; Second Press. Confidence: medium.") == 1
    assert html.count("Second Press") == 1


def test_founding_dates_that_disagree_stand_beside_each_other_with_their_sources(client, firm):
    Organization.objects.filter(pk=firm.pk).update(founded="2018")
    source = make.source(publisher="GCAT", published="2026-03-26")
    FoundedAlternative.objects.create(organization=firm, date="2015?", note="renamed", source=source)

    assert (
        facts_of(read(client, firm))["Founded"] == "2018 Sources disagree 2015 (?) (renamed) GCAT, 2026-03-26"
    )


def test_where_sources_disagree_about_it_the_page_shows_each_answer(client, firm):
    make.dispute("about 40 m", "67.2 m", organization=firm, question="How far off?", public_from=SHOWN)
    make.dispute("a", "b", organization=firm, question="Not shown?")
    make.dispute("a", "b", question="Not about it?", public_from=SHOWN)

    html = words(read(client, firm))

    assert "Sources disagree How far off?" in html
    assert re.search(r"about 40 m Example Press 67\.2 m Example Press", html)
    assert "Not shown?" not in html
    assert "Not about it?" not in html


def entries(html):
    """Return the lines of the timeline, each as (mark, words)."""
    found = re.findall(r'<li><span class="date">.*?</li>', section(html, "Timeline"), re.DOTALL)
    return [(re.search(r'class="spot ([\w -]+)"', entry)[1], words(entry)) for entry in found]


@pytest.fixture
def eventful(firm):
    make.milestone(
        firm, title="Reached orbit", date="2023-07-12", kind="first flight to orbit", public_from=SHOWN
    )
    make.milestone(firm, title="Fell", date="2025-08", outcome="failure", public_from=SHOWN)
    make.milestone(
        firm, title="Flies again", date="2026-Q4", outcome="", promise="announced", public_from=SHOWN
    )
    make.funding_round(firm, date="2024-12", series="strategic", note="From a fund.", public_from=SHOWN)
    make.funding_round(firm, date="2020", amount=None, public_from=SHOWN)
    make.cooperation(firm, "Somebody", title="A common plant", date="", public_from=SHOWN)
    make.published(about=[firm], headline="On land", at=NOW.replace(day=20))
    return firm


def test_a_promise_that_slipped_says_when_it_is_expected_now(client, firm):
    new = {"outcome": "", "promise": "slipped", "now_expected": "2027-H1"}
    make.milestone(firm, title="Flies again", date="2026-Q2", **new, public_from=SHOWN)

    assert entries(read(client, firm)) == [
        (
            "promise",
            "Q2 Launch, slipped, now expected: H1 2027 Flies again 1 Example Press Confidence: medium",
        ),
    ]


def test_the_timeline_runs_from_the_newest_to_the_undated_each_with_its_mark(client, eventful):
    assert entries(read(client, eventful)) == [
        ("promise", "Q4 Launch, announced Flies again 1 Example Press Confidence: medium"),
        ("article", "20 Aug Article On land"),
        ("loss", "Aug Launch, failure Fell 1 Example Press Confidence: medium"),
        ("money", "Dec Funding CN¥900 million, strategic. From a fund. 1 Example Press Confidence: medium"),
        ("milestone", "12 Jul First flight to orbit Reached orbit 1 Example Press Confidence: medium"),
        ("money", "year only Funding Amount not given 1 Example Press Confidence: medium"),
        ("cooperation", "Alliance A common plant 1 Example Press Confidence: medium"),
    ]
    years = re.findall(r"<h3>(.*?)</h3>", section(read(client, eventful), "Timeline"))
    assert years == ["2026", "2025", "2024", "2023", "2020", "Undated"]


def test_the_timeline_can_be_narrowed_and_says_how_much_there_is_of_each(client, eventful):
    filters = re.search(r'<nav class="filters".*?</nav>', read(client, eventful), re.DOTALL)[0]
    assert words(filters.replace("</a>", "; ")) == "All 7; Coverage 1; Milestones 3; Money 2; Cooperation 1;"

    narrowed = read(client, eventful, "?show=money")

    assert [mark for mark, _words in entries(narrowed)] == ["money", "money"]
    assert 'aria-current="true">Money 2</a>' in narrowed
    assert [mark for mark, _words in entries(read(client, eventful, "?show=nonsense"))][1] == "article"


def test_pages_of_the_timeline_hold_every_entry_once(client, eventful, monkeypatch):
    monkeypatch.setattr(timeline, "SHOWN", 2)
    make.milestone(eventful, title="Fell too", date="2025-08-01", outcome="failure", public_from=SHOWN)

    seen, url = [], eventful.url
    while url:
        html = main(client.get(url))
        seen += entries(html)
        older = re.search(r'href="([^"]+)" rel="next"', section(html, "Timeline"))
        url = older[1].replace("&amp;", "&") if older else ""

    assert len(seen) == len(set(seen)) == 8


def test_a_correction_of_a_story_about_it_stands_in_the_timeline_on_its_own_day(client, firm, clock):
    story = make.published(about=[firm], headline="On land", at=NOW.replace(day=1))
    other = make.published(headline="Of others", at=NOW.replace(day=1))
    gone = make.published(about=[firm], headline="Withdrawn", at=NOW.replace(day=1))
    clock.set(NOW.replace(day=5))
    for article in (story, other, gone):
        article.publish(by=None, correction=f"Not 12 but 18 in {article.headline}.")
    gone.withdraw(by=None, public_reason="Wrong.")
    clock.set(NOW)

    html = read(client, firm, "?show=corrections")

    assert entries(html) == [("article put-right", "5 Aug Correction On land Not 12 but 18 in On land.")]
    assert "Corrections 1" in html
    assert "5 Aug, Correction: [On land]" in client.get(f"/firms/{firm.slug}.md").content.decode()


@pytest.mark.parametrize("public_from", HIDDEN)
def test_figures_that_are_its_own_are_drawn_and_told_with_their_sources(client, firm, public_from):
    group = make.figure(organization=firm, scope="Qianfan", period="2025", public_from=SHOWN).group
    one = {
        "group": group,
        "metric": "satellites",
        "scope": "Qianfan",
        "unit": "satellites",
        "organization": firm,
    }
    for period, value in (("2025", 648), ("2030", 15000)):
        words_printed = f"{value} planned satellites"
        make.figure(**one, period=period, value=value, as_printed=words_printed, public_from=SHOWN)
    make.figure(**one, period="2027", as_printed="Canary of the desk", public_from=public_from)
    make.figure(**{**one, "organization": None}, period="2028", as_printed="Somebody's", public_from=SHOWN)

    html = section(read(client, firm), "Figures")
    twin = client.get(f"/firms/{firm.slug}.md").content.decode()

    assert re.search(r'<svg [^>]*role="img" aria-label="[^"]*648[^"]*15,000', html)
    assert f'href="{group.url}"' in html
    assert "2030 15000 planned satellites" in words(html)
    for page in (html, twin):
        assert "648 planned satellites" in page
        assert "anary" not in page and "Somebody" not in page


def test_owners_and_what_it_owns_are_facts_with_the_sources_of_their_ties(client, firm):
    for name, share in (
        ("Geely", ""),
        ("OHB", "nearly 65%"),
        ("A province", "11.17%"),
        ("An academy", "part owner"),
    ):
        make.ownership(name, firm, share=share, date="", public_from=SHOWN)
    child = make.organization("Hongqing", public_from=SHOWN)
    make.ownership(firm, child, share="48%", confidence="high", public_from=SHOWN)
    make.ownership(firm, "Sold", status="ended", date="", public_from=SHOWN)

    told = facts_of(read(client, firm))

    source = "1 Example Press Confidence: medium"
    assert told["Parent"] == f"OHB (nearly 65%) {source} Geely {source}"
    assert told["Part owners"] == f"An academy (part owner) {source} A province (11.17%) {source}"
    assert told["Part owner of"] == "Hongqing (48%, May 2024) 1 Example Press Confidence: high"
    assert told["Subsidiaries"] == f"Sold (ended) {source}"
    assert f'<a href="{child.url}">Hongqing</a>' in read(client, firm)
    twin = client.get(f"/firms/{firm.slug}.md").content.decode()
    assert "**Part owner of**: [Hongqing]" in twin and "(48%, May 2024) ([Example Press]" in twin


@pytest.mark.parametrize("until", ["2025-13-01", "yesterday", "2025", "%00", "2025-01-01T00:00"])
def test_a_page_of_the_timeline_that_is_no_day_is_not_found(client, firm, until):
    assert client.get(f"{firm.url}?until={until}").status_code == 404


@pytest.mark.parametrize("until", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time_are_days_like_others(client, firm, until, settings):
    settings.TIME_ZONE = "Asia/Jakarta"

    assert client.get(f"{firm.url}?until={until}").status_code == 200


def test_money_is_a_table_in_the_currency_that_was_printed(client, eventful):
    rows = re.findall(r"<tr>.*?</tr>", section(read(client, eventful), "Money"), re.DOTALL)

    assert [words(row) for row in rows] == [
        "Date Amount Round",
        "December 2024 CN¥900 million Strategic From a fund. 1 Example Press Confidence: medium",
        "2020 not given 1 Example Press Confidence: medium",
    ]


def test_flights_stand_in_the_order_of_time_named_by_their_rocket(client, firm):
    Organization.objects.filter(pk=firm.pk).update(vehicles=["Zhuque-2", "Zhuque-2E"])
    for title, date, outcome in (
        ("Zhuque-2E Y3 fails", "2025-08", "failure"),
        ("Zhuque-2: first methane rocket in orbit", "2023-07-12", "success"),
        ("A hop", "2024-01", "partial"),
    ):
        make.milestone(firm, title=title, date=date, outcome=outcome, public_from=SHOWN)
    make.milestone(firm, title="Listed", kind="listing", public_from=SHOWN)

    strip = re.search(r'<ol class="flights">.*?</ol>', read(client, firm), re.DOTALL)[0]

    flights = re.findall(r'class="spot (\w+)".*?<b>(.*?)</b>', strip)
    assert flights == [("success", "Zhuque-2"), ("partial", "A hop"), ("loss", "Zhuque-2E")]
    assert "Partial success" in strip


def test_partners_are_listed_with_the_tie_and_its_sources(client, firm):
    other = make.organization("Hongqing", public_from=SHOWN)
    make.cooperation(firm, other, "Loongson", title="A tie", kind="ownership", share="48%", public_from=SHOWN)

    html = section(read(client, firm), "Partners")

    assert f'href="{other.url}">Hongqing</a>' in html
    assert "Hongqing, Loongson Ownership, 48% A tie May 2024 Example Press" in words(html)
    assert "LandSpace" not in words(html[html.index("<table") :]).replace("Partners of LandSpace", "")


@pytest.mark.parametrize("public_from", HIDDEN)
def test_a_partner_that_the_desk_alone_knows_is_not_named(client, firm, public_from):
    secret = make.organization("Secret Rockets", public_from=public_from)
    make.cooperation(firm, secret, "Loongson", title="Three", public_from=SHOWN)
    make.cooperation(firm, secret, title="Two", public_from=SHOWN)

    html = read(client, firm)

    assert "ecret" not in html
    assert "Loongson Alliance Three" in words(section(html, "Partners"))
    assert "Two" not in html


@pytest.mark.parametrize("public_from", HIDDEN)
def test_facts_that_the_desk_alone_sees_are_nowhere_on_the_page(client, firm, public_from):
    make.milestone(firm, title="Secret flight", public_from=public_from)
    make.funding_round(firm, note="Secret money", public_from=public_from)
    make.cooperation(firm, "Somebody", title="Secret tie", public_from=public_from)
    make.dispute("a", "b", organization=firm, question="Secret question?", public_from=public_from)
    make.article(about=[firm], headline="Secret story")
    Organization.objects.filter(pk=firm.pk).update(notes="Secret note")

    assert "ecret" not in client.get(firm.url).content.decode()


@pytest.mark.parametrize("public_from", HIDDEN)
def test_an_organization_that_the_desk_alone_sees_answers_as_one_that_never_was(client, public_from):
    hidden = make.organization(slug="secret", public_from=public_from)
    hidden.slug = "secret-two"
    hidden.save()

    answers = [client.get(reverse("firm", args=[slug])) for slug in ("secret", "secret-two", "never-was")]

    assert [answer.status_code for answer in answers] == [404] * 3
    bodies = [answer.content.replace(b"secret-two", b"x").replace(b"secret", b"x") for answer in answers]
    assert len({body.replace(b"never-was", b"x") for body in bodies}) == 1


def test_a_slug_that_it_had_leads_to_the_page_in_one_hop_and_keeps_the_language(client, firm):
    for slug in ("second", "third"):
        firm.slug = slug
        firm.save()

    for prefix in ("", "/id", "/zh-hans"):
        for slug in ("landspace", "second"):
            answer = client.get(f"{prefix}/firms/{slug}/")
            assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/firms/third/")
        assert client.get(f"{prefix}/firms/third/").status_code == 200


def test_coverage_is_the_stored_cards_of_the_readers_language_newest_first(client, firm):
    old = make.published(about=[firm], headline="Older", at=NOW.replace(day=1))
    make.published(about=[firm], headline="Newer", at=NOW.replace(day=2))
    make.published(
        about=[firm],
        headline="Lebih tua",
        original=old,
        language="id",
        slug="older-id",
        at=NOW.replace(day=3),
    )
    make.published(headline="About others", at=NOW.replace(day=4))

    english = section(read(client, firm), "Coverage")
    indonesian = section(main(client.get(f"/id{firm.url}")), "[^<]*")

    assert re.findall(r"<h3.*?><a[^>]*>(.*?)</a>", english) == ["Newer", "Older"]
    assert "Lebih tua" in main(client.get(f"/id{firm.url}"))
    assert "Older" not in main(client.get(f"/id{firm.url}"))
    assert indonesian


def test_the_page_says_how_to_follow_and_how_to_write(client, firm):
    html = client.get(firm.url).content.decode()

    for name in ("firm-rss", "firm-atom"):
        assert f'href="{reverse(name, args=[firm.slug])}"' in html
    assert f'href="/contact/?about=firm:{firm.pk}"' in html
    assert (
        f"This message is about {firm.name}" in client.get(f"/contact/?about=firm:{firm.pk}").content.decode()
    )


def test_a_letter_cannot_be_about_what_the_desk_alone_sees(client):
    hidden = make.organization("Secret Rockets")

    assert "ecret" not in client.get(f"/contact/?about=firm:{hidden.pk}").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_questions_however_much_there_is(firm, rows, django_assert_num_queries):
    further = make.source()
    for number in range(rows):
        make.name(firm, f"Alias {number}")
        FoundedAlternative.objects.create(organization=firm, date=f"201{number}", source=make.source())
        partner = make.organization(public_from=SHOWN)
        make.name(partner, f"伙伴{number}", kind=Name.Kind.NATIVE)
        for record in (
            make.milestone(firm, public_from=SHOWN),
            make.funding_round(firm, public_from=SHOWN),
            make.cooperation(firm, partner, public_from=SHOWN),
        ):
            record.further_sources.add(further)
        figure = make.figure(public_from=SHOWN)
        make.dispute(figure, "words", organization=firm, group=figure.group, public_from=SHOWN)
        make.figure(organization=firm, public_from=SHOWN).further_sources.add(further)
        make.published(about=[firm], at=NOW.replace(day=20))

    with django_assert_num_queries(24):
        html = draw_firm(firm)

    assert html.count("伙伴") == rows


def test_every_language_shows_the_page_in_its_own_words(client, eventful):
    Organization.objects.filter(pk=eventful.pk).update(descriptor="Rockets.", descriptor_zh_hans="火箭。")

    chinese = client.get(f"/zh-hans{eventful.url}").content.decode()

    assert "火箭。" in chinese
    assert "CN¥9亿" in chinese
    assert "12月" in chinese


@pytest.mark.parametrize(("prefix", "lang"), [("", ""), ("/id", ""), ("/zh-hans", ' lang="en"')])
def test_a_descriptor_that_stands_in_for_another_says_its_language(client, firm, prefix, lang):
    Organization.objects.filter(pk=firm.pk).update(
        descriptor="Maker of rockets.", descriptor_id="Pembuat roket."
    )

    html = client.get(f"{prefix}/firms/{firm.slug}/").content.decode()

    words = "Pembuat roket." if prefix == "/id" else "Maker of rockets."
    assert f'<p class="deck"{lang}>{words}</p>' in html


@pytest.mark.parametrize(("prefix", "lang"), [("", ""), ("/id", ' lang="en"')])
def test_what_a_record_says_is_english_on_every_page(client, firm, prefix, lang):
    make.milestone(firm, title="Methane rocket in orbit", public_from=SHOWN)

    assert (
        f'<div class="what"{lang}>Methane rocket in orbit'
        in client.get(f"{prefix}/firms/{firm.slug}/").content.decode()
    )
