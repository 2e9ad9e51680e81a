"""What is typed and not saved: a private working copy that stands in the form again, and nothing else."""

import datetime as dt
import re
import threading

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spacenews.articles import policy
from spacenews.articles.models import Article, Autosave, Revision
from spacenews.editors.roles import CONTRIBUTOR, DESK, EDITOR
from spacenews.pagecache import clock as site_clock
from spacenews.pagecache import stamp
from tests import make
from tests.desk.pages import ADD, START, change, save, typed

NEW = reverse("admin:articles_article_keep_new")
PAGE, OTHER_PAGE = "a" * 22, "b" * 22
FIRST = {"coverage-TOTAL_FORMS": "1", "coverage-INITIAL_FORMS": "0", "coverage-0-id": ""}


def keep_url(article: Article) -> str:
    return reverse("admin:articles_article_keep", args=[article.pk])


def drop_url(article: Article) -> str:
    return reverse("admin:articles_article_drop", args=[article.pk])


def opened(client: Client, address: str) -> dict:
    """Return what a form that is just opened would send."""
    return typed(client.get(address))


def keep(client: Client, article: Article, page: dict | None = None, **changes):
    page = page or opened(client, change(article))
    return client.post(keep_url(article), {**page, **changes})


def field(client: Client, address: str, name: str) -> str:
    return typed(client.get(address))[name]


def test_what_was_not_saved_stands_in_the_form_again_and_says_since_when(sign_in, clock):
    clock.set(dt.datetime(2026, 3, 10, 9, 18, tzinfo=dt.UTC))
    article = make.article(headline="Saved")
    client = sign_in(EDITOR)

    answer = keep(client, article, headline="Typed", unconfirmed="on")

    page = client.get(change(article))
    text = page.content.decode()
    assert answer.json()["says"] == "Everything kept, 09:18 UTC"
    assert (typed(page)["headline"], typed(page)["unconfirmed"]) == ("Typed", True)
    assert "This holds what you wrote until 10 March 2026, 09:18 UTC and did not save." in text
    assert ">Drop this</button>" in text
    assert Article.objects.get().headline == "Saved"


def test_rows_that_were_added_removed_and_changed_stand_in_the_form_too(sign_in):
    going, added = make.organization(name="Going"), make.organization(name="Added")
    article = make.article(about=[going])
    client = sign_in(EDITOR)
    rows = {"coverage-TOTAL_FORMS": "2", "coverage-0-DELETE": "on", "coverage-0-position": "7"}
    rows |= {"coverage-1-organization": added.pk, "coverage-1-role": "mentions", "coverage-1-position": "1"}

    keep(client, article, **rows, **{"coverage-1-id": "", "coverage-1-article": article.pk})

    page = client.get(change(article))
    shown = typed(page)
    assert (shown["coverage-0-DELETE"], shown["coverage-0-position"]) == (True, "7")
    assert shown["coverage-1-organization"] == str(added.pk)
    assert f'<option value="{added.pk}" selected>Added</option>' in page.content.decode()


def test_no_fault_is_found_with_what_nobody_has_sent_yet(sign_in):
    article = make.article()
    client = sign_in(EDITOR)

    keep(client, article, headline="", slug="Not A Slug", section="", **FIRST)

    text = client.get(change(article)).content.decode()
    assert "errornote" not in text.replace('class="errornote" role="alert" hidden', "")
    assert "errorlist" not in text


def test_a_save_from_that_form_saves_all_of_it_and_ends_it(sign_in):
    added = make.organization()
    article = make.article(headline="Saved")
    client = sign_in(EDITOR)
    row = {"coverage-0-organization": added.pk, "coverage-0-role": "about", "coverage-0-position": "0"}
    keep(client, article, headline="Typed", **FIRST, **row)

    client.post(change(article), {**opened(client, change(article)), "_continue": "1"})

    article.refresh_from_db()
    assert (article.headline, article.coverage.get().organization) == ("Typed", added)
    assert not Autosave.objects.exists()
    assert "did not save" not in client.get(change(article)).content.decode()


def test_a_save_from_the_form_that_kept_it_ends_it_whatever_was_typed_since(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    page = opened(client, change(article))
    keep(client, article, page, headline="Typed")

    client.post(change(article), {**page, "headline": "Typed on", "_continue": "1"})

    assert (Article.objects.get().headline, Autosave.objects.count()) == ("Typed on", 0)


def test_a_save_that_fails_ends_nothing(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    page = opened(client, change(article))
    keep(client, article, page, headline="Typed")

    answer = client.post(change(article), {**page, "headline": "", "_continue": "1"})

    assert answer.context["kept_form"].page == page["_page"]
    assert Autosave.objects.get().fields["headline"] == ["Typed"]


def test_two_windows_of_one_person_lose_nothing(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    one, other = opened(client, change(article)), opened(client, change(article))
    keep(client, article, one, headline="One")

    answer = keep(client, article, other, headline="Other")
    client.post(change(article), {**other, "headline": "Other", "_continue": "1"})

    assert answer.status_code == 409
    assert answer.json()["says"].startswith("Kept in this browser only")
    assert Autosave.objects.get().fields["headline"] == ["One"]
    assert Article.objects.get().headline == "Other"


def test_a_window_that_was_opened_with_the_text_goes_on_with_it(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    keep(client, article, headline="One")

    answer = keep(client, article, headline="One and more")

    assert answer.status_code == 200
    assert Autosave.objects.get().fields["headline"] == ["One and more"]


def test_text_that_somebody_overtook_meets_the_other_when_it_is_saved(sign_in):
    article = make.article(headline="Begun")
    one, two = sign_in(EDITOR), sign_in(EDITOR)
    keep(one, article, headline="Mine")
    save(two, article, headline="Theirs")

    answer = one.post(change(article), {**opened(one, change(article)), "_continue": "1"})

    assert "saved this while you wrote" in answer.content.decode()
    assert Article.objects.get().headline == "Theirs"
    assert Autosave.objects.get().fields["headline"] == ["Mine"]


def test_200_times_kept_leave_no_revision_and_three_saves_leave_three(sign_in):
    article = make.article()
    Revision.objects.all().delete()
    client = sign_in(EDITOR)
    page, before = opened(client, change(article)), stamp.read(site_clock.now()).number

    for number in range(200):
        keep(client, article, page, headline=f"Typed {number}")
    assert (Revision.objects.count(), Autosave.objects.count()) == (0, 1)
    assert stamp.read(site_clock.now()).number == before

    for number in range(3):
        save(client, article, headline=f"Saved {number}")
    assert Revision.objects.count() == 3


def test_keeping_writes_one_private_row_and_nothing_else(sign_in):
    article = make.published()
    client = sign_in(EDITOR)
    page = opened(client, change(article))

    with CaptureQueriesContext(connection) as queries:
        keep(client, article, page, headline="Typed")

    written = [query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE", query["sql"])]
    assert [re.search(r'"(\w+)"', sql)[1] for sql in written] == ["articles_autosave"]


def test_text_that_equals_what_is_saved_is_not_worth_a_word(sign_in):
    article = make.article(about=[make.organization()], tags=[make.tag()], points=["One."])
    client = sign_in(EDITOR)

    keep(client, article)

    assert Autosave.objects.count() == 1
    assert "did not save" not in client.get(change(article)).content.decode()


def test_what_is_saved_can_be_looked_at_and_nothing_typed_over_what_was_not(sign_in):
    article = make.article(headline="Saved")
    client = sign_in(EDITOR)
    keep(client, article, headline="Typed")

    text = client.get(change(article), {"saved": ""}).content.decode()

    assert "This is what is saved." in text
    assert '<h2 class="headline">Saved</h2>' in text
    assert "Typed" not in text
    assert 'name="headline"' not in text


def test_unsaved_text_is_dropped_by_its_button_alone(sign_in):
    article = make.article(headline="Saved")
    client = sign_in(EDITOR)
    keep(client, article, headline="Typed")
    assert client.get(drop_url(article)).status_code == 405

    answer = client.post(drop_url(article), follow=True)

    assert "What was not saved is dropped." in answer.content.decode()
    assert typed(answer)["headline"] == "Saved"
    assert not Autosave.objects.exists()


def test_it_is_one_persons(sign_in):
    article = make.article(headline="Saved")
    one, two = sign_in(EDITOR), sign_in(EDITOR)

    keep(one, article, headline="Mine")
    keep(two, article, headline="Another's")
    two.post(drop_url(article))

    assert field(one, change(article), "headline") == "Mine"
    assert field(two, change(article), "headline") == "Saved"


def test_nobody_keeps_anything_at_an_article_that_he_may_not_see(sign_in):
    article = make.article()
    client = sign_in(CONTRIBUTOR)

    answers = [client.post(url, {"_page": PAGE}) for url in (keep_url(article), drop_url(article))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert sign_in(DESK).post(NEW, {"_page": PAGE}).status_code == 403
    assert not Autosave.objects.exists()


def test_who_may_not_save_any_more_keeps_his_text_and_finds_it(sign_in):
    person = make.user(CONTRIBUTOR)
    article = make.article(by=person, headline="Saved")
    client = sign_in(None, person)
    page = opened(client, change(article))
    article.publish(by=None)

    answer = keep(client, article, page, headline="Typed", body="<p>Body &amp; soul.</p>")

    text = client.get(change(article)).content.decode()
    assert answer.status_code == 200
    assert "You may not save here any more." in text
    assert "<pre>Typed</pre>" in text
    assert "<pre>Body &amp; soul.</pre>" in text
    assert policy.can(person, policy.Verb.CHANGE, article) is False


def test_who_is_signed_out_is_told_so_and_not_led_away(sign_in):
    article = make.article()
    anonymous = Client()

    answers = [anonymous.post(url, {"_page": PAGE}) for url in (keep_url(article), NEW)]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert not Autosave.objects.exists()


def test_a_page_of_somebody_who_signed_out_keeps_nothing_for_who_signed_in(sign_in):
    article = make.article()
    gone = sign_in(EDITOR)
    page = opened(gone, change(article))
    client = sign_in(EDITOR)

    answer = client.post(keep_url(article), {**page, "_person": str(gone.person.pk)})

    assert answer.status_code == 401
    assert not Autosave.objects.exists()


def test_a_new_article_is_kept_by_its_form_and_reachable_from_the_start_page_and_a_new_form(sign_in):
    client = sign_in(CONTRIBUTOR)
    one, other = opened(client, ADD), opened(client, ADD)
    client.post(NEW, {**one, "headline": "First"})
    client.post(NEW, {**other, "headline": ""})

    start, form = client.get(START).content.decode(), client.get(ADD).content.decode()

    address = f"{ADD}?unsaved={one['_page']}"
    for text in (start, form):
        assert f'<a href="{address}">First</a>' in text
        assert f'<a href="{ADD}?unsaved={other["_page"]}">No headline yet</a>' in text
    assert field(client, address, "headline") == "First"
    assert "headline" not in opened(sign_in(EDITOR), address)


def test_the_first_save_of_a_new_article_ends_its_unsaved_text_and_no_other(sign_in):
    client = sign_in(CONTRIBUTOR)
    for page in (PAGE, OTHER_PAGE):
        client.post(NEW, {**opened(client, ADD), "_page": page, "headline": page})
    address = f"{ADD}?unsaved={PAGE}"

    client.post(address, {**opened(client, address), "_continue": "1"})

    assert Article.objects.get().headline == PAGE
    assert Autosave.objects.get().page == OTHER_PAGE


def test_a_new_text_is_dropped_alone(sign_in):
    client = sign_in(CONTRIBUTOR)
    for page in (PAGE, OTHER_PAGE):
        client.post(NEW, {"_page": page, "headline": page})
    drop = reverse("admin:articles_article_drop_new")

    client.post(drop)
    client.post(drop, {"_page": PAGE})

    assert Autosave.objects.get().page == OTHER_PAGE


def test_a_person_has_at_most_twenty_texts_that_were_never_saved(sign_in):
    client = sign_in(CONTRIBUTOR)

    statuses = [client.post(NEW, {"_page": f"{number:022d}"}).status_code for number in range(21)]

    assert statuses == [200] * 20 + [409]
    assert client.post(NEW, {"_page": f"{3:022d}", "headline": "On"}).status_code == 200


def test_hostile_fields_are_kept_as_they_are_or_not_at_all(sign_in):
    article = make.article()
    client = sign_in(EDITOR)
    page = opened(client, change(article))
    hostile = {"headline": "a\0b", "based_on": "9" * 30, "_nothing": "x", "bylines-__prefix__-author": "1"}
    hostile |= {"lead": "x", "tags": "x", "original": "x", "coverage-TOTAL_FORMS": "x", "section": "x"}
    hostile |= {"source_rows-TOTAL_FORMS": "3", "source_rows-INITIAL_FORMS": "2", "source_rows-0-source": "x"}

    answer = keep(client, article, page, **hostile)

    row = Autosave.objects.get()
    assert (answer.status_code, row.based_on, row.fields["headline"]) == (200, 0, ["ab"])
    assert not [name for name in row.fields if name.startswith("_") or "__prefix__" in name]
    assert client.get(change(article)).status_code == 200


@pytest.mark.parametrize("page", ["", "short", "a" * 23, "é" * 22, "a" * 21 + "\n"])
def test_a_form_without_a_sound_name_is_not_there(sign_in, page):
    assert sign_in(CONTRIBUTOR).post(NEW, {"_page": page}).status_code == 404


def test_the_form_with_unsaved_text_costs_the_same_however_much_it_holds(sign_in):
    client, counts = sign_in(EDITOR), []
    for rows in (1, 3):
        article = make.article(about=[make.organization() for _ in range(rows)], tags=[make.tag()])
        keep(client, article, headline="Typed")
        with CaptureQueriesContext(connection) as queries:
            client.get(change(article))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_a_save_that_the_database_refuses_gives_the_text_back():
    with transaction.atomic():
        article, person = make.article(), make.user(EDITOR)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    page = opened(client, change(article))
    body = "<p>Each &lt;b&gt; word</p>"

    with locked(article):
        answer = client.post(change(article), {**page, "headline": "Typed", "body": body, "_then": "publish"})

    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert ">\nTyped</textarea>" in text
    assert "&lt;p&gt;Each &amp;lt;b&amp;gt; word&lt;/p&gt;</textarea>" in text
    assert '<input type="hidden" name="_then" value="publish">' in text
    assert f'name="based_on" value="{article.version}"' in text


class locked:
    """Hold what a save needs, in another connection, for longer than it waits."""

    def __init__(self, article: Article):
        self.article, self.held, self.free = article, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)

    def hold(self):
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=self.article.pk)
            self.held.set()
            self.free.wait()
        connections.close_all()

    def __enter__(self):
        self.thread.start()
        self.held.wait()
        with connection.cursor() as cursor:
            cursor.execute(*SHORT_WAIT[connection.vendor])

    def __exit__(self, *error):
        self.free.set()
        self.thread.join()
        connection.close()


SHORT_WAIT = {"sqlite": ["PRAGMA busy_timeout=100"], "postgresql": ["SET lock_timeout='100ms'"]}


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_keep_in_the_same_moment_leave_one_text():
    with transaction.atomic():
        article, person = make.article(), make.user(EDITOR)
    barrier, statuses = threading.Barrier(4), []

    def window(number: int):
        client = Client()
        client.force_login(person)
        barrier.wait()
        answer = client.post(keep_url(article), {"_page": f"{number:022d}", "headline": str(number)})
        statuses.append(answer.status_code)
        connections.close_all()

    windows = [threading.Thread(target=window, args=[number]) for number in range(4)]
    for thread in windows:
        thread.start()
    for thread in windows:
        thread.join()

    assert sorted(statuses) == [200, 409, 409, 409]
    assert Autosave.objects.get().fields["headline"] == [str(int(Autosave.objects.get().page))]


def test_the_moment_is_the_sites(sign_in, clock):
    clock.set(dt.datetime(2026, 3, 10, 9, 18, tzinfo=dt.UTC))
    article = make.article()

    answer = keep(sign_in(EDITOR), article, headline="Typed")

    assert dt.datetime.fromisoformat(answer.json()["kept_at"]) == Autosave.objects.get().kept_at
    assert abs(Autosave.objects.get().kept_at - site_clock.now()) < dt.timedelta(minutes=1)


def test_a_new_article_is_saved_whatever_its_form_is_called(sign_in):
    client = sign_in(EDITOR)
    new = {**opened(client, ADD), "headline": "New", "section": make.section().pk, "_page": "a\0b"}

    dropped, saved = client.post(reverse("admin:articles_article_drop_new"), new), client.post(ADD, new)

    assert (dropped.status_code, saved.status_code) == (302, 302)
    assert Article.objects.get().headline == "New"


def test_text_with_too_much_markup_to_save_is_given_back_too_to_who_may_not_save(sign_in):
    client = sign_in(CONTRIBUTOR)
    article = make.article(by=client.person)
    heavy = "Mine" + "&" * 100_001
    keep(client, article, body=heavy)
    article.publish(by=None)

    page = client.get(change(article))

    assert page.status_code == 200
    assert page.context["unsaved_words"][-1] == ("Text", heavy)
