"""Facts that moved: the list of articles that printed one is exact, and each is put right or kept with a reason."""

import datetime as dt
import threading
from html import escape

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.facts import correcting
from spacenews.articles.models import Article, FactFlag
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.firms.models import Cooperation, FactChange, Figure
from tests import make
from tests.desk.pages import START, change

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
BEFORE = NOW - dt.timedelta(days=3)
PUBLIC = {"public_from": BEFORE}
MOVED, STALE = reverse("admin:articles_fact_changes"), reverse("admin:articles_stale")
State, Where = FactFlag.State, FactFlag.Where


@pytest.fixture(autouse=True)
def a_day(clock, nothing_is_drawn):
    clock.set(NOW)


@pytest.fixture
def editor(client) -> Client:
    client.person = make.user(EDITOR)
    client.force_login(client.person)
    return client


def edit(record, **columns):
    record = type(record).objects.get(pk=record.pk)
    for name, value in columns.items():
        setattr(record, name, value)
    record.save()


def marked(figure: Figure, words: str = "64 launches") -> str:
    return f'<p>There were <mark data-figure="{figure.pk}">{words}</mark> in a year.</p>'


def printing(figure: Figure, words: str = "64 launches", **columns) -> Article:
    return make.published(**{"at": BEFORE, "body": marked(figure, words), **columns})


def waiting() -> dict[str, tuple[str, str]]:
    """Return what waits: where and in which words each article prints what moved."""
    flags = FactFlag.objects.open(NOW + dt.timedelta(seconds=5)).select_related("article")
    return {flag.article.headline: (flag.where, flag.words) for flag in flags}


def flag() -> FactFlag:
    return FactFlag.objects.get()


def to(name: str, one: FactFlag) -> str:
    return reverse(f"admin:articles_fact_{name}", args=[one.pk])


def live(article: Article):
    return article.editions.latest("pk")


def test_who_changes_a_figure_is_led_to_the_articles_that_printed_it(editor):
    figure = make.figure(as_printed="64 launches", value=64, organization=make.organization(), **PUBLIC)
    printing(figure)
    url = reverse("admin:firms_figure_change", args=[figure.pk])
    form = editor.get(url).context["adminform"].form
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    posted = {name: "" if value is None else value for name, value in given.items()}
    posted |= {"public_from_0": "2026-08-17", "public_from_1": "09:00:00", "as_printed": "65 launches"}

    said = editor.post(url, posted | {"further_sources": []}, follow=True).text

    change_url = reverse("admin:articles_fact_change", args=[FactChange.objects.get().pk])
    assert f'1 live article printed it as it was. <a href="{change_url}">Look at each</a>' in said
    assert Figure.objects.get().organization == figure.organization


def test_each_live_article_that_printed_a_figure_is_found_and_no_other():
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    other = make.figure(as_printed="65 launches", group=figure.group, **PUBLIC)
    dispute = make.dispute(figure, other, **PUBLIC)
    printing(figure, headline="Text")
    printing(figure, "sixty-four", headline="Own words")
    make.published(at=BEFORE, headline="Chart", body=f'<p>A</p><div data-series="{figure.group_id}"></div>')
    make.published(at=BEFORE, headline="Dispute", body=f'<p>A</p><div data-dispute="{dispute.pk}"></div>')
    printing(other, headline="Another figure")
    make.article(headline="Draft", body=marked(figure))
    printing(figure, headline="Withdrawn").withdraw(by=None, public_reason="Wrong.")
    changed = printing(figure, headline="With changes")
    changed.body = "<p>Nothing.</p>"
    changed.save()
    changed.keep(by=None)

    edit(figure, as_printed="67 launches")

    assert waiting() == {
        "Text": (Where.TEXT, "64 launches"),
        "Own words": (Where.TEXT, "sixty-four"),
        "Chart": (Where.CHART, ""),
        "Dispute": (Where.DISPUTE, ""),
        "With changes": (Where.TEXT, "64 launches"),
    }
    make.published(headline="Later", body=marked(figure, "67 launches"))
    assert "Later" not in waiting()
    FactFlag.objects.all().delete()
    edit(make.figure(as_printed="New & 9", group=figure.group, **PUBLIC), as_printed="10")
    assert waiting() == {}


def test_a_dispute_or_claim_that_changes_leads_to_what_printed_it_and_is_drawn_anew(editor):
    figure, other = (make.figure(as_printed=f"{n} launches", value=n, **PUBLIC) for n in (64, 70))
    dispute, claim = make.dispute("None.", figure, **PUBLIC), make.claim(**PUBLIC)
    shown = {
        "Dispute": f'<p>A</p><div data-dispute="{dispute.pk}"></div>',
        "Claim": f'<p>A</p><div data-claim="{claim.pk}"></div>',
        "Other": f'<p>A</p><div data-dispute="{make.dispute("A", "B", **PUBLIC).pk}"></div>',
    }
    articles = {name: make.published(at=BEFORE, headline=name, body=body) for name, body in shown.items()}
    printing(other, headline="Figure")

    edit(dispute.answers.last(), figure=other)

    assert waiting() == {"Dispute": (Where.DISPUTE, ""), "Figure": (Where.TEXT, "64 launches")}
    edit(claim, verdict="confirmed")
    assert waiting().pop("Claim") == (Where.CLAIM, "")
    one = FactFlag.objects.get(where=Where.CLAIM)
    form = editor.get(to("correct", one)).context["form"]
    said = "An earlier version of this article said “Weak”; it is “Confirmed”."
    assert form["correction"].value() == said
    editor.post(to("correct", one), {"correction": said})
    assert ("Confirmed" in live(articles["Claim"]).body_html, set(waiting())) == (True, {"Dispute", "Figure"})


def test_an_old_draft_that_goes_out_after_the_change_is_found():
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    draft = make.article(headline="Old draft", body=marked(figure))
    edit(figure, as_printed="67 launches")
    assert waiting() == {}

    draft.publish(by=None)

    assert waiting() == {"Old draft": (Where.TEXT, "64 launches")}


def test_a_figure_printed_anew_without_the_old_words_waits_no_more_once_it_is_live(clock):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    article = printing(figure, headline="A")
    edit(figure, as_printed="67 launches")
    article.headline = "B"
    article.save()
    article.keep(by=None)
    article.publish(by=None)
    assert waiting() == {"B": (Where.TEXT, "64 launches")}

    article.body = marked(figure, "67 launches")
    article.save()
    article.keep(by=None)
    article.publish(by=None, at=clock.now() + dt.timedelta(days=1))
    assert waiting() == {"B": (Where.TEXT, "64 launches")}

    assert not FactFlag.objects.open(clock.now() + dt.timedelta(days=2)).exists()
    Article.objects.get(pk=article.pk).unschedule(by=None)
    assert FactFlag.objects.open(clock.now() + dt.timedelta(days=2)).exists()


def test_an_article_waits_once_for_a_figure_however_often_it_moves(clock):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    printing(figure)
    for words in ("65 launches", "66 launches", "67 launches"):
        clock.forward(hours=2)
        edit(figure, as_printed=words)

    assert FactChange.objects.count() == 3
    assert flag().change == FactChange.objects.first()


def test_a_name_is_found_as_a_whole_word_where_the_firm_is_covered_and_not_in_a_longer_name():
    firm = make.organization("CAS", **PUBLIC)
    make.organization("CAS Space", **PUBLIC)
    make.name(make.organization(), "New CAS")
    for headline, body in (
        ("Body", "<p>What <strong>CAS</strong> does.</p>"),
        ("Longer", "<p>What CAS Space and New CAS do.</p>"),
        ("Inside", "<p>A CASE for it.</p>"),
        ("Other case", "<p>In that cas alone.</p>"),
    ):
        make.published(at=BEFORE, headline=headline, body=body, about=[firm])
    make.published(at=BEFORE, headline="By CAS", about=[firm])
    make.published(at=BEFORE, headline="Point", points=["CAS flew"], about=[firm])
    make.published(at=BEFORE, headline="Not covered", body="<p>CAS</p>")

    edit(firm, name="Academy")

    assert set(waiting()) == {"Body", "By CAS", "Point"}


def test_a_name_is_put_right_in_every_part_of_the_text(editor):
    firm = make.organization("Old & Space", **PUBLIC)
    body = f"<p>It is {escape('Old & Space')}, not Bold &amp; Spaces.</p>"
    article = make.published(
        at=BEFORE, headline="Old & Space flies", points=["Old & Space"], body=body, about=[firm]
    )
    edit(firm, name="New Space")
    page = editor.get(to("correct", flag())).context["form"]
    assert page["new_0"].value() == "New Space"

    editor.post(to("correct", flag()), {"new_0": "New Space", "correction": "Its name."})

    edition = live(article)
    assert (edition.headline, edition.points) == ("New Space flies", ["New Space"])
    assert edition.body == "<p>It is New Space, not Bold &amp; Spaces.</p>"
    assert (edition.correction, waiting(), flag().state) == ("Its name.", {}, State.CORRECTED)


def test_a_tie_leads_to_what_covers_two_of_its_parties_and_may_tell_of_it(editor):
    a, b, c = (make.organization(**PUBLIC) for _ in range(3))
    tie = make.cooperation(a, b, "Plain name", **PUBLIC)
    article = make.published(at=BEFORE, headline="Both", body="<p>They are friends.</p>", about=[a, b, c])
    make.published(at=BEFORE, headline="One", about=[a, c])

    edit(tie, status=Cooperation.Status.ENDED)

    assert waiting() == {"Both": (Where.COVERS, "")}
    assert "may tell of it" in editor.get(reverse("admin:articles_fact_change", args=[flag().change_id])).text
    words = {"find": "They are", "become": "They were", "correction": "It ended."}
    assert "Nothing in the live text" in editor.post(to("correct", flag()), {**words, "find": "Nowhere"}).text
    editor.post(to("correct", flag()), words)
    assert (live(article).body, waiting()) == ("<p>They were friends.</p>", {})


def test_a_superseded_figure_is_printed_by_the_one_that_stands_for_it(editor):
    old = make.figure(as_printed="64 launches in 2024", **PUBLIC)
    new = make.figure(as_printed="67 launches in 2024", group=old.group, **PUBLIC)
    article = printing(old, "64 starts", headline="64 starts", deck="Of 64 starts.")
    edit(old, superseded_by=new)
    form = editor.get(to("correct", flag())).context["form"]
    assert (form["new_0"].value(), form["everywhere"].value()) == ("67 starts", None)
    assert form["correction"].value() == (
        "An earlier version of this article said “64 starts”; it is “67 starts”."
    )

    words = {"new_0": "67 starts", "everywhere": "on", "correction": "It was 67."}
    editor.post(to("correct", flag()), words)

    edition = live(article)
    assert (edition.body, edition.headline, edition.deck) == (
        marked(new, "67 starts"),
        "67 starts",
        "Of 67 starts.",
    )
    assert edition.printed_figures.get().figure == new
    assert waiting() == {}


def test_a_superseded_figure_that_is_printed_still_is_listed_until_that_is_kept(editor):
    old, new = (make.figure(as_printed=words, **PUBLIC) for words in ("64 launches", "67 launches"))
    article = printing(old)
    of_the_same_number = FactChange.objects.create(kind="claim", record=old.pk, title="A claim")
    FactFlag.objects.create(article=article, change=of_the_same_number, state=State.KEPT)
    edit(old, superseded_by=new)

    [listing] = editor.get(STALE, {"list": "superseded"}).context["lists"]
    assert [(row.pk, row.acts[0].url) for row in listing.rows] == [
        (old.pk, reverse("admin:articles_fact_change", args=[FactChange.objects.get(kind="figure").pk]))
    ]
    FactFlag.objects.update(state=State.KEPT)
    assert editor.get(STALE, {"list": "superseded"}).context["lists"][0].rows == []


def test_what_would_change_is_shown_before_anything_is_printed(editor):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    article = printing(figure)
    edit(figure, as_printed="67 launches")

    page = editor.post(to("correct", flag()), {"new_0": "68 launches", "correction": "Wrong.", "show": "1"})

    assert [one.name for one in page.context["differences"]] == ["body"]
    assert "<del>64 " in page.text and "<ins>68 " in page.text
    assert article.editions.count() == 1


def test_a_correction_sets_the_work_in_the_form_aside_and_offers_it_back(editor):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    article = printing(figure, headline="Live")
    article.deck = "Work that nobody has seen."
    article.save()
    version = article.keep(by=None).number
    edit(figure, as_printed="67 launches")
    assert "See what changed" in editor.get(change(article)).text

    led_to = editor.post(to("correct", flag()), {"new_0": "67 launches", "correction": "It was 67."}).url

    assert led_to == reverse("admin:articles_article_take_back", args=[article.pk, version])
    assert (live(article).body, live(article).deck) == (marked(figure, "67 launches"), "")
    assert "See what changed" not in editor.get(change(article)).text


def test_after_a_correction_the_other_articles_that_printed_it_are_shown(editor):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    printing(figure)
    edit(figure, as_printed="67 launches")
    one = flag()

    led_to = editor.post(to("correct", one), {"new_0": "67 launches", "correction": "It was 67."}).url

    assert led_to == reverse("admin:articles_fact_change", args=[one.change_id])


def test_a_scheduled_change_is_dropped_only_when_that_is_said(editor, clock):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    article = printing(figure)
    article.publish(by=None, at=clock.now() + dt.timedelta(days=1))
    edit(figure, as_printed="67 launches")
    words = {"new_0": "67 launches", "correction": "It was 67."}

    assert 'name="replacing"' in editor.post(to("correct", flag()), words).text
    assert article.editions.exclude(correction="").count() == 0

    editor.post(to("correct", flag()), {**words, "replacing": "1"})
    assert article.editions.exclude(correction="").count() == 1


def test_no_change_needed_has_a_reason_and_stands_as_history(editor):
    figure = make.figure(as_printed="64 launches", **PUBLIC)
    article = printing(figure)
    edit(figure, as_printed="67 launches")
    assert editor.post(to("keep", flag()), {"reason": " "}).status_code == 200
    assert list(waiting()) == [article.headline]

    led_to = editor.post(to("keep", flag()), {"reason": "It tells of 2024 as it was known."}).url

    page = editor.get(led_to)
    assert (page.context["affected"], waiting()) == ([], {})
    assert f"{editor.person}: It tells of 2024 as it was known." in page.text
    assert "decided meanwhile" in editor.post(to("correct", flag()), {}, follow=True).text
    assert article.editions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_close_one_flag_at_once_the_second_is_told():
    with transaction.atomic():
        figure = make.figure(as_printed="64 launches", **PUBLIC)
        article = printing(figure)
        edit(figure, as_printed="67 launches")
        clients = [Client(), Client()]
        for one in clients:
            one.force_login(make.user(EDITOR))
    pages, both = [], threading.Barrier(2)

    def decide(client: Client, name: str, words: dict):
        both.wait()
        pages.append(client.post(to(name, flag()), words, follow=True).text)
        connection.close()

    answers = ("keep", {"reason": "So."}), ("correct", {"new_0": "67 launches", "correction": "67."})
    threads = [
        threading.Thread(target=decide, args=(one, *answer))
        for one, answer in zip(clients, answers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    done = ["The correction is published." in page or "Recorded: no change needed." in page for page in pages]
    assert sorted(done) == [False, True]
    assert article.editions.exclude(correction="").count() == (flag().state == State.CORRECTED)


def test_contributors_see_what_is_their_own_and_decide_nothing():
    person, figure = make.user(CONTRIBUTOR), make.figure(as_printed="64 launches", scope="Own", **PUBLIC)
    other = make.figure(as_printed="9 launches", scope="Canary", **PUBLIC)
    printing(figure, headline="Own story", by=person)
    printing(figure, headline="Canary of others")
    printing(other, headline="Canary of others")
    for record in (figure, other):
        edit(record, as_printed="67 launches")
    client = Client()
    client.force_login(person)

    own = FactFlag.objects.get(article__created_by=person)
    pages = [
        client.get(MOVED),
        client.get(START),
        client.get(reverse("admin:articles_fact_change", args=[own.change_id])),
    ]

    assert all("Own" in page.text and "Canary" not in page.text for page in pages)
    assert [one.may_decide for one in pages[2].context["affected"]] == [False]
    others = FactFlag.objects.exclude(pk=own.pk).first()
    for name in ("correct", "keep"):
        assert client.post(to(name, own), {"reason": "So."}).status_code == 403
        assert client.get(to(name, others)).status_code == 404
    client.force_login(make.user(DESK))
    assert client.get(MOVED).status_code == client.get(STALE).status_code == 403


def test_the_pages_cost_the_same_however_much_there_is(client):
    client.force_login(make.user(CHIEF))
    counts = []
    for _round in (1, 3):
        for _number in range(_round):
            figure = make.figure(as_printed="64 launches", **PUBLIC)
            printing(figure, about=[make.organization(**PUBLIC)])
            edit(figure, as_printed="67 launches")
            twin = {"group": figure.group, "period": "2024", **PUBLIC}
            make.figure(value=100, **twin), make.figure(value=200, **twin)
            make.milestone(
                make.organization(**PUBLIC), date="2025", outcome="", promise="announced", **PUBLIC
            )
            make.figure(kind="projection", period="2024", **PUBLIC)
        last = reverse("admin:articles_fact_change", args=[FactChange.objects.first().pk])
        for address in (MOVED, last, STALE):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))

    assert counts[:3] == counts[3:]


@pytest.mark.parametrize(
    ("words", "before", "after", "proposed"),
    [
        ("68 orbital launches", "68 launches in 2024", "70 launches in 2024", "70 orbital launches"),
        ("6 yuan ($1)", "6 yuan ($1) in 2024", "7 yuan in 2024", "7 yuan"),
        ("68 orbital launches", "168 launches", "170 launches", ""),
        ("$10 billion", "an estimated $10 billion", "an estimated $12 billion", "$12 billion"),
    ],
)
def test_what_changed_in_the_record_is_proposed_for_other_words(words, before, after, proposed):
    assert correcting._changed_alike(words, before, after) == proposed
