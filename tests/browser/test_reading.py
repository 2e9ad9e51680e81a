"""Reading in Chromium: the reader's own choices, and what an article's page does for its text."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from spacenews.firms.models import Organization
from tests import make
from tests.browser.axe import violations

ROOT_PX = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


def test_the_size_of_the_text_is_the_readers_choice_and_stays(visit):
    page = visit("/")
    assert page.evaluate(ROOT_PX) == 16

    page.get_by_label("Text size").select_option("130 %")
    page.get_by_label("Theme").select_option("Dark")
    page.goto("/archive/")

    assert page.evaluate(ROOT_PX) == pytest.approx(20.8)
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    expect(page.get_by_label("Text size")).to_have_value("130")
    assert page.context.cookies() == []
    page.get_by_label("Text size").select_option("100 %")
    assert page.evaluate("[document.documentElement.dataset.size, localStorage.size]") == [None, None]
    assert page.faults == []


def test_what_is_no_choice_here_counts_as_none(visit):
    page = visit("/")
    page.evaluate("Object.assign(localStorage, { theme: 'auto', size: '7' })")

    page.reload()

    expect(page.get_by_label("Theme")).to_have_value("")
    assert page.evaluate("({ ...document.documentElement.dataset })") == {}


def test_without_script_the_choices_are_not_offered(visit):
    page = visit("/", java_script_enabled=False)

    assert page.locator(".choice select").count() == 2
    for choice in page.locator(".choice").all():
        expect(choice).to_be_hidden()


@pytest.fixture
@transaction.atomic
def about_zest(transactional_db) -> str:
    """The address of an article that names a firm in a long line, and one firm that its box has alone."""
    zest = make.organization("Zest", short_name="", descriptor="Maker of small rockets.", founded="2015")
    body = f"<p>{'On and on and on it goes. ' * 3}Then came Zest. Zest again.</p>" + "<p>More.</p>" * 40
    article = make.published(body=body, about=[zest, make.organization("Unnamed")])
    return article.editions.get().url


def card(page):
    return page.locator("[popover]")


def mention(page):
    return page.get_by_role("link", name="Zest").first


@pytest.mark.parametrize("options", [{}, {"reduced_motion": "reduce"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_firms_card_stands_at_its_first_mention_within_the_window(visit, about_zest, width, options):
    page = visit(about_zest, viewport={"width": width, "height": 600}, **options)

    mention(page).hover()

    expect(card(page)).to_be_visible()
    expect(card(page)).to_contain_text("Maker of small rockets.")
    expect(card(page)).to_contain_text("founded 2015")
    at, words = card(page).bounding_box(), mention(page).bounding_box()
    assert at["x"] >= 0 and at["x"] + at["width"] <= width
    assert at["y"] >= 0 and at["y"] + at["height"] <= 600
    assert min(abs(at["y"] - words["y"] - words["height"]), abs(words["y"] - at["y"] - at["height"])) < 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.faults == []
    if not options:
        assert violations(page) == []


def test_the_pointer_may_move_onto_the_card_and_away_closes_it(visit, about_zest):
    page = visit(about_zest)
    mention(page).hover()
    expect(card(page)).to_be_visible()

    card(page).hover()
    page.wait_for_timeout(600)
    expect(card(page)).to_be_visible()

    page.mouse.move(2, 2)
    expect(card(page)).to_be_hidden()


def test_who_passes_over_a_mention_sees_no_card(visit, about_zest):
    page = visit(about_zest)

    mention(page).hover()
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)

    expect(card(page)).to_be_hidden()


def test_by_keyboard_the_card_shows_and_escape_closes_it_where_one_is(visit, about_zest):
    page = visit(about_zest)
    page.locator(".text").evaluate("text => { text.tabIndex = -1; text.focus(); }")

    page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()
    expect(mention(page)).to_be_focused()
    box = page.locator(f"[id='{mention(page).get_attribute('aria-details')}']")
    expect(box).to_contain_text("Maker of small rockets.")
    page.keyboard.press("Escape")

    expect(card(page)).to_be_hidden()
    expect(mention(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(mention(page)).not_to_be_focused()


def test_on_touch_the_link_just_goes(visit, about_zest):
    page = visit(about_zest, has_touch=True)

    with page.expect_navigation(url="**/firms/*/"):
        mention(page).tap()


LINE = """() => {
  const lines = [...document.querySelectorAll(".text > p")].map((p) => {
    const words = new Range();
    words.selectNodeContents(p);
    const tops = new Set([...words.getClientRects()].map(({ top }) => Math.round(top / 8)));
    return [p.textContent.length, tops.size];
  });
  const sum = (place) => lines.reduce((all, line) => all + line[place], 0);
  return sum(0) / sum(1);
}"""
PROSE = (
    "Launch companies that began with small solid rockets now build larger ones that burn methane, and each says "
    "when it will land the first stage; the record of landings is shorter than that of announcements. "
)


@pytest.fixture
@transaction.atomic
def prose(transactional_db) -> str:
    return make.published(body=f"<p>{PROSE * 5}</p>" * 3).editions.get().url


@pytest.mark.parametrize("width", [640, 768, 1024, 1280, 1440, 1920])
def test_a_line_of_text_has_60_to_75_characters_wherever_there_is_room(visit, prose, width):
    page = visit(prose, viewport={"width": width, "height": 900})

    assert 60 <= page.evaluate(LINE) <= 75


@pytest.mark.parametrize("width", [320, 360, 480])
def test_on_a_phone_the_text_takes_the_width_that_there_is(visit, prose, width):
    page = visit(prose, viewport={"width": width, "height": 900})

    box = page.locator(".text > p").first.bounding_box()
    assert (box["x"], box["width"]) == (16, width - 32)


SHIFTS = """addEventListener("DOMContentLoaded", () => {});
window.shifted = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    shifted.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
  }
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["/", "an article", "/archive/", "a firm"])
def test_nothing_moves_while_a_page_loads(visit, about_zest, width, path):
    page = visit("/robots.txt", viewport={"width": width, "height": 740})
    page.add_init_script(SHIFTS)

    firm = Organization.objects.get(name="Zest").url
    page.goto({"an article": about_zest, "a firm": firm}.get(path, path))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)

    assert page.evaluate("shifted") == []


@pytest.fixture
@transaction.atomic
def with_all(transactional_db) -> str:
    """The address of an article that has what paper shows and leaves out."""
    figure = make.figure(as_printed="ten rockets")
    paragraphs = f'<p>It flew <mark data-figure="{figure.pk}">ten times</mark>.</p><p>{PROSE * 5}</p>'
    body = "".join(f"<h2>Part {number}</h2>{paragraphs}" for number in range(1, 5))
    source = make.source(title="The report", url="https://example.org/the/report")
    return make.published(body=body, sources=[source], tags=[make.tag("methane")]).editions.get().url


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"java_script_enabled": False}])
def test_paper_shows_what_is_closed_and_addresses_and_leaves_out_what_leads_on(visit, with_all, options):
    page = visit(with_all, **options)
    page.emulate_media(media="print")

    expect(page.locator(".know dl").first).to_be_visible()
    for left_out in ("nav.languages", ".navs", ".rail", ".side", ".foot", ".tags", ".choice select"):
        expect(page.locator(left_out).first).to_be_hidden()
    address = page.locator(".sources a").first
    assert "https://example.org/the/report" in address.evaluate("a => getComputedStyle(a, '::after').content")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 24, 31)"


def test_an_article_of_700_words_takes_at_most_three_sheets(visit, with_all):
    page = visit(with_all)

    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))

    assert len(page.locator(".text").inner_text().split()) > 700
    assert 2 <= len(sheets) <= 3


@pytest.mark.parametrize(("parts", "told"), [(2, False), (3, True)])
def test_contents_are_printed_from_three_parts_on(visit, parts, told, transactional_db):
    with transaction.atomic():
        body = "".join(f"<h2>Part {number}</h2><p>Text.</p>" for number in range(parts))
        url = make.published(body=body).editions.get().url

    page = visit(url)

    contents = page.get_by_role("navigation", name="Contents")
    assert contents.count() == told
    if told:
        contents.get_by_role("link", name="Part 2").click()
        assert page.url.endswith("#part-3")


def test_a_story_is_shared_by_plain_links_and_by_the_browsers_own_way(visit, prose):
    page = visit(prose)
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")

    assert (
        page.get_by_role("link", name="WhatsApp")
        .get_attribute("href")
        .startswith("https://wa.me/?text=Headline")
    )
    expect(page.get_by_role("button", name="Share …")).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="Share …").click()

    assert page.evaluate("shared.url").endswith(prose)
    assert page.evaluate("shared.title").startswith("Headline")


def test_the_link_is_copied(visit, prose):
    page = visit(prose, permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_role("button", name="Copied!")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(prose)


def test_without_script_the_plain_links_are_there_and_no_button_that_does_nothing(visit, prose):
    page = visit(prose, java_script_enabled=False)

    expect(page.get_by_role("link", name="Email")).to_be_visible()
    assert page.locator(".rail").get_by_role("button").count() == 0


def test_who_follows_a_printed_figure_finds_how_it_is_known(visit, with_all):
    page = visit(with_all)

    page.get_by_role("link", name="ten times").first.click()

    expect(page.locator("#know-1")).to_have_attribute("open", "")
    expect(page.locator("#know-1")).to_be_in_viewport()
    expect(page.locator("#know-2 dl")).to_be_hidden()


def test_chinese_is_set_as_chinese_is(visit, transactional_db):
    signs = "朱雀二号从酒泉卫星发射中心起飞并进入轨道，是首枚进入轨道的甲烷火箭。" * 40
    with transaction.atomic():
        url = make.published(body=f"<p>{signs}<em>第一</em></p>", language="zh-hans").editions.get().url
    page = visit(f"/zh-hans{url}", viewport={"width": 1440, "height": 900})

    style = page.locator(".text > p").evaluate("p => ({ ...getComputedStyle(p) })")
    dotted = page.locator(".text em").evaluate("em => ({ ...getComputedStyle(em) })")

    assert style["textAlign"] == "justify"
    assert style["lineBreak"] == "strict"
    assert float(style["lineHeight"][:-2]) == pytest.approx(1.9 * float(style["fontSize"][:-2]))
    assert 35 <= page.evaluate(LINE) <= 37
    assert (dotted["fontStyle"], dotted["textEmphasisStyle"]) == ("normal", "dot")
    assert page.locator(".label, .widget h2").first.evaluate("h => getComputedStyle(h).textAlign") == "start"


@pytest.mark.parametrize("size", ["90 %", "130 %"])
def test_no_size_of_the_text_makes_a_phone_scroll_sideways(visit, with_all, size):
    page = visit(with_all, viewport={"width": 320, "height": 640})

    page.get_by_label("Text size").select_option(size)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for choice in page.locator(".choice select").all():
        box = choice.bounding_box()
        assert box["height"] >= 24 and box["x"] + box["width"] <= 320
