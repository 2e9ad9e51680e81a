"""What is measured is made of lists of words, and is the same on every machine."""

from collections import Counter

import pytest

from bench.generate import story
from bench.queries import CLASSES, hostile_lines, queries
from spacenews.firms.models import Organization
from tests import make

FIRMS = ["LandSpace", "Galactic Energy"]


def test_an_article_of_a_number_is_always_the_same():
    assert story(7, FIRMS) == story(7, FIRMS)
    assert story(7, FIRMS).headline != story(17, FIRMS).headline


def test_a_tenth_is_indonesian_and_a_tenth_chinese():
    languages = Counter(story(number, FIRMS).language for number in range(50))

    assert languages == {"en": 40, "id": 5, "zh-hans": 5}


def test_a_text_is_as_long_as_an_article():
    lengths = [len(story(number, FIRMS).text.split()) for number in range(0, 80, 10)]

    assert all(400 <= length <= 800 for length in lengths)


@pytest.mark.django_db
def test_every_class_has_its_lines():
    make.organization("LandSpace", slug="landspace")

    asked = dict(queries(100, list(Organization.objects.prefetch_related("names"))))

    assert asked.keys() == CLASSES.keys()
    assert {len(lines) for lines in asked.values()} == {20}
    assert all(line.strip() for lines in asked.values() for line in lines)


def test_hostile_lines_are_as_many_as_are_asked_for():
    assert len(list(hostile_lines(30))) == len(set(hostile_lines(30))) == 30
