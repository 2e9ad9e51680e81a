"""A prepared statement answers as the queryset that it was made of, whatever values it is given."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.db.models import Prefetch

from spacenews.articles.models import Edition, Section
from spacenews.firms.models import Cooperation, Name, Organization, Party
from spacenews.prepared import prepared
from tests import make

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def plain(language, *, now, section):
    return Edition.objects.listed(language, now, section=section).select_related("section").newest()[:2]


@pytest.fixture
def newest():
    return prepared(plain)


@pytest.mark.django_db
def test_it_answers_as_the_queryset_does_for_other_values_too(newest):
    sections = [make.section(), make.section()]
    for days in range(4):
        made = make.published(
            section=sections[days % 2], at=NOW - days * DAY, language=["en", "id"][days % 2]
        )
        assert made.editions.exists()

    asked = [
        (language, NOW - days * DAY, s) for language in ("en", "id") for days in range(4) for s in sections
    ]
    found = [newest(language, now=now, section=section.pk) for language, now, section in asked]

    assert found == [list(plain(language, now=now, section=section)) for language, now, section in asked]
    assert sum(map(len, found)) > 8


@pytest.mark.django_db
def test_it_is_one_query_with_all_that_was_joined(newest, django_assert_num_queries):
    section = make.section(name="Launch")
    make.published(section=section, at=NOW - DAY)

    with django_assert_num_queries(1):
        (edition,) = newest("en", now=NOW, section=section.pk)
        assert edition.section.name == "Launch"


@pytest.mark.django_db
def test_a_value_of_text_is_no_part_of_the_statement():
    named = prepared(lambda *, slug: Section.objects.filter(slug=slug))
    section = make.section(slug="launch")

    assert named(slug="launch") == [section]
    assert named(slug="' OR 1=1 --") == []


@pytest.mark.django_db
def test_a_value_that_shapes_the_statement_is_refused():
    sliced = prepared(lambda *, now, few: Edition.objects.live(now)[: 3 if few else 30])

    with pytest.raises(TypeError, match="few"):
        sliced(now=NOW, few=1)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_by_its_own_connection(newest):
    found = []
    with transaction.atomic():
        section = make.section()
        make.published(section=section, at=NOW - DAY)
    mine = newest("en", now=NOW, section=section.pk)

    def ask():
        found.extend(newest("en", now=NOW, section=section.pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == mine


def ties(*, now):
    """Relations of each kind, one of them by a queryset that compares a value, with what that prefetches itself."""
    aliases = Prefetch("names", Name.objects.filter(kind=Name.Kind.ALIAS))
    public = Prefetch("organization", Organization.objects.public(now).prefetch_related(aliases))
    parties = Prefetch("parties", Party.objects.prefetch_related(public))
    return Cooperation.objects.public(now).order_by("pk").prefetch_related("further_sources", parties)


def told(found) -> list:
    return [
        (tie.title, list(tie.further_sources.all()), [told_of(party) for party in tie.parties.all()])
        for tie in found
    ]


def told_of(party: Party) -> tuple:
    firm = party.organization
    return party.cooperation.title, firm, [name.text for name in firm.names.all()] if firm else party.name


def three_ties() -> None:
    sources = [make.source(), make.source()]
    firms = [make.organization(public_from=NOW + days * DAY) for days in (-2, 0, 2)]
    for firm in firms:
        make.name(firm, f"Alias of {firm.name}")
        make.name(firm, f"Legal name of {firm.name}", kind=Name.Kind.LEGAL)
    for number in range(3):
        tie = make.cooperation(*firms[number:], "Somebody else", public_from=NOW - 9 * DAY)
        tie.further_sources.set(sources[number:])


@pytest.mark.django_db
def test_what_is_prefetched_is_what_the_queryset_would_prefetch():
    three_ties()
    asked = prepared(ties)

    found = [told(asked(now=NOW + days * DAY)) for days in (-1, 1, 3)]

    assert found == [told(ties(now=NOW + days * DAY)) for days in (-1, 1, 3)]
    assert len(str(found[0])) < len(str(found[1])) < len(str(found[2]))


@pytest.mark.django_db
def test_each_relation_is_one_query_however_many_rows_have_it(django_assert_num_queries):
    three_ties()
    asked = prepared(ties)

    for _first_and_again in range(2):
        with django_assert_num_queries(5):
            told(asked(now=NOW + 3 * DAY))


@pytest.mark.django_db
def test_nothing_is_asked_about_nothing(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert prepared(ties)(now=NOW) == []


@pytest.mark.django_db
def test_what_was_prefetched_is_not_narrowed():
    three_ties()
    (tie, *_others) = prepared(ties)(now=NOW)

    with pytest.raises(TypeError, match="whole"):
        tie.parties.filter(position=0)
