"""A server process of its own: it mails a letter by itself, at once, and commands start no such thread."""

import os
import subprocess
import sys
import textwrap

import pytest
from aiosmtpd.controller import Controller

from tests.contact.test_outbox import Mailbox, free_port

SERVER = """
    import os, threading, time
    os.environ["DJANGO_SETTINGS_MODULE"] = "spacenews.settings"
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    print("outbox" in {thread.name for thread in threading.enumerate()})

    import spacenews.wsgi
    from django.test import Client
    from spacenews.contact.models import Outbox
    print("outbox" in {thread.name for thread in threading.enumerate()})
    letter = {"email": "ada@example.org", "message": "By itself.", "stamp": ""}
    headers = {"HTTP_HOST": "127.0.0.1", "HTTP_ORIGIN": "http://127.0.0.1", "HTTP_SEC_FETCH_SITE": "same-origin"}
    print(Client().post("/contact/", letter, **headers).status_code)
    deadline = time.monotonic() + 10
    while Outbox.objects.waiting().exists() and time.monotonic() < deadline:
        time.sleep(0.05)
"""


@pytest.mark.sqlite
def test_a_letter_is_mailed_within_seconds_by_the_server_itself(tmp_path):
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    mail = {"DESK_EMAIL": "desk@example.org", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", **mail}
    try:
        command = [sys.executable, "-c", textwrap.dedent(SERVER)]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    finally:
        controller.stop()

    assert ran.stdout.split() == ["False", "True", "303"], ran.stderr
    assert [mail.get_body(("plain",)).get_content().split()[-2:] for mail in mailbox.mails] == [
        ["By", "itself."]
    ]
