"""The register of sources at the desk: finding one, what rests on it, making one of two, saying that it is gone."""

import re
import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles.models import Article, Edition, Piece
from spacenews.firms.models import Source
from spacenews.firms.sources import merging, relations, resting
from tests import make
from tests.firms.reading import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_drawn")]
LIST = reverse("admin:firms_source_changelist")


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


@pytest.fixture
def editor(client):
    client.force_login(make.user("Editor"))
    return client


def at(name: str, source: Source) -> str:
    return reverse(f"admin:firms_source_{name}", args=[source.pk])


def founding_date(organization, source, **columns):
    return organization.founded_alternatives.create(**{"date": "2015", "source": source, **columns})


def resting_on(source: Source) -> list:
    """Return one record of each kind that rests on the source, a draft and a live article among them."""
    firm = make.organization("Firm", source=source)
    website = make.organization("Website", website="https://example.org", website_source=source)
    dispute = make.dispute("Two.", "Three.")
    dispute.answers.update(source=source)
    further = make.figure()
    further.further_sources.add(source)
    draft = make.article(headline="Draft", source_line="Web", source_line_source=source)
    live = make.published(headline="Live", sources=[source])
    facts = [make.cooperation("A", "B", source=source), make.milestone(firm, source=source)]
    facts += [make.funding_round(firm, source=source), make.claim(source=source)]
    return [firm, website, founding_date(website, source), further, dispute, *facts, draft, live]


def test_what_rests_on_a_source_is_told_by_kind():
    source, person = make.source(), make.user("Editor")
    resting_on(source)

    told = {listing.name: (listing.count, len(listing.rows)) for listing in resting.told(source, person)}

    assert told == {
        **dict.fromkeys(["Organizations", "Websites", "Other founding dates", "Cooperations"], ("1", 1)),
        **dict.fromkeys(["Milestones", "Funding rounds", "Figures", "Claims"], ("1", 1)),
        **dict.fromkeys(["Answers where sources disagree"], ("2", 2)),
        **{"Articles, as they are written": ("2", 2), "Articles, as readers see them": ("1", 1)},
    }


def test_every_place_that_names_a_source_is_told_of_or_is_known_to_hold_none():
    told = {
        str(query.model._meta.label)
        for query in (kind.found(Source(pk=1), make.user()) for kind in resting.KINDS)
    }
    rows = {"articles.ArticleSource", "articles.EditionSource"}  # told by the article
    tables = {"firms.Import"}  # a file that was taken in, which is no fact

    naming = {relation.related_model for relation in relations.relations()}

    assert {(model._meta.auto_created or model)._meta.label for model in naming} == told | rows | tables


def test_a_contributor_is_told_of_facts_and_of_his_own_articles_alone(client):
    person, source = make.user("Contributor"), make.source()
    resting_on(source)
    make.article(headline="Mine", by=person, sources=[source])
    client.force_login(person)

    html = client.get(at("rests", source)).content.decode()

    assert re.findall(r">(Mine|Draft|Live)<", html) == ["Mine"]
    assert "Cooperations" in html


def test_the_page_asks_the_same_questions_however_much_rests_on_it(editor, monkeypatch):
    source, monkey = make.source(), monkeypatch.setattr
    resting_on(source)
    editor.get(at("rests", source))
    with CaptureQueriesContext(connection) as at_one:
        editor.get(at("rests", source))
    for _ in range(2):
        firm = make.organization(source=source)
        make.milestone(firm, source=source)
        make.funding_round(firm, source=source)
        make.published(sources=[source])
        make.dispute("One.", make.figure(source=source)).answers.update(source=source)
    monkey(resting, "SHOWN", 2)

    with CaptureQueriesContext(connection) as at_three:
        html = editor.get(at("rests", source)).content.decode()

    assert len(at_three) == len(at_one) == 27
    assert "The first 2 are shown." in html


def test_an_address_in_any_spelling_finds_its_source(editor):
    source, other = make.source(url="https://www.example.org/A/?b=1", title="U.S. launches"), make.source()
    source.former_addresses.create(url_normal="old.example.org/x")

    def found(typed: str) -> set[int]:
        html = editor.get(LIST, {"q": typed}).content.decode()
        return {int(pk) for pk in re.findall(r'name="_selected_action" value="(\d+)"', html)}

    assert found("HTTP://WWW.example.org/A?b=1&utm_source=x#y") == {source.pk}
    assert found("www.example.org/A") == found("https://old.example.org/x/") == found("U.S.") == {source.pk}
    assert found("example.org") == {source.pk, other.pk}
    assert found("http://[") == set()


def test_the_list_is_narrowed_by_state_use_kind_and_publisher(editor):
    gone = make.source(gone_since=NOW.date(), publisher="NASA & co", kind="report")
    copied = make.source(gone_since=NOW.date(), archive_url="https://archive.example.org/a", kind="news")
    used = make.organization(source=make.source()).source

    def listed(**filters) -> set[int]:
        html = editor.get(LIST, filters).content.decode()
        return {int(pk) for pk in re.findall(r'name="_selected_action" value="(\d+)"', html)}

    assert listed(state="gone") == {gone.pk, copied.pk}
    assert listed(state="there") == {used.pk}
    assert listed(state="lost") == {gone.pk}
    assert listed(state="no-copy") == {gone.pk, used.pk}
    assert listed(use="some") == {used.pk}
    assert listed(use="none") == {gone.pk, copied.pk}
    assert listed(kind="report") == listed(publisher="NASA & co") == {gone.pk}
    assert listed(publisher="Nobody") == set()


def test_all_that_rested_on_the_one_rests_on_the_other():
    old, into, person = (
        make.source(reliability="Named."),
        make.source(reliability="Dated."),
        make.user("Editor"),
    )
    records = resting_on(old)
    told = [(listing.name, listing.rows) for listing in resting.told(old, person)]
    before = old.url

    merging.merge(old, into)

    into.refresh_from_db()
    assert [(listing.name, listing.rows) for listing in resting.told(into, person)] == told
    assert not Source.objects.filter(pk=old.pk).exists()
    assert Source.objects.at(before).get() == into
    assert into.reliability == "Dated.\n\nNamed."
    assert Edition.objects.get(article=records[-1]).source_rows.get().source == into


def test_a_record_that_named_both_names_one_once():
    old, into = make.source(), make.source()
    of_old, of_into = make.figure(source=old), make.figure(source=into)
    both, claim = make.figure(), make.claim(source=old)
    for record, further in ((of_old, [into]), (of_into, [old]), (both, [old, into]), (claim, [into])):
        record.further_sources.set(further)
    firm = make.organization()
    founding_date(firm, old), founding_date(firm, into)
    article = make.published(sources=[old, into])

    merging.merge(old, into)

    for figure in (of_old, of_into):
        figure.refresh_from_db()
        assert (figure.source, list(figure.further_sources.all())) == (into, [])
    assert list(both.further_sources.all()) == [into]
    assert list(claim.evidence) == [into]
    assert [row.source for row in firm.founded_alternatives.all()] == [into]
    assert [row.source for row in article.source_rows.all()] == [into]
    assert [row.source for row in article.editions.get().source_rows.all()] == [into]


def test_what_was_written_before_is_restored_with_the_source_that_was_kept():
    first, second, last = make.source(), make.source(), make.source()
    article = make.article(sources=[first, last], source_line="Web", source_line_source=first)
    document = article.revisions.get().document

    merging.merge(first, second)
    merging.merge(second, last)
    article.load(document, by=None)

    article.refresh_from_db()
    assert [row.source for row in article.source_rows.all()] == [last]
    assert article.source_line_source == last
    assert set(last.former_addresses.values_list("url_normal", flat=True)) == {
        first.url_normal,
        second.url_normal,
    }


def test_stored_pieces_that_name_either_are_drawn_anew():
    old, into = make.source(), make.source()
    articles = [make.published(sources=[source]) for source in (old, into, make.source())]
    editions = [article.editions.get() for article in articles]
    Piece.objects.all().delete()
    for edition in editions:
        Piece.objects.create(
            edition=edition, kind="page", language="en", version="1", html="", told_json="{}"
        )

    merging.merge(old, into)

    assert [piece.edition for piece in Piece.objects.all()] == editions[2:]


def test_merging_asks_first_says_what_will_happen_and_leaves_a_trace(editor):
    dates = {"published": "2025-Q2", "accessed_on": "2025-06-03"}
    old, into = make.source(author="A. Writer", title="Old", **dates), make.source(title="Kept")
    firm = make.organization("LandSpace", source=old)

    asked = editor.post(at("merge", old), {"into": into.pk}).content.decode()
    for told in ("LandSpace", "A. Writer", "Old", "Kept", "Published: Q2 2025", "Accessed on: 3 June 2025"):
        assert told in asked
    assert Source.objects.filter(pk=old.pk).exists()
    answer = editor.post(at("merge", old), {"into": into.pk, "merge": "1", "taking": ["author", "url"]})

    firm.refresh_from_db()
    into.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, at("change", into))
    assert (firm.source, into.author, into.title) == (into, "A. Writer", "Kept")
    entries = LogEntry.objects.order_by("pk").values_list("object_id", "action_flag")
    assert list(entries) == [(str(old.pk), 3), (str(into.pk), 2)]


def test_who_comes_second_is_told_and_nothing_happens(editor):
    old, into = make.source(), make.source()

    for forged in (old.pk, "9" * 30, "x", "", 0):
        answer = editor.post(at("merge", old), {"into": forged, "merge": "1"})
        assert (answer.status_code, Source.objects.count()) == (200, 2)
    merging.merge(Source.objects.get(pk=into.pk), old)
    with pytest.raises(ValidationError):
        merging.merge(old, into)
    assert editor.post(at("merge", into), {"into": old.pk, "merge": "1"}).status_code == 404


def test_a_source_is_marked_gone_and_there_again_in_one_step_each(editor):
    source = make.source(archive_url="https://archive.example.org/a")
    firm = make.organization(source=source, public_from=NOW)
    url = source.url

    editor.post(at("gone", source), {"gone": "1"})
    source.refresh_from_db()
    assert source.gone_since == NOW.date()
    page = editor.get(firm.url).content.decode()
    assert source.archive_url in page and "archived copy" in page and url not in page

    editor.post(at("gone", source), {"gone": "1"})
    editor.post(at("gone", source), {"gone": "0"})
    source.refresh_from_db()
    assert source.gone_since is None
    assert LogEntry.objects.count() == 2
    assert url in editor.get(firm.url).content.decode()


def test_one_that_is_gone_without_a_copy_keeps_its_address_and_says_so(client):
    source = make.source(gone_since=NOW.date(), publisher="Example Press")
    firm = make.organization(source=source, public_from=NOW)

    page, twin = (
        client.get(url).content.decode() for url in (firm.url, reverse("firm-md", args=[firm.slug]))
    )

    assert f'<a href="{source.url}" rel="noopener external">Example Press</a> (no longer there)' in page
    assert f"[Example Press]({source.url}) (no longer there)" in twin


def test_a_contributor_changes_no_source(client):
    client.force_login(make.user("Contributor"))
    old, into = make.source(), make.source()

    answers = [
        client.post(at("gone", old), {"gone": "1"}),
        client.post(at("merge", old), {"into": into.pk, "merge": "1"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Source.objects.filter(gone_since=None).count() == 2
    assert Article.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_merge_the_same_two_at_once_one_is_told():
    with transaction.atomic():
        one, other = make.source(), make.source()
        claims = [make.claim(source=one), make.claim(source=other)]
    both, refused = threading.Barrier(2), []

    def merge(*pair):
        both.wait()
        try:
            merging.merge(*pair)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    left = Source.objects.get()
    assert len(refused) == 1
    assert {type(claim).objects.get(pk=claim.pk).source for claim in claims} == {left}
    assert left.former_addresses.count() == 1
