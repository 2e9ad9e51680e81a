"""The whole way in a browser: from the first word of an article to its withdrawal, and from a letter to its answer."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from spacenews.contact.models import Message
from spacenews.images import library
from spacenews.images.models import Image
from tests import make
from tests.desk.pages import ADD, START
from tests.images.files import encoded, plain, upload

NOON = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HEADLINE, PATH = "A methane rocket lands on the sea", "/2026/08/a-methane-rocket-lands-on-the-sea/"
CORRECTION, REASON = "The year was 2026, not 2025.", "The landing was a rehearsal."
EVERYWHERE = (
    *("/", "/section/launch/", "/tag/methane/", "/author/ana/", "/firms/landspace/", "/2026/08/"),
    *("/feed/rss/", "/feed/atom/", "/feed.json", "/section/launch/feed/rss/", "/firms/landspace/feed.json"),
    *("/sitemap-articles-2026.xml", "/search/?q=methane"),
)
LOG = ("/corrections/", "/corrections/feed/rss/")


@pytest.fixture(autouse=True)
def noon(clock, settings, site):
    clock.set(NOON)
    settings.SITE_URL = site


@pytest.fixture
@transaction.atomic
def filed(transactional_db) -> None:
    """What an article is filed under; readers see nothing of it yet."""
    make.section(name="Launch", slug="launch")
    make.author(name="Ana Wijaya", slug="ana")
    make.tag("methane")
    make.organization("LandSpace", slug="landspace")
    make.source(title="Flight report", publisher="Example Press")


def status(page: Page, path: str) -> int:
    """Open a page; that it is not there is no fault of the page."""
    said = page.goto(path).status
    page.faults = [fault for fault in page.faults if f"with a status of {said} " not in fault]
    return said


def leading_to_it(page: Page, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses whose answers name the article, read as a robot would."""
    return tuple(path for path in paths if PATH in page.request.get(path).text())


def sign_in(page: Page, person) -> None:
    page.get_by_label("User name").fill(person.username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{START}")


def upload_a_picture(page: Page) -> None:
    page.goto(reverse("admin:images_image_add"))
    picture = {"name": "rocket.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture=plain((1600, 900)))}
    page.locator("#id_upload").set_input_files(picture)
    page.get_by_label("Alternative text").fill("A rocket stands on a ship.")
    page.get_by_label("Credit").fill("Example Press")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{reverse('admin:images_image_changelist')}")


def write_the_article(page: Page) -> None:
    page.goto(ADD)
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Point 1", exact=True).fill("It landed at sea.\nIt burns methane.")
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.type("The booster of LandSpace came down on a ship in 2025.")
    page.get_by_label("Section").select_option("Launch")
    choose(page, "tags", "methane")
    choose(page, "lead", "A rocket stands on a ship.")
    add_row(page, "bylines", "author", "Ana Wijaya")
    add_row(page, "coverage", "organization", "LandSpace")
    add_row(page, "source_rows", "source", "Flight report")


def choose(page: Page, field: str, name: str) -> None:
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill(name)
    page.get_by_role("option", name=re.compile(re.escape(name))).click()


def add_row(page: Page, rows: str, field: str, name: str) -> None:
    page.locator(f"#{rows}-group .add-row a").click()
    choose(page, f"{rows}-0-{field}", name)


def take_step(page: Page, button: str, **fields: str) -> None:
    """Press a button of the form's bar, fill in the page of the step, and take it."""
    pressed = page.locator(".bar").get_by_role("button", name=button, exact=True)
    if not pressed.is_visible():
        page.locator(".bar").get_by_text("More", exact=True).click()
    pressed.click()
    page.wait_for_url("**/step/")
    for label, words in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(words)
    page.locator("#content-main form button.default").click()
    page.wait_for_url("**/change/")


def test_an_article_is_written_scheduled_read_corrected_and_withdrawn(visit, clock, filed):
    desk, reader = visit(START), visit("/")
    sign_in(desk, make.user("Editor"))
    upload_a_picture(desk)
    write_the_article(desk)
    clock.set(NOON)  # however long the writing took
    take_step(desk, "Schedule", Date="2026-08-20", Time="12:01")

    clock.set(NOON)
    assert status(reader, PATH) == 404
    assert leading_to_it(reader, EVERYWHERE) == ()

    clock.forward(minutes=1)
    assert status(reader, PATH) == 200
    assert reader.get_by_role("heading", level=1).inner_text() == HEADLINE
    assert reader.get_by_text("It burns methane.").is_visible()
    assert reader.get_by_alt_text("A rocket stands on a ship.").evaluate("image => image.naturalWidth") > 0
    assert leading_to_it(reader, EVERYWHERE) == EVERYWHERE
    find(reader, "methane ship")

    desk.reload()
    desk.get_by_label("Point 1", exact=True).fill("It landed at sea in 2026.")
    take_step(desk, "Correct with a note", What_was_put_right=CORRECTION)
    status(reader, PATH)
    assert reader.get_by_text(CORRECTION).first.is_visible()
    assert reader.get_by_text("It landed at sea in 2026.").is_visible()
    assert leading_to_it(reader, LOG) == LOG

    take_step(desk, "Withdraw", Reason_for_readers=REASON)
    assert status(reader, PATH) == 410
    assert reader.get_by_text(REASON).is_visible()
    assert leading_to_it(reader, (*EVERYWHERE, *LOG)) == ()
    assert (desk.faults, reader.faults) == ([], [])


def find(page: Page, words: str) -> None:
    """Search from the page's own box and open what is found."""
    page.locator(".w-search").locator('input[name="q"]').fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=HEADLINE).click()
    page.wait_for_url(f"**{PATH}")


@transaction.atomic
def live_article() -> None:
    make.published(
        headline=HEADLINE, slug=PATH.split("/")[-2], body="<p>It came down on a ship.</p>", at=NOON
    )


def test_without_script_a_reader_reads_searches_and_writes_and_the_desk_answers(visit, transactional_db):
    live_article()
    reader = visit(PATH, java_script_enabled=False)
    assert reader.get_by_text("It came down on a ship.").is_visible()
    find(reader, "ship")

    form = reader.locator(".w-contact")
    form.get_by_label("Email").fill("reader@example.org")
    form.get_by_label("Message").fill("The ship was a barge.")
    form.get_by_role("button", name="Send").click()
    assert reader.get_by_role("status").inner_text() == "Thank you. Your message has been sent."

    desk = visit(reverse("admin:contact_message_changelist"), make.user("Desk"))
    desk.get_by_role("link", name="The ship was a barge.").click()
    expect(desk.locator("[data-state]")).to_have_text("Open")
    answer = desk.get_by_role("link", name="Answer by mail")
    assert Message.objects.get().reference in answer.get_attribute("href")
    answer.click()
    expect(desk.locator("[data-state]")).to_have_text("Closed")
    assert Message.objects.get().status == Message.Status.CLOSED
    assert (reader.faults, desk.faults) == ([], [])


LONG = {
    "en": "Counterrevolutionaries’ internationalisation of telecommunications infrastructure",
    "id": "Pertanggungjawaban ketidakberkesinambungan penyelenggaraan antariksa",
    "zh-hans": "商业航天企业联合升级产业链并计划在海上回收火箭的助推器",
}


def picture(words: str) -> Image:
    return library.add(upload(encoded(picture=plain((1600, 900)))), alt=words, caption=words, credit=words)


@transaction.atomic
def long_words(language: str) -> str:
    """Publish an article with long words and every element of a body; return its address."""
    words, shown = LONG[language], {"public_from": NOON}
    figure = make.figure(as_printed=words, **shown)
    records = {
        **{"figure": figure, "series": figure.group, "image": picture(words)},
        **{"claim": make.claim(sentence=words, **shown), "dispute": make.dispute(figure, words, **shown)},
    }
    body = (Path(__file__).with_name("texts") / "every_element.html").read_text()
    body = body.replace("<mark>no figure</mark>", "no figure")  # which would not go out
    named = re.compile(rf'data-({"|".join(records)})="\d+"')
    article = make.published(
        **{"headline": words, "deck": words, "points": [words], "language": language, "at": NOON},
        body=named.sub(lambda found: f'data-{found[1]}="{records[found[1]].pk}"', body),
        lead=picture(words),
        about=[make.organization(words, **shown)],
        tags=[make.tag(words[:100])],
        sources=[make.source(title="https://example.org/" + "a" * 120)],
    )
    return article.editions.get().url_in(language)


@pytest.mark.parametrize("language", LONG)
def test_no_page_for_readers_is_wider_than_a_small_telephone(visit, transactional_db, language):
    article = long_words(language)
    front = "/" if language == "en" else f"/{language}/"
    page = visit(front, viewport={"width": 320, "height": 700})

    wider = {}
    for path in (front, article):
        assert status(page, path) == 200
        wider[path] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert wider == {front: 0, article: 0}
    assert page.faults == []
