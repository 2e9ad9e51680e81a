from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from spacenews.firms.models import Source
from spacenews.firms.models.sources import normal_url
from tests import make

WORDS = st.text(st.characters(categories=["L", "N", "S"], exclude_characters="&=#?/%"))


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/a?b=1",
        "http://example.org/a/?b=1",
        "HTTPS://EXAMPLE.org:443/a?b=1#part",
        " https://example.org/a?utm_source=mail&b=1&fbclid=x ",
        "https://example.org/a?UTM_id=1&gclid=2&b=1&mc_cid=3&mc_eid=4&msclkid=5&igshid=6&_ga=7",
        "https://example.org./%61//?&b=1&&",
        "https://example.org/a?%62=1&utm%5Fmedium=x",
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
        "https://m.example.org/a?b=1",
        "http://example.org:443/a?b=1",
        "https://example.org/a?b=1&ref=x",
        "https://example.org/a?b=1&gclids=x",
        "https://example.org/a%3Fb=1",
    ],
)
def test_addresses_that_may_differ_stay_apart(other):
    assert normal_url(other) != "example.org/a?b=1"


def test_parameters_keep_their_order():
    assert normal_url("https://example.org/?b=1&a=2") == "example.org?b=1&a=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://zh.example.org/%e8%93%9d%e7%ae%ad", "http://zh.example.org/蓝箭/"),
        ("https://蓝箭.cn/a", "https://XN--7ZZ21Q.cn/a"),
        ("https://example.org/?q=%2f%c3%a9", "https://example.org?q=%2F\u00e9"),
        ("https://example.org/%7Eu", "https://example.org/~u"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]"),
    ],
)
def test_an_address_in_letters_or_in_percent_signs_is_one(one, other):
    assert normal_url(one) == normal_url(other)


HOSTS = st.sampled_from(
    ["example.org", "EXAMPLE.org:x", "[::1", "蓝箭.cn", "a" * 70 + ".org", "", "[v]", "\udc80"]
)
PIECES = st.lists(
    st.sampled_from(["%", "%e8%93%9d", "%ff", "\udc80", "\x00", "&", "utm_a", "=", "?", "#", "é", " "])
)


@given(st.one_of(st.text(), st.builds("https://{}/{}".format, HOSTS, PIECES.map("".join))))
def test_no_text_breaks_the_normal_form(text):
    once = normal_url(text)

    assert len(once) <= len(text) + 16 or not text.isascii()


@given(WORDS, WORDS)
def test_the_normal_form_of_a_normal_form_is_itself(path, query):
    once = normal_url(f"https://example.org/{path}?{query}=1")

    assert normal_url(f"https://{once}") == once


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


@pytest.mark.django_db
def test_an_address_of_a_source_that_was_merged_is_that_of_the_one_that_was_kept():
    kept = make.source()
    kept.former_addresses.create(url_normal="example.org/old")

    with pytest.raises(ValidationError) as refused:
        Source(url="http://Example.org/old/?utm_source=x", title="t", publisher="p").full_clean()

    assert str(kept) in refused.value.messages[0]
    assert Source.objects.at("https://example.org/old#top").get() == kept
    kept.url = "https://example.org/old"
    kept.full_clean()


@pytest.mark.django_db
def test_a_migration_brings_normal_forms_up_to_date_and_tells_of_two_that_became_one(caplog):
    old, first, second = make.source(url="https://example.org/%7Ea"), make.source(), make.source()
    Source.objects.filter(pk=old.pk).update(url_normal="example.org/%7Ea")
    Source.objects.filter(pk=second.pk).update(url=first.url + "?yclid=1", url_normal="before")

    up_to_date = import_module("spacenews.firms.migrations.0004_sources_watched").bring_up_to_date
    up_to_date(apps, SimpleNamespace(connection=connection))

    forms = dict(Source.objects.values_list("pk", "url_normal"))
    assert forms == {old.pk: "example.org/~a", first.pk: normal_url(first.url), second.pk: "before"}
    assert [record.args[:2] for record in caplog.records] == [(second.pk, first.pk)]
