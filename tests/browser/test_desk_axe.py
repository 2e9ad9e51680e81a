"""The desk's own pages keep nobody out: axe-core finds no violation on any of them, light or dark."""

import datetime as dt

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Pin, Revision
from spacenews.pagecache import clock
from tests import make
from tests.browser.axe import violations
from tests.desk.pages import ADD, START, change, step

COLOURS = {"runOnly": ["color-contrast"]}  # nothing else of a page differs in the dark
# Lists and forms that need no article; between them they have each kind of field and of row.
KINDS = [
    *("tag", "section", "author", "image", "organization", "figure", "cooperation", "dispute", "claim"),
    *("pinnedanswer", "page", "user"),
]


@pytest.fixture
@transaction.atomic
def things(transactional_db) -> dict:
    """Return a person who may do all, and articles in the states whose pages differ, with something of everything."""
    chief = make.user("Chief")
    draft = make.article(
        body="<h2>Two</h2>\n<p>Words</p>", by=chief, tags=[make.tag()], about=[make.organization()]
    )
    draft.body = "<h2>Two</h2>\n<p>Other words</p>"
    draft.save()
    draft.keep(by=chief)
    notes.add(draft, chief, f"Is it so, @{chief.username}?")
    make.shared_link(draft, "token", by=chief, reader="A reader", ends_at=clock.now() + dt.timedelta(days=1))
    return {"chief": chief, "draft": draft, "live": live(chief), "letter": make.letter()}


def live(chief) -> Article:
    """Return an article that prints facts, has a change to come and is in review."""
    figure = make.figure(confidence="low")
    body = (
        f'<p>It had <mark data-figure="{figure.pk}">64</mark>.</p><div data-claim="{make.claim().pk}"></div>'
    )
    article = make.published(body=body, about=[make.organization(), make.organization()], lead=make.image())
    Pin.objects.create(place=0, article=article)
    make.views(article, day=clock.now().date(), times=5, hosts={"example.org": 2})
    article.publish(by=chief, at=clock.now() + dt.timedelta(days=1))
    policy.submit(article, by=chief)
    return article


def addresses(things: dict) -> dict[str, str]:
    """Return the pages by name: those about one thing, and a list and an empty form of each kind."""
    draft, shown = things["draft"], things["live"]
    first, second = (
        Revision.objects.filter(article=draft).order_by("number").values_list("number", flat=True)[:2]
    )
    return {
        "start": START,
        "new article": ADD,
        "draft": change(draft),
        "live article": change(shown),
        **{name: of(name, draft) for name in ("history", "notes", "share", "delete")},
        "compare": f"{of('compare', draft)}?old={first}&new={second}",
        "revision": reverse("admin:articles_article_revision", args=[draft.pk, first]),
        **{f"step {name}": step(draft, name) for name in ("publish", "schedule", "assign")},
        **{f"live step {name}": step(shown, name) for name in ("correct", "withdraw", "publish")},
        **{
            name: reverse(f"admin:articles_article_{name}")
            for name in ("changelist", "calendar", "scheduled")
        },
        "pins": reverse("admin:articles_pin_changelist"),
        "inbox": reverse("admin:contact_message_changelist"),
        "letter": reverse("admin:contact_message_change", args=[things["letter"].pk]),
        "searches": reverse("admin:search_asked_changelist"),
        "password": reverse("admin:password_change"),
        **{f"{kind} {view}": page for kind in KINDS for view, page in pages_of(kind).items()},
    }


def of(name: str, article: Article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def pages_of(kind: str) -> dict[str, str]:
    """Return the addresses of a kind's list and of its empty form."""
    meta = next(model._meta for model in admin.site._registry if model._meta.model_name == kind)
    return {view: reverse(f"admin:{meta.app_label}_{kind}_{view}") for view in ("changelist", "add")}


@pytest.mark.parametrize(("scheme", "rules"), [("light", None), ("dark", COLOURS)], ids=["light", "dark"])
def test_no_page_of_the_desk_keeps_anybody_out(visit, things, scheme, rules):
    pages = addresses(things)
    page = visit(START, things["chief"], color_scheme=scheme)
    page.on("dialog", lambda dialog: dialog.accept())

    found = {}
    for name, address in pages.items():
        response = page.goto(address)
        found[name] = [response.status, *violations(page, rules)]

    assert found == {name: [200] for name in pages}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_on_the_form_keeps_nobody_out(visit, things, scheme):
    page = visit(change(things["draft"]), things["chief"], color_scheme=scheme)
    page.wait_for_selector(".tiptap.ProseMirror")
    page.locator("[data-key=preview]").first.click()
    page.locator("iframe").first.wait_for()
    page.wait_for_load_state("networkidle")
    found = {"preview": violations(page)}

    page.goto(change(things["draft"]))
    page.get_by_role("button", name="Keyboard shortcuts").click()
    found["keys"] = violations(page)

    assert found == {"preview": [], "keys": []}
