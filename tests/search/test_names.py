"""Names, synonyms and slugs that were: looked up when a query is read, so that renaming writes nothing anew."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spacenews.pagecache import clock
from spacenews.pagecache.statements import written_tables
from spacenews.search import reading
from spacenews.search.models import Synonym
from tests import make
from tests.search.asking import found

pytestmark = pytest.mark.django_db


def same(*words: str) -> Synonym:
    return Synonym.objects.create(words=list(words))


def test_any_word_of_a_synonym_finds_all_of_them():
    make.published(headline="The Milky Way")
    make.published(headline="Our galaxy")
    make.published(headline="Galaksi kita", language="id")
    make.published(headline="银河系", language="zh-hans")
    same("Milky Way", "galaxy", "galaksi", "银河系")

    everything = sorted(["The Milky Way", "Our galaxy", "Galaksi kita", "银河系"])
    for typed in ("galaxy", "GALAXY", "milky way", "Milky-Way", "galaksi", "银河系"):
        assert sorted(found(typed)) == everything, typed
    assert found("milky") == ["The Milky Way"]


def test_a_synonym_stands_beside_other_words():
    make.published(headline="A launch vehicle of aluminium")
    make.published(headline="A rocket of steel")
    same("launch vehicle", "rocket")

    assert found("rocket aluminium") == ["A launch vehicle of aluminium"]
    assert found("steel launch vehicle") == ["A rocket of steel"]
    assert found("steel vehicle") == []


def test_a_code_may_have_synonyms():
    make.published(headline="CZ-5B comes down")
    same("Long March 5B", "CZ-5B")

    assert found("long march 5b") == ["CZ-5B comes down"]
    assert found("cz 5b") == found("CZ5B") == ["CZ-5B comes down"]


def test_a_synonym_may_also_be_the_name_of_a_firm():
    firm = make.organization("Galactic Energy", public_from=clock.now())
    make.published(headline="One", about=[firm])
    make.published(headline="Xinghe flies")
    same("Galactic Energy", "Xinghe")

    assert sorted(found("galactic energy")) == ["One", "Xinghe flies"]
    assert [meaning.record for meaning in reading.read("galactic energy", clock.now()).firms] == [firm]


def test_a_slip_in_a_synonym_is_put_right():
    make.published(headline="Milky galaxy")
    make.published(headline="Xinghe flies")
    same("galaxy", "Xinghe")

    assert sorted(found("galxy")) == ["Milky galaxy", "Xinghe flies"]


def test_what_is_changed_about_a_synonym_counts_at_once():
    make.published(headline="A vessel")
    pair = same("craft", "ship")
    assert found("craft") == []

    pair.words = ["craft", "vessel"]
    pair.save()
    assert found("craft") == ["A vessel"]

    pair.delete()
    assert found("craft") == []


@pytest.mark.parametrize("key", ["firm", "tag", "section"])
def test_a_filter_takes_a_slug_that_was(key):
    records = {
        "firm": make.organization("LandSpace", slug="landspace", public_from=clock.now()),
        "tag": make.tag("methane", slug="landspace"),
        "section": make.section(name="Launch", slug="landspace"),
    }
    make.published(headline="One", section=records["section"], tags=[records["tag"]], about=[records["firm"]])
    make.published(headline="Two landspace")
    records[key].slug = "land-space-2"
    records[key].save()

    assert found(f"{key}:landspace") == found(f"{key}:land-space-2") == ["One"]
    assert sorted(found(f"-{key}:landspace")) == ["Two landspace"]


def test_a_slug_that_was_tells_nothing_that_readers_do_not_know():
    firm, tag = make.organization("Hidden", slug="old"), make.tag("secret", slug="old")
    for record in (firm, tag):
        record.slug = "new"
        record.save()
    make.article(about=[firm], tags=[tag])
    now = clock.now()

    for key in ("firm", "tag"):
        assert reading.read(f"{key}:old", now).condition() == reading.read(f"{key} old", now).condition()


def test_renaming_a_firm_or_a_tag_or_a_section_writes_nothing_of_the_index():
    firm, tag, section = make.organization("LandSpace"), make.tag("methane"), make.section()
    make.published(about=[firm], tags=[tag], section=section)

    with CaptureQueriesContext(connection) as asked:
        for record in (firm, tag, section):
            record.name, record.slug = "Another", f"another-{record.pk}"
            record.save()
        make.name(firm, "Blue Arrow")
        firm.names.all().delete()

    written = set().union(*(written_tables(query["sql"]) for query in asked))
    assert {"firms_organization", "articles_tag", "articles_section"} <= written
    assert not {table for table in written if table.startswith("search_")}
