"""Making one of two organizations: nothing is lost, all of it can be undone, and readers are led on."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from spacenews.articles.models import Article, Merged, RefusedMention
from spacenews.contact.models import Message
from spacenews.editors.roles import CONTRIBUTOR, EDITOR
from spacenews.firms import merging
from spacenews.firms.models import Merger, Name, Organization, OrganizationSlug, Party
from spacenews.pagecache import clock as site_clock
from spacenews.search import agreement
from spacenews.search.desk import upkeep
from tests import make

pytestmark = pytest.mark.django_db
EARLIER = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
UNDUMPED = {"firms.Merger", "articles.Piece"}  # what tells of it; what is drawn anew by itself


def dump() -> dict[str, list[str]]:
    """Return every row of every table of ours, but the two that a merger writes for good."""
    models = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("spacenews.")]
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list(*stored(model))))
        for model in models
        if model._meta.label not in UNDUMPED
        and model._meta.app_label in ("firms", "articles", "contact", "search")
    }


def stored(model) -> Iterator[str]:
    return (field.attname for field in model._meta.concrete_fields if field.name != "vector")


def disagreements() -> list[str]:
    return [*agreement.disagreements(site_clock.now()), *upkeep.disagreements()]


@pytest.fixture
def two() -> tuple[Organization, Organization]:
    """Two with all that can name an organization, much of it naming both."""
    with transaction.atomic():
        old = make.organization(
            "Galactic Energy Co",
            slug="galactic-energy-co",
            founded="2018-02",
            city="Beijing",
            public_from=EARLIER,
            sectors=["launch", "propulsion"],
            notes="Seen twice.",
        )
        into = make.organization(
            "Galactic Energy", slug="galactic-energy", founded="2017", sectors=["launch"]
        )
        fill(old, into)
    return old, into


def fill(old: Organization, into: Organization) -> None:
    for text, kind in (("星河动力", "native"), ("GE", "short"), ("Galactic", "alias")):
        make.name(old, text, kind=kind)
    make.name(into, "星河动力", kind="native")
    make.name(into, "GE1", kind="short")
    old.identifiers.create(scheme="gcat", value="GALE")
    into.identifiers.create(scheme="gcat", value="GALAC")
    old.further_sources.add(shared := make.source())
    into.further_sources.add(shared)
    for firm in (old, into):
        make.milestone(firm)
        make.funding_round(firm)
        make.figure(organization=firm)
        make.dispute("Two.", "Three.", organization=firm)
    make.cooperation(old, into, "A third")
    make.cooperation(old, "Another")
    about_old, both = make.published(about=[old]), make.article(about=[old, into])
    for article in (about_old, both):
        RefusedMention.objects.create(article=article, organization=old, words="Galactic")
    RefusedMention.objects.create(article=both, organization=into, words="Galactic")
    mentioned = both.coverage.get(organization=into)
    mentioned.role = "mentioned"
    mentioned.save()
    both.publish(by=None)
    old.slug = "galactic"
    old.save()
    make.letter(about_type="firm", about_id=old.pk)


def test_all_that_named_the_one_names_the_other(two):
    old, into = two

    merging.merge(old, into)

    into.refresh_from_db()
    assert not Organization.objects.filter(name=old.name).exists()
    assert all(not merging._of(relation, old.pk).exists() for relation in merging.relations())
    assert set(into.names.values_list("text", "kind")) == {
        *(("星河动力", "native"), ("GE1", "short"), ("GE", "alias"), ("Galactic", "alias")),
        ("Galactic Energy Co", "alias"),
    }
    assert set(into.identifiers.values_list("value", flat=True)) == {"GALE", "GALAC"}
    assert (into.milestones.count(), into.funding_rounds.count(), into.figures.count()) == (2, 2, 2)
    assert (into.city, into.founded, into.sectors) == ("Beijing", "2017", ["launch", "propulsion"])
    assert into.notes == "Galactic Energy Co: Seen twice." and into.public_from == EARLIER
    assert into.founded_alternatives.get().date == "2018-02"
    assert old.source_id in {source.pk for source in into.sources}
    assert Message.objects.get().about_id == into.pk
    tie = Party.objects.filter(name="Galactic Energy Co").get().cooperation
    assert tie.parties.filter(organization=into).count() == 1


def test_coverage_of_both_is_one_and_the_stronger(two):
    old, into = two

    merging.merge(old, into)

    roles = [
        list(row.coverage.values_list("organization", "role"))
        for article in Article.objects.all()
        for row in (article, article.editions.latest("pk"))
    ]
    assert roles == [[(into.pk, "about")]] * 4
    assert disagreements() == []


def test_its_addresses_lead_on_in_one_hop(two, client):
    old, into = two

    merging.merge(old, into)

    for slug in ("galactic", "galactic-energy-co"):
        answer = client.get(reverse("firm", args=[slug]))
        assert (answer.status_code, answer.headers["Location"]) == (301, "/firms/galactic-energy/")


def test_what_was_kept_before_is_restored_under_the_new_name(two):
    old, into = two
    article = Article.objects.order_by("pk").last()
    document = article.revisions.order_by("number").last().document
    assert {row["organization_id"] for row in document["coverage"]} == {old.pk, into.pk}

    merging.merge(old, into)
    article.load(document, by=None)

    assert list(article.coverage.values_list("organization", "role")) == [(into.pk, "about")]


def test_parted_again_every_row_is_as_it_was(two):
    old, into = two
    before = dump()

    merger = merging.merge(old, into)
    assert dump() != before
    assert merging.part(merger) == 0

    after = dump()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}
    assert disagreements() == []


def test_mergers_are_undone_in_turn(two):
    old, into = two
    last = make.organization("Last")
    before = dump()
    first, second = merging.merge(old, into), merging.merge(into, last)

    first.refresh_from_db()
    assert first.kept == last
    assert set(Merged.objects.values_list("new", flat=True)) == {last.pk}
    with pytest.raises(ValidationError, match="part that first"):
        merging.part(first)
    merging.part(second)
    merging.part(Merger.objects.get(pk=first.pk))

    assert dump() == before


def test_what_came_since_stays_and_what_was_changed_since_is_said(two):
    old, into = two
    mine = old.milestones.get()
    merger = merging.merge(old, into)
    newer = make.milestone(into)
    into.refresh_from_db()
    with transaction.atomic():
        into.city = "Jinan"
        into.save()
        Name.objects.get(text="GE").delete()

    assert merging.part(merger) == 3  # the column, and the name with its kind

    into.refresh_from_db()
    assert into.city == "Jinan" and newer.organization_id == into.pk
    mine.refresh_from_db()
    assert mine.organization_id == old.pk
    assert Organization.objects.get(pk=old.pk).slug == "galactic"


@pytest.mark.parametrize("taken", [{"name": "Galactic Energy Co"}, {"slug": "galactic"}])
def test_they_are_not_parted_into_what_another_is_by_now(two, taken):
    merger = merging.merge(*two)
    make.organization(**taken)
    before = dump()

    with pytest.raises(ValidationError, match="Another organization"):
        merging.part(merger)

    assert dump() == before


def test_nobody_is_merged_into_himself_or_twice(two):
    old, into = two
    with pytest.raises(ValidationError):
        merging.merge(old, old)
    merger = merging.merge(old, into)
    with pytest.raises(ValidationError):
        merging.merge(Organization(pk=old.pk), into)
    merging.part(merger)
    with pytest.raises(ValidationError):
        merging.part(merger)


def test_who_shares_a_name_or_an_identifier_may_be_the_same(two):
    old, _into = two
    make.name(make.organization("Other"), "ge", kind="short")
    same = make.organization("Third")
    same.identifiers.create(scheme="gcat", value="GALE")

    assert {row.name for row in merging.likely_twins(old)} == {"Galactic Energy", "Third"}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.person = make.user(EDITOR)
    client.force_login(client.person)
    return client


def test_the_desk_says_what_will_happen_does_it_and_undoes_it(two, desk):
    old, into = two
    page = reverse("admin:firms_organization_merge", args=[old.pk])

    assert "It may be one of these" in desk.get(page).content.decode()
    asked = desk.post(page, {"into": into.pk})
    assert asked.status_code == 200 and "They can be parted again." in asked.content.decode()
    assert Organization.objects.filter(pk=old.pk).exists()
    assert desk.post(page, {"into": into.pk, "merge": "1"}).status_code == 302
    form = desk.get(reverse("admin:firms_organization_change", args=[into.pk]))
    assert "Part “Galactic Energy Co” again" in form.content.decode()
    assert desk.post(page, {"into": into.pk, "merge": "1"}).status_code == 404
    parting = reverse("admin:firms_organization_part", args=[Merger.objects.get().pk])
    assert desk.get(parting).status_code == 200
    assert desk.post(parting).status_code == 302

    assert Organization.objects.filter(pk=old.pk).exists()
    assert LogEntry.objects.filter(user=desk.person).count() == 4


def test_what_names_it_is_told_by_the_records_that_people_know(two, desk):
    old, _ = two

    named = dict(desk.get(reverse("admin:firms_organization_merge", args=[old.pk])).context["named"])

    assert named["cooperations"] == 2
    assert {"further sources", "names", "articles", "editions"} <= set(named)
    assert not [words for words in named if "relationship" in words or "part" in words]


def test_after_ten_minutes_the_password_is_asked_again(two, desk, clock):
    old, into = two
    page, sent = reverse("admin:firms_organization_merge", args=[old.pk]), {"into": into.pk, "merge": "1"}
    clock.forward(minutes=11)

    assert "id_password" in desk.post(page, {"into": into.pk}).content.decode()
    for wrong in ({}, {"password": "wrong"}):
        assert desk.post(page, {**sent, **wrong}).status_code == 200
    assert Organization.objects.filter(pk=old.pk).exists()

    assert desk.post(page, {**sent, "password": make.PASSWORD}).status_code == 302
    assert not Organization.objects.filter(pk=old.pk).exists()
    assert "id_password" not in desk.get(
        reverse("admin:firms_organization_part", args=[Merger.objects.get().pk])
    )


def test_a_contributor_merges_nobody(two):
    client = Client()
    client.force_login(make.user(CONTRIBUTOR))

    assert client.post(reverse("admin:firms_organization_merge", args=[two[0].pk])).status_code == 403
    assert OrganizationSlug.objects.count() == 1


@pytest.mark.parametrize("forged", ["abc", "9" * 30, "a\0", "1.5", "²"])
def test_a_forged_choice_of_whom_to_merge_into_is_refused(client, forged):
    old = make.organization("Old")
    client.force_login(make.user(EDITOR))

    answer = client.post(
        reverse("admin:firms_organization_merge", args=[old.pk]), {"into": forged, "merge": "1"}
    )

    assert answer.status_code == 200 and answer.context["form"].errors
    assert Organization.objects.filter(pk=old.pk).exists()
