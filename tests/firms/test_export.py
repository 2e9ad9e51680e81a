"""What readers may take away: read again, and compared record by record with the database."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from spacenews.firms.export import files
from spacenews.firms.export.kinds import BY_NAME, KINDS
from spacenews.firms.models import (
    Claim,
    Cooperation,
    Dispute,
    Figure,
    FundingRound,
    Milestone,
    Organization,
    Source,
)
from tests import make
from tests.firms.reading import HIDDEN, NOW, SHOWN, main, words

pytestmark = pytest.mark.django_db
MODELS = {
    "organizations": Organization,
    "cooperations": Cooperation,
    "milestones": Milestone,
    "funding-rounds": FundingRound,
    "figures": Figure,
    "disputes": Dispute,
    "claims": Claim,
}


@pytest.fixture(autouse=True)
def now(clock):
    clock.set(NOW)


def one_of_each(public_from, mark: str, firm: Organization | None = None) -> Organization:
    """Make a record of each kind, `mark` wherever a word may stand, public from a moment on or never."""
    common = {"public_from": public_from}
    firm = firm or make.organization(f"Firm {mark}", descriptor=f"=Makes {mark}", notes="desk", **common)
    make.name(firm, f"名{mark}", kind="native", language="zh-Hans")
    source = make.source(publisher=f"Press {mark}", reliability="deskword")
    figure = make.figure(
        as_printed=f"1.5 {mark}", value="1.5", organization=firm, source=source, definition=mark, **common
    )
    figure.further_sources.add(make.source(title=f"Second {mark}"))
    make.milestone(firm, title=f"-Flew {mark}", **common)
    make.funding_round(firm, amount="12345678901.50", currency="CNY", note=mark, **common)
    make.cooperation(firm, f"Plain {mark}", title=f"Tie {mark}", **common)
    make.dispute(
        figure, f"Words {mark}", question=f"How {mark}?", organization=firm, group=figure.group, **common
    )
    make.claim(sentence=f"Said, {mark}", **common)
    return firm


def as_json(client, name: str) -> dict:
    return json.loads(client.get(reverse("data-json", args=[name])).content)


def as_rows(client, name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(client.get(reverse("data-csv", args=[name])).content.decode())))


def test_every_public_record_is_in_both_files_as_it_is_in_the_database(client, settings):
    one_of_each(SHOWN, "one")
    one_of_each(SHOWN, "two")

    for name, model in MODELS.items():
        told, rows = as_json(client, name), as_rows(client, name)
        kept = {row.pk: row for row in model.objects.all()}

        assert told["licence"] == {"name": settings.LICENCE_NAME, "url": settings.LICENCE_URL}
        assert (told["count"], told["kind"], told["made_on"]) == (len(kept), name, "2026-08-21")
        assert (
            [record["id"] for record in told["records"]] == [int(row["id"]) for row in rows] == sorted(kept)
        )
        for record, row in zip(told["records"], rows, strict=True):
            agree(record, row, kept[record["id"]])
            assert row["licence"] == f"{settings.LICENCE_NAME}, {settings.SITE_NAME}"


def agree(record: dict, row: dict, kept) -> None:
    """Compare what the two files say with the row: numbers as numbers, words to the letter, sources each."""
    for name, value in record.items():
        mine = getattr(kept, name, None)
        if isinstance(mine, str) and isinstance(value, str) and name != "url":
            assert value == mine
            assert row[name].removeprefix("'") == mine
        elif isinstance(mine, Decimal):
            assert Decimal(str(value)) == Decimal(row[name]) == mine
    sources = kept.evidence if isinstance(kept, Claim) else getattr(kept, "sources", None)
    if sources is not None:
        assert [source["url"] for source in record["sources"]] == [source.url for source in sources]
        assert row["sources"] == "; ".join(source.url for source in sources)


def test_parts_of_a_record_are_told_whole(client):
    firm = one_of_each(SHOWN, "one")

    [told], [tie] = as_json(client, "organizations")["records"], as_json(client, "cooperations")["records"]
    [question], [figure] = as_json(client, "disputes")["records"], as_json(client, "figures")["records"]
    [row] = as_rows(client, "organizations")

    assert [name["text"] for name in told["names"]] == [name.text for name in firm.names.all()]
    assert row["descriptor"] == "'=Makes one"
    assert tie["parties"] == [
        {"name": firm.name, "slug": firm.slug, "role": ""},
        {"name": "Plain one", "slug": "", "role": ""},
    ]
    assert [answer["definition"] or answer["words"] for answer in question["answers"]] == ["one", "Words one"]
    assert len(question["sources"]) == 2
    assert figure["organization"]["slug"] == firm.slug
    assert figure["url"].endswith(f"/figures/{figure['group']['slug']}/#figure-{figure['id']}")


@pytest.mark.parametrize("public_from", HIDDEN)
def test_nothing_that_is_the_desks_alone_is_in_a_file_or_in_a_count(client, public_from):
    shown, hidden = one_of_each(SHOWN, "open"), one_of_each(public_from, "canary")
    one_of_each(public_from, "canary", firm=shown)
    make.milestone(hidden, title="canary of a hidden firm", public_from=SHOWN)
    make.cooperation(shown, hidden, title="canary tie", public_from=SHOWN)  # on no page: one party is left
    newer = make.figure(as_printed="canary", public_from=public_from)
    told = make.figure(as_printed="old", organization=hidden, superseded_by=newer, public_from=SHOWN)
    shown.names.filter(text__contains="canary").delete()

    texts = [
        client.get(reverse(f"data-{form}", args=[kind.name])).content.decode()
        for kind in KINDS
        for form in files.FORMS
    ]
    texts += [client.get(f"/figures/{told.group.slug}.{form}").content.decode() for form in files.FORMS]

    words_of_the_desk = "canary", "deskword", f"/firms/{hidden.slug}/"
    assert not any(word in text for word in words_of_the_desk for text in texts)
    assert [record["superseded_by"] for record in as_json(client, "figures")["records"]] == [None, None]
    counts = words(main(client.get(reverse("data"))))
    assert "Organizations 1 CSV" in counts and "Claims 1 CSV" in counts and "Milestones 1 CSV" in counts


def test_a_source_is_told_once_a_public_record_rests_on_it(client):
    one_of_each(SHOWN, "open")
    one_of_each(None, "hidden")
    make.source(title="Read by the desk")

    told = as_json(client, "sources")["records"]

    named = {
        source["url"]
        for name in MODELS
        for record in as_json(client, name)["records"]
        for source in [*record["sources"], *filter(None, [record.get("printed_in")])]
    }
    assert {record["url"] for record in told} == named
    assert len(told) < Source.objects.count()
    assert all("reliability" not in record for record in told)


@pytest.mark.parametrize("rows", [1, 3])
def test_files_ask_the_same_few_questions_however_much_there_is(rows, django_assert_num_queries):
    for number in range(rows):
        one_of_each(SHOWN, f"n{number}")

    for kind, expected in zip(KINDS, (7, 5, 4, 4, 4, 6, 4, 2), strict=True):
        with django_assert_num_queries(expected):
            text = "".join(files.text(kind, "json", NOW))
        assert json.loads(text)["count"] == len(json.loads(text)["records"])


def test_a_page_of_figures_has_its_values_as_files_in_its_order(client, settings):
    figure = make.figure(period="2024", value=26, as_printed="26", public_from=SHOWN)
    make.figure(group=figure.group, period="2023", value=17, as_printed="@17", public_from=SHOWN)
    make.dispute(figure, "words", group=figure.group, public_from=SHOWN)
    make.figure(group=figure.group, as_printed="canary")

    told = client.get(f"/figures/{figure.group.slug}.json").json()
    answer = client.get(f"/id/figures/{figure.group.slug}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert [record["as_printed"] for record in told["figures"]] == ["@17", "26"]
    assert [row["as_printed"] for row in rows] == ["'@17", "26"]
    assert told["licence"]["url"] == settings.LICENCE_URL
    assert len(told["disputes"]) == 1
    assert (
        told["url"] == rows[0]["url"].partition("#")[0] == f"{settings.SITE_URL}/figures/{figure.group.slug}/"
    )
    assert "canary" not in str(told) + answer.content.decode()


def test_a_kind_that_there_is_not_is_not_found(client):
    assert client.get("/data/letters.csv").status_code == client.get("/figures/none.json").status_code == 404


def test_the_command_writes_what_the_site_answers_and_replaces_each_file_whole(client, tmp_path, capsys):
    one_of_each(SHOWN, "one")
    old = tmp_path / "figures.csv"
    old.write_text("old")
    held = old.open()

    call_command("export_facts", tmp_path)

    assert held.read() == "old"
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written.keys() == {f"{kind.name}.{form}" for kind in KINDS for form in files.FORMS}
    for name, content in written.items():
        assert content == client.get(f"/data/{name}").content
    assert "figures: 1 records" in capsys.readouterr().out


def test_a_stopped_command_leaves_whole_files_alone(tmp_path, monkeypatch):
    one_of_each(SHOWN, "one")
    (tmp_path / "figures.json").write_text("old")
    kind = BY_NAME["figures"]

    def stops(*args):
        yield "begun"
        raise KeyboardInterrupt

    monkeypatch.setattr(
        files, "text", lambda of, form, now: stops() if of is kind and form == "json" else iter("x")
    )
    with pytest.raises(CommandError, match="Stopped"):
        call_command("export_facts", tmp_path, verbosity=0)

    assert (tmp_path / "figures.json").read_text() == "old"
    assert not list(tmp_path.glob(".*"))
    assert (tmp_path / "organizations.csv").read_text() == "x"
