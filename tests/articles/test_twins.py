"""The pages of articles in Markdown: what they say, and that they answer as the pages do."""

import datetime as dt

import pytest

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HOSTILE = "[x](javascript:alert(1)) <script> # *y*"
ESCAPED = "\\[x\\](javascript:alert(1)) \\<script\\> \\# \\*y\\*"


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL = "https://news.example"


def test_a_twin_says_what_its_page_says(client):
    source = make.source(
        publisher="Example Press", title="Ten", url="https://example.org/ten", published="2026-08"
    )
    firm = make.organization("LandSpace", slug="landspace", public_from=NOW - HOUR, city="Beijing")
    make.name(firm, "蓝箭航天", kind="native", language="zh-Hans")
    figure = make.figure(as_printed="ten launches", kind="estimate", source=source, definition="All of them.")
    article = make.published(
        slug="methane", headline="Methane first", deck="The deck.", points=["Point one."], unconfirmed=True,
        kind="analysis", section=make.section(slug="launch", name="Launch"), sources=[source],
        authors=[make.author(slug="staff", name="Staff")], tags=[make.tag("methane")], about=[firm],
        source_line="A web page", source_line_source=source, lead=make.image(alt="A rocket.", caption="Flown."),
        body=(
            f'<p>LandSpace flew <mark data-figure="{figure.pk}">ten times</mark>'
            '<mark data-footnote="1">Or so.</mark>.</p><h2>Part</h2>'
            "<blockquote><p>So it was.</p><p><cite>A person</cite></p></blockquote>"
        ),
    )  # fmt: skip

    answer = client.get("/2026/08/methane.md")

    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Link"] == '<https://news.example/2026/08/methane/>; rel="canonical"'
    picture = f"https://news.example/media/{article.lead.file.name}"
    assert (
        answer.text
        == f"""# Methane first

The deck.

By [Staff](https://news.example/author/staff/)\\
Published 20 August 2026, 12:00 UTC\\
[Launch](https://news.example/section/launch/) / Analysis

> **Unconfirmed**: No source that took part has confirmed this yet. The text says what is known, and what is not.

Web source: [A web page](https://example.org/ten)

![A rocket.]({picture})

Flown.

## Main points

- Point one.

[LandSpace](https://news.example/firms/landspace/) flew ten times[^1].

> **How we know this**: ten times
>
> - **Value**: Estimate
> - **As printed**: “ten launches”
> - **Definition**: All of them.
> - **Source**: [Example Press](https://example.org/ten), 2026-08
> - **Confidence**: medium

## Part

> So it was.
>
> — *A person*

[^1]: Or so.

## Firms in this article

- [LandSpace](https://news.example/firms/landspace/) 蓝箭航天 (Firm, Beijing, about)

## Sources

1. [Example Press](https://example.org/ten), 2026-08: Ten

## Tags

[methane](https://news.example/tag/methane/)

## This text

- Language: English (en)
- Address: [https://news.example/2026/08/methane/](https://news.example/2026/08/methane/)
"""
    )


def test_what_is_written_stays_words_in_every_place(client):
    make.published(
        slug="hostile", headline=HOSTILE, deck=HOSTILE, points=[HOSTILE], tags=[make.tag(HOSTILE, slug="x")],
        authors=[make.author(name=HOSTILE)], source_line=HOSTILE, section=make.section(name=HOSTILE),
        sources=[make.source(title=HOSTILE, publisher=HOSTILE)], about=[make.organization(HOSTILE)],
        body=f"<p>{HOSTILE.replace('<', '&lt;')}</p>", lead=make.image(alt=HOSTILE, caption=HOSTILE),
    )  # fmt: skip

    said = client.get("/2026/08/hostile.md").text

    assert said.count(ESCAPED) == 13
    assert said.replace(ESCAPED, "").count("javascript") == 0


def test_the_boxes_of_a_text_are_lists_and_tables(client):
    figure = make.figure(period="2023", kind="target", as_printed="20 launches", value=20)
    claim, dispute = (
        make.claim(sentence="It grew."),
        make.dispute("Two.", figure, topic="Launches", question="How?"),
    )
    make.published(
        slug="boxes",
        body=f'<p>A.</p><div data-series="{figure.group_id}"></div><div data-dispute="{dispute.pk}"></div>'
        f'<div data-claim="{claim.pk}"></div>',
    )

    said = client.get("/2026/08/boxes.md").text

    press = figure.source.url
    assert "| Year | As printed | Kind | What it counts | Source |\n| --- | --- | --- | --- | --- |\n" in said
    assert f"| 2023 | 20 launches | Target | launches | [Example Press]({press}) |\n" in said
    assert "**Launches** / Sources disagree\n\n### How?\n\n- Two. · [Example Press](" in said
    assert "\n- Target **20** · Launches, World (2023) · [Example Press](" in said
    assert "**Claim checked** / Weak\n\n> “It grew.”\n\nPrinted in: [Example Press](" in said


def test_a_correction_is_told_with_its_time(client, clock):
    article = make.published(slug="corrected")
    clock.set(NOW + HOUR)
    article.publish(by=None, correction="It was [two].")

    said = client.get("/2026/08/corrected.md").text

    assert "Published 20 August 2026, 12:00 UTC · Updated 20 August 2026, 13:00 UTC\\\n" in said
    assert "## Corrections\n\n- **20 August 2026, 13:00 UTC**: It was \\[two\\].\n" in said
    assert f"**20 August 2026, 13:00 UTC**, [{article.headline}](" in client.get("/corrections.md").text


def test_the_words_around_an_article_are_in_the_language_of_the_address(client):
    original = make.published(slug="story", headline="Story")
    make.published(slug="cerita", headline="Cerita", language="id", original=original)

    said = client.get("/id/2026/08/story.md")

    assert "Diterbitkan 20 Agustus 2026" in said.text
    assert "[Bahasa Indonesia](https://news.example/id/2026/08/cerita/)" in said.text
    assert said.headers["Link"] == '<https://news.example/2026/08/story/>; rel="canonical"'


@pytest.mark.parametrize("prefix", ["", "/id", "/zh-hans"])
def test_drafts_and_what_is_scheduled_answer_as_what_never_was(client, prefix):
    make.article(slug="draft")
    make.article(slug="soon").publish(by=None, at=NOW + HOUR)

    answers = [client.get(f"{prefix}/2026/08/{slug}.md") for slug in ("draft", "soon", "never")]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_a_withdrawn_article_says_why(client):
    make.published(slug="gone").withdraw(by=None, public_reason="It was *not* so.", desk_note="canary")

    answer = client.get("/2026/08/gone.md")

    assert (answer.status_code, answer.text) == (
        410,
        "# This article was withdrawn\n\nIt was \\*not\\* so.\n",
    )


def test_an_old_address_leads_to_the_twin_at_the_new_one(client):
    article = make.published(slug="old")
    article.slug = "new"
    article.save()
    article.publish(by=None)
    section = make.section(slug="launch")
    make.published(section=section)
    section.slug = "rockets"
    section.save()

    moved = [client.get(path) for path in ("/id/2026/08/old.md", "/section/launch.md")]

    assert [(answer.status_code, answer.headers["Location"]) for answer in moved] == [
        (301, "/id/2026/08/new.md"),
        (301, "/section/rockets.md"),
    ]


def test_an_old_address_of_what_only_drafts_name_never_was(client):
    section, tag, author = make.section(slug="launch"), make.tag("methane"), make.author(slug="staff")
    make.article(section=section, tags=[tag], authors=[author])
    for owner in (section, tag, author):
        owner.slug = f"{owner.slug}-2"
        owner.save()

    old = [client.get(path) for path in ("/section/launch.md", "/tag/methane.md", "/author/staff.md")]

    assert [answer.status_code for answer in old] == [404] * 3


@pytest.mark.parametrize("path", ["/section/launch.md", "/tag/methane.md", "/author/staff.md", "/index.md"])
def test_a_list_tells_its_stories_newest_first(client, path):
    shared = {
        "section": make.section(slug="launch", name="Launch"),
        "tags": [make.tag("methane")],
        "authors": [make.author(slug="staff")],
    }
    make.published(at=NOW - 24 * HOUR, slug="older", headline="Older", deck="Deck.", **shared)
    make.published(slug="newer", headline="Newer", **shared)
    make.article(slug="draft", headline="Draft", **shared)

    said = client.get(path).text

    assert (
        "\n- [Newer](https://news.example/2026/08/newer/) (20 August 2026)\n"
        "- [Older](https://news.example/2026/08/older/) (19 August 2026): Deck.\n"
    ) in said
    assert "Draft" not in said


def test_a_list_without_a_live_story_has_no_twin(client):
    make.section(slug="empty")

    assert client.get("/section/empty.md").status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/2026/08/story-a.md", 10),
        ("/section/launch.md", 2),
        ("/index.md", 2),
        ("/corrections.md", 1),
        ("/llms.txt", 2),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_twin_asks_the_same_few_questions_however_much_it_tells(
    client, django_assert_num_queries, path, queries, rows
):
    shared = {"section": make.section(slug="launch")}
    for number in range(rows):
        firms = [make.organization(public_from=NOW) for _ in range(rows)]
        rich = {"about": firms, "tags": [make.tag() for _ in range(rows)], "lead": make.image()}
        made = make.published(slug=f"story-{'abc'[number]}", **shared, **rich)
        made.publish(by=None, correction="So.")
    client.get("/privacy.md")

    with django_assert_num_queries(queries):
        client.get(path)


def test_pages_link_their_twins_and_others_have_none(client):
    make.published(slug="story", section=make.section(slug="launch"))
    make.page("about", en="<p>Text.</p>")

    pages = ["/", "/id/2026/08/story/", "/section/launch/", "/about/", "/corrections/", "/firms/"]
    twins = [
        "/index.md",
        "/id/2026/08/story.md",
        "/section/launch.md",
        "/about.md",
        "/corrections.md",
        "/firms.md",
    ]
    without = ["/search/", "/contact/", "/archive/", "/2026/08/never/", "/corrections/?before=1-1"]

    linked = '<link rel="alternate" type="text/markdown" href="{}">'
    assert [
        linked.format(twin) in client.get(page).text for page, twin in zip(pages, twins, strict=True)
    ] == [True] * len(pages)
    assert [page for page in without if "text/markdown" in client.get(page).text] == []


def test_a_page_of_the_site_has_a_twin(client):
    make.page("about", en="<h2>Who</h2><p>We <em>write</em>.</p>")

    answer = client.get("/zh-hans/about.md")

    assert answer.text == "# about en\n\n## Who\n\nWe *write*.\n"
    assert answer.headers["Link"] == '<https://news.example/about/>; rel="canonical"'


def test_llms_txt_tells_what_is_where(client):
    make.published(
        slug="story", headline="A [story]", deck="Deck.", section=make.section(slug="launch", name="Launch")
    )
    make.article(slug="secret", headline="Secret", section=make.section(name="Unseen"))

    answer = client.get("/id/llms.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("# Space News\n\n> ")
    assert "\n- [Launch](https://news.example/id/section/launch.md)\n" in answer.text
    assert "\n- [A \\[story\\]](https://news.example/id/2026/08/story.md): Deck.\n" in answer.text
    assert "Secret" not in answer.text and "Unseen" not in answer.text
