"""Facts that change: written down by whatever path, with what stood before and stands after."""

import datetime as dt

import pytest
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from spacenews.firms import changes
from spacenews.firms.models import Cooperation, FactChange, Figure, Name, Organization, Party
from tests import make
from tests.desk.pages import typed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
PUBLIC = {"public_from": NOW - dt.timedelta(days=9)}


@pytest.fixture(autouse=True)
def a_day(clock):
    clock.set(NOW)


def told() -> list[tuple]:
    return [(change.kind, change.manner, change.columns) for change in FactChange.objects.order_by("pk")]


def edit(record, **columns):
    """Save a record as whoever has just read it."""
    record = type(record).objects.get(pk=record.pk)
    for name, value in columns.items():
        setattr(record, name, value)
    record.save()
    return record


def test_a_figure_that_readers_see_is_told_with_before_and_after_and_by_whom():
    anna, figure = make.user(EDITOR), make.figure(value=64, as_printed="64 launches", **PUBLIC)
    edit(figure, confidence="low")
    edit(make.figure(), as_printed="The desk alone sees this")
    assert told() == []

    with changes.made_by(anna):
        edit(figure, as_printed="67 launches", value=67)

    assert told() == [
        ("figure", "changed", {"as_printed": ["64 launches", "67 launches"], "value": ["64", "67"]})
    ]
    change = FactChange.objects.get()
    assert (change.record, change.changed_by, change.changed_at.date()) == (figure.pk, anna, NOW.date())
    said = [(one.label, one.before, one.after) for one in change.moved]
    assert said == [("as printed", "64 launches", "67 launches"), ("value", "64", "67")]


def test_one_sitting_of_one_person_is_one_change_and_what_is_put_back_is_none(clock):
    figure = make.figure(as_printed="64", **PUBLIC)
    edit(figure, as_printed="65")
    clock.forward(minutes=50)
    edit(figure, as_printed="67", period="2024")
    assert told() == [("figure", "changed", {"as_printed": ["64", "67"], "period": ["", "2024"]})]

    edit(figure, as_printed="64", period="")
    assert told() == []

    edit(figure, as_printed="65")
    with changes.made_by(make.user()):
        edit(figure, as_printed="66")
    clock.forward(hours=2)
    edit(figure, as_printed="67")
    assert [columns["as_printed"] for _kind, _manner, columns in told()] == [
        *(["64", "65"], ["65", "66"]),
        ["66", "67"],
    ]


def test_superseding_and_disputing_a_figure_and_a_dispute_about_a_firm_are_told():
    old, new = make.figure(as_printed="64", **PUBLIC), make.figure(as_printed="67", **PUBLIC)
    edit(old, superseded_by=new)
    make.dispute(new, "Nobody knows.", question="How many?", organization=make.organization(**PUBLIC))
    edit(old, as_printed="about 64")

    assert told() == [
        ("figure", "superseded", {"superseded_by": ["", str(new)], "as_printed": ["64", "about 64"]}),
        ("firm", "disputed", {"disputed": ["", "How many?"]}),
        ("figure", "disputed", {"disputed": ["", "How many?"]}),
    ]


def test_a_name_that_is_another_a_former_one_or_gone_is_told_and_a_further_name_is_not():
    firm = make.organization("Old Space", short_name="OS", **PUBLIC)
    alias, legal = make.name(firm, "Olde"), make.name(firm, "Old Ltd.")
    make.name(make.organization(), "The desk alone sees this").delete()
    assert told() == []

    edit(firm, name="New Space")
    edit(alias, kind=Name.Kind.FORMER)
    gone = legal.pk
    legal.delete()

    columns = {
        "name": ["Old Space", "New Space"],
        f"name-{alias.pk}": ["Olde", "Olde (former)"],
        f"name-{gone}": ["Old Ltd.", ""],
    }
    change = FactChange.objects.get()
    assert (change.kind, change.record, change.columns) == ("name", firm.pk, columns)
    assert change.gone_names == ["Old Space", "Olde", "Old Ltd."]


def test_a_name_that_goes_with_its_organization_is_no_change_of_a_name():
    make.name(make.organization(**PUBLIC), "Alias")

    Organization.objects.all().delete()

    assert told() == []


def test_a_tie_is_told_with_its_parties_and_one_that_is_being_made_is_not():
    firm, other = make.organization("A"), make.organization("B")
    tie = make.cooperation(firm, other, **PUBLIC)
    assert told() == []

    edit(tie, status=Cooperation.Status.ENDED, share="10 %")
    Party.objects.get(organization=other).delete()
    Party.objects.create(cooperation=Cooperation.objects.get(), position=1, name="C")
    assert told() == [
        (
            "cooperation",
            "changed",
            {"status": ["reported", "ended"], "share": ["", "10 %"], "parties": ["A; B", "A; C"]},
        )
    ]
    assert ("status", "reported", "ended") in [
        (one.label, one.before, one.after) for one in FactChange.objects.get().moved
    ]

    tie.delete()
    assert FactChange.objects.get().columns["parties"] == ["A; B", ""]


def test_the_form_of_the_desk_with_its_rows_tells_who(client):
    anna, firm = make.user(EDITOR), make.organization("Old Space", **PUBLIC)
    name = make.name(firm, "Olde")
    client.force_login(anna)
    address = reverse("admin:firms_organization_change", args=[firm.pk])

    public = {"public_from_0": "2026-08-01", "public_from_1": "09:00"}
    given = {**typed(client.get(address)), **public, "name": "New Space", "names-0-text": "Newer"}

    client.post(address, given)

    change = FactChange.objects.get()
    assert change.columns == {"name": ["Old Space", "New Space"], f"name-{name.pk}": ["Olde", "Newer"]}
    assert change.changed_by == anna


def test_what_fills_an_empty_site_tells_nothing():
    figure = make.figure(as_printed="64", **PUBLIC)

    with changes.unrecorded():
        edit(figure, as_printed="67")

    assert told() == []


def test_a_deleted_figure_is_told():
    make.figure(as_printed="64", **PUBLIC)

    Figure.objects.all().delete()

    assert told() == [("figure", "changed", {"as_printed": ["64", ""]})]
