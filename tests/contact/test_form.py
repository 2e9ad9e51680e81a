"""The form as a visitor meets it: what is stored, what is answered, and that no text is ever lost."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from spacenews.contact.forms import widget_context
from spacenews.contact.models import Message
from spacenews.pagecache import clock
from tests.contact.conftest import TEXT

pytestmark = pytest.mark.django_db
SPACED_LETTERS = "Please correct the launch date of Zhuque-3."


def text_of(response) -> str:
    return unescape(response.content.decode())


def shown_fields(response) -> dict[str, str]:
    form = response.context["form"]
    return {name: form[name].value() for name in ("name", "email", "message")}


def test_a_letter_is_stored_with_what_was_written(visitor, clock):
    visitor.send(SPACED_LETTERS, name="Ada Lovelace")

    letter = Message.objects.get()
    assert (letter.name, letter.email, letter.text) == ("Ada Lovelace", "ada@example.org", SPACED_LETTERS)
    assert (letter.status, letter.score, letter.reasons, letter.language) == ("new", 0, [], "en")
    assert abs((clock.now() - letter.created_at).total_seconds()) < 5
    assert re.fullmatch(r"SN-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}", letter.reference)


def test_the_answer_is_a_redirect_to_a_page_that_holds_nothing_of_the_letter(visitor):
    response = visitor.send("A secret.", name="Ada Secretive")
    thanks = visitor.read(response.url)

    assert (response.status_code, response.url) == (303, "/contact/thanks/")
    assert "Thank you. Your message has been sent." in text_of(thanks)
    assert not re.search(r"secret|ada@|SN-\w", text_of(thanks), re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "id", "zh-hans"])
def test_the_form_works_in_each_language_and_stays_in_it(visitor, language):
    with translation.override(language):
        address, thanks = reverse("contact"), reverse("contact-thanks")

    assert f'action="{address}"' in visitor.read(address).content.decode()
    assert visitor.send(address=address).url == thanks
    assert Message.objects.get().language == language


@pytest.mark.parametrize(
    "text",
    [
        "Tolong perbaiki tanggal peluncuran roket ini.",
        "请更正蓝箭航天的发射日期。",
        "Пожалуйста, исправьте дату запуска.",
        "يرجى تصحيح تاريخ الإطلاق 🚀",
        "'; DROP TABLE contact_message; --",
        "{{ settings.SECRET_KEY }}{% debug %}",
        "a\u2028b\u200fc\ufeffd",
    ],
)
def test_every_script_is_stored_as_written(visitor, text):
    visitor.send(text)

    assert Message.objects.get().text == text


def test_what_breaks_mail_feeds_and_postgresql_is_dropped(visitor):
    visitor.send("a\x00b\x1bc\x85d\r\ne\rf", name="A\x00d\x07a")

    letter = Message.objects.get()
    assert (letter.text, letter.name) == ("abcd\ne\nf", "Ada")


def test_reading_and_sending_set_no_cookie_and_ask_for_none(visitor):
    answers = [visitor.read(), visitor.send(), visitor.send(email="no"), visitor.read("/contact/thanks/")]

    assert [answer.status_code for answer in answers] == [200, 303, 422, 200]
    assert all(not answer.cookies for answer in answers)
    assert all("Cookie" not in answer.headers.get("Vary", "") for answer in answers)
    assert "csrfmiddlewaretoken" not in text_of(answers[0])


def test_pages_with_a_stamp_or_a_text_of_ones_own_are_kept_by_nobody(visitor):
    answers = [visitor.read(), visitor.send(email="no")]

    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 2


def test_reading_writes_nothing(visitor):
    with CaptureQueriesContext(connection) as queries:
        visitor.client.get(reverse("contact"), {"about": "firm:1"})

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(visitor, method):
    assert getattr(visitor.client, method)(reverse("contact")).status_code == 405


class TestInvalid:
    """An error is told beside its field, and what was written comes back."""

    def test_the_text_comes_back_with_422(self, visitor):
        response = visitor.send(
            "Kept <b>as it is</b> & whole.\nTwo lines.", email="reader@example", name="Ada"
        )

        assert response.status_code == 422
        assert shown_fields(response) == {
            "name": "Ada",
            "email": "reader@example",
            "message": "Kept <b>as it is</b> & whole.\nTwo lines.",
        }
        assert "Kept &lt;b&gt;as it is&lt;/b&gt; &amp; whole." in response.content.decode()
        assert not Message.objects.exists()

    def test_the_error_is_beside_the_field_and_linked_from_an_alert(self, visitor):
        html = visitor.send(email="").content.decode()

        field = re.search(r"<input[^>]*name=\"email\"[^>]*>", html)[0]
        alert = re.search(r'<div class="notice bad" role="alert".*?</div>', html, re.DOTALL)[0]
        assert 'aria-invalid="true"' in field
        assert re.search(r'aria-describedby="[^"]*id_email_error', field)
        assert 'id="id_email_error"' in html
        assert '<a href="#id_email">Email</a>' in alert

    def test_each_faulty_field_is_linked(self, visitor):
        response = visitor.send(" \n ", email="", name="")

        assert [field.name for field in response.context["form"].faulty_fields] == ["email", "message"]

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "not an address",
            "a@b",
            "a@example.org\nBcc: victim@example.net",
            "a@example.org\r\nBcc: victim@example.net",
            "a@example.org\r",
            "a@example.org%0ABcc:victim@example.net",
            "a@example.org, b@example.net",
            "a@example.org;b@example.net",
            "Ada <a@example.org>",
            "<script>alert(1)</script>@example.org",
            "x" * 400 + "@example.org",
            "a@" + "x" * 250 + ".org",
        ],
    )
    def test_what_is_no_single_address_is_refused(self, visitor, address):
        response = visitor.send(email=address)

        assert (response.status_code, Message.objects.count()) == (422, 0)
        assert "<script>alert" not in response.content.decode()

    @pytest.mark.parametrize("name", ["Ada\nBcc: victim@example.net", "Ada\r\nX: y", "A" * 121])
    def test_a_name_is_one_short_line(self, visitor, name):
        assert visitor.send(name=name).status_code == 422

    def test_ten_thousand_characters_are_taken_and_one_more_is_not(self, visitor):
        assert visitor.send("字" * 10_001).status_code == 422
        assert visitor.send("字" * 10_000).status_code == 303

    def test_a_line_break_counts_once_as_it_does_in_the_browser(self, visitor):
        assert visitor.send("a\r\n" * 4_999 + "ab").status_code == 303

    def test_only_email_and_message_are_asked_for(self, visitor):
        assert (
            visitor.client.post(reverse("contact"), {"email": "a@example.org", "message": "x"}).status_code
            == 303
        )

    def test_fields_that_the_form_does_not_have_change_nothing(self, visitor):
        visitor.send(status="closed", reference="SN-AAAA-AA", score="0", id="7", about_title="x")

        letter = Message.objects.get()
        assert (letter.status, letter.about_title) == ("new", "")
        assert letter.reference != "SN-AAAA-AA"


class TestRepeats:
    """A double click and a retry are one letter."""

    def test_the_same_letter_within_ten_minutes_is_one(self, visitor, clock):
        answers = [visitor.send()]
        clock.forward(minutes=9)
        answers.append(visitor.send(email="ADA@example.org"))

        assert [answer.url for answer in answers] == ["/contact/thanks/"] * 2
        assert Message.objects.count() == 1

    def test_after_ten_minutes_it_is_a_second(self, visitor, clock):
        visitor.send()
        clock.forward(minutes=11)
        visitor.send()

        assert Message.objects.count() == 2

    def test_other_words_or_another_sender_are_another_letter(self, visitor):
        visitor.send()
        visitor.send("Other words.")
        visitor.send(email="grace@example.org")

        assert Message.objects.count() == 3


@pytest.mark.usefixtures("limits")
class TestRate:
    @pytest.fixture(autouse=True)
    def at_the_minute(self, clock):
        now = clock.now()
        clock.set(now.replace(minute=0, second=1))

    def from_(self, visitor, address: str, **kwargs):
        return visitor.send(headers={"REMOTE_ADDR": address}, **kwargs).status_code

    def test_the_sixth_in_a_minute_is_asked_to_wait_with_its_text_kept(self, visitor):
        taken = [visitor.send(f"Letter {number}").status_code for number in range(5)]

        sixth = visitor.send("The sixth letter.", email="sixth@example.org")

        assert taken == [303] * 5
        assert (sixth.status_code, sixth.headers["Retry-After"]) == (429, "60")
        assert shown_fields(sixth) == {
            "name": "Ada",
            "email": "sixth@example.org",
            "message": "The sixth letter.",
        }
        assert "Too many messages. Please try again later." in text_of(sixth)
        assert sixth.headers["Cache-Control"] == "no-store"
        assert Message.objects.count() == 5

    def test_a_minute_later_it_is_taken(self, visitor, clock):
        for number in range(6):
            visitor.send(f"Letter {number}")
        clock.forward(minutes=1)

        assert visitor.send("Letter 6").status_code == 303

    def test_thirty_in_an_hour_is_the_most(self, visitor, clock):
        statuses = []
        for number in range(31):
            statuses.append(visitor.send(f"Letter {number}").status_code)
            clock.forward(seconds=30)

        assert statuses == [303] * 30 + [429]

    def test_a_network_is_counted_not_an_address(self, visitor):
        statuses = [self.from_(visitor, f"203.0.113.{number}", message=f"{number}") for number in range(6)]

        assert statuses == [303] * 5 + [429]

    def test_a_forged_forwarding_header_changes_nothing(self, visitor):
        statuses = [
            visitor.send(f"{number}", headers={"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"}).status_code
            for number in range(6)
        ]

        assert statuses == [303] * 5 + [429]

    def test_the_site_takes_three_hundred_a_minute_from_all(self, visitor, settings):
        settings.LIMITS = {**settings.LIMITS, "contact_site_minute": 12}
        statuses = [self.from_(visitor, f"203.0.{number}.1", message=f"{number}") for number in range(13)]

        assert statuses == [303] * 12 + [429]

    def test_one_network_cannot_close_the_form_to_all(self, visitor, settings):
        settings.LIMITS = {**settings.LIMITS, "contact_site_minute": 8}
        for number in range(20):
            self.from_(visitor, "203.0.113.1", message=f"{number}")

        assert self.from_(visitor, "198.51.100.1") == 303

    def test_no_address_is_stored(self, visitor):
        self.from_(visitor, "203.0.113.77")

        values = str(Message.objects.values().get())
        assert "203.0.113" not in values
        assert re.fullmatch(r"[0-9a-f]{32,64}", Message.objects.get().network_hash)


def test_the_form_beside_every_page_is_the_same_for_all_and_is_taken(visitor):
    now = clock.now()
    forms = [widget_context("en", now)["form"], widget_context("id", now)["form"]]

    assert forms[0]["stamp"].value() == forms[1]["stamp"].value()
    assert 'id="w_message"' in str(forms[0]["message"])
    visitor.send(stamp=forms[0]["stamp"].value())
    assert (Message.objects.get().status, Message.objects.get().text) == ("new", TEXT)
