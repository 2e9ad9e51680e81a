"""Merging sections, authors and tags: what named the one names the other, its addresses lead there in one hop."""

import doctest

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import merging
from spacenews.articles.models import Article, Author, Edition, Section, Tag
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.search import agreement, filing
from spacenews.search.desk import upkeep
from tests import make
from tests.articles.states import NOW, write

KINDS = {"tag": Tag, "section": Section, "author": Author}
PUBLIC = {"tag": "/tags/", "section": "/sections/", "author": "/authors/"}


def pair(kind: str, **columns) -> tuple:
    """Return two of a kind, the first to be merged into the second."""
    maker = {"tag": make.tag, "section": make.section, "author": make.author}[kind]
    return maker(name="Reusable rocket", slug="reusable-rocket", **columns), maker(name="Reuse", slug="reuse")


def filed_under(kind: str, *owners, **columns) -> Article:
    given = {"tag": {"tags": owners}, "section": {"section": owners[0]}, "author": {"authors": owners}}[kind]
    return make.published(**given, **columns)


def address(owner) -> str:
    return reverse(f"admin:articles_{owner._meta.model_name}_merge", args=[owner.pk])


def names(kind: str, article) -> list[str]:
    """Return what an article, or an edition, is filed under."""
    if kind == "section":
        return [article.section.name]
    if kind == "tag":
        return [row.tag.name for row in article.tag_rows.order_by("pk")]
    return [row.author.name for row in article.bylines.order_by("position")]


def disagreements() -> list[str]:
    return [*agreement.disagreements(site_clock.now()), *upkeep.disagreements()]


@pytest.fixture(params=KINDS)
def kind(request, db) -> str:
    return request.param


def test_what_named_the_one_names_the_other(kind):
    old, into = pair(kind)
    article, other = filed_under(kind, old), filed_under(kind, into)

    assert merging.merge(old, into) == 1

    assert not KINDS[kind].objects.filter(name="Reusable rocket").exists()
    for found in (article, other):
        found = Article.objects.get(pk=found.pk)
        assert names(kind, found) == names(kind, found.editions.get()) == ["Reuse"]
    assert disagreements() == []


@pytest.mark.parametrize("kind", ["tag", "author"])
def test_what_named_both_names_it_once(db, kind):
    old, into = pair(kind)
    article = filed_under(kind, old, into)

    merging.merge(old, into)

    assert names(kind, article) == names(kind, article.editions.get()) == ["Reuse"]
    assert disagreements() == []


def test_its_address_and_those_before_it_lead_on_in_one_hop(kind, client):
    old, into = pair(kind)
    filed_under(kind, old)
    old.slug = "second-slug"
    old.save()

    merging.merge(old, into)

    for slug in ("reusable-rocket", "second-slug"):
        answer = client.get(reverse(kind, args=[slug]))
        assert (answer.status_code, answer.headers["Location"]) == (301, reverse(kind, args=["reuse"]))


def test_one_that_was_merged_into_it_before_leads_on_in_one_hop_too(kind, client):
    first, second = pair(kind)
    last = {"tag": make.tag, "section": make.section, "author": make.author}[kind](name="Last", slug="last")
    filed_under(kind, first)

    merging.merge(first, second)
    merging.merge(second, last)

    for slug in ("reusable-rocket", "reuse"):
        assert client.get(reverse(kind, args=[slug])).headers["Location"] == reverse(kind, args=["last"])


def test_after_two_renames_an_address_leads_on_in_one_hop(kind, client):
    owner, _other = pair(kind)
    filed_under(kind, owner)
    for slug in ("second", "third"):
        owner.slug = slug
        owner.save()

    for slug in ("reusable-rocket", "second"):
        answer = client.get(reverse(kind, args=[slug]))
        assert (answer.status_code, answer.headers["Location"]) == (301, reverse(kind, args=["third"]))


def test_what_was_kept_before_is_restored_under_the_new_name(kind):
    old, into = pair(kind)
    article = filed_under(kind, old)
    first = article.revisions.get(number=1)
    write(article, "B")

    merging.merge(old, into)
    Article.objects.get(pk=article.pk).load(first.document, by=None)

    assert names(kind, Article.objects.get(pk=article.pk)) == ["Reuse"]


def test_cards_print_the_section_that_it_is_now(db, client):
    old, into = pair("section")
    article = filed_under("section", old)

    merging.merge(old, into)

    card = article.editions.get().card("en")
    assert "Reuse" in card and "Reusable rocket" not in card


def test_names_that_the_other_lacks_are_taken_where_they_were_chosen(db):
    old, into = pair("tag", name_id="roket pakai ulang", name_zh_hans="可重复使用火箭")
    into.name_zh_hans = "重复使用"
    into.save()

    assert merging.offered(old, into) == {"name_id": "roket pakai ulang"}
    merging.merge(old, into, taking=("name_id", "name_zh_hans"))

    into.refresh_from_db()
    assert (into.name_id, into.name_zh_hans) == ("roket pakai ulang", "重复使用")


def test_the_search_by_a_tag_finds_what_was_merged_into_it(db, client, clock):
    clock.set(NOW)
    old, into = pair("tag")
    filed_under("tag", old, headline="Landing at sea", at=NOW)

    merging.merge(old, into)

    assert "Landing at sea" in client.get("/search/", {"q": "tag:reuse"}).text


def test_none_is_merged_into_itself_and_none_into_what_is_gone(kind):
    old, into = pair(kind)

    with pytest.raises(ValidationError, match="the same"):
        merging.merge(old, old)
    type(into).objects.filter(pk=into.pk).delete()
    with pytest.raises(ValidationError, match="not there any more"):
        merging.merge(old, into)


def test_so_many_at_once_and_no_more(kind, monkeypatch):
    monkeypatch.setattr(merging, "MOST", 1)
    old, into = pair(kind)
    filed_under(kind, old), filed_under(kind, old)

    with pytest.raises(ValidationError, match="too many at once"):
        merging.merge(old, into)
    assert Edition.objects.count() == 2 and type(old).objects.filter(pk=old.pk).exists()


def test_a_merger_costs_the_same_number_of_queries_for_any_number(kind):
    costs = []
    for number in (1, 3):
        maker = {"tag": make.tag, "section": make.section, "author": make.author}[kind]
        old, into = maker(), maker()
        for _row in range(number):
            filed_under(kind, old)
        with CaptureQueriesContext(connection) as queries:
            merging.merge(old, into)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_labels_are_told_as_the_index_would_write_them():
    assert doctest.testmod(filing).failed == 0


def test_the_page_asks_for_the_other_then_says_how_many_and_then_does_it(kind, sign_in):
    client = sign_in(CHIEF)
    old, into = pair(kind)
    article = filed_under(kind, old)

    assert client.get(address(old)).status_code == 200
    page = client.post(address(old), {"into": into.pk})
    assert (page.context["articles"], page.context["editions"]) == (1, 1)
    assert "1 article" in page.text
    assert type(old).objects.filter(pk=old.pk).exists()

    answer = client.post(address(old), {"into": into.pk, "merge": "1"})
    assert answer.headers["Location"] == reverse(f"admin:articles_{kind}_change", args=[into.pk])
    assert names(kind, Article.objects.get(pk=article.pk)) == ["Reuse"]


def test_the_page_offers_names_that_the_other_lacks(sign_in):
    client = sign_in(EDITOR)
    old, into = pair("tag", name_id="roket pakai ulang")

    assert "roket pakai ulang" in client.post(address(old), {"into": into.pk}).text
    client.post(address(old), {"into": into.pk, "merge": "1", "taking": ["name_id"]})

    assert Tag.objects.get().name_id == "roket pakai ulang"


def test_only_who_may_delete_it_merges_it(sign_in, kind):
    old, into = pair(kind)

    assert sign_in(CONTRIBUTOR).post(address(old), {"into": into.pk, "merge": "1"}).status_code == 403
    assert sign_in(EDITOR).get(address(old)).status_code == (200 if kind == "tag" else 403)
    assert sign_in(CHIEF).get(address(old)).status_code == 200
    assert sign_in(CHIEF).get(address(old).replace(str(old.pk), "99999")).status_code == 404
    assert KINDS[kind].objects.count() == 2


def test_the_other_must_be_another(sign_in, kind):
    old, _into = pair(kind)

    page = sign_in(CHIEF).post(address(old), {"into": old.pk, "merge": "1"})

    assert page.context["form"].errors.keys() == {"into"}
    assert KINDS[kind].objects.count() == 2
