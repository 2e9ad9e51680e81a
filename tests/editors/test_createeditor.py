import re
from io import StringIO

import pytest
from django.core.management import call_command

from spacenews.editors.models import User

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("createeditor", *arguments, stdout=output)
    return output.getvalue()


def test_it_makes_the_first_chief_and_prints_the_password_once():
    output = run()

    password = re.search(r"^Password: (\S+)$", output, re.MULTILINE)[1]
    editor = User.objects.get()
    assert (editor.username, editor.groups.get().name, editor.is_staff) == ("editor", "Chief", True)
    assert not editor.is_superuser
    assert editor.check_password(password)


def test_run_again_it_leaves_the_account_alone_and_says_so():
    run()
    before = User.objects.values().get()

    output = run("Editor")

    assert "exists" in output
    assert "Password:" not in output
    assert User.objects.values().get() == before


def test_name_and_role_can_be_chosen():
    run("grace", "--role", "Desk")

    assert User.objects.get().groups.get().name == "Desk"
