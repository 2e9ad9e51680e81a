"""The desk's index is in step with the working copies, whichever way they are written."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from spacenews.articles.models import Article, ArticleCoverage, ArticleTag
from spacenews.editors.roles import EDITOR
from spacenews.search.desk import index, upkeep
from spacenews.search.models.working import WorkingEntry, WorkingWords
from tests import make
from tests.articles.states import live, write
from tests.desk.pages import ADD, save, step, typed

pytestmark = pytest.mark.django_db


def held() -> dict[int, str]:
    """Return the titles that the index holds, once it is seen to hold what it should."""
    assert list(upkeep.disagreements()) == []
    return dict(WorkingEntry.objects.values_list("article", "title"))


def marks(article: Article) -> set[str]:
    held()
    return set(WorkingEntry.objects.get(article=article).labels.split())


def test_an_article_saved_in_its_form_is_held_as_it_was_saved(sign_in):
    article = make.article(headline="Old words")
    firm, tag = make.organization(), make.tag()
    rows = {"coverage-TOTAL_FORMS": 1, "coverage-0-organization": firm.pk, "coverage-0-role": "about"}

    save(sign_in(EDITOR), article, headline="New words", tags=[tag.pk], **rows, **{"coverage-0-position": 0})

    assert held() == {article.pk: "new word"}
    assert {f"f{firm.pk}", f"t{tag.pk}"} <= marks(article)


def test_a_new_article_is_held(sign_in):
    client = sign_in(EDITOR)
    data = {**typed(client.get(ADD)), "headline": "First words"}

    client.post(ADD, {**data, "_continue": "1"})

    assert list(held().values()) == ["first word"]


def test_a_translation_is_held_with_what_it_begins_with(sign_in):
    client, firm, tag = sign_in(EDITOR), make.organization(), make.tag()
    original = make.article(about=[firm], tags=[tag])
    data = typed(client.get(ADD, {"original": original.pk}))

    client.post(f"{ADD}?original={original.pk}", {**data, "headline": "朱雀三号", "_continue": "1"})

    translation = original.translations.get()
    assert held()[translation.pk] == "朱雀 雀三 三号 号"
    assert {f"f{firm.pk}", f"t{tag.pk}"} <= marks(translation)


def test_a_revision_that_is_put_back_is_held(clock):
    article = make.article(headline="First", tags=[make.tag()])
    begun = article.revisions.get()
    write(article, "Second")
    article.take_rows({})

    article.load(begun.document, by=None)

    assert held() == {article.pk: "first"}
    assert any(mark.startswith("t") for mark in marks(article))


def test_the_live_text_that_is_loaded_is_held(sign_in, clock):
    article = live(clock)
    write(article, "Later")

    sign_in(EDITOR).post(step(article, "load-live"))

    assert held() == {article.pk: "a"}


def test_the_sample_is_held():
    call_command("load_sample")

    assert len(held()) == Article.objects.count() > 10


def test_rows_that_are_replaced_are_held():
    article, tag = make.article(), make.tag()

    article.take_rows({"tag_rows": [{"tag_id": tag.pk}]})

    assert f"t{tag.pk}" in marks(article)


@pytest.mark.parametrize("way", ["add", "set", "save"])
def test_a_tag_is_held_however_it_is_given_and_taken(way):
    article, tag, firm = make.article(), make.tag(), make.organization()
    give = {
        "add": lambda: article.tags.add(tag),
        "set": lambda: article.tags.set([tag]),
        "save": lambda: ArticleTag(content_object=article, tag=tag).save(),
    }
    give[way]()
    row = ArticleCoverage.objects.create(article=article, organization=firm)
    assert {f"t{tag.pk}", f"f{firm.pk}"} <= marks(article)

    article.tags.clear()
    row.delete()

    assert {f"t{tag.pk}", f"f{firm.pk}"}.isdisjoint(marks(article))


def test_a_deleted_article_is_forgotten(sign_in):
    gone, kept = make.article(tags=[make.tag()], about=[make.organization()]), make.article()

    page = sign_in(EDITOR).post(reverse("admin:articles_article_delete", args=[gone.pk]), {"post": "yes"})

    assert page.status_code == 302
    assert list(held()) == list(WorkingWords.objects.values_list("article", flat=True)) == [kept.pk]


def test_the_page_that_asks_before_deleting_names_no_entry(sign_in):
    article = make.article(headline="Methane flies")

    assert (
        "methan" not in sign_in(EDITOR).get(reverse("admin:articles_article_delete", args=[article.pk])).text
    )


def test_articles_deleted_together_are_forgotten():
    for _article in range(2):
        make.article(tags=[make.tag()])

    Article.objects.all().delete()

    assert held() == {}
    assert not WorkingWords.objects.exists()


def test_what_is_rolled_back_is_held_as_it_was():
    article = make.article(headline="Before")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(article, "After")
        1 / 0  # noqa: B018

    assert held() == {article.pk: "befor"}


def test_an_index_that_cannot_be_written_saves_no_article(monkeypatch):
    article = make.article(headline="Before")
    monkeypatch.setattr(index, "entry_of", None)

    with pytest.raises(TypeError):
        write(article, "After")

    article.refresh_from_db()
    assert article.headline == "Before"


def test_a_save_of_other_columns_writes_no_entry(django_assert_num_queries):
    article = make.article()

    with django_assert_num_queries(3):  # a savepoint about the one that writes
        article.save(update_fields=["submitted_at"])


def test_readers_find_nothing_in_it(client):
    make.article(headline="Canary in the coal mine")

    page = client.get(reverse("search"), {"q": "canary"})

    assert held()
    assert page.context["number"] == 0


def test_reindex_fills_an_empty_index_and_goes_on_where_it_stopped(capsys, monkeypatch):
    monkeypatch.setattr(upkeep, "BATCH", 2)
    articles = [make.article(headline=name, tags=[make.tag()]) for name in ("Alpha", "Beta", "Gamma")]
    before = held()
    index.leave_out([article.pk for article in articles])
    index.take_in([articles[0].pk])

    call_command("reindex")

    assert held() == before
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[-1]) == (
        "2 of 2 articles",
        "The desk’s index was written for 2 articles and holds 3.",
    )


def test_reindex_writes_all_anew_and_old_versions(capsys):
    article = make.article()
    call_command("reindex", all=True)
    assert "The desk’s index was written for 1 articles and holds 1." in capsys.readouterr().out

    WorkingEntry.objects.filter(article=article).update(version=0)
    call_command("reindex")

    assert "The desk’s index was written for 1 articles and holds 1." in capsys.readouterr().out


def test_reindex_says_what_disagrees_and_puts_it_right(capsys):
    changed, missing = make.article(), make.article()
    Article.objects.filter(pk=changed.pk).update(headline="Written past the index")
    index.leave_out([missing.pk])

    with pytest.raises(CommandError, match="in 2 places"):
        call_command("reindex", check=True)
    call_command("reindex", all=True)
    capsys.readouterr()
    call_command("reindex", check=True)

    assert capsys.readouterr().out.splitlines()[-1] == "The desk’s index agrees with 2 articles."


@pytest.mark.sqlite
def test_words_of_no_article_are_told_and_dropped():
    """PostgreSQL refuses them."""
    WorkingWords.objects.create(article_id=1, title="canari", points="", labels="", body="")

    assert list(upkeep.disagreements()) == ["article 1 is gone and still has an entry"]
    call_command("reindex")
    assert not WorkingWords.objects.exists()
