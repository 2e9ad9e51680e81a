"""Links that show a draft to somebody outside: what they show, for how long, and what nobody learns from them."""

import datetime as dt
import logging
import re
from hashlib import sha256
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.serializers import serialize
from django.db import connection
from django.urls import reverse
from django.utils.dateformat import format as formatted

from spacenews.articles.desk import sharing
from spacenews.articles.models import Article, SharedLink
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from spacenews.limits import pace
from spacenews.logs import Line
from spacenews.pagecache.layer import Layer
from tests import make
from tests.desk.pages import change
from tests.pagecache.wsgi import answering, ask

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TOKEN, NEVER = "a" * 43, "b" * 43
PREFIXES = ("", "/id", "/zh-hans")


@pytest.fixture
def link(clock):
    article = make.article(headline="Words of a draft")
    return make.shared_link(article, TOKEN, ends_at=clock.now() + HOUR)


def share(article: Article) -> str:
    return reverse("admin:articles_article_share", args=[article.pk])


def revoke(link: SharedLink) -> str:
    return reverse("admin:articles_article_share_revoke", args=[link.pk])


def made_by(client, article: Article, **answers) -> str:
    """Make a link and return the path of the address that the page shows."""
    page = client.post(share(article), {"reader": "A reader", "hours": "4", **answers}).content.decode()
    return re.search(r'readonly value="[^"]*?(/(?:id/|zh-hans/)?draft/[\w-]{43}/)"', page)[1]


def text_of(page) -> str:
    return page.content.decode()


def test_a_link_opens_the_draft_to_whoever_has_it_and_to_nobody_else(client, sign_in):
    article = make.article(headline="Words of a draft", body="<p>Its text.</p>")

    address = made_by(sign_in(EDITOR), article)

    page = client.get(address)
    assert page.status_code == 200
    assert "Words of a draft" in text_of(page) and "Its text." in text_of(page)
    token = address.split("/")[-2]
    assert client.get(f"/draft/{token[:-1]}{'x' if token[-1] != 'x' else 'y'}/").status_code == 404
    assert client.get(f"/draft/{SharedLink.objects.get().token_hash}/").status_code == 404


def test_the_address_is_shown_once_and_only_its_hash_is_stored(sign_in):
    client, article = sign_in(EDITOR), make.article()

    address = made_by(client, article)

    token = address.split("/")[-2]
    assert len(token) == 43  # 32 random bytes
    assert SharedLink.objects.get().token_hash == sha256(token.encode()).hexdigest()
    assert token not in text_of(client.get(share(article)))
    assert token not in everything_stored()
    assert made_by(client, article) != address


def everything_stored() -> str:
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += map(repr, cursor.fetchall())
    return "\n".join(found)


def test_it_shows_the_working_copy_as_it_is_saved_by_then(client, link):
    Article.objects.update(headline="Saved since")

    assert "Saved since" in text_of(client.get(f"/draft/{TOKEN}/"))


def test_it_goes_on_showing_the_draft_when_the_article_is_live(client, link):
    link.article.publish(by=None)
    Article.objects.update(headline="Saved since")

    page = client.get(f"/draft/{TOKEN}/")

    assert page.status_code == 200
    assert "Saved since" in text_of(page)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Draft, not published. Shared until"), ("id", "Shared until"), ("zh-hans", "Shared until")],
)
def test_it_says_that_it_is_a_draft_and_until_when_with_the_zone(client, link, language, said):
    Article.objects.update(language=language)

    page = text_of(client.get(f"/draft/{TOKEN}/"))

    notice = re.search(r'<p class="notice bad" lang="(.*?)">(.*?)</p>', page)
    assert notice[1] == {"en": "en", "id": "id", "zh-hans": "zh-Hans"}[language]
    assert formatted(link.ends_at, "H:i T") in notice[2]
    assert notice[2].startswith(said) or language != "en"
    assert "datetime=" not in page[page.index("<main>") : page.index("</main>")]  # nothing was published yet


def test_all_that_shows_nothing_answers_byte_for_byte_alike(client, clock, link):
    """The address itself stands in the page's language switch: so each is asked under one and the same address."""
    never = answers(client, NEVER)
    article = link.article

    for what in ("unknown", "revoked", "ended", "maker left", "deleted"):
        SharedLink.objects.all().delete()
        made = make.shared_link(article, NEVER, ends_at=clock.now() + HOUR)
        assert client.get(f"/draft/{NEVER}/").status_code == 200
        if what == "unknown":
            made.delete()
        elif what == "revoked":
            sharing.end(made, by=make.user(EDITOR))
        elif what == "ended":
            SharedLink.objects.update(ends_at=clock.now())
        elif what == "maker left":
            type(made.made_by).objects.filter(pk=made.made_by_id).update(is_active=False)
        else:
            article.delete()
        assert answers(client, NEVER) == never, what

    assert {status for status, _headers, _body in never} == {404}
    elsewhere = [client.get(f"{prefix}/nowhere/{NEVER}/") for prefix in PREFIXES]
    assert [body.replace(b"/draft/", b"/nowhere/") for _, _, body in never] == [p.content for p in elsewhere]
    assert [headers for _, headers, _ in never] == [lengthened(page, 0) for page in elsewhere]


def answers(client, token: str) -> list[tuple]:
    pages = [client.get(f"{prefix}/draft/{token}/") for prefix in PREFIXES]
    sizes = len("/nowhere/") - len("/draft/")
    return [
        (page.status_code, lengthened(page, sizes * page.content.count(b"/draft/")), page.content)
        for page in pages
    ]


def lengthened(page, more: int) -> list[tuple[str, str]]:
    """Return the headers as they would be of a page that is so many bytes longer."""
    headers = dict(page.headers.items())
    if "Content-Length" in headers:
        headers["Content-Length"] = str(int(headers["Content-Length"]) + more)
    headers.pop("ETag", None)
    return sorted(headers.items())


def test_nobody_finds_it_or_keeps_it_or_learns_where_it_was(client, link):
    page = client.get(f"/draft/{TOKEN}/", HTTP_ACCEPT_LANGUAGE="id", HTTP_COOKIE="theme=dark")
    given = {
        name.replace("-", "_"): value
        for name, value in page.headers.items()
        if not name.startswith("Content-")
    }

    sent = ask(Layer(answering(**given)), f"/draft/{TOKEN}/").headers

    assert sent["cache-control"] == "no-store"
    assert sent["x-robots-tag"] == "noindex"
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["x-frame-options"] == "DENY"
    assert sent.get("vary", "Accept-Encoding") == "Accept-Encoding"
    assert "etag" not in sent and "set-cookie" not in sent and not page.cookies
    assert '<meta name="robots" content="noindex">' in text_of(page)
    assert "canonical" not in text_of(page) and "og:" not in text_of(page)
    assert "ld+json" not in text_of(page) and "mailto:" not in text_of(page)


def test_a_link_leads_to_what_readers_may_see_and_to_no_other_draft(client, clock, link):
    firm, tag = make.organization(public_from=clock.now() - HOUR), make.tag()
    shared = {"about": [firm], "tags": [tag]}
    make.article(headline="Another draft", **shared)
    make.article(headline="Its translation", original=link.article, language="id", slug="x")
    make.published(headline="Live neighbour", at=clock.now() - HOUR, **shared)
    article = make.article(headline="Words of a draft", **shared)
    make.shared_link(article, NEVER, ends_at=clock.now() + HOUR)

    pages = [text_of(client.get(f"/draft/{token}/")) for token in (TOKEN, NEVER)]

    assert all("Another draft" not in page and "Its translation" not in page for page in pages)
    assert "Live neighbour" in pages[1]


def test_the_words_of_a_draft_are_found_behind_its_own_token_alone(client, clock):
    words = ["canaryone", "canarytwo"]
    for word, token in zip(words, (TOKEN, NEVER), strict=True):
        article = make.article(headline=word, deck=word, body=f"<p>{word}</p>", points=[word], slug=word)
        make.shared_link(article, token, ends_at=clock.now() + HOUR)

    found = {
        address: [word for word in words if word in text_of(client.get(address))]
        for prefix in PREFIXES
        for address in (f"{prefix}/", f"{prefix}/draft/{TOKEN}/", f"{prefix}/draft/{NEVER}/", f"{prefix}/x/")
    }

    assert {address: seen for address, seen in found.items() if seen} == {
        **{f"{prefix}/draft/{TOKEN}/": ["canaryone"] for prefix in PREFIXES},
        **{f"{prefix}/draft/{NEVER}/": ["canarytwo"] for prefix in PREFIXES},
    }


def test_pictures_of_the_draft_are_seen_as_far_as_its_maker_may_see_them(client, clock):
    person = make.user(CONTRIBUTOR)
    own, secret = make.image(created_by=person, alt="Mine."), make.image(alt="Secret rocket.")
    body = "".join(f'<figure data-image="{picture.pk}"></figure>' for picture in (own, secret))
    article = make.article(by=person, body=body, lead=own)
    make.shared_link(article, TOKEN, by=person, ends_at=clock.now() + HOUR)
    make.shared_link(article, NEVER, ends_at=clock.now() + HOUR)

    contributors, editors = (text_of(client.get(f"/draft/{token}/")) for token in (TOKEN, NEVER))

    assert "Mine." in contributors and secret.file.name not in contributors
    assert "Secret rocket." not in contributors
    assert secret.file.name in editors


def test_each_opening_is_counted_and_nothing_else_is_written(client, clock, link):
    client.head(f"/draft/{TOKEN}/")
    client.get(f"/draft/{TOKEN}/")
    clock.forward(minutes=5)
    client.get(f"/id/draft/{TOKEN}/")

    link.refresh_from_db()
    assert link.uses == 2
    assert abs(link.used_at - clock.now()) < dt.timedelta(minutes=1)
    before = serialize("json", Article.objects.all())
    client.get(f"/draft/{TOKEN}/")
    assert serialize("json", Article.objects.all()) == before


def test_the_desk_sees_for_whom_by_whom_until_when_and_how_often(sign_in, client, clock):
    desk, article = sign_in(EDITOR), make.article()
    address = made_by(desk, article, reader="A <i>physicist</i>", hours="24")
    client.get(address)
    link = SharedLink.objects.get()

    page = text_of(desk.get(share(article)))

    row = page[page.index('id="links"') :].partition("</table>")[0]
    assert "A &lt;i&gt;physicist&lt;/i&gt;" in row
    assert desk.person.username in row
    assert formatted(link.ends_at, "j F Y, H:i T") in row
    assert f"<td>{link.uses}</td>" in row and link.uses == 1
    assert abs(link.ends_at - clock.now() - 24 * HOUR) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("hours", ["0", "-4", "721", "5", "9999999999", "", "x"])
def test_a_link_ends_within_thirty_days(sign_in, hours):
    client, article = sign_in(EDITOR), make.article()

    page = client.post(share(article), {"reader": "A reader", "hours": hours})

    assert page.status_code == 200
    assert SharedLink.objects.count() == 0
    assert max(hours for hours, _words in sharing.LENGTHS) == 30 * 24


def test_a_link_says_for_whom_it_is(sign_in):
    client, article = sign_in(EDITOR), make.article()

    client.post(share(article), {"reader": "  ", "hours": "4"})

    assert SharedLink.objects.count() == 0


def test_making_and_revoking_are_written_down_and_the_token_is_not(sign_in):
    client, article = sign_in(EDITOR), make.article()
    token = made_by(client, article).split("/")[-2]

    for _twice in range(2):
        client.post(revoke(SharedLink.objects.get()))

    log = LogEntry.objects.order_by("pk").values_list("user_id", "object_id", "change_message")
    assert list(log) == [(client.person.pk, str(article.pk), word) for word in ("share", "revoke")]
    assert token not in everything_stored()


def test_a_revoked_link_shows_nothing_from_then_on(sign_in, client, link):
    assert client.get(f"/draft/{TOKEN}/").status_code == 200

    answer = sign_in(EDITOR).post(revoke(link))

    assert answer.headers["Location"] == share(link.article)
    assert client.get(f"/draft/{TOKEN}/").status_code == 404


def test_a_link_of_somebody_who_sees_the_article_no_more_shows_nothing(client, clock):
    person = make.user(CONTRIBUTOR)
    article = make.article(by=person)
    make.shared_link(article, TOKEN, by=person, ends_at=clock.now() + HOUR)
    assert client.get(f"/draft/{TOKEN}/").status_code == 200

    person.groups.clear()

    assert client.get(f"/draft/{TOKEN}/").status_code == 404


def test_a_contributor_shares_and_revokes_what_he_may_write_alone(sign_in, link):
    client = sign_in(CONTRIBUTOR)
    own, printed = make.article(by=client.person), make.published(by=client.person)

    assert client.get(share(own)).status_code == 200
    assert client.post(share(printed), {"reader": "A", "hours": "4"}).status_code == 403
    assert client.post(share(link.article), {"reader": "A", "hours": "4"}).status_code == 404
    assert client.post(revoke(link)).status_code == 404
    assert share(own) in text_of(client.get(change(own)))
    assert share(printed) not in text_of(client.get(change(printed)))
    link.refresh_from_db()
    assert link.revoked_at is None and SharedLink.objects.count() == 1


def test_guessing_is_slowed_down_whether_it_would_be_right_or_wrong(client, settings, clock, link):
    settings.LIMITS = {**settings.LIMITS, "draft_minute": 3}
    pace.pace.asked.clear()
    clock.set(clock.now().replace(second=10))
    statuses = [client.get(f"/draft/{NEVER[:-1]}{n}/").status_code for n in range(3)]

    wrong, right = client.get(f"/draft/{NEVER}/"), client.get(f"/draft/{TOKEN}/")

    assert statuses == [404] * 3
    assert [page.status_code for page in (wrong, right)] == [429, 429]
    assert 1 <= int(right.headers["Retry-After"]) <= 60
    assert right.headers["Cache-Control"] == "no-store"
    assert client.get(f"/draft/{TOKEN}/", REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.fixture
def log():
    """What the site's own handler writes while a test runs."""
    written, handler = StringIO(), None
    handler = logging.StreamHandler(written)
    handler.setFormatter(Line("%(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(), logging.getLogger("django"), logging.getLogger("django.server")]
    for logger in loggers:
        logger.addHandler(handler)
    yield written
    for logger in loggers:
        logger.removeHandler(handler)


def test_no_log_holds_a_token(client, link, log, monkeypatch):
    client.get(f"/id/draft/{NEVER}/")
    client.post(f"/draft/{TOKEN}/")
    logging.getLogger("django.server").info('"GET /draft/%s/ HTTP/1.1" 200 5', TOKEN)
    client.raise_request_exception = False
    monkeypatch.setattr("spacenews.articles.desk.shared.draft_of", broken)
    assert client.get(f"/draft/{TOKEN}/").status_code == 500

    said = log.getvalue()
    assert "Not Found: /id/draft/…/" in said
    assert "Method Not Allowed" in said and "Internal Server Error: /draft/…/" in said
    assert "it broke at /draft/…/" in said
    assert TOKEN not in said and NEVER not in said


def broken(*args):
    raise ValueError(f"it broke at /draft/{TOKEN}/")


def test_every_handler_of_the_site_writes_by_that_formatter(settings):
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}

    assert {settings.LOGGING["formatters"][name]["class"] for name in formatters} == {"spacenews.logs.Line"}
    assert {"django", "django.server"} <= set(settings.LOGGING["loggers"])


@pytest.mark.parametrize("named", [1, 3])
def test_a_draft_asks_the_same_number_of_queries_however_much_it_names(
    client, clock, django_assert_num_queries, named
):
    firms, tags = [make.organization() for _ in range(named)], [make.tag() for _ in range(named)]
    authors, sources = [make.author() for _ in range(named)], [make.source() for _ in range(named)]
    for _ in range(named):
        make.published(about=firms, tags=tags)
    article = make.article(about=firms, tags=tags, authors=authors, sources=sources, lead=make.image())
    make.shared_link(article, TOKEN, ends_at=clock.now() + HOUR)
    client.get(f"/draft/{TOKEN}/")  # fills the fragments

    with django_assert_num_queries(35):
        client.get(f"/draft/{TOKEN}/")


@pytest.mark.parametrize("links", [1, 3])
def test_the_list_of_links_asks_the_same_number_of_queries_at_any_length(
    sign_in, django_assert_num_queries, link, links
):
    client = sign_in(EDITOR)
    for number in range(links):
        make.shared_link(link.article, f"token-{number}", ends_at=link.ends_at)
    client.get(share(link.article))

    with django_assert_num_queries(6):
        client.get(share(link.article))
