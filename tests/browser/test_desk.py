"""The pages of the desk in a browser: nothing breaks the policy, nothing keeps anybody out, at any width."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.models import Edition
from spacenews.pagecache import clock
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import ADD, LIST, START, change, step


@pytest.fixture
@transaction.atomic
def article(transactional_db):
    """An article that has something of everything."""
    figure = make.figure(confidence="low")
    article = make.published(
        headline="Two companies called ispace",
        body=f'<p>It had <mark data-figure="{figure.pk}">64</mark>.</p><div data-claim="{make.claim().pk}"></div>',
        tags=[make.tag(), make.tag()],
        about=[make.organization(), make.organization()],
        lead=make.image(),
    )
    article.publish(by=None, at=clock.now() + dt.timedelta(days=1))
    policy.submit(article, by=make.user("Contributor"))
    make.letter()
    make.shared_link(
        article, "for the fact check", reader="A fact checker", ends_at=clock.now() + dt.timedelta(days=1)
    )
    return article


ADDRESSES = {
    "start": lambda article: START,
    "list": lambda article: LIST,
    "a list with actions": lambda article: reverse("admin:contact_message_changelist"),
    "form": change,
    "new": lambda article: ADD,
    "step": lambda article: step(article, "schedule"),
    "history": lambda article: reverse("admin:articles_article_history", args=[article.pk]),
    "share": lambda article: reverse("admin:articles_article_share", args=[article.pk]),
    "deleting": lambda article: reverse("admin:articles_tag_delete", args=[article.tags.first().pk]),
    "a form of facts": lambda article: reverse(
        "admin:firms_organization_change", args=[article.coverage.first().organization_id]
    ),
}


def test_no_page_of_the_desk_breaks_the_policy_or_keeps_anybody_out(visit, article):
    """In the light; what is read in the dark, tests/browser/test_desk_axe.py looks at."""
    page = visit(START, make.user("Chief"), color_scheme="light")

    found = {}
    for name, address in ADDRESSES.items():
        page.goto(address(article))
        page.wait_for_load_state("networkidle")
        found[name] = [*page.faults, *violations(page)]
        page.faults.clear()  # the checker's own style is blocked too

    assert found == {name: [] for name in ADDRESSES}


def test_no_page_of_the_desk_is_wider_than_a_telephone(visit, article):
    page = visit(START, make.user("Chief"), viewport={"width": 360, "height": 800})

    wider = {}
    for name, address in ADDRESSES.items():
        page.goto(address(article))
        wider[name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert wider == dict.fromkeys(ADDRESSES, 0)


def test_the_sidebar_leads_on_without_a_script(visit, editor):
    page = visit(START, editor, java_script_enabled=False)

    page.get_by_role("link", name="Calendar", exact=True).click()
    assert page.url.endswith(reverse("admin:articles_article_calendar"))


def test_a_word_for_a_state_is_not_broken_in_chinese(visit, transactional_db):
    with transaction.atomic():
        make.published(
            about=[make.organization("A firm of a very long name"), make.organization("Another of one")]
        )
    page = visit(LIST, make.user("Chief", language="zh-hans"), viewport={"width": 1100, "height": 800})

    boxes = "const words = new Range(); words.selectNodeContents(state); return words.getClientRects().length"
    assert page.locator("#result_list .state").evaluate(f"state => {{ {boxes} }}") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_breaks_no_policy_and_keeps_nobody_out(visit, editor, scheme):
    page = visit(reverse("admin:login"), color_scheme=scheme)
    assert [*page.faults, *violations(page)] == []

    page.get_by_label("User name").fill(editor.username)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    page.locator(".errornote").wait_for()
    assert [*page.faults, *violations(page)] == []

    page.get_by_label("User name").fill(editor.username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="What needs doing", level=1).wait_for()


def test_the_slash_goes_to_the_search_box_unless_somebody_writes(visit, article, editor):
    page = visit(change(article), editor)

    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("id") == "desk-search"

    page.keyboard.type("ispace")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}?q=ispace")
    assert page.get_by_role("link", name="Two companies called ispace").is_visible()

    page.goto(change(article))
    page.get_by_label("Headline").press("End")
    page.keyboard.type("/")
    assert page.get_by_label("Headline").input_value() == "Two companies called ispace/"


def test_a_theme_chosen_at_the_desk_is_the_readers_own_too(visit, editor):
    page = visit(START, editor)
    page.get_by_role("button", name="Toggle theme").click()

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 19, 27)"
    page.goto("/about/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_every_step_is_reached_by_the_keyboard(visit, article, editor):
    page = visit(change(article), editor)

    page.locator(".bar summary", has_text="More").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Withdraw").focus()
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{step(article, 'withdraw')}")
    assert page.get_by_role("heading", level=1).inner_text() == "Withdraw"


def choose(page, field: str, words: str) -> None:
    """Look something up in one of the fields that search as one types."""
    page.get_by_role("combobox", name=field).last.click()
    page.keyboard.type(words)
    page.get_by_role("option").filter(has_text=words).click()


def test_an_article_is_written_by_hand_with_all_that_it_names(visit, editor):
    with transaction.atomic():
        make.section(name="Launch")
        make.author(name="Launch desk")
        make.organization("LandSpace")
        make.source(title="Methane first", publisher="Example Press")
    page = visit(ADD, editor)

    page.get_by_label("Headline").fill("Methane first")
    page.get_by_label("Point 1", exact=True).fill("One.\nTwo.")
    page.get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.type("It flew.")
    page.get_by_label("Section").select_option("Launch")
    for kind, field, words in [
        ("Author", "Author", "Launch desk"),
        ("Firm", "Organization", "LandSpace"),
        ("Source", "Source", "Methane first"),
    ]:
        page.get_by_role("button", name=f"Add another {kind}").click()
        choose(page, field, words)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another tag").click()
    opened.value.wait_for_load_state()  # a script there fills the slug in while the name is typed
    opened.value.get_by_label("Name:", exact=True).fill("methane")
    opened.value.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".select2-selection__choice[title=methane]")
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_url("**/publish/step/")
    page.get_by_role("button", name="Publish now").click()

    page.wait_for_selector(".state.live")
    edition = Edition.objects.get()
    assert (edition.headline, edition.points, edition.slug) == (
        "Methane first",
        ["One.", "Two."],
        "methane-first",
    )
    assert edition.body == "<p>It flew.</p>"
    assert [str(author) for author in edition.writers] == ["Launch desk"]
    assert [str(firm) for firm in edition.firms.all()] == ["LandSpace"]
    assert [str(tag) for tag in edition.tags.all()] == ["methane"]
    assert edition.source_rows.count() == 1
    assert page.faults == []
