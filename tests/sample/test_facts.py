"""The facts of the sample content: complete, and strict about their shape."""

import copy
import json
from pathlib import Path

import pytest

from spacenews.sample import facts, taxonomy
from spacenews.sample.shapes import Misfit, fit_all, text

GIVEN = json.loads(facts.PATH.read_text("utf-8"))
COUNTS = {
    "sources": 187,
    "firms": 52,
    "institutions": 40,
    "cooperations": 51,
    "milestones": 58,
    "funding_rounds": 23,
    "figures": 52,
    "conflicts": 18,
    "checked_claims": 13,
}


def test_all_facts_of_the_file_fit():
    assert {section: len(records) for section, records in facts.read().items()} == COUNTS


def test_every_record_has_every_field_of_its_shape():
    for section, records in facts.read().items():
        fields = {name.removesuffix("?") for name in facts.SHAPES[section]}
        assert all(record.keys() == fields for record in records), section


def test_sections_authors_tags_groups_and_pages_fit():
    given = taxonomy.read()

    assert [len(given[section]) for section in ("groups", "sections", "authors", "tags", "pages")] == [
        15,
        5,
        5,
        23,
        4,
    ]
    assert {group["slug"] for group in given["groups"]} == {figure["group"] for figure in GIVEN["figures"]}


def reading(tmp_path: Path, data: dict):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(data), "utf-8")
    return facts.read(path)


WRONG = [
    ("firms", {"colour": "red"}, "firms landspace: colour: no such field"),
    ("firms", {"name": " "}, "firms landspace: name: ' ' is not a text without space around it"),
    ("firms", {"sectors": ["space"]}, "firms landspace: sectors: 'space' is none of launch"),
    ("firms", {"country": "Atlantis"}, "firms landspace: country: 'Atlantis' is none of"),
    ("firms", {"sources": []}, "firms landspace: sources: [] is not a list of 1 or more"),
    (
        "firms",
        {"founded": {"value": "2015", "precision": "year", "alternatives": [{"value": "2014"}]}},
        "firms landspace: founded: alternatives: sources: missing",
    ),
    ("milestones", {"date": "2008-13"}, "milestones m01: date: '2008-13' is not a date"),
    ("milestones", {"outcome": "great"}, "milestones m01: outcome: 'great' is none of"),
    ("funding_rounds", {"amount": "1"}, "funding rounds r01: amount: '1' is not a number"),
    (
        "funding_rounds",
        {"is_cumulative_total": 0},
        "funding rounds r01: is_cumulative_total: 0 is neither",
    ),
    ("figures", {"value": True}, "figures x01: value: True is not a number"),
    ("figures", {"year": "2023"}, "figures x01: year: '2023' is not a year"),
    ("sources", {"url": "javascript:alert(1)"}, "sources gcat: url: 'javascript:alert(1)' is not an address"),
    ("cooperations", {"kind": "marriage"}, "cooperations c01: kind: 'marriage' is none of"),
    ("conflicts", {"values": [{"value": "1", "sources": ["a"]}]}, "conflicts k01: values:"),
    ("checked_claims", {"verdict": "perhaps"}, "checked claims 1: verdict: 'perhaps' is none of"),
]


@pytest.mark.parametrize(("section", "change", "sentence"), WRONG, ids=[sentence for _, _, sentence in WRONG])
def test_a_record_that_does_not_fit_is_named_with_its_field(tmp_path, section, change, sentence):
    data = copy.deepcopy(GIVEN)
    data[section][0] |= change

    with pytest.raises(Misfit) as error:
        reading(tmp_path, data)

    assert str(error.value).startswith(sentence)


def test_a_field_that_is_missing_is_named(tmp_path):
    data = copy.deepcopy(GIVEN)
    del data["figures"][1]["as_printed"]

    with pytest.raises(Misfit, match=r"^figures x02: as_printed: missing$"):
        reading(tmp_path, data)


def test_an_id_stands_once(tmp_path):
    data = copy.deepcopy(GIVEN)
    data["sources"].append(data["sources"][3])

    with pytest.raises(Misfit, match=f"^sources {data['sources'][3]['id']}: there twice$"):
        reading(tmp_path, data)


def test_a_section_more_or_less_is_an_error(tmp_path):
    with pytest.raises(Misfit, match=r"^facts\.json: rumours: no such field$"):
        reading(tmp_path, {**GIVEN, "rumours": []})
    with pytest.raises(Misfit, match=r"^facts\.json: firms: missing$"):
        reading(tmp_path, {name: records for name, records in GIVEN.items() if name != "firms"})


def test_what_is_no_record_at_all_is_an_error():
    with pytest.raises(Misfit, match=r"^tags 1: 'methane' is not a record$"):
        fit_all("tags", ["methane"], {"name": text})
