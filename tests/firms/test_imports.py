"""Taking in tables of organizations: what each line comes to, what is written, and what is not."""

import csv
import doctest
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.editors.roles import EDITOR
from spacenews.firms import merging
from spacenews.firms.desk import imports
from spacenews.firms.imports import (
    kinds,
    lines,
    mapping,
    matching,
    origins,
    others,
    reading,
    report,
    states,
    trying,
    vague,
    writing,
)
from spacenews.firms.models import Cooperation, Identifier, Import, Name, Organization, Source
from tests import make

pytestmark = pytest.mark.django_db
GCAT = Path("../shared/real/firms/gcat-orgs-2025-04-14.tsv")  # lies beside the project, not in it
ECONOMIST = Path("../shared/real/firms/economist-launch-agencies.csv")
SOURCE = {"source": "https://example.org/table.csv", "title": "A table", "publisher": "Example"}

# All that is odd in such tables, in GCAT's own columns.
ODD = "\n".join(
    line.replace("|", "\t")
    for line in [
        "#Code|StateCode|Type|Class|TStart|TStop|ShortName|Name|Location|Parent|EName|UName",
        "# Updated 2026",
        "CN|CN|CY|C|1949|-|China|Zhonghua|Beijing|-|China|中国",  # a country
        "BLUE|CN|LV|B|2015 Jun  1|-|LandSpace|Lan jian|Beijing|-|Blue Arrow|蓝箭航天",
        "BLUE2|CN|LV|B|2016?|1991 Dec|LS2|Lan jian|Beijing|BLUE|Blue Arrow|蓝箭",  # the same name and slug
        "HAN|CN|O|C|1990s|*|-|-|Beijing|-|-|宇航院",  # no Latin letter: its code is its slug
        "ESRO|I-ESA|O|C|1962|1975|ESRO|-|Paris|CN|European Space Research Organisation|-",  # of no country
        "SOV|SU|O|D| 963|-|MOM|Ministerstvo|Moskva|-|-|Министерство",
        "NOPE|QQ|O|B|-|-|Nope|Nope|-|-|-|-",  # no such state
        "BLUE|CN|O|B|-|-|X|Twice|-|-|-|-",  # the same code again
        "TAG|US|O|B|-|-|X|<b>Bold</b>|-|-|-|-",
        "SUM|US|O|B|-|-|X|=1+1|-|-|-|-",
        "LONG|US|O|B|-|-|X|" + "y" * 201 + "|-|-|-|-",
        "WIDE|US|O|B|-|-|X|Wide|-|-|-|-|-|-|-",
        "NUL|US|O|B|-|-|X|Nu\x00l|-|-|-|-",
    ]
)
VERDICTS = {
    3: "left-out",
    **dict.fromkeys((4, 5, 6, 7, 8), "new"),
    **dict.fromkeys((9, 10, 11, 12, 13, 14, 15), "refused"),
}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch):
    monkeypatch.setattr(others, "A_MOMENT_S", 0)


def given(text: str | bytes, name: str = "table.csv", **columns) -> Import:
    """Return a table that was given and mapped by its own names."""
    text = reading.decoded(text.encode() if isinstance(text, str) else text)
    fields = mapping.guessed(reading.table(text).header)
    with transaction.atomic():
        source = origins.source_of("https://example.org/table", "A table", "Example")
    return Import.objects.create(
        file_name=name, text=text, source=source, mapping={"fields": fields, **columns}
    )


def tried(text: str | bytes, **columns) -> Import:
    imported = given(text, **columns)
    trying.try_out(imported)
    return imported


def written(text: str | bytes, *, changes: bool = False, **columns) -> Import:
    imported = tried(text, **columns)
    if changes:
        writing.choose_all(imported)
    list(writing.write(imported))
    return imported


def verdicts(imported: Import) -> dict[int, str]:
    return dict(imported.lines.values_list("number", "verdict"))


def told(imported: Import, number: int) -> list[tuple[str, str, str]]:
    line = imported.lines.get(number=number)
    return [(row["label"], row["before"], row["after"]) for row in report.changes(line)]


@pytest.mark.parametrize("module", [vague, states, kinds, mapping, matching])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


if GCAT.exists():

    @pytest.mark.sqlite  # as long on the other, and the same
    def test_the_whole_table_of_gcat_is_taken_in_and_changes_nothing_the_second_time():
        first = written(GCAT.read_bytes())

        assert writing.totals(first) == {"new": 3_637, "left-out": 216}
        assert first.lines.exclude(written_at=None).count() == 3_637
        assert Organization.objects.count() == Identifier.objects.count() == 3_637
        assert Cooperation.objects.count() == first.mapping["ties"] == 1_178
        assert Organization.objects.exclude(public_from=None).count() == 0
        assert Organization.objects.filter(country="").count() == 33
        nasa = Organization.objects.get(identifiers__value="NASA")
        assert (nasa.kind, nasa.country, nasa.founded) == ("agency", "US", "1958-10-01")
        rows = list(report.rows(first))
        assert len(rows) == 3_853
        assert Counter(row[1] for row in rows) == {"new": 3_637, "left-out": 216}

        second = written(GCAT.read_bytes(), changes=True)

        assert writing.totals(second) == {"same": 3_637, "left-out": 216}
        assert second.lines.exclude(written_at=None).count() == 0
        assert Organization.objects.count() == 3_637 and Cooperation.objects.count() == 1_178

    def test_another_table_of_the_same_codes_says_what_it_knows_otherwise():
        made = tried(ECONOMIST.read_bytes())

        assert writing.totals(made) == {"new": 74}
        assert Organization.objects.count() == 0


def test_every_odd_line_has_its_verdict_and_a_word():
    made = tried(ODD)

    assert verdicts(made) == VERDICTS
    assert made.lines.filter(verdict="refused", message="").count() == 0
    assert made.lines.get(number=9).message == "No country has this code or name: “QQ”."
    assert made.lines.get(number=10).message == "Line 4 gives the same identifier."
    assert "1990s" in made.lines.get(number=6).message
    assert Organization.objects.count() == 0


def test_what_is_new_is_written_and_the_second_time_all_is_the_same():
    written(ODD)

    made = {row.identifiers.get().value: row for row in Organization.objects.all()}
    assert {code: (row.slug, row.name, row.country, row.founded) for code, row in made.items()} == {
        "BLUE": ("blue-arrow", "Blue Arrow", "CN", "2015-06-01"),
        "BLUE2": ("blue-arrow-blue2", "Blue Arrow (BLUE2)", "CN", "2016?"),
        "HAN": ("han", "宇航院", "CN", ""),
        "ESRO": ("european-space-research-organisation", "European Space Research Organisation", "", "1962"),
        "SOV": ("ministerstvo", "Ministerstvo", "SU", "0963"),
    }
    assert (made["BLUE2"].status, made["BLUE2"].status_note) == ("closed", "1991 Dec")
    assert (made["HAN"].status, made["HAN"].kind, made["BLUE"].sectors) == ("active", "agency", ["launch"])
    assert set(made["BLUE"].names.values_list("text", "kind", "match", "language")) == {
        ("Blue Arrow", "display", "exact", ""),
        ("Lan jian", "alias", "exact", ""),
        ("蓝箭航天", "native", "always", "zh-Hans"),
        ("LandSpace", "short", "ask", ""),
    }
    tie = Cooperation.objects.get()
    assert list(tie.parties.values_list("organization", "role")) == [
        (made["BLUE2"].pk, "owned"),
        (made["BLUE"].pk, "owner"),
    ]

    again = written(ODD, changes=True)

    assert verdicts(again) == {n: "same" if verdict == "new" else verdict for n, verdict in VERDICTS.items()}
    assert Cooperation.objects.count() == 1 and Name.objects.count() == sum(
        row.names.count() for row in made.values()
    )


def test_readers_see_new_records_only_where_that_was_said():
    written("Code,Name\nA1,Alpha\n")
    written("Code,Name\nB1,Beta\n", show=True)

    shown = Organization.objects.exclude(public_from=None)
    assert [row.name for row in shown] == ["Beta"]


def test_a_change_is_shown_first_and_written_only_where_it_is_chosen():
    firm = make.organization("Alpha", slug="alpha", city="Xi’an", country="CN", short_name="A")
    firm.identifiers.create(scheme="gcat", value="A1")
    table = "Code,Name,City,Founded,Nation,Native name\nA1,Alfa,Beijing,2015,-,阿尔法\n"

    made = written(table)

    assert told(made, 2) == [
        ("city", "Xi’an", "Beijing"),
        ("founded", "", "2015"),
        ("name (alias)", "", "Alfa"),
        ("name (native)", "", "阿尔法"),
    ]
    firm.refresh_from_db()
    assert (firm.city, firm.founded, firm.name) == ("Xi’an", "", "Alpha")

    writing.choose(made, [2], [2])
    list(writing.write(made))

    firm.refresh_from_db()
    assert (firm.city, firm.founded, firm.name, firm.country) == ("Beijing", "2015", "Alpha", "CN")
    assert [row.pk for row in firm.further_sources.all()] == [made.source_id]
    assert verdicts(tried(table)) == {2: "same"}


def test_a_date_that_is_only_less_precise_changes_nothing():
    firm = make.organization("Alpha", founded="2015-06-01")
    firm.identifiers.create(scheme="gcat", value="A1")

    assert verdicts(tried("Code,Name,Founded\nA1,Alpha,2015\n")) == {2: "same"}
    assert verdicts(tried("Code,Name,Founded\nA1,Alpha,2014\n")) == {2: "changed"}


def test_a_date_that_is_more_precise_is_a_change():
    firm = make.organization("Alpha", founded="2015?")
    firm.identifiers.create(scheme="gcat", value="A1")

    assert verdicts(tried("Code,Name,Founded\nA1,Alpha,2015-06\n")) == {2: "changed"}
    assert verdicts(tried("Code,Name,Founded\nA1,Alpha,2015\n")) == {2: "same"}


def test_what_somebody_typed_since_the_trial_is_not_overwritten():
    firm = make.organization("Alpha", city="")
    firm.identifiers.create(scheme="gcat", value="A1")
    made = tried("Code,Name,City\nA1,Alpha,Beijing\n")
    writing.choose_all(made)
    firm.city = "Wuhan"
    with transaction.atomic():
        firm.save()

    list(writing.write(made))

    firm.refresh_from_db()
    assert firm.city == "Wuhan"
    assert told(made, 2) == [("city", "Wuhan", "Beijing")]


def test_a_name_alone_never_tells_who_is_meant():
    firm = make.organization("Ｂｌｕｅ  Arrow", country="CN")
    table = "Code,Name,Country\nB1,Blue arrow,Japan\n"

    made = written(table)

    assert verdicts(made) == {2: "refused"} and Organization.objects.count() == 1
    writing.decide(made, 2, firm.pk)
    assert told(made, 2) == [("country", "CN", "JP"), ("GCAT", "", "B1")]

    writing.decide(other := written(table), 2, 0)
    list(writing.write(other))

    assert set(Organization.objects.values_list("name", "country")) == {
        ("Ｂｌｕｅ  Arrow", "CN"),
        ("Blue arrow (B1)", "JP"),
    }


def test_without_an_identifier_two_of_a_name_are_refused():
    assert verdicts(tried("Name,City\nAlpha,Xi’an\nALPHA,Wuhan\n")) == {2: "new", 3: "refused"}


def test_our_own_slug_tells_who_is_meant_also_one_that_it_had():
    firm = make.organization("Alpha", slug="first")
    with transaction.atomic():
        firm.slug = "second"
        firm.save()

    made = written("Slug,Name\nfirst,Alpha\nnew_one,Beta\ncompare,Gamma\n")

    assert verdicts(made) == {2: "same", 3: "new", 4: "new"}
    assert set(Organization.objects.values_list("slug", flat=True)) == {"second", "beta", "gamma"}


def test_identifiers_of_two_records_are_refused():
    make.organization("Alpha").identifiers.create(scheme="gcat", value="A1")
    make.organization("Beta").identifiers.create(scheme="wikidata", value="Q5")

    made = tried("Code,Wikidata,Name\nA1,Q5,Gamma\n")

    assert made.lines.get().message == "Its identifiers are of different records: Alpha · Beta."


def test_writing_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    made = tried("Code,Name\n" + "".join(f"A{n},Alpha {n}\n" for n in range(5)))

    next(writing.write(made))

    assert Organization.objects.count() == 2
    made.refresh_from_db()
    assert made.state == "running"
    with pytest.raises(ValidationError):
        trying.try_out(made)

    list(writing.write(made))

    assert Organization.objects.count() == 5 and made.state == "done"


def test_what_is_stopped_while_it_is_written_stays_so_and_tried_again_names_every_owner(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    made = tried("Code,Name,Parent\n" + "".join(f"A{n},Alpha {n},A4\n" for n in range(5)))
    batches = writing.write(made)
    next(batches)

    Import.objects.update(state=Import.State.STOPPED)

    assert list(batches) == []
    made.refresh_from_db()
    assert (made.state, Organization.objects.count()) == ("stopped", 2)
    made.mapping = {"fields": made.mapping["fields"]}
    trying.try_out(made)
    list(writing.write(made))
    assert (made.state, Organization.objects.count()) == ("done", 5)
    assert Cooperation.objects.filter(kind="ownership", parties__organization__name="Alpha 4").count() == 4


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xef\xbb\xbfCode;Name\r\nA1;Alpha\rA2;Beta\n", {2: "new", 3: "new"}),
        ("Code\tName\nA1\tÄther\n".encode("utf-16"), {2: "new"}),
        ("Code\tName\nA1\tAether\n".encode("utf-16-le"), {2: "new"}),
        (b"Code,Name\nA1,\xff\xfeAlpha\nA2,Beta\n", {2: "refused", 3: "new"}),
        (b'Code,Name\nA1,"Alpha\nA2,Beta\n' + b"A3,Gamma\n" * 60, {2: "refused", 3: "new", 4: "new"}),
        (b'Code,Name\nA1,"Al\npha"\nA2,Beta\n', {2: "new", 4: "new"}),
        (b"Code,Name\nA1," + b"x" * 1_000_000 + b"\nA2,Beta\n", {2: "refused", 3: "new"}),
        (b"Code,Name\nA1,'@Alpha\n", {2: "new"}),
        (
            b'[{"code": "A1", "name": "Alpha", "aliases": ["A", "B"]}, 7, {"name": null}]',
            {1: "new", 2: "refused"},
        ),
        ("Code,Name,国家\nA1,蓝箭航天,\nA2,智神星,\n".encode("gb18030"), {2: "new", 3: "new"}),
        (b'"Na\nme",Name\nA1,Alpha\n', {3: "new"}),
        ("Name\nAl\u202epha\u200f\nALPHA\n".encode(), {2: "new", 3: "refused"}),
        (b'{"organizations": [{"wikidata": "Q1", "name": "Alpha", "website": "javascript:x"}]}', {1: "new"}),
    ],
)
def test_whatever_a_file_holds_each_line_has_an_answer(data, expected):
    made = tried(data)

    assert dict(list(verdicts(made).items())[: len(expected)]) == expected
    list(writing.write(made))


def test_records_are_not_made_as_wide_as_names_without_end(monkeypatch):
    monkeypatch.setattr(reading, "_of_object", None)

    with pytest.raises(ValidationError, match="columns"):
        reading.table("[" + ",".join(f'{{"{number}": 1}}' for number in range(200)) + "]")


def test_parts_of_parts_are_columns_of_their_own():
    table = reading.table(
        '[{"name": "A", "hq": {"city": "Wuhan"}, "site": "a.example"}, {"name": "B", "hq": 7}]'
    )

    assert table.header == ["name", "hq.city", "site", "hq"]
    assert [row.cells for row in table.rows] == [["A", "Wuhan", "a.example", ""], ["B", "", "", "7"]]


def test_a_table_in_chinese_is_understood():
    written("企业名称,英文名,国家,成立时间,官网\n蓝箭航天,LandSpace,中国,2015年6月1日,landspace.com\n")

    made = Organization.objects.get()
    assert (made.name, made.country, made.founded) == ("LandSpace", "CN", "2015-06-01")
    assert made.website == "https://landspace.com"


def test_lists_in_lists_say_nothing():
    [row] = reading.table('[{"name": ["A", ' + "[" * 600 + "1" + "]" * 600 + "]}]").rows

    assert row.cells == ["A"]


def test_a_tie_names_nobody_to_readers_whom_they_do_not_see():
    secret = make.organization("Secret Owner")
    Identifier.objects.create(organization=secret, scheme="gcat", value="SECRET")

    written("gcat,name,parent\nNEW,Newly,SECRET\nNEWER,Newer,NEW\n", show=True)

    shown = {tie.title: tie.public_from is not None for tie in Cooperation.objects.all()}
    assert shown == {"Ownership of Newly: Secret Owner": False, "Ownership of Newer: Newly": True}


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\x00\x00", b"Name", b"[", b"[" * 100_000, b"[1e999999]", b'{"a": 1}', b"," * 200 + b"\n1"),
        *(b"PK\x03\x04\nName\nAlpha\n", b'Code,"Name\nA1,Alpha\n', "Länder,Name\nA1,B\n".encode("latin-1")),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data):
    with pytest.raises(ValidationError):
        reading.table(reading.decoded(data))


def test_a_table_has_an_end(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)

    with pytest.raises(ValidationError, match="more than 2 lines"):
        reading.table("Name\n1\n2\n3\n")


def call(path: Path, *args, **options) -> str:
    out = StringIO()
    call_command("import_organizations", str(path), *args, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_command_tries_and_only_if_told_writes(tmp_path):
    path, told_of = tmp_path / "odd.tsv", tmp_path / "report.csv"
    path.write_text(ODD)

    assert call(path, report=told_of) == "13 lines: 5 new, 1 left-out, 7 refused.\n"
    rows = list(csv.reader(told_of.open(newline="")))
    assert rows[0] == report.HEADER and len(rows) == 14
    assert Organization.objects.count() == Import.objects.count() == Source.objects.count() == 0
    with pytest.raises(CommandError, match="Say with --source"):
        call(path, apply=True)

    person = make.user(EDITOR)
    said = call(path, apply=True, by=person.username, **SOURCE)
    assert said.endswith("5 records written, 1 ties to owners.\n")
    assert Source.objects.get().title == "A table"
    assert person.logentry_set.count() == 5


def test_the_command_takes_a_mapping(tmp_path):
    path, names = tmp_path / "t.csv", tmp_path / "map.json"
    path.write_text("wer,wo\nAlpha,Wuhan\n")
    names.write_text('{"wer": "name", "wo": "city"}')

    call(path, apply=True, mapping=names, **SOURCE)

    assert Organization.objects.get().place == "Wuhan"
    for wrong in ("[]", "{", '{"nobody": "name"}', '{"wer": "name", "wo": "name"}', '{"wo": "city"}'):
        names.write_text(wrong)
        with pytest.raises(CommandError):
            call(path, mapping=names)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.person = make.user(EDITOR)
    client.force_login(client.person)
    return client


def test_a_table_goes_its_way_at_the_desk(desk):
    firm = make.organization("Alpha", slug="alpha", city="Wuhan", country="CN")
    firm.identifiers.create(scheme="gcat", value="A1")
    table = ContentFile(
        b"Code,Name,Location\nA1,Alpha,Beijing\nB1,=Beta,-\nC1,Gamma,-\nD1,ALPHA,-\n", "t.csv"
    )

    answer = desk.post(reverse("admin:firms_organization_imports"), {"file": table})
    page = answer.url
    form = desk.get(page).context["form"]
    assert [field.initial for field in form.columns] == ["gcat", "name", "city"]
    mapped = {f"column-{n}": field for n, field in enumerate(("gcat", "name", "city"))}
    assert desk.post(page, {"act": "try", **mapped}).status_code == 200  # it lacks a source
    lacking = desk.post(page, {"act": "try", **mapped, "url": "https://example.org/t.csv"}).context["form"]
    assert set(lacking.errors) == {"title", "publisher"}
    mapped |= {"url": "https://example.org/t.csv", "title": "T", "publisher": "P"}
    assert desk.post(page, {"act": "try", **mapped}).status_code == 302

    shown = desk.get(page)
    counts = {row["verdict"]: row["count"] for row in shown.context["counts"]}
    assert counts == {"new": 2, "changed": 1, "refused": 1}
    assert "<del>Wuhan</del> → <ins>Beijing</ins>" in shown.content.decode()
    assert "It is another" not in desk.get(f"{page}?verdict=new").content.decode()
    refused = desk.get(f"{page}lines.csv").content.decode().splitlines()
    assert refused[2].startswith("3,refused,false,")

    desk.post(page, {"act": "choose", "shown": "2", "take": "2"})
    desk.post(page, {"act": "write"})

    firm.refresh_from_db()
    assert firm.city == "Beijing"
    assert sorted(Organization.objects.values_list("name", flat=True)) == ["ALPHA (D1)", "Alpha", "Gamma"]
    assert desk.get(page).context["progress"]["written"] == 3
    assert desk.person.logentry_set.count() == 4
    desk.post(page, {"act": "remove"})
    assert (Import.objects.count(), Organization.objects.count()) == (0, 3)


def test_a_report_takes_the_same_queries_whatever_its_length(desk):
    counts = []
    for length in (1, 3):
        made = tried("Code,Name\n" + "".join(f"X{length}{n},Alpha {length} {n}\n" for n in range(length)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(reverse("admin:firms_organization_import", args=[made.pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("data", [b"", b"Name", b"[[[", b"\xff" * 100])
def test_a_file_that_is_no_table_is_said_to_be_none(desk, data):
    answer = desk.post(reverse("admin:firms_organization_imports"), {"file": ContentFile(data, "x.csv")})

    assert answer.status_code == 200 and answer.context["form"].errors["file"]
    assert Import.objects.count() == 0


def test_strange_acts_change_nothing(desk):
    page = reverse("admin:firms_organization_import", args=[tried("Code,Name\nA1,Alpha\n").pk])

    for sent in (
        {"line": "x"},
        {"line": "9:0"},
        {"line": "2:99999999999999999999"},
        {"act": "choose", "take": "x"},
        {"act": "nothing"},
    ):
        assert desk.post(page, sent).status_code in (200, 302)
    assert desk.get(f"{page}?after=x&verdict=y").status_code == 200


def test_a_trial_goes_on_where_it_was_stopped_and_says_the_same(desk, monkeypatch):
    make.organization("Alpha 1").identifiers.create(scheme="gcat", value="A1")
    table = "Code,Name,Wikidata\n" + "".join(f"A{n},Alpha {n},\n" for n in range(5)) + "A2,B,\n,C,Q1\nA1,D,\n"
    whole = dict(tried(table).lines.values_list("number", "message"))
    monkeypatch.setattr(lines, "BATCH", 2)
    monkeypatch.setattr(imports, "A_REQUEST_S", 0)
    made = given(table)
    page = reverse("admin:firms_organization_import", args=[made.pk])
    mapped = {f"column-{n}": field for n, field in enumerate(made.mapping["fields"])}

    desk.post(page, {"act": "try", "url": made.source.url, **mapped})
    shown = desk.get(page)
    assert shown.context["progress"] == {"goes_on": True, "untried": 6, "tried": 2, "total": 8}
    assert "2 of 8 lines tried" in shown.content.decode() and b"data-goes-on" in shown.content
    desk.post(page, {"act": "stop"})
    desk.post(page, {"act": "write"})
    made.refresh_from_db()
    assert (made.state, made.lines.count(), Organization.objects.count()) == ("stopped", 2, 1)
    for _ in range(4):
        desk.post(page, {"act": "try-on"})

    made.refresh_from_db()
    assert (made.state, dict(made.lines.values_list("number", "message"))) == ("tried", whole)


def test_who_begins_a_trial_anew_ends_the_one_that_runs(monkeypatch):
    monkeypatch.setattr(lines, "BATCH", 1)
    made = given("Code,Name\nA1,Alpha\nB1,Beta\n")
    trying.begin(made)
    batches = trying.go_on(made)
    next(batches)

    other = Import.objects.get()
    trying.try_out(other)

    assert list(batches) == [] and verdicts(other) == {2: "new", 3: "new"}


def test_what_was_chosen_for_the_same_columns_is_offered_again(desk):
    table = "Firma;Ort\nAlpha;Wuhan\n"
    made = given(table, name="first.csv")
    made.mapping["fields"] = ["name", "city"]
    trying.try_out(made)
    page = reverse("admin:firms_organization_import", args=[Import.objects.create(text=table).pk])

    shown = desk.get(page)

    form = shown.context["form"]
    assert [field.initial for field in form.columns] == ["name", "city"]
    assert (form["url"].initial, form["show"].initial) == ("https://example.org/table", False)
    assert "As they were for “first.csv”" in shown.content.decode()
    Import.objects.filter(pk=made.pk).delete()
    assert "Guessed from their names." in desk.get(page).content.decode()


def test_who_was_chosen_and_merged_since_is_the_one_that_he_was_merged_into():
    old = make.organization("Alpha", country="US")
    into = make.organization("Alpha Aerospace", country="CN")
    made = tried("Code,Name,Country\nA1,Alpha,Japan\n")
    writing.decide(made, 2, old.pk)
    merging.merge(old, into)
    writing.choose_all(made)

    list(writing.write(made))

    assert verdicts(made) == {2: "changed"} and told(made, 2) == [("country", "CN", "JP"), ("GCAT", "", "A1")]
    assert Organization.objects.get().country == "CN"  # it was not this difference that was chosen


def test_owners_are_named_once_by_whoever_takes_a_table_in_again_that_was_left_half_way(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 2)
    table = "Code,Name,Parent\n" + "".join(f"A{n},Alpha {n},A4\n" for n in range(5))
    next(writing.write(tried(table)))

    written(table)

    assert Cooperation.objects.filter(kind="ownership").count() == 4
    Cooperation.objects.all().delete()
    written(table)
    assert Cooperation.objects.count() == 0  # the desk took them away


def test_two_lines_about_what_is_one_by_now_make_one_tie():
    made = tried("Code,Name,Parent\nA1,Alpha,C1\nB1,Beta,C1\nC1,Gamma,A1\n")
    batches = writing.write(made)
    next(batches)
    merging.merge(*(Organization.objects.get(name=name) for name in ("Alpha", "Beta")))

    list(batches)

    assert [tie.title for tie in Cooperation.objects.all()] == ["Ownership of Beta: Gamma"]
