"""Every kind of page, for everybody: by keyboard, by ear, enlarged, in forced colours, on paper, without script."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.kinds import ARTICLE, FRAMED, NOON, PATHS, WORDS, publish

PREFIXES = ("", "/id", "/zh-hans")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
RULES = {"rules": {"target-size": {"enabled": True}}}
LOOKS = [("", "light", WIDE), ("/id", "light", NARROW), ("/zh-hans", "dark", WIDE)]
USUAL = ("front", "article", "directory of firms", "contact", "search with results")


@pytest.fixture(autouse=True)
def noon(clock, settings, site):
    clock.set(NOON)
    settings.SITE_URL = site


@pytest.fixture(autouse=True)
@transaction.atomic
def published(noon) -> None:
    publish()


def each(page: Page, names=PATHS, prefix: str = ""):
    """Open one page after the other; yield the name of each."""
    for name in names:
        page.goto(prefix + PATHS[name])
        yield name


@pytest.mark.parametrize(("prefix", "scheme", "size"), LOOKS)
def test_axe_finds_nothing_wrong_and_nothing_too_small_to_hit(visit, prefix, scheme, size):
    page = visit("/about/", color_scheme=scheme, viewport=size)

    found = {name: wrong for name in each(page, prefix=prefix) if (wrong := violations(page, RULES))}

    assert found == {}
    assert [fault for fault in page.faults if "status of 4" not in fault] == []


LOST = """() => {
  const beyond = document.documentElement.scrollWidth - innerWidth;
  const parts = [...document.querySelectorAll("body :not(.hidden, svg, svg *, input, select, textarea)")];
  const cut = parts.filter((part) => {
    const { overflowX, overflowY } = getComputedStyle(part);
    const hides = [overflowX, overflowY].some((how) => how === "hidden" || how === "clip");
    return hides && (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1);
  });
  return [...(beyond > 0 ? [`${beyond} px beyond`] : []), ...cut.map((part) => part.outerHTML.slice(0, 100))];
}"""
ENLARGED = (
    (320, "100%"),
    (320, "130%"),
    (640, "100%"),
    (640, "200%"),
)  # of 1280 pixels, 640 are left at 200 %


@pytest.mark.parametrize("prefix", PREFIXES)
def test_nothing_is_lost_on_the_narrowest_telephone_or_enlarged(visit, prefix):
    page = visit("/about/")
    found = {}

    for name in each(page, prefix=prefix):
        for width, size in ENLARGED:
            page.set_viewport_size({"width": width, "height": 512})
            page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
            if lost := page.evaluate(LOST):
                found[name, width, size] = lost

    assert found == {}


def look(page: Page, selector: str, name: str, pseudo: str = "") -> str:
    return page.locator(selector).first.evaluate(
        "(part, [name, pseudo]) => getComputedStyle(part, pseudo)[name]", [name, pseudo]
    )


GROUND = """() => {
  const part = document.body.appendChild(document.createElement("i"));
  Object.assign(part.style, { color: "Canvas", forcedColorAdjust: "none" });
  return getComputedStyle(part).color;
}"""
BEFORE, AFTER = "::before", "::after"
TELLING = {
    "front": [
        (".head", "backgroundColor", AFTER),
        (".flight path", "stroke", ""),
        (".masthead", "borderBottomColor", ""),
        (".w-search circle", "stroke", ""),
    ],
    "firm": [
        (".glyph:not(.fund)", "backgroundColor", ""),
        (".glyph.fund", "borderTopColor", ""),
        (".spot.loss", "backgroundImage", AFTER),
        (".spot.money", "backgroundColor", AFTER),
        (".filters [aria-current]", "borderBottomColor", ""),
    ],
    "article": [
        (".state.actual", "backgroundColor", BEFORE),
        (".state.target", "borderTopColor", BEFORE),
        (".correction", "borderLeftColor", ""),
        (".printed", "textDecorationColor", ""),
        (".points li", "borderTopColor", BEFORE),
    ],
    "series": [(".chart .bar", "stroke", "")],
    "month": [(".days svg", "fill", "")],
    "search with results": [("mark", "backgroundColor", "")],
    "missing": [(".arc path", "stroke", "")],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_all_marks_that_tell_something(visit, scheme):
    page = visit("/about/", forced_colors="active", color_scheme=scheme)
    ground = page.evaluate(GROUND)

    lost = {
        (name, *mark)
        for name in each(page, TELLING)
        for mark in TELLING[name]
        if look(page, *mark) in (ground, "rgba(0, 0, 0, 0)", "none")
    }

    assert lost == set()
    page.goto(PATHS["firm"])
    assert look(page, ".filters a:not([aria-current])", "borderBottomColor") == ground, "one place is current"


MOVES = """() => [...document.querySelectorAll("*")].flatMap((part) => ["", "::before", "::after"].flatMap((pseudo) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(part, pseudo);
  return [...transitionDuration.split(", "), animationName, scrollBehavior];
}))"""


@pytest.mark.parametrize(("motion", "longest"), [("reduce", set()), ("no-preference", {"0.12s"})])
def test_nothing_moves_for_who_wants_it_so_and_little_for_others(visit, motion, longest):
    page = visit("/about/", reduced_motion=motion)

    for name in each(page, USUAL):
        assert set(page.evaluate(MOVES)) - {"0s", "none", "auto"} == longest, name


FOCUSED = """() => {
  const part = document.activeElement;
  const ring = ["", "::after"].some((pseudo) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part, pseudo);
    return outlineStyle === "solid" && outlineWidth === "3px";
  });
  const { left, top, width, height } = part.getClientRects()[0];
  const over = document.elementFromPoint(left + Math.min(width, 20) / 2, top + Math.min(height, 24) / 2);
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
  return [all.indexOf(part), ring && Boolean(over) && (part.contains(over) || over.contains(part)), part.outerHTML];
}"""
REACHABLE = ":is(a[href], button, input, select, textarea, summary, [tabindex='0']):visible"


@pytest.mark.parametrize("name", USUAL)
def test_keys_reach_everything_in_the_order_of_the_page_and_nothing_hides_where_they_are(visit, name):
    page = visit(PATHS[name])
    page.wait_for_load_state("networkidle")
    reached, hidden = [], []

    for _key in page.locator(REACHABLE).all():
        page.keyboard.press("Tab")
        place, seen, markup = page.evaluate(FOCUSED)
        reached.append(place)
        hidden += [] if seen else [markup[:200]]

    assert hidden == []
    assert reached == sorted(set(reached)), "each once"


def test_the_first_key_leads_past_the_frame(visit):
    page = visit("/about/")

    for name in each(page, FRAMED):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.masthead')"), name


def test_keys_open_a_disclosure_and_choose_a_theme(visit):
    page = visit(ARTICLE)
    page.locator(".know summary").first.focus()

    page.keyboard.press("Enter")
    expect(page.locator(".know dl").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".know dl").first).to_be_hidden()
    page.get_by_label("Theme").focus()
    page.keyboard.press("D")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def told(part: Locator) -> str:
    """Return the accessibility tree of a part of a page without the addresses."""
    return re.sub(r"\n *- /url:.*", "", part.aria_snapshot())


FRAME = """\
- banner:
  - time: Thursday 20 August 2026
  - navigation "Language":
    - list:
      - listitem:
        - link "English":
      - listitem:
        - link "Indonesia":
      - listitem:
        - link "中文":
  - text: "Theme:"
  - combobox "Theme:":
    - option "Auto" [selected]
    - option "Light"
    - option "Dark"
  - text: "Text size:"
  - combobox "Text size:":
    - option "90 %"
    - option "100 %" [selected]
    - option "115 %"
    - option "130 %"
  - link "Space News":
  - paragraph: Commercial space, every figure with its source
  - navigation "Sections":
    - list:
      - listitem:
        - link "Launch":
  - navigation "Reference":
    - list:
      - listitem:
        - link "Firms":
      - listitem:
        - link "Figures":
      - listitem:
        - link "Archive":
      - listitem:
        - link "Search":
- contentinfo:
  - paragraph: Space News
  - paragraph: Commercial space, every figure with its source
  - navigation "Newsroom":
    - heading "Newsroom" [level=2]
    - list:
      - listitem:
        - link "About us":
      - listitem:
        - link "Ethics":
      - listitem:
        - link "Corrections":
      - listitem:
        - link "Corrections policy":
      - listitem:
        - link "Contact":
  - navigation "Data":
    - heading "Data" [level=2]
    - list:
      - listitem:
        - link "Firms":
      - listitem:
        - link "Network":
      - listitem:
        - link "Figures":
      - listitem:
        - link "Checked claims":
      - listitem:
        - link "Archive":
      - listitem:
        - link "Data to take away":
  - navigation "Follow":
    - heading "Follow" [level=2]
    - list:
      - listitem:
        - link "RSS feed":
      - listitem:
        - link "Atom feed":
      - listitem:
        - link "Reading list":
      - listitem:
        - link "Privacy policy":"""


def test_what_a_screen_reader_is_told_of_the_frame(visit):
    page = visit(PATHS["front"])
    parts = page.get_by_role("banner"), page.get_by_role("contentinfo")

    assert "\n".join(map(told, parts)) == FRAME


VALUES = "2023: 10 (Reported); 2024: 20 (Estimate); 2025: 30 (Target)"
DRAWN = f"""'img "World: launches, 3 values. {VALUES}."': 10 20 30 10 20 30 2023 2024 2025"""
TOLD = f"""\
- main:
  - article:
    - navigation "You are here":
      - list:
        - listitem:
          - link "Home":
        - listitem:
          - text: /
          - link "Launch":
    - heading "Landing at sea" [level=1]
    - paragraph: A first.
    - text: By
    - link "Ann":
    - paragraph:
      - text: Published
      - time: 19 August 2026, 12:00 UTC
      - text: · Updated
      - time: 20 August 2026, 12:00 UTC
      - text: ·
      - link "Corrected":
      - text: · 1 min read
    - figure "It stands. Ann":
      - img "A rocket."
      - text: It stands. Ann
    - navigation "Contents":
      - heading "Contents" [level=2]
      - list:
        - listitem:
          - link "Flights":
        - listitem:
          - link "Answers":
        - listitem:
          - link "Claims":
    - region "Share":
      - heading "Share" [level=2]
      - list:
        - listitem:
          - link "Email":
        - listitem:
          - link "WhatsApp":
        - listitem:
          - link "LinkedIn":
        - listitem:
          - link "X":
        - listitem:
          - button "Copy link"
        - listitem:
          - button "Print"
        - listitem:
          - button "Save for later"
      - group: Embed
    - navigation "Also available in":
      - heading "Also available in" [level=2]
      - list:
        - listitem:
          - link "中文":
    - heading "Correction" [level=2]
    - paragraph:
      - time: 20 August 2026, 12:00 UTC
    - paragraph: The unit was wrong.
    - heading "Unconfirmed" [level=2]
    - paragraph: No source that took part has confirmed this yet. The text says what is known, and what is not.
    - region "Main points":
      - heading "Main points" [level=2]
      - list:
        - listitem: It landed.
        - listitem: At sea.
    - heading "Flights" [level=2]
    - paragraph:
      - link "LandSpace":
      - text: flew
      - link "ten times":
      - superscript:
        - link "1":
      - text: .
    - group: How we know this ten times
    - list:
      - listitem: At sea
    - complementary:
      - paragraph: It landed.
    - region "Flights":
      - table "Flights":
        - caption: Flights
        - rowgroup:
          - row "Year Flights":
            - columnheader "Year"
            - columnheader "Flights"
        - rowgroup:
          - row "2023 10":
            - rowheader "2023"
            - cell "10"
    - heading "Answers" [level=2]
    - paragraph: {WORDS.strip()}
    - heading "Claims" [level=2]
    - figure:
      - 'heading "World: launches" [level=3]'
      - paragraph: Values as published, by period.
      - list:
        - listitem: Reported
        - listitem: Estimate
        - listitem: Target
      - {DRAWN}
      - paragraph:
        - text: "Sources:"
        - link "Example Press":
    - region "Launches in a year":
      - table "Launches in a year":
        - caption: Launches in a year
        - rowgroup:
          - row "Year As printed Kind What it counts Source":
            - columnheader "Year"
            - columnheader "As printed"
            - columnheader "Kind"
            - columnheader "What it counts"
            - columnheader "Source"
        - rowgroup:
          - row "2023 10 launches Reported launches Example Press":
            - rowheader "2023"
            - cell "10 launches"
            - cell "Reported"
            - cell "launches"
            - cell "Example Press":
              - link "Example Press":
          - row "2024 20 launches Estimate launches Example Press":
            - rowheader "2024"
            - cell "20 launches"
            - cell "Estimate"
            - cell "launches"
            - cell "Example Press":
              - link "Example Press":
          - row "2025 30 launches Target launches Example Press":
            - rowheader "2025"
            - cell "30 launches"
            - cell "Target"
            - cell "launches"
            - cell "Example Press":
              - link "Example Press":
    - paragraph:
      - link "The whole series":
    - paragraph: Launches/Sources disagree
    - heading "How many?" [level=3]
    - text: Reported 10
    - paragraph: Launches, World (2023)
    - paragraph:
      - link "Example Press":
    - text: Estimate 20
    - paragraph: Launches, World (2024)
    - paragraph:
      - link "Example Press":
    - paragraph: Claim checked/Weak
    - blockquote:
      - paragraph: “The market has ten parts.”
    - paragraph:
      - text: "Printed in:"
      - link "Example Press":
    - paragraph: Nobody counted.
    - region "Notes":
      - list:
        - listitem:
          - text: Counted by us.
          - link "Back to the text":
            - text: ↩
    - heading "Correction" [level=2]
    - paragraph:
      - time: 20 August 2026, 12:00 UTC
    - paragraph: The unit was wrong.
    - region "Firms in this article":
      - heading "Firms in this article" [level=2]
      - list:
        - listitem:
          - link "LandSpace 蓝箭航天":
          - paragraph: Maker of rockets.
          - paragraph: Firm · founded 2015 · about
    - region "Sources":
      - heading "Sources" [level=2]
      - list:
        - listitem:
          - link "Example Press":
          - text: The minutes
    - heading "Tags" [level=2]
    - list:
      - listitem:
        - link "methane":
    - navigation "Previous and next article":
      - paragraph: Previous
      - link "Plain":
      - paragraph: Next
      - link "Story 0":
  - heading "Related articles" [level=2]
  - article:
    - paragraph: Launch
    - heading "Story 0" [level=3]:
      - link "Story 0":
    - paragraph: A deck.
    - paragraph:
      - time: 20 August 2026
      - text: · 1 min read
  - article:
    - paragraph: Launch
    - heading "Story 1" [level=3]:
      - link "Story 1":
    - paragraph: A deck.
    - paragraph:
      - time: 11 August 2026
      - text: · 1 min read
  - article:
    - paragraph: Launch
    - heading "Story 2" [level=3]:
      - link "Story 2":
    - paragraph: A deck.
    - paragraph:
      - time: 2 August 2026
      - text: · 1 min read"""


def test_what_a_screen_reader_is_told_of_an_article(visit):
    page = visit(ARTICLE)

    assert told(page.get_by_role("main")) == TOLD


BY_SCRIPT = {"Copy link", "Print", "Save for later", "Follow in this browser"}
DEAD = ":is(button, input, select, textarea:not([readonly])):visible"


def test_without_script_each_page_says_the_same_and_shows_nothing_dead(visit):
    scripted, plain = visit("/about/"), visit("/about/", java_script_enabled=False)

    for name in each(plain, [name for name in FRAMED if name != "reading list"]):
        scripted.goto(PATHS[name])
        more, less = (set(page.locator(".page").inner_text().split("\n")) for page in (scripted, plain))
        assert (less - more, more - less - BY_SCRIPT) == (set(), set()), name
        for control in plain.locator(DEAD).all():
            assert control.evaluate("control => Boolean(control.form?.getAttribute('action'))"), name


def test_each_page_goes_on_paper_dark_on_white(visit):
    page = visit("/about/", color_scheme="dark", viewport={"width": 680, "height": 900})
    page.emulate_media(media="print")

    for name in each(page):
        assert page.evaluate(LOST) == [], name
        assert page.locator("h1").is_visible(), name
        assert look(page, "body", "color") == "rgb(20, 24, 31)", name
        assert page.locator(DEAD).count() == 0, name
        sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
        assert 1 <= len(sheets) <= 3, name
