import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from spacenews.editors.models import User
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make.user(CHIEF, username="chief")


def url_of(person) -> str:
    return reverse("admin:editors_user_change", args=[person.pk])


def form_data(person, **changes) -> dict:
    data = {"username": person.username, "display_name": "", "email": "", "language": "", "is_active": "on"}
    return {**data, "groups": [group.pk for group in person.groups.all()], **changes}


@pytest.mark.parametrize("role", [CONTRIBUTOR, EDITOR, DESK, None])
def test_only_a_chief_sees_people(client, role):
    person = make.user(role)
    client.force_login(person)
    urls = [
        reverse("admin:editors_user_changelist"),
        reverse("admin:editors_user_add"),
        url_of(person),
        reverse("admin:auth_user_password_change", args=[person.pk]),
    ]

    assert [client.get(url).status_code for url in urls] == [403] * 4
    assert client.post(url_of(person), form_data(person, is_superuser="on")).status_code == 403


def test_a_chief_makes_an_account_with_a_role(client, chief):
    client.force_login(chief)
    desk = Group.objects.get(name=DESK)
    data = {"username": "Grace", "display_name": "Grace H.", "email": "g@example.org", "language": "id"}
    data |= {"groups": [desk.pk], "usable_password": "true"}
    data |= {"password1": "a long new one 7", "password2": "a long new one 7"}

    response = client.post(reverse("admin:editors_user_add"), data)

    grace = User.objects.get(username="Grace")
    assert response.status_code == 302
    assert (grace.is_staff, grace.is_superuser, list(grace.groups.all())) == (True, False, [desk])
    assert grace.check_password("a long new one 7")
    assert str(grace) == "Grace H."


def test_a_chief_changes_a_role_and_closes_an_account(client, chief):
    person = make.user(CONTRIBUTOR)
    client.force_login(chief)

    client.post(url_of(person), form_data(person, groups=[Group.objects.get(name=EDITOR).pk]))
    assert person.groups.get().name == EDITOR

    client.post(url_of(person), {**form_data(person), "is_active": ""})
    person.refresh_from_db()
    assert not person.is_active


def test_forged_fields_make_no_superuser_and_give_no_single_right(client, chief):
    person = make.user(EDITOR)
    client.force_login(chief)
    right = Permission.objects.get(codename="delete_logentry")
    forged = {"is_superuser": "on", "is_staff": "", "user_permissions": [right.pk], "password": "x", "id": 1}

    client.post(url_of(person), form_data(person, **forged))

    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff, person.user_permissions.count()) == (False, True, 0)
    assert person.check_password(make.PASSWORD)


def test_the_form_has_neither_switch(client, chief):
    client.force_login(chief)

    fields = client.get(url_of(make.user(EDITOR))).context["adminform"].form.fields

    assert set(fields) == {"username", "password", "display_name", "email", "language", "groups", "is_active"}


def test_a_chief_cannot_take_his_own_role_or_close_his_own_account(client, chief):
    client.force_login(chief)

    client.post(url_of(chief), form_data(chief, groups=[], is_active=""))

    chief.refresh_from_db()
    assert chief.is_active
    assert chief.groups.get().name == CHIEF


def test_a_single_right_to_change_people_does_not_give_roles(client):
    person, other = make.user(EDITOR), make.user(CONTRIBUTOR)
    person.user_permissions.add(*Permission.objects.filter(content_type__app_label="editors"))
    client.force_login(person)

    client.post(url_of(person), form_data(person, groups=[Group.objects.get(name=CHIEF).pk]))
    client.post(url_of(other), form_data(other, groups=[Group.objects.get(name=CHIEF).pk]))

    assert (person.groups.get().name, other.groups.get().name) == (EDITOR, CONTRIBUTOR)


def test_a_chief_cannot_take_over_a_superuser(client, chief):
    root = make.user(is_superuser=True)
    client.force_login(chief)
    new = {"password1": "a long new one 7", "password2": "a long new one 7", "usable_password": "true"}

    answers = [
        client.post(url_of(root), form_data(root, email="mine@example.org")),
        client.post(reverse("admin:auth_user_password_change", args=[root.pk]), new),
    ]

    root.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403]
    assert root.check_password(make.PASSWORD)


def test_accounts_are_closed_never_deleted(client, chief):
    person = make.user(EDITOR)
    client.force_login(chief)
    many = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}

    response = client.post(reverse("admin:editors_user_delete", args=[person.pk]), {"post": "yes"})
    client.post(reverse("admin:editors_user_changelist"), many)

    assert response.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_groups_have_no_page_of_their_own(client):
    client.force_login(make.user(is_superuser=True))

    assert client.get("/admin/auth/group/").status_code == 404


def test_a_change_of_roles_is_in_the_log(client, chief):
    person = make.user(CONTRIBUTOR)
    client.force_login(chief)

    client.post(url_of(person), form_data(person, groups=[Group.objects.get(name=EDITOR).pk]))

    assert LogEntry.objects.get(object_id=str(person.pk)).get_change_message() == "Changed Roles."


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(
    client, chief, people, django_assert_num_queries
):
    for _ in range(people - 1):
        make.user(EDITOR)
    client.force_login(chief)
    client.get(reverse("admin:editors_user_changelist"))

    with django_assert_num_queries(8):  # session, person, rights (2); the filter's roles; count, rows, roles
        client.get(reverse("admin:editors_user_changelist"))
