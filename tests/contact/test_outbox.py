"""Mail leaves once, whoever sends it and whatever the mail server does; a real server stands at the other end."""

import email
import email.policy
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from spacenews.contact import outbox
from spacenews.contact.forms import ContactForm
from spacenews.contact.models import Message, Outbox
from spacenews.pagecache import clock as site_clock
from tests import make

pytestmark = pytest.mark.django_db
UNREACHABLE = "a@" + "ü" * 60 + ".org"  # too long a name, once it is written in ASCII


class Mailbox:
    """Takes mail, or answers as it is told to."""

    def __init__(self):
        self.kept, self.answers = [], []
        self.lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            if self.answers and (answer := self.answers.pop(0)):
                return answer
            self.kept.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return "250 kept"

    @property
    def mails(self) -> list:
        return [email.message_from_bytes(content, policy=email.policy.default) for _, _, content in self.kept]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def with_mail(settings):
    settings.DESK_EMAIL, settings.EMAIL_URL = "desk@example.org", "smtp://127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "site@news.example.org"
    settings.SITE_URL = "https://news.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 2


@pytest.fixture
def mailbox(settings, with_mail):
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield mailbox
    controller.stop()


def send_due() -> tuple[int, int]:
    return outbox.send_due(site_clock.now())


def body(mail) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_letter_goes_to_the_desk_from_us_to_be_answered_to_the_visitor(visitor, mailbox):
    visitor.send("Please correct it.\n.\nFrom here on\n请更正。", name="Ada Lovelace")

    assert send_due() == (1, 0)

    letter, mail = Message.objects.get(), mailbox.mails[0]
    assert mailbox.kept[0][:2] == ("site@news.example.org", ["desk@example.org"])
    assert (mail["From"], mail["To"], mail["Reply-To"]) == (
        "site@news.example.org",
        "desk@example.org",
        "ada@example.org",
    )
    assert "Please correct it.\n.\nFrom here on\n请更正。" in body(mail)
    assert "From: Ada Lovelace, ada@example.org" in body(mail)
    assert f"https://news.example.org/admin/contact/message/{letter.pk}/change/" in body(mail)


def test_the_subject_is_the_reference_and_nothing_else(visitor, mailbox):
    visitor.send("A secret.", name="Secretive")
    send_due()

    assert mailbox.mails[0]["Subject"] == f"[{Message.objects.get().reference}]"


def test_no_header_holds_anything_of_the_letter_but_the_address_to_answer(visitor, mailbox):
    visitor.send("Secret\nBcc: victim@example.net\n\nX-Secret: secret", name="Secretive")
    send_due()

    headers = mailbox.mails[0].items()
    assert not [value for _, value in headers if "ecret" in value or "victim" in value]
    assert [name for name, value in headers if "ada@" in value] == ["Reply-To"]
    assert {"Bcc", "Cc"}.isdisjoint(name for name, _ in headers)


def test_mail_is_sent_once(visitor, mailbox):
    visitor.send()

    assert [send_due(), send_due()] == [(1, 0), (0, 0)]
    assert len(mailbox.kept) == 1


def test_no_copy_goes_to_the_visitor(visitor, mailbox):
    visitor.send()
    send_due()

    assert [recipients for _, recipients, _ in mailbox.kept] == [["desk@example.org"]]


def test_suspected_spam_is_kept_and_not_mailed(visitor, mailbox):
    visitor.send(trap="x")

    assert (Message.objects.count(), Outbox.objects.count()) == (1, 0)


@pytest.mark.parametrize("missing", ["DESK_EMAIL", "EMAIL_URL"])
def test_without_mail_set_up_letters_are_stored_only(visitor, settings, with_mail, missing):
    setattr(settings, missing, "")

    visitor.send()

    assert (Message.objects.count(), Outbox.objects.count()) == (1, 0)


@pytest.mark.parametrize("answer", ["451 later", "550 no such mailbox", "421 going down"])
def test_a_server_that_refuses_is_tried_again_later_and_the_error_is_seen(visitor, mailbox, clock, answer):
    mailbox.answers = [answer]
    visitor.send()

    assert send_due() == (0, 1)
    mail = Outbox.objects.failing().get()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert answer[:3] in mail.last_error
    assert send_due() == (0, 0)

    clock.forward(minutes=1, seconds=1)
    assert send_due() == (1, 0)
    assert len(mailbox.kept) == 1
    assert not Outbox.objects.failing().exists()


def test_a_server_that_is_away_costs_no_letter_and_the_waits_grow(visitor, with_mail, clock):
    visitor.send()
    waits = []
    for _ in range(5):
        assert send_due() == (0, 1)
        mail = Outbox.objects.get()
        waits.append(round((mail.next_at - clock.now()).total_seconds() / 60))
        clock.forward(seconds=(mail.next_at - clock.now()).total_seconds() + 1)

    assert waits == [1, 2, 4, 8, 16]
    assert "ConnectionRefusedError" in Outbox.objects.get().last_error


def test_a_server_that_says_nothing_is_left_after_the_timeout(visitor, settings, with_mail):
    settings.EMAIL_TIMEOUT = 1
    with socket.create_server(("127.0.0.1", settings.EMAIL_PORT)):
        visitor.send()

        assert send_due() == (0, 1)


def test_one_mail_that_fails_does_not_hold_up_the_others(visitor, mailbox):
    mailbox.answers = [None, "550 no", None]
    for number in range(3):
        visitor.send(f"Letter {number}")

    assert send_due() == (2, 1)


def test_a_process_that_dies_while_sending_leaves_the_mail_to_the_next(visitor, mailbox, clock):
    visitor.send()
    assert Outbox.objects.get().claim(clock.now(), outbox.LEASE)

    assert send_due() == (0, 0)
    clock.forward(seconds=outbox.LEASE.total_seconds() + 1)
    assert send_due() == (1, 0)


def test_the_same_letter_has_the_same_message_id_each_time():
    letter = make.letter()

    ids = {outbox.written(letter).message()["Message-ID"] for _ in range(3)}

    assert len(ids) == 1
    assert letter.reference in ids.pop()


def test_what_was_erased_before_it_was_mailed_is_never_mailed(visitor, mailbox):
    visitor.send()
    Message.objects.get().erase(at=site_clock.now())

    assert send_due() == (0, 0)
    assert mailbox.kept == []


@pytest.mark.django_db(transaction=True)
def test_senders_side_by_side_send_each_mail_once(visitor, mailbox):
    for number in range(12):
        visitor.send(f"Letter {number}")

    def sender(_number):
        try:
            return send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(sender, range(4)))

    assert sum(sent for sent, _ in results) == 12
    assert sorted(body(mail).split("\n\n")[1].strip() for mail in mailbox.mails) == sorted(
        f"Letter {number}" for number in range(12)
    )


def test_the_claim_is_one_statement(django_assert_num_queries):
    now = site_clock.now()
    mail = Outbox.objects.create(message=make.letter(), next_at=now)

    with django_assert_num_queries(1):
        assert mail.claim(now, timedelta(minutes=5))
    assert not mail.claim(now, timedelta(minutes=5))


def test_the_command_for_cron_sends_and_says_how_many(visitor, mailbox):
    visitor.send()
    output = StringIO()

    call_command("send_mail", stdout=output)

    assert output.getvalue() == "1 sent, 0 failed, 0 waiting\n"
    assert len(mailbox.kept) == 1


def test_the_command_says_when_mail_is_not_set_up():
    output = StringIO()

    call_command("send_mail", stdout=output)

    assert "letters are stored only" in output.getvalue()


def test_nothing_runs_by_itself_where_it_is_switched_off(settings):
    settings.OUTBOX_EVERY_S = 0

    outbox.start()

    assert "outbox" not in {thread.name for thread in threading.enumerate()}


ADDRESS = st.builds(
    "{}@{}".format, st.text(min_size=1, max_size=40), st.from_regex(r"\A[\w.-]{1,30}\.\w{2,10}\Z")
)


@given(st.one_of(st.emails(), ADDRESS), st.text(max_size=130))
@examples(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_address_the_form_takes_can_be_written_to(address, name):
    form = ContactForm({"email": address, "name": name, "message": "x"})
    if not form.is_valid():
        return
    letter = make_unsaved(form.cleaned_data)

    mail = email.message_from_bytes(outbox.written(letter).message().as_bytes(), policy=email.policy.default)

    assert len(mail.get_all("Reply-To")) == 1
    assert {"Bcc", "Cc"}.isdisjoint(mail.keys())
    assert mail["To"] == outbox.settings.DESK_EMAIL


def make_unsaved(data: dict) -> Message:
    columns = {"name": data["name"], "email": data["email"], "text": data["message"]}
    return Message(pk=1, reference="SN-AAAA-AA", created_at=site_clock.now(), language="en", **columns)


@pytest.mark.parametrize("address", ["a@。x.org", UNREACHABLE])
def test_an_address_whose_host_has_no_name_in_ascii_is_refused(visitor, address):
    assert visitor.send(email=address).status_code == 422


def test_a_letter_that_cannot_be_written_as_a_mail_does_not_hold_up_the_others(visitor, mailbox):
    visitor.send("First")
    Message.objects.update(email=UNREACHABLE)
    visitor.send("Second")

    assert send_due() == (1, 1)
    assert "Second" in body(mailbox.mails[0])
    assert "UnicodeError" in Outbox.objects.waiting().get().last_error
