"""The preview: the page that readers would get of what stands in the form, and nothing stored by it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.urls import reverse

from spacenews.articles.models import Article, Edition
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache.layer import Layer
from tests import make
from tests.desk.pages import ADD, change, typed
from tests.pagecache.wsgi import answering, ask

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def address(article: Article | None = None) -> str:
    if article is None:
        return reverse("admin:articles_article_preview_new")
    return reverse("admin:articles_article_preview", args=[article.pk])


def form_of(client, article: Article | None = None) -> dict:
    return typed(client.get(change(article) if article else ADD))


def preview(client, article: Article | None = None, **changes):
    return client.post(address(article), {**form_of(client, article), **changes})


def rows(prefix: str, chosen: str, *records, **values) -> dict:
    """Return the rows of a form that choose these records, in this order."""
    sent = {f"{prefix}-TOTAL_FORMS": len(records), f"{prefix}-INITIAL_FORMS": 0}
    for number, record in enumerate(records):
        sent |= {f"{prefix}-{number}-{chosen}": record.pk, f"{prefix}-{number}-position": number}
        sent |= {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return sent


def text_of(page) -> str:
    return page.content.decode()


def between(page, before: str, after: str) -> str:
    text = text_of(page)
    return text[text.index(before) : text.index(after)]


def written(client, article=None, **changes) -> list[str]:
    """Return the statements of a preview that write anything."""
    data, said = {**form_of(client, article), **changes}, []

    def note(execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.post(address(article), data)
    return said


def test_what_is_typed_is_shown_on_the_page_that_readers_would_get(sign_in):
    client, article = sign_in(EDITOR), make.article(headline="Old words")
    author, firm, tag, source = make.author(), make.organization("LandSpace"), make.tag(), make.source()
    sent = {
        **rows("bylines", "author", author),
        **rows("coverage", "organization", firm, role="about"),
        **rows("source_rows", "source", source),
        **{"tags": [tag.pk], "headline": "New words", "deck": "A deck.", "points": "One.\nTwo."},
        "body": "<h2>Part</h2><p>LandSpace flew.</p>",
    }

    page = preview(client, article, **sent)

    assert page.templates[0].name == "articles/draft/page.html"
    assert [template.name for template in page.templates[:3]][1:] == ["articles/article.html", "base.html"]
    assert between(page, "<h1", "</h1>").endswith(">New words")
    assert "Old words" not in text_of(page)
    assert f'<a class="firm" href="{firm.url}">LandSpace</a> flew.' in text_of(page)
    assert page.context["edition"].writers == [author]
    assert page.context["tags"] == [tag]
    assert page.context["sources"] == [source]
    assert [(row.organization, row.role) for row in page.context["coverage"]] == [(firm, "about")]
    assert page.context["edition"].points == ["One.", "Two."]
    assert page.context["edition"].contents == [{"anchor": "part-1", "text": "Part"}]


def test_a_preview_is_the_page_that_publishing_gives(sign_in, client, clock):
    figure = make.figure()
    article = make.article(
        body=f'<h2>A</h2><p>It had <mark data-figure="{figure.pk}">64</mark>.</p>',
        about=[make.organization(), make.organization()],
        tags=[make.tag("b"), make.tag("a")],
        authors=[make.author(), make.author()],
        sources=[make.source(), make.source()],
        lead=make.image(),
    )
    moment = clock.now().replace(second=0, microsecond=0)
    clock.set(moment)
    shown = preview(sign_in(EDITOR), article)
    article.publish(by=None)

    printed = client.get(Edition.objects.get().url)

    main = [
        re.search(r"<article class=\"article\">.*?</article>", text_of(page), re.S)[0]
        for page in (shown, printed)
    ]
    main[1] = re.sub(r"\n<details><summary class=\"link\">Embed.*?</details>\n", "", main[1], flags=re.S)
    assert main[0] == main[1]


def test_rows_keep_the_order_of_their_positions_and_what_is_deleted_is_gone(sign_in):
    first, second, gone = make.source(), make.source(), make.source()
    sent = rows("source_rows", "source", second, first, gone)
    sent |= {"source_rows-0-position": 2, "source_rows-1-position": 1, "source_rows-2-DELETE": "on"}

    page = preview(sign_in(EDITOR), make.article(), **sent)

    assert page.context["sources"] == [first, second]


def test_a_new_article_is_previewed_before_it_is_saved(sign_in):
    page = preview(sign_in(CONTRIBUTOR), headline="Just begun", body="<p>Words.</p>", language="en")

    assert page.status_code == 200
    assert "Just begun" in between(page, "<h1", "</h1>")
    assert Article.objects.count() == 0


def test_a_preview_writes_nothing(sign_in):
    article = make.published(headline="Printed", tags=[make.tag()])
    client = sign_in(EDITOR)

    assert written(client, article, headline="Typed", slug="typed") == []
    assert written(client, headline="Typed", slug="typed") == []
    assert Article.objects.get().headline == "Printed"


def test_a_live_article_keeps_its_date_and_says_updated(sign_in, clock):
    article = make.published(at=clock.now() - 40 * DAY)
    first = article.editions.get()

    edition = preview(sign_in(EDITOR), article).context["edition"]

    assert edition.published_at == first.published_at
    assert edition.updated_at is not None
    assert edition.path.rpartition("/")[0] == first.path.rpartition("/")[0]


def test_what_is_wrong_is_said_and_the_rest_is_shown(sign_in):
    sent = {"headline": "", "slug": "no slug!", "body": "<p>Words that stay.</p>"}

    page = preview(sign_in(EDITOR), make.article(), **sent)

    assert [line.partition(":")[0] for line in page.context["wrong"]] == ["Headline", "Slug"]
    assert "No headline yet" in between(page, "<h1", "</h1>")
    assert "Words that stay." in text_of(page)
    assert "Words that stay." not in between(page, "<head>", "</head>")


def test_a_headline_that_is_too_long_is_shown_as_it_was_typed(sign_in):
    page = preview(sign_in(EDITOR), make.article(headline="Old words"), headline="x" * 201)

    assert "x" * 201 in between(page, "<h1", "</h1>")
    assert len(page.context["wrong"]) == 1


def test_nothing_but_rubbish_still_has_a_page(sign_in):
    client, article = sign_in(EDITOR), make.article(headline="Stored")
    rubbish = {"bylines-TOTAL_FORMS": "x", "coverage-TOTAL_FORMS": "3", "coverage-0-organization": "9" * 30}
    rubbish |= {
        "coverage-1-organization": "١",
        "coverage-2-organization": "77",
        "lead": "x",
        "language": "xx",
    }
    rubbish |= {"section": "-1", "source_rows-TOTAL_FORMS": "9" * 9, "preview_as": "x", "preview_theme": '"x'}

    assert client.post(address(article), rubbish).status_code == 200
    assert client.post(address(), rubbish).status_code == 200
    assert client.post(address(), {}).status_code == 200


def test_what_a_writer_may_not_do_does_not_run_in_a_preview(sign_in):
    body = '<p onclick="x()">Text<script>evil()</script><img src="x"></p>'

    page = preview(sign_in(CONTRIBUTOR), headline="<b>Bold</b>", body=body)

    shown = between(page, "<article", "</article>")
    assert "onclick" not in shown and "evil" not in shown and "<img" not in shown
    assert "&lt;b&gt;Bold" in shown


def test_a_contributor_previews_his_own_article_and_learns_of_no_other(sign_in):
    client = sign_in(CONTRIBUTOR)
    own, others = make.article(by=client.person), make.article(by=make.user(EDITOR))
    own_live = make.published(by=client.person)

    assert client.post(address(own), {}).status_code == 200
    assert client.post(address(others), {}).status_code == 404
    assert client.post(address(own_live), {}).status_code == 403
    assert client.post("/admin/articles/article/999999/preview/", {}).status_code == 404


def test_a_number_in_the_text_opens_no_picture_of_others(sign_in):
    client = sign_in(CONTRIBUTOR)
    own = make.image(created_by=client.person, alt="Mine.")
    secret = make.image(created_by=make.user(EDITOR), alt="Secret rocket.")
    body = "".join(f'<figure data-image="{picture.pk}"></figure>' for picture in (own, secret))

    page = preview(client, headline="A", slug="a", body=body)

    assert "Mine." in text_of(page)
    assert "Secret rocket." not in text_of(page)
    assert secret.file.name not in text_of(page)
    assert page.context["wrong"] == ["Pictures of others that you may not see are left out."]
    assert "Secret rocket." in text_of(preview(sign_in(EDITOR), headline="A", slug="a", body=body))


def test_all_else_on_the_page_is_what_readers_see(sign_in):
    firm, tag = make.organization(public_from=site_clock.now() - DAY), make.tag()
    make.article(headline="Hidden neighbour", about=[firm], tags=[tag])
    make.published(headline="Shown neighbour", about=[firm], tags=[tag], at=site_clock.now() - DAY)
    live = make.published(headline="This one", about=[firm], tags=[tag])

    page = preview(sign_in(EDITOR), live)
    main = between(page, "<main", "</main>")

    assert "Hidden neighbour" not in text_of(page)
    assert main.count("Shown neighbour") == 2  # previous, and related
    assert main.count(">This one<") == 1  # the headline: it is no neighbour of itself


def test_a_form_on_a_preview_sends_nothing(sign_in):
    page = text_of(preview(sign_in(EDITOR), make.article()))

    assert 'name="message"' not in page
    assert re.findall(r'<form[^>]*method="post"', page) == []
    assert 'name="robots" content="noindex"' in page
    assert "canonical" not in page and "og:title" not in page


@pytest.mark.parametrize(("language", "home"), [("id", "Beranda"), ("zh-hans", "首页")])
def test_the_page_speaks_the_language_of_the_article_and_the_desk_its_own(sign_in, language, home):
    page = preview(sign_in(EDITOR), make.article(language=language, slug="x"), headline="")

    assert f'<a href="/{language}/">{home}</a>' in text_of(page)
    assert page.context["wrong"] == ["Headline: This field is required."]


def test_light_and_dark_are_what_was_asked(sign_in):
    client, article = sign_in(EDITOR), make.article()

    pages = [text_of(preview(client, article, preview_theme=theme)) for theme in ("dark", "light", "", "red")]

    assert [re.search(r"<html lang=\"en\"(.*?)>", page)[1] for page in pages] == [
        ' data-theme="dark"',
        ' data-theme="light"',
        "",
        "",
    ]
    assert ["<script" in page for page in pages] == [False, False, True, True]  # the frame runs none


def test_a_search_result_a_feed_entry_and_a_shared_card_come_from_what_readers_get(sign_in, client):
    lead = make.image()
    article = make.article(headline="Rocket & crew", deck="A deck.", points=["One."], lead=lead)
    desk = sign_in(EDITOR)
    shown = {kind: preview(desk, article, preview_as=kind) for kind in ("result", "entry", "card")}
    article.publish(by=None)
    page = client.get(Edition.objects.get().url).content.decode()
    feed = client.get("/feed.json").json()["items"][0]

    assert "parts/result.html" in [template.name for template in shown["result"].templates]
    assert feed["content_html"] in text_of(shown["entry"])
    meta = dict(re.findall(r'<meta property="og:(\w+)" content="(.*?)">', page))
    card = text_of(shown["card"])
    assert f"<h2>{meta['title']}</h2>" in card
    assert f"<p>{meta['description']}</p>" in card
    assert meta["image"].endswith(re.search(r'<img src="(.*?)"', card)[1])


def test_the_desk_may_frame_it_and_nobody_keeps_it(sign_in):
    article = make.article()
    page = preview(sign_in(EDITOR), article)
    given = {
        name.replace("-", "_"): value
        for name, value in page.headers.items()
        if not name.startswith("Content-")
    }

    sent = ask(Layer(answering(**given)), address(article)).headers

    assert (sent["x-frame-options"], sent["cache-control"]) == ("SAMEORIGIN", "no-store")
    assert (sent["x-robots-tag"], sent["referrer-policy"]) == ("noindex", "same-origin")
    assert "frame-ancestors 'self'" in sent["content-security-policy"]
    assert not page.cookies


@pytest.mark.parametrize("named", [1, 3])
def test_a_preview_asks_the_same_number_of_queries_however_much_it_names(
    sign_in, django_assert_num_queries, named
):
    client = sign_in(EDITOR)
    made = [(make.author(), make.organization(), make.source(), make.tag()) for _ in range(named)]
    authors, firms, sources, tags = zip(*made, strict=True)
    for _ in range(named):
        make.published(about=firms, tags=tags)
    article = make.article(about=firms, tags=tags, authors=authors, sources=sources, lead=make.image())
    data = form_of(client, article)
    client.post(address(article), data)  # fills the fragments

    with django_assert_num_queries(37):
        client.post(address(article), data)


def test_the_form_offers_it_to_whoever_may_write(sign_in):
    client = sign_in(CONTRIBUTOR)
    own, printed = make.article(by=client.person), make.published(by=client.person)

    assert text_of(client.get(change(own))).count(f'formaction="{address(own)}"') >= 2
    assert f'formaction="{address()}"' in text_of(client.get(ADD))
    assert "formaction" not in text_of(client.get(change(printed)))
    assert "formaction" in text_of(sign_in(CHIEF).get(change(printed)))
