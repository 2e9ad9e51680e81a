"""What must always hold of a record: the database keeps it, and the form says it beside the field."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from spacenews.firms.folding import DerivedField, fold, letter
from spacenews.firms.models import (
    Answer,
    Figure,
    FundingRound,
    Identifier,
    Milestone,
    Name,
    Organization,
    Party,
    Source,
)
from tests import make

pytestmark = pytest.mark.django_db


def firm():
    return make.organization()


def party(**kwargs):
    return Party(cooperation=make.cooperation(), position=9, **kwargs)


def figure(**kwargs):
    columns = {"metric": "m", "scope": "s", "value": 1, "as_printed": "1", "kind": "actual"}
    return Figure(group=make.figure().group, source=make.source(), **columns, **kwargs)


BROKEN = {
    "a party that is nobody": (lambda: party(), "name"),
    "a party that is an organization and a name": (lambda: party(organization=firm(), name="A name"), "name"),
    "money without a currency": (lambda: figure(unit="currency"), "currency"),
    "a count with a currency": (lambda: figure(unit="count", currency="USD"), "currency"),
    "a milestone without outcome or promise": (
        lambda: Milestone(organization=firm(), date="2025", title="t", kind="launch", source=make.source()),
        "outcome",
    ),
    "an amount without a currency": (
        lambda: FundingRound(organization=firm(), date="2025", amount=1, source=make.source()),
        "currency",
    ),
    "an answer that says nothing": (lambda: Answer(dispute=make.dispute(), source=make.source()), "words"),
}


@pytest.mark.parametrize("record", BROKEN)
def test_the_database_refuses_what_cannot_be(record):
    build, _field = BROKEN[record]

    with pytest.raises(IntegrityError), transaction.atomic():
        build().save()


@pytest.mark.parametrize("record", BROKEN)
def test_the_form_says_beside_the_field_what_cannot_be(record):
    build, field = BROKEN[record]

    with pytest.raises(ValidationError) as refused:
        build().full_clean()

    assert list(refused.value.message_dict) == [field]


def test_a_name_is_on_record_once_whatever_its_case_or_width():
    owner = firm()
    make.name(owner, "Blue Arrow")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.name(owner, "ＢＬＵＥ  arrow")
    with pytest.raises(ValidationError) as refused:
        Name(organization=owner, text="ＢＬＵＥ  arrow", kind=Name.Kind.ALIAS).full_clean()
    assert list(refused.value.message_dict) == ["text"]


def test_an_organization_has_an_identifier_once_and_may_have_several_of_a_scheme():
    owner = firm()
    for value in ("LANDSP", "OTHER"):
        Identifier.objects.create(organization=owner, scheme="gcat", value=value)

    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(organization=owner, scheme="gcat", value="OTHER")


def test_an_organization_is_a_party_once():
    owner = firm()
    tie = make.cooperation(owner)

    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.create(cooperation=tie, organization=owner, position=1)


@pytest.mark.parametrize(
    "columns",
    [
        {"vehicles": "Zhuque-2"},
        {"vehicles": [1]},
        {"satellites": [" "]},
        {"sectors": ["mining"]},
        {"country": "cn"},
        {"country": "CHN"},
        {"slug": "Land_Space"},
        {"slug": "land--space"},
        {"website": "javascript:alert(1)"},
        {"founded": "2015-13"},
    ],
)
def test_an_organization_with_a_column_of_the_wrong_kind_is_refused_beside_it(columns):
    broken = Organization(**{"name": "n", "slug": "n", "country": "CN", "source": make.source(), **columns})

    with pytest.raises(ValidationError) as refused:
        broken.full_clean()

    assert list(refused.value.message_dict) == list(columns)


def test_an_organization_in_order_is_taken():
    columns = {
        "sectors": ["launch"],
        "vehicles": ["Zhuque-2"],
        "founded": "2015?",
        "website": "https://example.org/",
    }

    sound = Organization(name="n", slug="n", country="CN", source=make.source(), **columns)
    sound.full_clean()
    sound.save()

    assert Organization.objects.filter(**columns).get() == sound


def every_fact():
    owner, source = firm(), make.source()
    return source, [
        make.organization(source=source),
        make.milestone(owner, source=source),
        make.funding_round(owner, source=source),
        make.cooperation(owner, "Somebody", source=source),
        make.figure(source=source),
        make.claim(source=source),
    ]


def test_every_fact_rests_on_a_source():
    _source, facts = every_fact()

    for fact in facts:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(fact).objects.filter(pk=fact.pk).update(source=None)


def test_a_source_that_a_fact_rests_on_cannot_be_deleted():
    source, facts = every_fact()
    make.source().delete()

    for fact in facts:
        with pytest.raises(ProtectedError) as kept:
            source.delete()
        assert fact in kept.value.protected_objects


def test_sources_are_listed_once_the_first_one_first():
    first, second = make.source(publisher="Z"), make.source(publisher="A")
    fact = make.claim(source=first)
    fact.further_sources.set([first, second])

    assert fact.sources == [first, second]


DERIVED = [
    field
    for model in apps.get_app_config("firms").get_models()
    for field in model._meta.fields
    if isinstance(field, DerivedField)
]


@pytest.mark.parametrize("field", DERIVED, ids=str)
def test_a_derived_column_holds_whatever_text_it_is_derived_from(field):
    """One Arabic ligature folds to eighteen letters: PostgreSQL would refuse the row."""
    longest = "\ufdfa" * field.model._meta.get_field(field.of).max_length

    assert len(field.pre_save(field.model(**{field.of: longest}), add=True)) <= field.max_length


def test_folding_makes_case_and_width_alike():
    assert fold(" ＬａｎｄSPACE  火箭 ") == fold("landspace 火箭") == "landspace 火箭"


@pytest.mark.parametrize(
    ("name", "under"),
    [("i-Space", "I"), ("École", "E"), ("ß", "S"), ("21Vianet", "#"), ("蓝箭航天", "#"), ("", "#")],
)
def test_a_name_stands_under_its_letter(name, under):
    assert letter(name) == under


def test_bulk_create_derives_columns_too():
    [made] = Source.objects.bulk_create([Source(url="https://Example.org/x/", title="t", publisher="p")])

    assert Source.objects.get(pk=made.pk).url_normal == "example.org/x"
