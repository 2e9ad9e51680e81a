import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from spacenews.firms import figure_pages
from spacenews.firms.amounts import amount, number, scale, scaled
from spacenews.firms.models import Figure, FigureGroup, FundingRound, Source
from spacenews.firms.series import series_of
from tests import make
from tests.firms.reading import HIDDEN, NOW, SHOWN, draw_claims, draw_figures, draw_series, main, words


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


@pytest.fixture
def group(db):
    return FigureGroup.objects.create(slug="launches", title="Launches", title_id="Peluncuran")


def shown(group, value=1, **kwargs):
    return make.figure(group=group, value=value, public_from=SHOWN, **kwargs)


def test_a_series_never_mixes_metrics_scopes_units_or_currencies(group):
    money = {"unit": "currency", "currency": "USD"}
    for columns in (
        {},
        {"metric": "rockets"},
        {"scope": "China"},
        money,
        money | {"currency": "CNY"},
        {"unit": "satellites"},
    ):
        shown(group, period="2024", **columns)
        shown(group, period="2023", **columns)

    found = series_of(group, NOW)

    assert len({(one.metric, one.scope, one.unit, one.currency) for one in found}) == len(found) == 6
    assert all([figure.period for figure in one.figures] == ["2023", "2024"] for one in found)


@pytest.mark.parametrize("public_from", HIDDEN)
def test_a_series_holds_only_what_readers_may_see(group, public_from):
    seen = shown(group)
    make.figure(group=group, public_from=public_from)

    assert [one.figures for one in series_of(group, NOW)] == [[seen]]
    assert sum(len(one.figures) for one in series_of(group)) == 2


def test_the_page_of_a_group_prints_every_value_beside_the_others_and_no_sum(client, group):
    shown(group, 26, period="2023", as_printed="26 launches", definition="Long March too.", confidence="high")
    shown(group, 17, period="2023", as_printed="二〇二三年17次", kind="estimate")

    html = main(client.get(group.url))

    rows = [words(row) for row in re.findall(r'<tr id="figure-.*?</tr>', html, re.DOTALL)]
    assert rows == [
        "2023 26 launches Reported Long March too. Example Press high",
        "2023 二〇二三年17次 Estimate Not given. Example Press medium",
    ]
    assert '<td class="sentence" lang="zh-Hans">二〇二三年17次</td>' in html
    assert not re.search(r"\b43\b|\b21\.5\b", words(html))
    assert "never summed, averaged or converted" in words(html)


def test_the_table_names_each_series_once_there_are_several(client, group):
    shown(group, metric="launches")
    assert "<tbody aria-labelledby" not in main(client.get(group.url))

    shown(group, metric="revenue", unit="currency", currency="USD")

    headings = re.findall(r'<td colspan="6"><b id="[^"]+">(.*?)</b>', main(client.get(group.url)), re.DOTALL)
    assert [words(heading) for heading in headings] == ["Launches, World", "Revenue, World, USD"]


@pytest.mark.parametrize(("newer_from", "is_said"), [(SHOWN, True), (HIDDEN[0], False), (HIDDEN[1], False)])
def test_a_superseded_value_stays_and_leads_to_the_newer_one_once_readers_may_see_that(
    client, group, newer_from, is_said
):
    newer = make.figure(group=group, value=40, period="2024", as_printed="40 flew", public_from=newer_from)
    shown(group, 33, period="2024", as_printed="about 33", superseded_by=newer)

    html = main(client.get(group.url))
    told = client.get(reverse("series-json", args=[group.slug])).json()["figures"]

    assert (
        f'<s>about 33</s> <a class="link" href="{group.url}#figure-{newer.pk}">Superseded</a>' in html
    ) is is_said
    assert [row["superseded_by"] for row in told if row["as_printed"] == "about 33"] == [
        newer.pk if is_said else None
    ]
    assert ("40 flew" in html) is is_said


def test_the_order_of_values_is_that_of_time_and_those_without_a_period_come_last(group):
    for period in ("", "2025", "2023-Q2", "2024?"):
        shown(group, period=period)

    [found] = series_of(group, NOW)

    assert [figure.period for figure in found.figures] == ["2023-Q2", "2024?", "2025", ""]


def test_where_sources_disagree_the_answers_stand_above_the_values(client, group):
    first, second = shown(group, 26, period="2023"), shown(group, 17, period="2023")
    hidden = make.figure(group=group, value=987654)
    make.dispute(first, second, hidden, group=group, question="How many?", public_from=SHOWN)
    make.dispute("a", "b", group=group, question="Secret?")

    html = main(client.get(group.url))

    assert re.findall(r"<b>(\d+)</b>", html[: html.index("<table")]) == ["26", "17"]
    assert "Secret?" not in html
    assert "987,654" not in html


@pytest.mark.parametrize("public_from", HIDDEN)
def test_a_group_without_a_public_figure_answers_as_one_that_never_was(client, group, public_from):
    make.figure(group=group, public_from=public_from)

    hidden, never = client.get(group.url), client.get(reverse("series", args=["never-was"]))

    assert hidden.status_code == never.status_code == 404
    assert hidden.content.replace(b"launches", b"x") == never.content.replace(b"never-was", b"x")
    assert "Launches" not in main(client.get(reverse("figures")))


def test_the_list_of_groups_shows_the_newest_value_and_how_many_there_are(client, group):
    shown(group, period="2023", as_printed="the older one")
    shown(group, period="2024", as_printed="the newer one", kind="target")
    make.figure(group=group, period="2030", as_printed="the secret one")
    make.dispute("a", "b", group=group, public_from=SHOWN)

    html = main(client.get(reverse("figures")))

    entry = re.search(r'<ul class="groups">.*?</ul>', html, re.DOTALL)[0]
    assert words(entry) == "Launches Target “the newer one” 2 values 2024 Sources disagree"
    assert "Peluncuran" in main(client.get("/id/figures/"))


def test_pages_of_groups_hold_each_once_in_order(db, monkeypatch):
    monkeypatch.setattr(figure_pages, "GROUPS", 2)
    titles = ["Alpha", "Beta", "Delta", "Gamma", "Zeta"]
    for title in reversed(titles):
        shown(FigureGroup.objects.create(slug=title.lower(), title=title))

    seen, start = [], ""
    while start is not None:
        page = figure_pages.groups({"from": start}, NOW)
        seen += [group.title for group in page["groups"]]
        start = page["next_url"].partition("from=")[2] or None

    assert seen == titles


def test_related_groups_count_the_same_part_of_the_world_or_answer_the_same_dispute(db):
    slugs = ("one", "same", "answering", "other", "hidden")
    one, same, answering, other, hidden = (
        FigureGroup.objects.create(slug=slug, title=slug) for slug in slugs
    )
    figure = shown(one, scope="China")
    shown(same, scope="China")
    make.dispute(figure, shown(answering, scope="Hubei"), group=one, public_from=SHOWN)
    shown(other, scope="World")
    make.figure(group=hidden, scope="China")

    assert set(figure_pages.series(one, NOW)["related"]) == {same, answering}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_few_questions_however_much_there_is(group, rows, django_assert_num_queries):
    for number_of_row in range(rows):
        figure = shown(group, period=f"202{number_of_row}", scope=f"Part {number_of_row}", definition="d")
        figure.further_sources.add(make.source())
        other = FigureGroup.objects.create(slug=f"g-{number_of_row}", title=f"G {number_of_row}")
        make.dispute(figure, shown(other), "words", group=group, public_from=SHOWN)

    with django_assert_num_queries(6):
        html = draw_series(group)
    with django_assert_num_queries(2):
        listed = draw_figures()

    assert html.count('<tr id="figure-') == rows
    assert listed.count('<li class="card">') == rows + 1


# Amounts

MONEY = Figure(value=Decimal("10000000000.0000"), unit="currency", currency="USD")


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", ("US$10", "billion")), ("id", ("US$10", "miliar")), ("zh-hans", ("US$100", "亿"))],
)
def test_an_amount_is_said_in_the_scale_of_the_language_and_the_currency_of_the_record(language, printed):
    with translation.override(language):
        assert (number(MONEY), scale(MONEY)) == printed


@pytest.mark.parametrize(
    ("value", "unit", "currency", "words_"),
    [
        ("1900000000000", "currency", "CNY", "CN¥1.9 trillion"),
        ("376420000000", "currency", "CNY", "CN¥376.42 billion"),
        ("92", "count", "", "92"),
        ("113272", "count", "", "113,272"),
        ("1296", "satellites", "", "1,296 satellites"),
        ("12.5", "currency", "SEK", "SEK 12.5"),
        ("0", "count", "", "0"),
        ("28.95", "percent", "", "28.95%"),
        ("-0.5", "%", "", "−0.5%"),
        ("0.0001", "count", "", "0.0001"),
        ("3", "launches", "", "3 launches"),
        ("0", "currency", "USD", "US$0"),
        ("1", "satellites", "", "1 satellite"),
        ("-2500000", "currency", "USD", "−US$2.5 million"),
        ("999999", "currency", "USD", "US$999,999"),
        ("999999999", "currency", "USD", "US$999.999999 million"),
        ("1000000000", "currency", "USD", "US$1 billion"),
    ],
)
def test_an_amount_in_english(value, unit, currency, words_):
    assert amount(Figure(value=Decimal(value), unit=unit, currency=currency)) == words_


@pytest.mark.parametrize(
    ("value", "currency", "in_english", "in_indonesian", "in_chinese"),
    [
        ("0", "CNY", "CN¥0", "CN¥0", "CN¥0"),
        ("9999", "CNY", "CN¥9,999", "CN¥9.999", "CN¥9999"),
        ("25000", "CNY", "CN¥25,000", "CN¥25.000", "CN¥2.5万"),
        ("1000000", "IDR", "Rp1 million", "Rp1 juta", "Rp100万"),
        ("999999999", "USD", "US$999.999999 million", "US$999,999999 juta", "US$9.99999999亿"),
        ("1500000000", "USD", "US$1.5 billion", "US$1,5 miliar", "US$15亿"),
        ("-1500000000", "USD", "−US$1.5 billion", "−US$1,5 miliar", "−US$15亿"),
        ("10000000000", "USD", "US$10 billion", "US$10 miliar", "US$100亿"),
        ("2500000000000", "SEK", "SEK 2.5 trillion", "SEK 2,5 triliun", "SEK 2.5万亿"),
        ("1234500000000000", "", "1,234.5 trillion", "1.234,5 triliun", "1234.5万亿"),
        ("0.0025", "", "0.0025", "0,0025", "0.0025"),
        ("-0.5", "USD", "−US$0.5", "−US$0,5", "−US$0.5"),
        ("-12000", "", "−12,000", "−12.000", "−1.2万"),
        ("100000000", "CNY", "CN¥100 million", "CN¥100 juta", "CN¥1亿"),
    ],
)
def test_each_language_says_a_number_in_its_own_scales_and_signs(
    value, currency, in_english, in_indonesian, in_chinese
):
    figure = Figure(value=Decimal(value), unit="currency" if currency else "count", currency=currency)
    printed = {}
    for language in ("en", "id", "zh-hans"):
        with translation.override(language):
            printed[language] = amount(figure)

    assert printed == {"en": in_english, "id": in_indonesian, "zh-hans": in_chinese}


@pytest.mark.parametrize(
    ("amount_", "currency", "dollars", "printed"),
    [
        ("500000000", "CNY", "70000000", "CN¥500 million US$70 million as printed"),
        (None, "", "70000000", "US$70 million as printed"),
        ("70000000", "USD", "70000000", "US$70 million"),
        (None, "", None, "not given"),
    ],
)
def test_dollars_are_said_beside_a_currency_only_where_the_source_prints_them(
    amount_, currency, dollars, printed
):
    given = (amount_ and Decimal(amount_)), (dollars and Decimal(dollars))
    money = FundingRound(
        pk=1,
        date="2024",
        amount=given[0],
        currency=currency,
        amount_usd_as_printed=given[1],
        source=Source(pk=1),
    )
    money._prefetched_objects_cache = {"further_sources": []}

    html = render_to_string("parts/rounds.html", {"rounds": [money], "id": "m", "caption": "Money"})

    assert words(re.search(r'<td class="number">(.*?)</td>', html, re.DOTALL)[1]) == printed


POWERS = {
    **{"": 0, "million": 6, "billion": 9, "trillion": 12},
    **{"juta": 6, "miliar": 9, "triliun": 12, "万": 4, "亿": 8, "万亿": 12},
}


@given(st.decimals(-(10**18), 10**18, places=4), st.sampled_from(["en", "id", "zh-hans"]))
def test_a_scaled_amount_is_still_the_amount(value, language):
    with translation.override(language):
        part, name = scaled(value)

    assert part * 10 ** POWERS[name] == value
    assert "E" not in str(part)


# Claims


def test_a_claim_is_printed_with_its_verdict_its_place_and_the_evidence(client, db):
    claim = make.claim(
        sentence="It is worth 10 billion.",
        place="second paragraph",
        verdict="no-source",
        verdict_note="conflict",
        note="Others say otherwise.",
        source=make.source(publisher="A Blog"),
        public_from=SHOWN,
    )
    claim.further_sources.add(make.source(publisher="GCAT"))

    html = words(main(client.get(reverse("claims"))))

    assert html.endswith(
        "Claim checked No source found “It is worth 10 billion.” Printed in: A Blog (second paragraph)"
        " Verdict in words: conflict Others say otherwise. Evidence: GCAT"
    )


@pytest.mark.parametrize("public_from", HIDDEN)
def test_a_claim_that_the_desk_alone_sees_is_not_printed(client, db, public_from):
    make.claim(sentence="Secret claim", public_from=public_from)

    assert "ecret" not in client.get(reverse("claims")).content.decode()


def test_pages_of_claims_hold_each_once(db, monkeypatch):
    monkeypatch.setattr(figure_pages, "CLAIMS", 2)
    claims = [make.claim(public_from=SHOWN) for _number in range(5)]

    seen, after = [], ""
    while after is not None:
        page = figure_pages.claims({"after": after}, NOW)
        seen += page["claims"]
        after = page["next_url"].partition("after=")[2] or None

    assert seen == claims


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "९", "9" * 40])
def test_a_page_of_claims_that_cannot_be_is_not_found(client, db, after):
    assert client.get(reverse("claims"), {"after": after}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_claims_ask_the_same_few_questions_however_many_there_are(db, rows, django_assert_num_queries):
    for _row in range(rows):
        make.claim(public_from=SHOWN).further_sources.add(make.source())

    with django_assert_num_queries(2):
        html = draw_claims()

    assert html.count("<blockquote>") == rows
