"""Facts that change: written down by whatever path, with what stood before and stands after."""

import datetime as dt

import pytest
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from spacenews.firms import changes
from spacenews.firms.changes import records
from spacenews.firms.models import (
    Answer,
    Claim,
    Cooperation,
    Dispute,
    FactChange,
    Figure,
    FundingRound,
    Milestone,
    Name,
    Organization,
    Party,
)
from tests import make
from tests.desk.pages import typed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
PUBLIC = {"public_from": NOW - dt.timedelta(days=9)}
RESTS = "the printed words are the same, whatever they rest on"
BESIDE = "no article prints it from the record: pages draw it as it is now"
FILED = "it says where a record stands, and nothing of what it says"
NOTED = "told by its own rows, in a function of its own"
# What an editor can change and what is no change of a fact that articles printed, each with why.
NO_CHANGE = {
    Figure: {"group": FILED, "organization": FILED, "published": BESIDE},
    Organization: {
        **dict.fromkeys(("slug", "sectors", "notes"), FILED),
        **dict.fromkeys(("kind", "country", "city", "founded", "status", "status_note"), BESIDE),
        **dict.fromkeys(("ownership", "ownership_note", "vehicles", "satellites", "website"), BESIDE),
        **dict.fromkeys(("descriptor", "descriptor_id", "descriptor_zh_hans"), BESIDE),
        **{"website_source": RESTS, "public_from": "articles go on to say what they said of it"},
    },
    Cooperation: {"description": BESIDE, "organizations": NOTED},
    Dispute: {"organization": NOTED, "group": FILED},
    Claim: {},
    Milestone: dict.fromkeys(
        (
            *("organization", "date", "title", "description", "kind", "outcome", "promise"),
            *("now_expected", "place", "public_from"),
        ),
        BESIDE,
    ),
    FundingRound: dict.fromkeys(
        (
            *("organization", "date", "series", "amount", "currency", "amount_usd_as_printed"),
            *("is_cumulative", "note", "public_from"),
        ),
        BESIDE,
    ),
}
OF_ALL = {"source", "further_sources", "confidence", "checked_on"}  # RESTS


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


@pytest.mark.parametrize("model", NO_CHANGE)
def test_whatever_an_editor_can_change_is_a_change_or_has_a_reason_why_not(model):
    fields = (*model._meta.fields, *model._meta.many_to_many)
    editable = {field.name for field in fields if field.editable and not field.primary_key} - OF_ALL
    noted = {*records.WATCHED.get(model, ()), *(("superseded_by",) if model is Figure else ())}
    taken = {"public_from"} if model in (Figure, Cooperation, Dispute, Claim) else set()

    assert editable == noted | taken | NO_CHANGE[model].keys()
    assert not (noted | taken) & NO_CHANGE[model].keys()


def test_a_dispute_is_told_with_its_answers_and_a_figure_with_what_puts_it_in_doubt(clock):
    first, second = (make.figure(as_printed=f"{number} launches", **PUBLIC) for number in (64, 67))
    dispute = make.dispute(first, "Nobody knows.", question="How many?", **PUBLIC)
    FactChange.objects.all().delete()
    by_figure, in_words = dispute.answers.all()

    edit(in_words, words="Two say they know.")
    edit(in_words, position=5, source=make.source())
    edit(by_figure, figure=second)
    edit(dispute, editors_note="Ask again.")

    answers = {
        f"answer-{in_words.pk}": ["Nobody knows.", "Two say they know."],
        f"answer-{by_figure.pk}": ["64 launches", "67 launches"],
    }
    doubted = [
        ("figure", "changed", {"disputed": ["How many?", ""]}),
        ("figure", "disputed", {"disputed": ["", "How many?"]}),
    ]
    of_dispute = {**answers, "editors_note": ["", "Ask again."]}
    assert told() == [("dispute", "changed", of_dispute), *doubted]
    labels = [one.label for one in FactChange.objects.get(kind="dispute").moved]
    assert labels == ["answer", "answer", "note by the desk"]

    edit(by_figure, figure=first)
    edit(in_words, words="Nobody knows.")
    edit(dispute, editors_note="")
    assert told() == []

    clock.forward(hours=2)
    Dispute.objects.all().delete()
    assert told() == [("dispute", "changed", {"question": ["How many?", ""]}), doubted[0]]


def test_an_answer_that_comes_or_goes_is_told_of_a_dispute_that_readers_see_alone():
    dispute = make.dispute("One.", "Two.", **PUBLIC)
    hidden = make.dispute("One.", "Two.")
    FactChange.objects.all().delete()
    for one in (dispute, hidden):
        one.answers.first().delete()
        Answer.objects.create(dispute=Dispute.objects.get(pk=one.pk), words="Three.", source=make.source())

    values = FactChange.objects.get().columns.values()
    assert sorted(values) == [["", "Three."], ["One.", ""]]


def test_a_firm_is_in_doubt_while_a_dispute_is_its_own():
    one, other = make.organization(**PUBLIC), make.organization(**PUBLIC)
    dispute = make.dispute("A", "B", organization=one)
    edit(dispute, organization=other)

    assert told() == [("firm", "disputed", {"disputed": ["", "How many?"]})]
    assert FactChange.objects.get().record == other.pk


def test_a_claim_is_told_by_its_verdict_and_when_it_goes():
    claim = make.claim(**PUBLIC)
    edit(claim, verdict=Claim.Verdict.CONFIRMED, confidence="low")
    assert told() == [("claim", "changed", {"verdict": ["weak", "confirmed"]})]
    assert FactChange.objects.get().moved[0].after == "Confirmed"

    claim.delete()
    assert FactChange.objects.get().columns["sentence"] == [claim.sentence, ""]


def test_what_is_taken_from_readers_is_told_until_they_see_it_again():
    figure = make.figure(**PUBLIC)
    edit(figure, public_from=None)
    assert told() == [("figure", "changed", {"seen": ["readers", "desk"]})]
    assert [(one.before, one.after) for one in FactChange.objects.get().moved] == [
        ("Readers", "The desk alone")
    ]

    edit(figure, public_from=NOW)
    edit(make.figure(), public_from=NOW)
    assert told() == []


def test_what_is_changed_while_it_is_taken_from_readers_is_told_when_they_have_it_back():
    figure, hidden = make.figure(as_printed="64", **PUBLIC), make.figure(as_printed="64")
    edit(figure, public_from=None)
    for one in (figure, hidden):
        edit(one, as_printed="67")
    assert told() == [("figure", "changed", {"seen": ["readers", "desk"], "as_printed": ["64", "67"]})]

    assert Figure.objects.show_to_readers(NOW) == 2
    assert told() == [("figure", "changed", {"as_printed": ["64", "67"]})]


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

    Party.objects.filter(organization=firm).get().delete()
    Party.objects.create(cooperation=Cooperation.objects.get(), organization=firm, role="owner")
    assert FactChange.objects.get().columns["parties"] == ["A; B", "A (owner); C"]
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
