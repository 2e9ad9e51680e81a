"""The search box in a browser: suggestions while typing, with keys, by touch, in three languages, or without script."""

import datetime as dt

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, Route, expect

from tests import make
from tests.browser.axe import violations

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
STORY = "/2026/08/landing-at-sea/"
BOXES = {"/": ".w-search", "/search/": ".search.big"}
ENGLISH = ["LandSpace 蓝箭航天", "land use", "Landing at sea", "landfall", "landing"]


@pytest.fixture(autouse=True)
def noon(clock, settings, site):
    clock.set(NOON)
    settings.SITE_URL = site


@pytest.fixture(autouse=True)
@transaction.atomic
def published(noon) -> None:
    firm = make.organization("LandSpace", slug="landspace", public_from=NOON)
    make.name(firm, "蓝箭航天", language="zh-Hans", kind="native")
    tag = make.tag("land use", slug="land-use", name_id="lahan", name_zh_hans="土地")
    make.published(
        headline="Landing at sea", slug="landing-at-sea", body="<p>Landfall.</p>", tags=[tag], at=NOON
    )
    make.published(headline="朱雀三号在海上回收", slug="zhuque", language="zh-hans", at=NOON)


def box(page: Page, inside: str = ".search") -> Locator:
    return page.locator(f'{inside} input[name="q"]').first


def rows(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def type_in(page: Page, typed: str, inside: str = ".search") -> Locator:
    """Type as a reader does and wait for what is offered."""
    box(page, inside).press_sequentially(typed)
    expect(rows(page).first).to_be_visible(timeout=15_000)
    return box(page, inside)


def texts(found: Locator) -> list[str]:
    return [text.strip() for text in found.all_inner_texts()]


def asked(page: Page) -> list[str]:
    """Return a list that grows by the address of each request for suggestions."""
    addresses = []
    page.on("request", lambda sent: "/suggest/" in sent.url and addresses.append(sent.url))
    return addresses


def chosen(page: Page) -> str:
    """Return the row that a screen reader is told of, which is the one that looks chosen."""
    named = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    marked = page.locator('[role="option"][aria-selected="true"]')
    assert [row.get_attribute("id") for row in marked.all()] == ([named] if named else [])
    return marked.inner_text() if named else ""


@pytest.mark.parametrize(
    ("steps", "row", "path"),
    [
        (1, "LandSpace", "/firms/landspace/"),
        (2, "land use", "/tag/land-use/"),
        (3, "Landing at sea", STORY),
        (4, "landfall", "/search/?q=landfall"),
        (-1, "landing", "/search/?q=landing"),
        (7, "LandSpace", "/firms/landspace/"),
    ],
)
def test_a_reader_types_arrows_and_chooses(visit, steps, row, path):
    page = visit("/")
    type_in(page, "land")
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    assert row in chosen(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    assert page.faults == []


@pytest.mark.parametrize(("path", "inside"), BOXES.items())
def test_the_rows_stand_in_groups_that_have_names(visit, path, inside):
    page = visit(path)
    field = type_in(page, "land", inside)

    assert texts(rows(page)) == ENGLISH
    found = [(name, page.get_by_role("group", name=name)) for name in ("Firms", "Tags", "Articles", "Words")]
    assert [texts(group.get_by_role("option")) for _name, group in found] == [
        *([text] for text in ENGLISH[:3]),
        ENGLISH[3:],
    ]
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert page.locator(f"{inside} [role=status]").inner_text() == "5 suggestions"
    assert page.get_by_text("蓝箭航天", exact=True).first.get_attribute("lang") == "zh-Hans"


def test_keys_move_in_a_ring_and_leave_the_field_its_own(visit):
    page = visit("/")
    type_in(page, "land")

    seen = []
    for key in ("ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(chosen(page))
    page.keyboard.press("Home")
    page.keyboard.type("new ")

    assert seen == ["LandSpace 蓝箭航天", "landing", "", "landing", "LandSpace 蓝箭航天", ""]
    assert box(page).input_value() == "new land"


def test_escape_closes_and_keeps_what_was_typed(visit):
    page = visit("/")
    field = type_in(page, "land")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    expect(rows(page)).to_have_count(0)
    assert page.get_by_role("listbox").count() == 0
    assert (field.input_value(), field.get_attribute("aria-expanded"), chosen(page)) == ("land", "false", "")
    page.keyboard.press("ArrowDown")
    expect(rows(page)).to_have_count(5)
    page.keyboard.press("Tab")
    expect(rows(page)).to_have_count(0)


def test_enter_without_a_choice_searches_for_what_was_typed(visit):
    page = visit("/")
    type_in(page, "landing sea")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=landing+sea")
    assert page.get_by_role("main").get_by_role("link", name="Landing at sea").is_visible()
    assert page.faults == []


def test_enter_does_not_wait_for_an_answer(visit):
    page = visit("/")
    held = []
    page.route("**/suggest/**", lambda route: held.append(route))
    with page.expect_request("**/suggest/**"):
        box(page).press_sequentially("land")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=land")


def test_without_script_the_form_is_all_there_is(visit):
    page = visit("/", java_script_enabled=False)
    field = page.locator(".w-search").get_by_role("searchbox", name="Search articles and firms")
    field.fill("land")
    field.press("Enter")

    page.wait_for_url("**/search/?q=land")
    assert page.get_by_role("combobox", include_hidden=True).count() == page.locator("select").count()


@pytest.mark.parametrize(
    ("prefix", "typed", "label", "groups", "found"),
    [
        ("/id", "lah", "Cari artikel dan perusahaan", ["Tag"], ["lahan"]),
        ("/zh-hans", "朱雀", "搜索文章和企业", ["文章"], ["朱雀三号在海上回收"]),
        ("/zh-hans", "蓝", "搜索文章和企业", ["企业"], ["LandSpace 蓝箭航天"]),
        ("", "朱", "Search articles and firms", ["Articles"], ["朱雀三号在海上回收"]),
    ],
)
def test_suggestions_speak_the_language_of_the_page(visit, prefix, typed, label, groups, found):
    page = visit(f"{prefix}/")
    type_in(page, typed)

    assert texts(rows(page)) == found
    assert [page.get_by_role("group", name=name).count() for name in groups] == [1]
    assert page.get_by_role("combobox", name=label).get_attribute("aria-expanded") == "true"
    assert rows(page).first.get_attribute("href").startswith(f"{prefix}/")
    assert page.locator('[role="option"] [lang="zh-Hans"]').count() == (
        1 if "蓝" in found[0] or not prefix else 0
    )


def test_signs_that_are_being_put_together_are_left_alone(visit):
    page = visit("/zh-hans/")
    box(page).focus()
    sent, keyboard = asked(page), page.context.new_cdp_session(page)

    for letters in ("z", "zh", "zhu", "zhu'que"):
        composed = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", composed)
    page.wait_for_timeout(400)
    assert (sent, box(page).input_value()) == ([], "zhu'que")

    keyboard.send("Input.insertText", {"text": "朱雀"})
    expect(rows(page)).to_have_text(["朱雀三号在海上回收"])
    assert (len(sent), box(page).input_value()) == (1, "朱雀")


@pytest.mark.parametrize("key", ["ArrowDown", "Enter", "Escape", "Home"])
@pytest.mark.parametrize("mark", ["isComposing: true", "keyCode: 229"])
def test_keys_of_an_input_method_are_not_taken_from_it(visit, key, mark):
    page = visit("/zh-hans/")
    field = type_in(page, "蓝")
    page.keyboard.press("ArrowDown")
    before = chosen(page)

    event = f"new KeyboardEvent('keydown', {{key: '{key}', {mark}, bubbles: true, cancelable: true}})"

    assert field.evaluate(f"field => field.dispatchEvent({event})"), "nobody has prevented it"
    assert chosen(page) == before


@pytest.mark.parametrize(("path", "inside"), BOXES.items())
def test_on_the_smallest_telephone_the_list_stays_inside_the_page(visit, path, inside):
    words = "Ketidakberkesinambungan" * 3
    with transaction.atomic():
        make.published(headline=f"Landing {words}", at=NOON)
        make.organization(f"Land{words}", public_from=NOON)
    page = visit(path, viewport={"width": 320, "height": 600}, has_touch=True)
    type_in(page, "land", inside)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    frame = page.get_by_role("listbox").bounding_box()
    assert frame["x"] >= 0 and frame["x"] + frame["width"] <= 320
    assert all(row.bounding_box()["height"] >= 36 for row in rows(page).all())
    page.get_by_role("option", name="Landing at sea").tap()
    page.wait_for_url(f"**{STORY}")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_word_that_was_not_found_stays_inside_the_page(visit, width):
    page = visit(f"/search/?q=firm:nobody+{'y' * 150}", viewport={"width": width, "height": 600})

    assert page.get_by_role("link", name="yyy").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_a_row_is_clicked_like_any_link(visit):
    page = visit("/search/")
    type_in(page, "land", ".search.big")
    page.get_by_role("option", name="LandSpace").click()
    page.wait_for_url("**/firms/landspace/")

    page.go_back()
    expect(rows(page)).to_have_count(0)
    assert page.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "inside"), BOXES.items())
def test_the_open_list_breaks_no_policy_and_keeps_nobody_out(visit, path, inside, scheme):
    page = visit(path, color_scheme=scheme)
    type_in(page, "land", inside)
    page.keyboard.press("ArrowDown")

    assert page.faults == []
    assert violations(page) == []


def test_nothing_that_is_answered_is_taken_for_markup(visit):
    with transaction.atomic():
        make.published(headline='Land <img src=x onerror="document.title=1"> & <b>sea</b>', at=NOON)
    page = visit("/")
    type_in(page, "land sea")

    assert 'Land <img src=x onerror="document.title=1"> & <b>sea</b>' in texts(rows(page))
    assert page.locator("[role=listbox] :is(img, b)").count() == 0


def test_a_slow_answer_does_not_replace_a_later_one(visit):
    page = visit("/")
    held: list[Route] = []
    page.route("**/suggest/?q=land", lambda route: held.append(route))
    with page.expect_request("**/suggest/?q=land"):
        box(page).press_sequentially("land")
    box(page).press_sequentially("ing")
    expect(rows(page)).to_have_text(["Landing at sea"])

    stale = {
        "said": "",
        "groups": [{"name": "Words", "suggestions": [{"label": "stale", "url": "/", "lang": ""}]}],
    }
    held[0].fulfill(json=stale)
    page.wait_for_timeout(300)

    assert texts(rows(page)) == ["Landing at sea"]
    assert page.faults == []


def test_what_was_answered_is_not_asked_again_and_fast_typing_asks_once(visit):
    page = visit("/")
    sent = asked(page)
    type_in(page, "land")
    with page.expect_response("**/suggest/?q=la"):
        page.keyboard.press("Backspace")
        page.keyboard.press("Backspace")
    box(page).press_sequentially("nd")
    page.wait_for_timeout(400)
    assert texts(rows(page)) == ENGLISH

    assert [address.partition("?q=")[2] for address in sent] == ["land", "la"]


def test_a_refusal_is_borne_in_silence_and_the_form_still_searches(visit, limits, settings):
    settings.LIMITS = {**settings.LIMITS, "suggest_minute": 1}
    page = visit("/")
    sent = asked(page)
    box(page).fill("land")  # in one go: on a busy machine, letters come slowly enough to be asked for singly
    expect(rows(page).first).to_be_visible(timeout=15_000)
    with page.expect_response(lambda answer: answer.status == 429):
        box(page).press_sequentially("i")
    expect(rows(page)).to_have_count(0)
    box(page).press_sequentially("n")
    page.wait_for_timeout(400)

    assert len(sent) == 2, "nothing is asked before the time that was named"
    assert [fault for fault in page.faults if "status of 429" not in fault] == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=landin")


def test_no_answer_is_no_harm(visit):
    page = visit("/")
    type_in(page, "land")
    page.route("**/suggest/**", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        box(page).press_sequentially("ing")
    expect(rows(page)).to_have_count(0)

    assert [fault for fault in page.faults if "ERR_FAILED" not in fault] == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=landing")
