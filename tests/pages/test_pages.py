import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.pages.models import PageText
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    return make.page("about", en="<p>English words.</p>", id="<p>Kata Indonesia.</p>")


@pytest.mark.parametrize(
    ("path", "words", "lang", "canonical"),
    [
        ("/about/", "English words.", "en", "/about/"),
        ("/id/about/", "Kata Indonesia.", "id", "/id/about/"),
        ("/zh-hans/about/", "English words.", "en", "/about/"),
    ],
)
def test_a_page_is_in_the_readers_language_else_in_english(
    client, about, settings, path, words, lang, canonical
):
    html = client.get(path).content.decode()

    assert f"<p>{words}</p>" in html
    assert f'<article lang="{lang}">' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}{canonical}">' in html


def test_a_chinese_text_says_so_in_the_way_of_html(client):
    make.page("about", zh_hans="<p>中文</p>")

    assert '<article lang="zh-Hans">' in client.get("/zh-hans/about/").content.decode()


def test_a_page_without_a_text_is_not_there(client):
    make.page("about", id="<p>Kata.</p>")
    make.page("ethics")

    assert [client.get(path).status_code for path in ("/about/", "/ethics/", "/privacy/")] == [404] * 3


@pytest.mark.parametrize("texts", [{"en": "x"}, {"en": "x", "id": "y", "zh_hans": "z"}])
def test_a_page_takes_two_queries_of_its_own_whatever_its_languages(client, texts):
    make.page("about", **texts)

    with CaptureQueriesContext(connection) as queries:
        client.get("/about/")

    assert len([query for query in queries if "pages_page" in query["sql"]]) == 2


def test_whatever_way_a_text_comes_in_it_is_sanitised():
    make.page("about", en="<p onclick='x()'>Words\x00<script>alert(1)</script></p>")

    assert PageText.objects.get().body == "<p>Words</p>"


def test_what_stands_in_the_database_is_sanitised_again_before_it_is_shown(client, about):
    with transaction.atomic():
        PageText.objects.update(body="<p>Words</p><script>alert(1)</script>")

    assert "<script>alert" not in client.get("/about/").content.decode()


def test_a_title_is_text(client, about):
    with transaction.atomic():
        PageText.objects.update(title="<b>About</b>")

    assert "&lt;b&gt;About&lt;/b&gt;" in client.get("/about/").content.decode()


def test_a_page_has_one_text_a_language(about):
    with pytest.raises(IntegrityError), transaction.atomic():
        PageText.objects.create(page=about, language="en", title="x", body="x")


def edited(page, body: str) -> dict:
    text = page.texts.get(language="en")
    data = {
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 1,
        "texts-MIN_NUM_FORMS": 0,
        "texts-MAX_NUM_FORMS": 1000,
    }
    row = {"id": text.pk, "page": page.pk, "language": "en", "title": "About us", "body": body}
    return data | {f"texts-0-{name}": value for name, value in row.items()}


def test_a_chief_changes_a_text_and_readers_see_it_at_once(client):
    page = make.page("about", en="<p>Old.</p>")
    client.force_login(make.user(CHIEF))
    url = reverse("admin:pages_page_change", args=[page.pk])

    response = client.post(url, edited(page, "<p>New <em>words</em>.<script>x</script></p>"))

    assert response.status_code == 302
    html = client.get("/about/").content.decode()
    assert "<p>New <em>words</em>.</p>" in html
    assert "About us" in html


def test_the_address_of_a_page_does_not_change(client):
    page = make.page("about", en="<p>Old.</p>")
    client.force_login(make.user(CHIEF))

    client.post(
        reverse("admin:pages_page_change", args=[page.pk]), {**edited(page, "<p>x</p>"), "key": "other"}
    )

    page.refresh_from_db()
    assert page.key == "about"


def test_a_text_that_is_too_much_is_refused_with_a_sentence_and_kept_in_the_form(client):
    page = make.page("about", en="<p>Old.</p>")
    client.force_login(make.user(CHIEF))
    url = reverse("admin:pages_page_change", args=[page.pk])

    response = client.post(url, edited(page, "<em>x" * 20_000))

    assert response.status_code == 200
    assert "more markup than one article can hold" in response.content.decode()
    assert page.texts.get().body == "<p>Old.</p>"


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, DESK, None])
def test_only_a_chief_may(client, role):
    page = make.page("about", en="<p>Old.</p>")
    client.force_login(make.user(role))
    urls = [reverse("admin:pages_page_changelist"), reverse("admin:pages_page_change", args=[page.pk])]

    assert [client.get(url).status_code for url in urls] == [403, 403]
    assert client.post(urls[1], edited(page, "<p>Forged.</p>")).status_code == 403
    assert page.texts.get().body == "<p>Old.</p>"


@pytest.mark.parametrize("pages", [1, 3])
def test_the_list_takes_the_same_number_of_queries_for_one_and_for_three(
    client, pages, django_assert_num_queries
):
    for key in ("about", "ethics", "privacy")[:pages]:
        make.page(key, en="<p>x</p>", id="<p>y</p>")
    client.force_login(make.user(CHIEF))
    url = reverse("admin:pages_page_changelist")

    with django_assert_num_queries(7):  # session, person, rights (2); the count, the rows, their texts
        client.get(url)


def test_a_wide_table_scrolls_in_its_own_box(client):
    make.page("about", en="<table><tbody><tr><td>1</td></tr></tbody></table>")

    html = client.get("/about/").content.decode()

    assert '<div class="table" tabindex="0"><table><tbody><tr><td>1</td></tr></tbody></table></div>' in html
