"""What of a query reaches a public view."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from spacenews.pagecache import marks


@marks.public
def reading_nothing(request):
    return HttpResponse(request.GET.urlencode())


@marks.public_by("before", "kind")
def reading_two(request):
    assert request.get_full_path() == f"/?{request.GET.urlencode()}".rstrip("?")
    return HttpResponse(request.GET.urlencode())


def seen(view, query: str) -> str:
    return view(RequestFactory().get(f"/?{query}")).content.decode()


def test_a_public_view_sees_no_query():
    assert seen(reading_nothing, "before=1&q=x&_connector=OR") == ""


@pytest.mark.parametrize(
    ("query", "reaches"),
    [
        ("", ""),
        ("before=1", "before=1"),
        ("kind=a&before=1", "before=1&kind=a"),
        ("kind=b&x=1&kind=a", "kind=b&kind=a"),
        ("before=&kind=", ""),
        ("Before=1&before[]=1&before%5B%5D=1&%20before=1&_before=1&utm_source=x", ""),
        ("bef%6Fre=1", "before=1"),
        ("before=1;kind=a", "before=1%3Bkind%3Da"),
        ("before=a%26kind%3Db", "before=a%26kind%3Db"),
        ("kind=%E5%8D%AB%E6%98%9F", "kind=%E5%8D%AB%E6%98%9F"),
        ("kind=%FF%00", "kind=%EF%BF%BD%00"),
        ("kind=%ED%A0%80", "kind=%EF%BF%BD%EF%BF%BD%EF%BF%BD"),
        ("kind=a+b&kind=a%20b", "kind=a+b&kind=a+b"),
        ("&&=&==&before&%&kind=%&", "kind=%25"),
        ("&" * 2000 + "before=1", "before=1"),
    ],
)
def test_of_a_query_a_view_sees_what_it_names_in_one_order(query, reaches):
    assert seen(reading_two, query) == reaches


@marks.public_by("before", "kind", marks.OTHERS)
def refusing(request):
    return HttpResponse(request.GET.urlencode())


@pytest.mark.parametrize(
    ("query", "reaches"),
    [
        ("kind=a&before=", "before=&kind=a"),
        ("x=1&kind=a&y=2&kind=b", "kind=a&kind=b&x=1"),
        ("*=1&kind=a", "kind=a&%2A=1"),
        ("&" * 1000 + "a&" * 500, "a="),
    ],
)
def test_a_view_that_refuses_what_it_does_not_know_sees_one_of_that(query, reaches):
    assert seen(refusing, query) == reaches


def test_letters_that_are_not_escaped_are_read_as_escaped_ones():
    request = RequestFactory().get("/", QUERY_STRING="kind=卫星".encode().decode("latin-1"))

    assert reading_two(request).content == b"kind=%E5%8D%AB%E6%98%9F"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_public_view_takes_nothing_in(method):
    request = getattr(RequestFactory(), method)("/")

    assert reading_nothing(request).status_code == 405
