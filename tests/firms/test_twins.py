"""The pages of firms, figures and claims in Markdown."""

import datetime as dt

import pytest

from spacenews.firms.models import FigureGroup
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
SITE = "https://news.example"


@pytest.fixture(autouse=True)
def noon(clock, settings):
    clock.set(NOW)
    settings.SITE_URL = SITE


@pytest.fixture
def press():
    return make.source(publisher="Press", url="https://example.org/a", published="2026-08")


def test_a_firm_is_told_with_names_facts_timeline_and_sources(client, press):
    firm = make.organization(
        "Land|Space",
        slug="landspace",
        public_from=NOW,
        source=press,
        descriptor="Makes *rockets*.",
        founded="2015",
    )
    make.name(firm, "蓝箭航天", kind="native", language="zh-Hans")
    make.milestone(firm, title="Flight 1", date="2025-03-02", source=press, public_from=NOW)
    make.funding_round(firm, source=press, public_from=NOW)
    make.cooperation(firm, "A partner", title="A tie", source=press, public_from=NOW)
    make.published(slug="story", headline="Story", about=[firm])
    make.milestone(firm, title="Canary")

    answer = client.get("/firms/landspace.md")

    cited = "[Press](https://example.org/a), 2026-08"
    assert answer.headers["Link"] == f'<{SITE}/firms/landspace/>; rel="canonical"'
    assert answer.text.startswith(
        "# Land\\|Space 蓝箭航天\n\nMakes \\*rockets\\*.\n\n## Facts\n\n- **Name**: Land\\|Space\n"
    )
    assert f"\nSources of this record: {cited}. Confidence: medium\n" in answer.text
    assert f"\n| December 2024 | CN¥900 million |  | {cited} |\n" in answer.text
    assert f"\n### 2026\n\n- 20 Aug, Article: [Story]({SITE}/2026/08/story/)\n" in answer.text
    assert f"\n- 2 Mar, Launch: Flight 1 ({cited})\n" in answer.text
    assert f"\n| A partner | Alliance | A tie | May 2024 | {cited} |\n" in answer.text
    assert "Canary" not in answer.text


def test_figures_that_disagree_stand_side_by_side(client, press):
    figure = make.figure(period="2024", value=20, as_printed="20 [so far]", source=press, public_from=NOW)
    group, of_series = figure.group, {"group": figure.group, "public_from": NOW}
    make.figure(period="2024", value=30, as_printed="about 30", kind="estimate", source=press, **of_series)
    make.figure(period="2024", value=40, as_printed="canary", group=group)
    make.dispute(
        "Nobody knows.", figure, topic="Launches", question="How many?", group=group, public_from=NOW
    )

    said = client.get(f"/figures/{group.slug}.md").text

    cited = "[Press](https://example.org/a), 2026-08"
    assert f"| 2024 | 20 \\[so far\\] | Reported | Not given. | {cited} | medium |\n" in said
    assert f"| 2024 | about 30 | Estimate | Not given. | {cited} | medium |\n" in said
    assert "## Launches: How many? (Sources disagree)\n\n- Nobody knows. · [Example Press](" in said
    assert "\n- **20** (Reported, 2024): launches · [Example Press](" in said
    assert "canary" not in said


def test_the_directory_the_figures_and_the_claims_are_told(client, press):
    make.organization("Alpha", slug="alpha", public_from=NOW, descriptor="First.")
    group = FigureGroup.objects.create(slug="launches", title="Launches")
    make.figure(as_printed="ten", group=group, public_from=NOW)
    make.claim(sentence="It [grew].", verdict="weak", source=press, public_from=NOW)

    told = [client.get(path).text for path in ("/firms.md", "/figures.md", "/claims.md")]

    assert told[0] == f"# Firms\n\n## A\n\n- [Alpha]({SITE}/firms/alpha/): First.\n"
    assert told[1] == f"# Figures\n\n- [Launches]({SITE}/figures/launches/): ten\n"
    assert (
        "- “It \\[grew\\].”\\\n  **Weak**\\\n  Printed in: [Press](https://example.org/a), 2026-08\n"
        in told[2]
    )


@pytest.mark.parametrize("path", ["/firms/secret.md", "/figures/secret.md", "/id/firms/never.md"])
def test_what_the_desk_alone_sees_has_no_twin(client, path):
    make.organization(slug="secret")

    assert client.get(path).status_code == 404


def test_an_old_slug_leads_to_the_twin_under_the_new_one(client):
    firm = make.organization(slug="before", public_from=NOW)
    firm.slug = "after"
    firm.save()

    answer = client.get("/zh-hans/firms/before.md")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/zh-hans/firms/after.md")


@pytest.mark.parametrize("rows", [1, 3])
def test_twins_ask_the_same_few_questions_however_much_there_is(client, django_assert_num_queries, rows):
    firm = make.organization(slug="landspace", public_from=NOW)
    figure = make.figure(public_from=NOW)
    for number in range(rows):
        make.milestone(firm, public_from=NOW)
        make.cooperation(firm, make.organization(public_from=NOW), public_from=NOW)
        make.published(about=[firm])
        make.figure(group=figure.group, public_from=NOW, period=f"202{number}")
        make.claim(public_from=NOW)

    for path, queries in (
        ("/firms/landspace.md", 18),
        (f"/figures/{figure.group.slug}.md", 5),
        ("/firms.md", 3),
        ("/figures.md", 2),
        ("/claims.md", 2),
    ):
        with django_assert_num_queries(queries):
            client.get(path)
