import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from spacenews.firms.models import Source
from spacenews.firms.models.sources import normal_url
from tests import make


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/a?b=1",
        "http://example.org/a/?b=1",
        "HTTPS://EXAMPLE.org:443/a?b=1#part",
        " https://example.org/a?utm_source=mail&b=1&fbclid=x ",
    ],
)
def test_spellings_of_one_address_are_one(spelling):
    assert normal_url(spelling) == "example.org/a?b=1"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/A?b=1",
        "https://example.org/a?b=2",
        "https://example.org:8080/a?b=1",
        "https://www.example.org/a?b=1",
    ],
)
def test_addresses_that_may_differ_stay_apart(other):
    assert normal_url(other) != "example.org/a?b=1"


@given(st.text())
def test_no_text_breaks_the_normal_form(text):
    once = normal_url(text)

    assert len(once) <= len(text) + 16 or not text.isascii()


WORDS = st.text(st.characters(categories=["L", "N", "S"]))


@given(WORDS, WORDS)
def test_a_scheme_and_a_place_in_the_page_change_nothing(path, place):
    assert normal_url(f"https://example.org/{path}") == normal_url(f"http://example.org/{path}#{place}")


@pytest.mark.django_db
def test_the_database_keeps_one_source_to_an_address():
    make.source(url="https://example.org/a")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.source(url="http://example.org/a/")


@pytest.mark.django_db
def test_an_address_on_record_is_refused_beside_its_field_with_the_name_of_the_record():
    known = make.source(url="https://example.org/a", title="On record")

    with pytest.raises(ValidationError) as refused:
        Source(url="http://example.org/a/", title="t", publisher="p").full_clean()

    assert list(refused.value.message_dict) == ["url"]
    assert str(known) in refused.value.messages[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/a", "data:text/html,x", "//example.org"]
)
def test_a_source_lies_on_the_web(url):
    with pytest.raises(ValidationError):
        Source(url=url, title="t", publisher="p").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.source(url=url)
