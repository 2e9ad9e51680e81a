"""That a page was read is told once, by a page that somebody sees, in a browser that nobody drives."""

import re
import time
from collections import Counter

import pytest
from django.db import transaction

from spacenews.pagecache import clock
from spacenews.stats import visits
from spacenews.stats.memory import Counts
from tests import make
from tests.stats.readers import FIREFOX

A_PERSON = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false });"
WISHES_PRIVACY = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });"
HIDDEN = """
    let hidden = true;
    Object.defineProperty(Document.prototype, "hidden", { get: () => hidden });
    addEventListener("turned-to", () => { hidden = false; document.dispatchEvent(new Event("visibilitychange")); });
"""
SECONDS = 20


@pytest.fixture(autouse=True)
def counting_on(settings, monkeypatch):
    settings.COUNT_EVERY_S = 60
    monkeypatch.setattr(visits, "held", Counts(visits.MOST_HELD))


@pytest.fixture
def story(transactional_db) -> str:
    with transaction.atomic():
        return make.published(slug="story").editions.get().url


@pytest.fixture
def reader(site, chromium):
    """Return a function that opens a browser as a person has it, and in it a tab."""
    contexts = []

    def open_tab(*scripts: str, **options):
        context = chromium.new_context(base_url=site, user_agent=FIREFOX, **options)
        context.set_extra_http_headers({"Sec-CH-UA": '"Firefox";v="128"'})
        contexts.append(context)
        for script in scripts:
            context.add_init_script(script)
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


def counts() -> Counter[str]:
    found = Counter()
    for visit, times in visits.held.held.items():
        found[f"{visit.kind} {visit.address} {visit.host}".strip()] += times
    return found


def wait_for(number: int) -> Counter[str]:
    """Return what was counted once it is so much: a browser sends it when it finds the time."""
    until = time.monotonic() + SECONDS
    while counts().total() < number and time.monotonic() < until:
        time.sleep(0.05)
    return counts()


def address(story: str) -> str:
    return story.strip("/")


def test_a_page_is_counted_once_in_a_tab_however_often_it_is_opened(reader, story):
    tab = reader(A_PERSON)
    for _time in range(3):
        tab.goto(story)
    tab.goto("/")
    tab.goto(story)
    other = tab.context.new_page()
    other.goto(story)

    assert wait_for(2) == {f"article {address(story)}": 2}
    assert tab.context.cookies() == []


def test_an_article_and_a_firm_are_counted_and_other_pages_not(reader, story):
    with transaction.atomic():
        firm = make.organization(public_from=clock.now())
    tab = reader(A_PERSON)

    for path in ("/", story, "/archive/", f"/firms/{firm.slug}/", "/firms/", f"/id{story}"):
        tab.goto(path)

    assert wait_for(3) == {f"article {address(story)}": 2, f"firm {firm.slug}": 1}


def test_the_host_that_led_here_is_told_without_its_path(reader, story):
    tab = reader(A_PERSON)
    seen = []
    tab.on(
        "request", lambda request: seen.append(request.post_data) if request.url.endswith("/seen/") else None
    )

    tab.goto(story, referer="https://news.example.org/secret/path?who=ada")

    assert wait_for(1) == {f"article {address(story)} news.example.org": 1}
    assert seen == [f"{story}\nnews.example.org"]


def test_a_tab_in_the_background_is_counted_when_somebody_turns_to_it(reader, story):
    tab = reader(A_PERSON, HIDDEN)
    tab.goto(story)
    tab.wait_for_load_state("networkidle")
    assert counts() == {}

    tab.evaluate("dispatchEvent(new Event('turned-to'))")

    assert wait_for(1) == {f"article {address(story)}": 1}


@pytest.mark.parametrize(
    ("scripts", "options"),
    [
        ([A_PERSON, WISHES_PRIVACY], {}),
        ([], {}),
        ([A_PERSON], {"java_script_enabled": False}),
    ],
    ids=["who asks for privacy", "a driven browser", "without script"],
)
def test_who_is_not_counted_sends_nothing(reader, story, scripts, options):
    tab, sent = reader(*scripts, **options), []
    tab.on("request", lambda request: sent.append(request.url))
    tab.goto(story)
    tab.wait_for_load_state("networkidle")

    reader(A_PERSON).goto(story)

    assert wait_for(1) == {f"article {address(story)}": 1}
    assert [url for url in sent if re.search(r"/seen/$", url)] == []


def test_a_shared_draft_tells_nobody_that_it_was_opened(reader, story, clock):
    with transaction.atomic():
        make.shared_link(make.article(), "token", ends_at=clock.now().replace(year=2100))
    tab, sent = reader(A_PERSON), []
    tab.on("request", lambda request: sent.append(request.url))
    tab.goto("/draft/token/")
    tab.wait_for_load_state("networkidle")

    assert tab.locator("h1").count() == 1
    assert [url for url in sent if "/seen/" in url] == []


def test_it_is_counted_in_the_shape_of_a_telephone_too(reader, story):
    reader(A_PERSON, viewport={"width": 360, "height": 640}, is_mobile=True).goto(story)

    assert wait_for(1) == {f"article {address(story)}": 1}
