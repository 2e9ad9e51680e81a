"""The desk's side: letters are read, sorted, answered by mail and erased, each by its own right, each in the log."""

from itertools import product
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from spacenews.contact import about
from spacenews.contact.desk_verbs import VERBS
from spacenews.contact.models import Message, Outbox
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from spacenews.pagecache import clock as site_clock
from tests import make

pytestmark = pytest.mark.django_db
INBOX = "admin:contact_message_changelist"


@pytest.fixture
def person():
    return make.user(DESK)


@pytest.fixture
def desk(client, person):
    client.force_login(person)
    return client


def page_of(letter) -> str:
    return reverse("admin:contact_message_change", args=[letter.pk])


def do(client, letter, verb: str, **data):
    return client.post(reverse(f"admin:contact_message_{verb}", args=[letter.pk]), data)


def listed(response) -> list[Message]:
    return list(response.context["cl"].result_list)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("status", flat=True))


class TestList:
    def test_newest_first_without_spam(self, desk, clock):
        letters = []
        for status in ("open", "spam", "new", "closed"):
            letters.append(make.letter(status=status))
            clock.forward(minutes=1)

        assert listed(desk.get(reverse(INBOX))) == [letters[3], letters[2], letters[0]]

    @pytest.mark.parametrize("status", Message.Status.values)
    def test_each_state_is_a_folder(self, desk, status):
        letters = {each: make.letter(status=each) for each in Message.Status.values}

        assert listed(desk.get(reverse(INBOX), {"status": status})) == [letters[status]]

    def test_the_filter_says_what_it_leaves_out(self, desk):
        html = desk.get(reverse(INBOX)).content.decode()

        assert "All but spam" in html

    def test_the_line_is_what_the_letter_is_about_else_its_first_words(self):
        about_firm = make.letter("Your page gives one legal name.", about_title="LandSpace")
        long = make.letter("The table in “How big is it?” gives two values for 2025; which one\n\nis right?")

        assert about_firm.lines == ("LandSpace", "Your page gives one legal name.")
        assert long.lines == (
            "The table in “How big is it?” gives two values for 2025;",
            "which one is right?",
        )
        assert make.letter("短信").lines == ("短信", "")
        assert make.letter("字" * 200).lines == ("字" * 60, "字" * 119 + "…")

    def test_what_a_visitor_wrote_is_text_in_the_list(self, desk):
        make.letter("<script>alert(1)</script> hello", about_title="<b>x</b>", name="<i>y</i>")

        html = desk.get(reverse(INBOX)).content.decode()

        assert "<script>alert(1)" not in html
        assert "&lt;b&gt;x&lt;/b&gt;" in html

    @pytest.mark.parametrize("words", ["SN-", "reader", "zhuque", "Zhuque reader"])
    def test_it_is_searched_by_reference_sender_and_words(self, desk, words):
        letter = make.letter("About Zhuque-3.")

        assert listed(desk.get(reverse(INBOX), {"q": words})) == [letter]

    @pytest.mark.parametrize("words", ["100%", "'", '"', "\x00", "a" * 3_000, "\\"])
    def test_no_search_raises_an_error(self, desk, words):
        make.letter("About Zhuque-3.")

        assert desk.get(reverse(INBOX), {"q": words}).status_code == 200

    @pytest.mark.parametrize("letters", [1, 3])
    def test_it_takes_the_same_number_of_queries_for_one_and_for_three(
        self, desk, letters, django_assert_num_queries
    ):
        for _ in range(letters):
            make.letter()

        with django_assert_num_queries(6):  # session, person, rights (2), a bounded count, the rows
            desk.get(reverse(INBOX))

    def test_nothing_can_be_added_or_deleted(self, desk):
        letter = make.letter()
        delete = {"action": "delete_selected", "_selected_action": [letter.pk], "post": "yes"}

        assert desk.get(reverse("admin:contact_message_add")).status_code == 403
        assert desk.post(reverse("admin:contact_message_add"), {"text": "x"}).status_code == 403
        assert (
            desk.post(reverse("admin:contact_message_delete", args=[letter.pk]), {"post": "yes"}).status_code
            == 403
        )
        desk.post(reverse(INBOX), delete)
        assert Message.objects.count() == 1

    def test_nor_by_a_superuser(self, client):
        letter = make.letter("Kept.")
        client.force_login(make.user(is_superuser=True))

        assert client.post(page_of(letter), {"text": "changed"}).status_code == 403
        assert client.get(reverse("admin:contact_message_add")).status_code == 403
        assert (
            client.post(
                reverse("admin:contact_message_delete", args=[letter.pk]), {"post": "yes"}
            ).status_code
            == 403
        )


class TestLetter:
    def test_it_shows_the_letter_as_text(self, desk):
        letter = make.letter("<b>Two</b>\n\nparagraphs.", name="Ada <i>", reasons=["links"], score=2)

        html = desk.get(page_of(letter)).content.decode()

        assert "<p>&lt;b&gt;Two&lt;/b&gt;</p>" in html
        assert f"Ada &lt;i&gt;, {letter.email}" in html
        assert "many links (2)" in html

    def test_reading_it_by_itself_writes_nothing(self, desk):
        letter = make.letter()
        before = Message.objects.values().get()

        desk.get(page_of(letter))

        assert Message.objects.values().get() == before
        assert not LogEntry.objects.exists()

    def test_the_mail_link_carries_address_and_reference(self, desk):
        letter = make.letter(email="ada+news&cc=x@example.org")

        html = desk.get(page_of(letter)).content.decode()

        link = urlsplit(html.partition('href="mailto:')[2].partition('"')[0])
        assert unquote(link.path) == "ada+news&cc=x@example.org"
        assert parse_qs(link.query) == {"subject": [f"Re: [{letter.reference}]"]}

    def test_what_it_is_about_is_linked_while_readers_may_see_it(self, desk, monkeypatch):
        monkeypatch.setattr(
            about, "resolvers", {"test": lambda number, now: {1: ("New name", "/firms/x/")}.get(number)}
        )
        public = make.letter(about_type="test", about_id=1, about_title="Firm X")
        hidden = make.letter(about_type="test", about_id=2, about_title="Firm Y")

        assert '<a href="/firms/x/">Firm X</a>' in desk.get(page_of(public)).content.decode()
        html = desk.get(page_of(hidden)).content.decode()
        assert "Firm Y" in html
        assert ">Firm Y</a>" not in html

    def test_a_mail_that_did_not_go_out_is_seen(self, desk):
        letter = make.letter()
        Outbox.objects.create(
            message=letter, next_at=site_clock.now(), attempts=3, last_error="SMTPConnectError: 421"
        )

        assert (
            "not sent after 3 attempts (SMTPConnectError: 421)" in desk.get(page_of(letter)).content.decode()
        )

    @pytest.mark.parametrize(
        ("status", "verbs"),
        [
            ("new", {"open", "answer", "close", "spam"}),
            ("open", {"answer", "close", "spam"}),
            ("closed", {"reopen", "spam"}),
            ("spam", {"not-spam"}),
        ],
    )
    def test_only_buttons_that_make_sense_stand_there(self, desk, status, verbs):
        response = desk.get(page_of(make.letter(status=status)))

        assert set(response.context["verbs"]) == verbs
        assert {name for name in VERBS if f'formaction="../{name}/"' in response.content.decode()} == verbs

    @pytest.mark.parametrize("pk", ["0", "9999999", "9" * 30, "x"])
    def test_a_letter_that_is_not_there_is_no_error(self, desk, pk):
        assert desk.get(f"/admin/contact/message/{pk}/change/").status_code == 302
        assert desk.post(f"/admin/contact/message/{pk}/close/").status_code in (302, 404)


class TestVerbs:
    @pytest.mark.parametrize(
        ("before", "verb", "after"),
        [
            ("new", "open", "open"),
            ("open", "open", "open"),
            ("closed", "open", "closed"),
            ("spam", "open", "spam"),
            ("new", "answer", "closed"),
            ("open", "answer", "closed"),
            ("new", "close", "closed"),
            ("closed", "reopen", "open"),
            ("new", "reopen", "new"),
            ("spam", "reopen", "spam"),
            ("new", "spam", "spam"),
            ("closed", "spam", "spam"),
            ("spam", "not-spam", "open"),
            ("closed", "not-spam", "closed"),
        ],
    )
    def test_each_leads_from_state_to_state(self, desk, before, verb, after):
        letter = make.letter(status=before)

        response = do(desk, letter, verb)

        letter.refresh_from_db()
        assert (response.status_code, response.url) == (303, page_of(letter))
        assert letter.status == after
        assert before == after or letter.status == VERBS[verb].after
        assert LogEntry.objects.count() == (before != after)

    def test_answering_notes_who_and_when(self, desk, person, clock):
        letter = make.letter()

        do(desk, letter, "answer")

        letter.refresh_from_db()
        assert (letter.status, letter.answered_by) == ("closed", person)
        assert abs((clock.now() - letter.answered_at).total_seconds()) < 5

    def test_answering_twice_keeps_the_first(self, desk, person, client):
        letter = make.letter()
        do(desk, letter, "answer")
        client.force_login(make.user(DESK))

        do(client, letter, "answer")

        letter.refresh_from_db()
        assert letter.answered_by == person

    def test_the_log_names_the_reference_and_not_a_word_of_the_letter(self, client):
        client.force_login(make.user(CHIEF))
        letter = make.letter(
            "A secret.", name="Secretive", email="secret@example.org", about_title="Secret firm"
        )
        for verb in ("open", "answer", "reopen", "spam", "not-spam", "close", "erase"):
            do(client, letter, verb)

        entries = list(LogEntry.objects.order_by("pk").values("object_repr", "change_message"))

        assert [entry["change_message"] for entry in entries] == [
            "Opened",
            "Answered by mail",
            "Opened again",
            "Marked as spam",
            "Marked as no spam",
            "Closed",
            "Erased",
        ]
        assert {entry["object_repr"] for entry in entries} == {letter.reference}

    @pytest.mark.parametrize("verb", VERBS)
    def test_none_is_done_by_reading(self, desk, verb):
        letter = make.letter()

        response = desk.get(reverse(f"admin:contact_message_{verb}", args=[letter.pk]))

        assert (response.status_code, states()) == (405, ["new"])

    def test_none_is_done_without_a_token(self, client, person):
        letter, strict = make.letter(), Client(enforce_csrf_checks=True)
        strict.force_login(person)

        assert (do(strict, letter, "close").status_code, states()) == (403, ["new"])

    def test_several_are_sorted_at_once(self, desk):
        letters = [make.letter(), make.letter(status="open"), make.letter(status="spam")]
        chosen = {"_selected_action": [letter.pk for letter in letters]}

        desk.post(reverse(INBOX), {"action": "spam_selected", "_selected_action": [letters[0].pk]})
        assert states() == ["spam", "open", "spam"]
        desk.post(f"{reverse(INBOX)}?status=spam", {"action": "not_spam_selected", **chosen})
        assert states() == ["open", "open", "open"]
        desk.post(reverse(INBOX), {"action": "close_selected", **chosen})
        assert states() == ["closed"] * 3
        assert LogEntry.objects.count() == 6


class TestRights:
    @pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, DESK, CHIEF, None])
    def test_who_may_do_what(self, client, role):
        letter = make.letter()
        client.force_login(make.user(role))
        reads, erases = role in (DESK, CHIEF), role == CHIEF

        assert client.get(reverse(INBOX)).status_code == (200 if reads else 403)
        assert client.get(page_of(letter)).status_code == (200 if reads else 403)
        for verb in VERBS:
            may = erases if verb == "erase" else reads
            assert do(client, letter, verb).status_code == (303 if may else 403)

    @pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, None])
    def test_a_forged_post_changes_nothing(self, client, role):
        letter = make.letter()
        before = Message.objects.values().get()
        client.force_login(make.user(role))

        for verb in VERBS:
            do(client, letter, verb)
        for action in ("close_selected", "spam_selected", "not_spam_selected"):
            client.post(reverse(INBOX), {"action": action, "_selected_action": [letter.pk]})

        assert Message.objects.values().get() == before

    def test_who_may_only_read_has_no_buttons_and_no_actions(self, client):
        reader, letter = make.user(), make.letter()
        reader.user_permissions.add(Permission.objects.get(codename="view_message"))
        client.force_login(reader)

        assert client.get(page_of(letter)).context["verbs"] == {}
        assert do(client, letter, "close").status_code == 403
        client.post(reverse(INBOX), {"action": "close_selected", "_selected_action": [letter.pk]})
        assert states() == ["new"]

    def test_a_visitor_is_sent_to_sign_in(self, client):
        letter = make.letter()

        answers = [client.get(page_of(letter)), *(do(client, letter, verb) for verb in VERBS)]

        assert {answer.status_code for answer in answers} == {302}
        assert all("/admin/login/" in answer.url for answer in answers)
        assert states() == ["new"]


class TestErasing:
    def test_a_chief_erases_and_a_tombstone_stays(self, client):
        client.force_login(make.user(CHIEF))
        letter = make.letter("A secret.", name="Ada", about_title="LandSpace")

        do(client, letter, "erase")

        html = client.get(page_of(letter)).content.decode()
        letter.refresh_from_db()
        assert (letter.text, letter.email, letter.name) == ("", "", "")
        assert "Only that there was one is kept." in html
        assert letter.reference in html
        assert "mailto:" not in html
        assert listed(client.get(reverse(INBOX))) == [letter]

    @pytest.mark.parametrize("verb", VERBS)
    def test_nothing_can_be_done_with_a_tombstone(self, client, verb):
        client.force_login(make.user(CHIEF))
        letter = make.letter()
        do(client, letter, "erase")
        before = Message.objects.values().get()

        do(client, letter, verb)

        assert client.get(page_of(letter)).context["verbs"] == {}
        assert Message.objects.values().get() == before


def test_every_verb_stands_somewhere():
    statuses = Message.Status.values

    assert {name for name, status in product(VERBS, statuses) if status in VERBS[name].before} == set(VERBS)
