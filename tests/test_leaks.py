"""A canary word in each text that readers may not see is found on no public address, in no header."""

import datetime as dt
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from spacenews.articles.desk import notes
from spacenews.articles.models import Article, Autosave
from spacenews.search.models import PinnedAnswer
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
CANARIES = {
    name: f"canary{name}word"
    for name in ("draft", "scheduled", "withdrawn", "changed", "upcoming", "note", "firm", "unsaved")
}
LINK = re.compile(
    r"""(?:href|src|action)="([^"]+)"|content="(https?:[^"]+)"|<loc>([^<]+)</loc>|<link>([^<]+)</link>"""
    r"""|\]\(([^)]+)\)"""
)
FORBIDDEN = [re.compile(word, re.IGNORECASE) for word in CANARIES.values()]
SEEDS = [
    "/",
    "/id/",
    "/zh-hans/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/site.webmanifest",
    "/favicon.ico",
    "/sitemap-news.xml",
    "/opensearch.xml",
    "/feed.json",
    "/llms.txt",
    "/id/llms.txt",
    "/zh-hans/llms.txt",
    "/index.md",
    "/no/such/page/",
]
TOKEN = "t" * 43  # opens the draft to whoever has it, and to nobody who follows links
PINNED_TO = ("headline", "story", "body")  # queries to which every article is pinned, the hidden ones too
MOST = 900


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def text_with(name: str, **columns) -> dict:
    """Return columns that carry the canary wherever a word can stand."""
    word = CANARIES[name]
    return {
        "headline": f"Headline {word}",
        "deck": f"Deck {word}.",
        "points": [f"Point {word}"],
        "body": f"<h2>Heading {word}</h2><p>Body {word}.</p>",
        "slug": f"{word}-{columns.get('language', 'en')}",
        "source_line": word,
        **columns,
    }


@pytest.fixture
def newsroom() -> None:
    """Hide a canary in each state, beside stories that share section, tags and firms with it."""
    shown = make.organization("LandSpace", slug="landspace", public_from=NOW - HOUR)
    hidden = make.organization(f"Firm {CANARIES['firm']}", slug=CANARIES["firm"])
    make.cooperation(shown, hidden, "Plain", title="Of three", public_from=NOW - HOUR)
    make.cooperation(shown, hidden, title="Of two", public_from=NOW - HOUR)
    make.cooperation(shown, "Plain", title=f"Later {CANARIES['firm']}", public_from=NOW + HOUR)
    shared = {"section": make.section(slug="launch"), "tags": [make.tag("methane")], "about": [shown]}
    secret_tag = make.tag(f"{CANARIES['draft']} tag")
    for key in ("about", "ethics", "corrections-policy", "privacy"):
        make.page(key, en="<p>Text.</p>")
    for number in range(3):
        make.published(headline=f"Story {number}", slug=f"story-{number}", **shared)
    make.published(slug="cerita", language="id", headline="Cerita", **shared)

    draft = make.article(
        **text_with("draft"), section=shared["section"], tags=[secret_tag], about=[shown, hidden]
    )
    make.shared_link(draft, TOKEN, ends_at=NOW + 24 * HOUR)
    make.article(**text_with("scheduled"), **{**shared, "about": [shown, hidden]}).publish(
        by=None, at=NOW + HOUR
    )
    withdrawn = make.published(**text_with("withdrawn"), **shared)
    withdrawn.withdraw(by=None, public_reason="It was not so.", desk_note=CANARIES["note"])
    changed = make.published(headline="Changed since", slug="changed", **shared)
    Article.objects.filter(pk=changed.pk).update(**text_with("changed"))
    for article in (draft, withdrawn, changed):
        notes.add(article, None, f"The desk says {CANARIES['note']}.")
    upcoming = make.published(headline="To be changed", slug="to-be-changed", **shared)
    Article.objects.filter(pk=upcoming.pk).update(**text_with("upcoming"))
    upcoming.publish(by=None, at=NOW + HOUR)
    original = make.published(headline="Original", slug="original", **shared)
    make.article(**text_with("draft", language="id"), original=original, section=shared["section"])
    writer, typed = make.user("Editor"), {"headline": [CANARIES["unsaved"]], "body": [CANARIES["unsaved"]]}
    Autosave.objects.create(person=writer, page="k" * 22, fields=typed)
    for article in Article.objects.all():
        Autosave.objects.create(article=article, person=writer, fields=typed)
        PinnedAnswer.objects.create(query=PINNED_TO[article.pk % len(PINNED_TO)], article=article)
        make.views(article, day=NOW.date() - dt.timedelta(days=1), times=9)  # as if all were popular


def crawl(client, seeds: list[str], host: str) -> dict[str, object]:
    """Return every answer that links lead to, of the public site."""
    answers, queue = {}, list(seeds)
    while queue and len(answers) < MOST:
        address = queue.pop(0)
        if address in answers:
            continue
        answer = answers[address] = client.get(address)
        if "text" not in answer.headers.get("Content-Type", "") and "xml" not in answer.headers.get(
            "Content-Type", ""
        ):
            continue
        for found in LINK.findall(answer.content.decode()):
            parts = urlsplit(urljoin(f"http://testserver{address}", unescape(next(filter(None, found)))))
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.hostname in ("testserver", host) and not path.startswith(
                ("/admin/", "/static/", "/media/")
            ):
                queue.append(path)
    return answers


def carries_a_canary(answer) -> bool:
    head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return any(word.search(head) or word.search(body.decode(errors="replace")) for word in FORBIDDEN)


def test_no_public_address_shows_what_is_hidden(client, settings, newsroom):
    slugs = [f"{word}-{language}" for word in CANARIES.values() for language in ("en", "id")]
    hidden = [f"/2026/08/{slug}{end}" for slug in slugs for end in ("/", ".html")]
    searches = [
        f"/search/?q={query}"
        for query in ("headline", "story", "body", "point", "methane", "landspace", "firm")
    ]
    for word in CANARIES.values():
        searches += [f"/search/?q={typed}" for typed in (f"{word[:8]}{word[9:]}", f"story {word[:-2]}")]
    searches += [f"/search/feed/rss/?q={query}" for query in ("headline", "landspace")]
    searches += [f"{prefix}/draft/{TOKEN[:-1]}{end}/" for prefix in ("", "/id") for end in ("", "u")]
    begun = (
        "headline",
        "story",
        "point",
        "canary",
        "canarydraftw",
        "canaryscheduledwor",
        "cnaryfirm",
        "firm c",
        "meth",
    )
    searches += [f"{prefix}/search/suggest/?q={line}" for line in begun for prefix in ("", "/id", "/zh-hans")]
    searches += [
        f"/search/?q=story&{chosen}" for chosen in ("firm=landspace", "tag=methane", "section=launch")
    ]
    lists = [f"/firms/landspace/{form}" for form in ("feed/rss/", "feed/atom/", "feed.json")]
    lists += ["/corrections/feed.json", "/feeds/posts/default/-/methane"]

    lists += [f"/data/{kind}.json" for kind in ("organizations", "cooperations", "figures", "sources")]

    hidden += [f"/2026/08/{slug}.md" for slug in slugs] + [
        f"/embed/article/2026/08/{slug}/" for slug in slugs
    ]
    hidden += [f"/{page}/{CANARIES['firm']}{end}" for page, end in (("firms", ".md"), ("embed/firm", "/"))]
    hidden += [f"/oembed/?url={settings.SITE_URL}{address}" for address in hidden]
    lists += [f"/api/v1/{name}/?limit=100" for name in ("articles", "organizations", "sources", "milestones")]
    lists += ["/api/v1/articles/?fields=headline,body_html", "/api/v1/articles/2026/08/story-1/"]
    hidden += [f"/api/v1/articles/2026/08/{slug}/" for slug in slugs]
    hidden += [f"/api/v1/organizations/{CANARIES['firm']}/"]
    lists += ["/embed/firm/landspace/", "/id/embed/article/2026/08/story-1/"]

    answers = crawl(client, [*SEEDS, *searches, *lists], urlsplit(settings.SITE_URL).hostname)

    assert len(answers) >= 150
    assert sorted(address for address, answer in answers.items() if carries_a_canary(answer)) == []
    assert {client.get(address).status_code for address in hidden} <= {404, 410}


@pytest.mark.parametrize("name", CANARIES)
def test_a_search_for_a_hidden_word_answers_as_one_for_a_word_that_never_was(client, newsroom, name):
    word, never = CANARIES[name], "canarynevernever"[: len(CANARIES[name])].ljust(len(CANARIES[name]), "x")

    found, unknown = (client.get("/search/", {"q": query}).content.decode() for query in (word, never))

    assert found.replace(word, never) == unknown


@pytest.mark.parametrize("name", CANARIES)
def test_a_hidden_word_is_not_suggested_whole_or_begun_or_with_a_slip(client, newsroom, name):
    word = CANARIES[name]

    answers = [
        client.get("/search/suggest/", {"q": typed}).json()["groups"]
        for typed in (word, word[:-1], word[:9], f"{word}s", f"{word[:7]}{word[8:]}")
    ]

    assert answers == [[]] * 5


def test_the_same_words_are_found_once_they_are_live(client, clock, newsroom):
    """The canaries can be found at all: else the tests above would show nothing."""
    clock.set(NOW + HOUR)

    page, search = client.get("/"), client.get("/search/", {"q": CANARIES["scheduled"]})
    shared = client.get(f"/draft/{TOKEN}/")
    suggested = client.get("/search/suggest/", {"q": CANARIES["scheduled"][:-3]})

    assert carries_a_canary(page) and carries_a_canary(shared)
    assert f"/2026/08/{CANARIES['scheduled']}-en/" in search.content.decode()
    assert [group["name"] for group in suggested.json()["groups"]] == ["Articles", "Words"]


def test_hidden_articles_change_no_byte_of_a_public_answer(client, settings, newsroom):
    host = urlsplit(settings.SITE_URL).hostname
    read = crawl(client, SEEDS, host).items()
    before = {
        address: answer.content for address, answer in read if "/contact/" not in address
    }  # that one is fresh
    section = make.section(slug="unseen")
    for number in range(3):
        make.article(
            headline=f"Hidden {number}", section=section, about=[make.organization()], tags=[make.tag()]
        )
    make.article(headline="Hidden to come", section=section).publish(by=None, at=NOW + 2 * HOUR)

    after = {address: client.get(address).content for address in before}

    assert [address for address in before if before[address] != after[address]] == []
