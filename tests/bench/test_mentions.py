"""The labelled set of mentions: what is named in our own texts is found, and little else."""

from bench import mentions_quality as quality
from spacenews.sample import facts


def test_the_shipped_names_are_found_as_well_as_they_must_be():
    found = sum(quality.scores(quality.shipped(), quality.own_parts()).values(), quality.Score())

    assert found.precision >= quality.LEAST_PRECISION
    assert found.recall >= quality.LEAST_RECALL


def test_what_was_written_blind_is_found_as_well_and_few_questions_are_in_vain():
    for found in quality.scores(quality.shipped(), quality.blind_parts()).values():
        assert found.precision >= quality.LEAST_PRECISION
        assert found.recall >= quality.LEAST_RECALL
        assert found.precision_with_questions >= quality.LEAST_PRECISION


def test_every_text_of_the_sample_is_labelled():
    parts = quality.own_parts()

    assert len(parts["headlines of sources"]) == len(facts.read()["sources"])
    assert len(parts["sample articles"]) == 19
    slugs = {slug for _text, _match, slug in quality.shipped_names()}
    assert slugs.issuperset(slug for cases in parts.values() for case in cases for slug in case.expected)
