"""Nothing typed is lost: not without a network, a session, a browser or a server, nor between windows and people."""

import os
import re
import signal
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from playwright.sync_api import expect

from spacenews.articles.models import Article, Autosave
from tests import make
from tests.chromium import ARGUMENTS
from tests.desk.pages import ADD, START, change

KEPT = re.compile(r"^Everything kept, \d\d:\d\d UTC$")
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('desk:'))"


@pytest.fixture
def article(transactional_db):
    with transaction.atomic():
        return make.article(headline="Saved", body="<p>Saved.</p>")


@pytest.fixture
def write(visit, article, editor):
    """Return a function that opens the article's form, ready to be typed into."""

    def open_form(person=None, address="", **options):
        page = visit(address or change(article), person or editor, **options)
        if options.get("java_script_enabled", True):
            page.wait_for_selector(".tiptap")
            page.wait_for_load_state("networkidle")
        return page

    return open_form


def line(page):
    return page.locator("[data-kept]")


def type_all(page, words: str):
    page.get_by_label("Headline").fill(words)
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {words}")


def shown(page) -> tuple[str, str]:
    page.wait_for_selector(".tiptap")
    return page.get_by_label("Headline").input_value(), page.locator(".tiptap.ProseMirror").inner_text()


def reopen(page, address: str):
    page.goto(address)
    page.wait_for_selector(".tiptap")
    page.wait_for_load_state("networkidle")


def kept() -> list[str]:
    return [row.fields["headline"][0] for row in Autosave.objects.order_by("pk")]


def test_what_is_typed_is_kept_after_a_moment_and_stands_there_again(write, article):
    page = write()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_all(page, "Typed")
    assert line(page).inner_text() == "Not saved yet"
    expect(line(page)).to_have_text(KEPT)
    assert page.evaluate(STORED) == []

    page.goto(START)
    reopen(page, change(article))

    assert asked == []
    assert shown(page) == ("Typed", "Saved. Typed")
    assert page.locator("[data-unsaved]").get_by_text("did not save").is_visible()
    assert page.faults == []

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert page.locator("[data-unsaved]").count() == 0
    article.refresh_from_db()
    assert (article.headline, article.body, kept()) == ("Typed", "<p>Saved. Typed</p>", [])


def test_the_line_does_not_chatter(write):
    page = write()
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(document.querySelector('[data-kept]').textContent))"
        ".observe(document.querySelector('[data-kept]'), { childList: true, characterData: true, subtree: true })"
    )

    for word in ("one", "two", "three"):
        page.get_by_label("Deck").press_sequentially(word)
        with page.expect_response("**/keep/"):
            pass

    expect(line(page)).to_have_text(KEPT)
    said = page.evaluate("said")
    assert said[0] == "Not saved yet"
    assert len(said) == len(set(said)) <= 3


def test_rows_and_choices_are_kept_too(write, article):
    with transaction.atomic():
        make.organization(name="LandSpace")
    page = write()
    page.locator("#coverage-group").get_by_text("Add another").click()
    page.locator("#coverage-0 .select2-selection").click()
    page.keyboard.type("LandSpace")
    page.locator(".select2-results__option", has_text="LandSpace").click()
    expect(line(page)).to_have_text(KEPT)

    reopen(page, change(article))

    assert page.locator("#coverage-0 .select2-selection").inner_text().strip("×\n ") == "LandSpace"


def test_without_a_network_it_waits_in_the_browser_and_goes_home_by_itself(write):
    page = write()
    page.context.set_offline(True)
    type_all(page, "Offline")
    expect(line(page)).to_have_text("Kept in this browser only: no connection")
    assert len(page.evaluate(STORED)) == 1

    page.get_by_role("button", name="Save", exact=True).click()
    expect(line(page)).to_have_text("Not saved. Kept in this browser only: no connection")
    assert shown(page) == ("Offline", "Saved. Offline")

    page.context.set_offline(False)
    expect(line(page)).to_have_text(KEPT)
    assert (page.evaluate(STORED), kept()) == ([], ["Offline"])


def test_a_window_that_is_closed_in_the_midst_of_a_word_loses_nothing(write, article):
    page = write()
    type_all(page, "In the midst")
    assert kept() == []

    again = page.context.new_page()
    page.close()
    reopen(again, change(article))

    expect(again.locator("[data-unsaved]")).to_be_visible()
    assert shown(again) == ("In the midst", "Saved. In the midst")
    assert again.evaluate(STORED) == []


AT_LEAST_S = 8  # not all that is kept is written down at once


def test_a_browser_that_is_killed_without_a_network_has_it_all_when_it_comes_back(
    site, chromium, article, editor, tmp_path
):
    def browser():
        return chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path="/usr/bin/chromium", args=ARGUMENTS, base_url=site
        )

    context = browser()
    page = context.pages[0]
    sign_in(page, editor)
    reopen(page, change(article))
    context.set_offline(True)
    type_all(page, "Killed")
    expect(line(page)).to_have_text("Kept in this browser only: no connection")
    for second in range(90):  # the browser writes its storage down in its own time, at times a minute later
        if second >= AT_LEAST_S and is_on_disk(tmp_path / "profile", b"Saved. Killed"):
            break
        page.wait_for_timeout(1_000)
    kill_browser(tmp_path / "profile")

    context = browser()
    page = context.pages[0]
    sign_in(page, editor)
    reopen(page, change(article))

    expect(page.locator("[data-unsaved]")).to_be_visible(timeout=30_000)
    assert shown(page) == ("Killed", "Saved. Killed")
    context.close()


def is_on_disk(profile, words: bytes) -> bool:
    """Whether a browser that is killed now would have these words when it comes back."""
    return any(words in file.read_bytes() for file in (profile / "Default/Local Storage").rglob("*.log"))


def sign_in(page, person):
    page.goto("/admin/")
    if page.get_by_label("Password").count():
        page.get_by_label("User name").fill(person.username)
        page.get_by_label("Password").fill(make.PASSWORD)
        page.get_by_role("button").last.click()
        page.wait_for_selector("#user-tools")


def kill_browser(profile):
    """Kill the processes of the one browser that has this folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            mine = f"--user-data-dir={profile}".encode() in (process / "cmdline").read_bytes()
        except OSError:
            continue
        if mine:
            os.kill(int(process.name), signal.SIGKILL)


def test_who_is_signed_out_signs_in_again_in_place_and_goes_on(write, article, editor):
    page = write()
    with transaction.atomic():
        make.user("Editor", username="ana")
    Session.objects.all().delete()
    type_all(page, "Signed out")
    dialog = page.locator("dialog[data-again]")
    expect(dialog).to_be_visible()
    expect(line(page)).to_have_text("Kept in this browser only: you are signed out")

    dialog.get_by_label("User name").fill("ana")
    dialog.get_by_label("Password").fill(make.PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("another person’s")

    dialog.get_by_label("User name").fill(editor.username)
    dialog.get_by_label("Password").fill("wrong")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("do not open the desk")

    dialog.get_by_label("Password").fill(make.PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    expect(line(page)).to_have_text(KEPT)
    assert page.evaluate(STORED) == []

    page.get_by_label("Deck").fill("And on")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Signed out", "And on")


def test_a_save_of_who_is_signed_out_goes_on_by_itself_once_he_is_back(write, article, editor):
    page = write()
    type_all(page, "Pressed")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(line(page)).to_have_text("Not saved. Kept in this browser only: you are signed out")
    assert page.locator("dialog[data-again] [type=password]:focus").count() == 1

    page.keyboard.type(make.PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_selector(".messagelist")
    article.refresh_from_db()
    assert (article.headline, kept()) == ("Pressed", [])


def test_who_signed_in_anew_in_another_window_is_not_asked_again(write, editor):
    page = write()
    Session.objects.all().delete()
    page.context.clear_cookies()
    other = page.context.new_page()
    sign_in(other, editor)

    type_all(page, "Typed")

    expect(line(page)).to_have_text(KEPT)
    assert page.locator("dialog[data-again]").is_hidden()


def test_two_windows_of_one_person_overwrite_nothing(write, article):
    one = write()
    two = one.context.new_page()
    reopen(two, change(article))
    type_all(one, "One")
    expect(line(one)).to_have_text(KEPT)

    type_all(two, "Two")
    expect(line(two)).to_have_text("Kept in this browser only: other unsaved text of yours stands in the way")
    two.get_by_role("button", name="Save", exact=True).click()
    two.wait_for_selector(".messagelist")

    assert Article.objects.get().headline == "Two"
    assert kept() == ["One"]
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_text("saved this while you wrote")).to_be_visible()
    assert one.locator("[name=headline]").input_value() == "One"


def test_a_new_article_is_found_again_where_work_is_listed(write, visit):
    page = write(address=ADD)
    type_all(page, "Never saved")
    expect(line(page)).to_have_text(KEPT)

    page.goto(START)
    page.get_by_role("link", name="Never saved").click()

    assert shown(page) == ("Never saved", "Never saved")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert (Article.objects.filter(headline="Never saved").count(), kept()) == (1, [])


def test_dropping_shows_what_is_saved_again(write, article):
    page = write()
    type_all(page, "Typed")
    expect(line(page)).to_have_text(KEPT)
    reopen(page, change(article))
    page.get_by_role("link", name="Show what is saved").click()
    expect(page.get_by_text("This is what is saved.")).to_be_visible()
    assert page.locator("h2.headline").inner_text() == "Saved"

    page.get_by_role("link", name="Back to what you wrote").click()
    assert shown(page)[0] == "Typed"
    page.get_by_role("button", name="Drop this").click()
    page.wait_for_selector(".messagelist")

    assert shown(page) == ("Saved", "Saved.")
    assert (page.evaluate(STORED), kept()) == ([], [])


def test_signing_out_sends_what_waits_and_leaves_nothing_in_the_browser(write):
    page = write()
    type_all(page, "Leaving")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logout/")

    assert (page.evaluate(STORED), kept()) == ([], ["Leaving"])


def test_another_persons_text_and_what_is_a_week_old_leave_the_browser(write, visit, editor):
    page = visit(START, editor)
    page.evaluate(
        """(mine) => {
            const at = (days) => Date.now() - days * 86400000;
            const entry = (days) => JSON.stringify({ url: "/admin/none/", at: at(days), fields: [] });
            localStorage.setItem(`desk:${mine}:old`, entry(8));
            localStorage.setItem(`desk:${mine}:new`, entry(6));
            localStorage.setItem("desk:999999:new", entry(0));
            localStorage.setItem("theme", "dark");
        }""",
        editor.pk,
    )

    page.goto(START)
    page.wait_for_load_state("networkidle")

    assert page.evaluate(STORED) == [f"desk:{editor.pk}:new"]
    assert page.evaluate("localStorage.theme") == "dark"


def test_a_site_that_cannot_store_is_told_and_the_form_stays(write, article):
    page = write()
    page.route("**/keep/", lambda route: route.fulfill(status=503, body="Not now"))
    type_all(page, "Locked")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(line(page)).to_have_text(
        "Not saved. Kept in this browser only: the site cannot store anything just now"
    )
    assert shown(page)[0] == "Locked"

    page.unroute("**/keep/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")
    assert Article.objects.get().headline == "Locked"


def test_leaving_asks_first_only_when_the_text_is_kept_nowhere(write):
    page = write()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }")
    page.context.set_offline(True)
    type_all(page, "Nowhere")
    expect(line(page)).to_have_text("Kept nowhere yet: copy your text")
    page.route("**/keep/", lambda route: route.fulfill(status=503, body="Not now"))
    page.context.set_offline(False)

    page.goto(START)

    assert asked == ["beforeunload"]


def test_without_javascript_the_unsaved_text_is_in_the_form_and_can_be_saved(write, article, editor):
    fields = {"headline": ["Typed"], "body": ["<p>Typed.</p>"], "based_on": [str(article.version)]}
    same = {"slug": [article.slug], "language": ["en"], "kind": [article.kind]}
    same |= {"section": [str(article.section_id or "")]}
    Autosave.objects.create(
        article=article, person=editor, page="p" * 22, fields={**fields, **same, **management()}
    )
    page = write(java_script_enabled=False)
    assert page.get_by_text("did not save").is_visible()
    assert page.get_by_label("Text", exact=True).input_value() == "<p>Typed.</p>"

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".messagelist")

    assert (Article.objects.get().headline, kept()) == ("Typed", [])


def management() -> dict:
    counts = {"TOTAL_FORMS": ["0"], "INITIAL_FORMS": ["0"], "MIN_NUM_FORMS": ["0"], "MAX_NUM_FORMS": ["1000"]}
    prefixes = ("bylines", "coverage", "source_rows")
    return {f"{prefix}-{name}": value for prefix in prefixes for name, value in counts.items()}


def test_two_people_see_each_other_and_neither_is_kept_out(write, visit, article):
    with transaction.atomic():
        mei, ana = (make.user("Editor", display_name=name) for name in ("Mei Lin", "Ana"))
    one = write(mei)
    two = write(ana)
    expect(two.locator("[data-here]")).to_have_text("Mei Lin is here too")

    one.bring_to_front()
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(one.locator("[data-here]")).to_have_text("Ana is here too")

    one.goto(START)
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(two.locator("[data-here]")).to_have_text("")
    assert [*one.faults, *two.faults] == []
