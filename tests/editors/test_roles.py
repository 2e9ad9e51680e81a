from itertools import product

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from spacenews.editors import roles
from spacenews.editors.roles import CHIEF, CONTRIBUTOR, DESK, EDITOR, ROLES
from tests import make

# role → what it may do, one row a right that design.md names; what is not in a row's roles is refused there.
TABLE = {
    "articles.add_article": {CONTRIBUTOR, EDITOR, CHIEF},
    "articles.change_article": {CONTRIBUTOR, EDITOR, CHIEF},
    "articles.change_any_article": {EDITOR, CHIEF},
    "articles.publish_article": {EDITOR, CHIEF},
    "articles.change_pin": {EDITOR, CHIEF},
    "articles.view_tag": {CONTRIBUTOR, EDITOR, CHIEF},
    "articles.add_tag": {EDITOR, CHIEF},
    "articles.change_section": {CHIEF},
    "articles.change_author": {CHIEF},
    "images.add_image": {CONTRIBUTOR, EDITOR, CHIEF},
    "images.delete_image": {EDITOR, CHIEF},
    "firms.view_organization": {CONTRIBUTOR, EDITOR, CHIEF},
    "firms.change_organization": {EDITOR, CHIEF},
    "firms.change_figure": {EDITOR, CHIEF},
    "firms.change_source": {EDITOR, CHIEF},
    "search.view_asked": {EDITOR, CHIEF},
    "search.change_asked": set(),
    "search.change_synonym": {EDITOR, CHIEF},
    "search.change_pinnedanswer": {EDITOR, CHIEF},
    "contact.view_message": {DESK, CHIEF},
    "contact.answer_message": {DESK, CHIEF},
    "contact.export_message": {CHIEF},
    "contact.erase_message": {CHIEF},
    "pages.change_page": {CHIEF},
    "stats.view_violations": {CHIEF},
    "stats.change_violations": set(),
    "stats.view_views": set(),
    "editors.view_user": {CHIEF},
    "editors.change_user": {CHIEF},
    "editors.delete_user": set(),
    "auth.change_group": set(),
    "auth.change_permission": set(),
    "sessions.view_session": set(),
    "admin.delete_logentry": set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*ROLES, None])
def test_each_role_may_do_what_the_table_says_and_nothing_else_of_it(role):
    person = make.user(role)

    assert {right for right in TABLE if person.has_perm(right)} == {
        right for right, having in TABLE.items() if role in having
    }


@pytest.mark.django_db
def test_every_permission_that_a_role_names_exists():
    there = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.select_related("content_type")
    }

    assert {name for names in ROLES.values() for name in names} - there == set()


@pytest.mark.django_db
def test_the_groups_hold_exactly_the_table():
    held = {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }

    assert held == {role: set(names) for role, names in ROLES.items()}


@pytest.mark.django_db
def test_migrating_again_takes_back_what_was_changed_by_hand():
    desk = Group.objects.get(name=DESK)
    desk.permissions.add(Permission.objects.get(codename="change_user"))
    Group.objects.get(name=EDITOR).delete()

    call_command("migrate", verbosity=0)

    assert not make.user(DESK).has_perm("editors.change_user")
    assert make.user(EDITOR).has_perm("articles.publish_article")


@pytest.mark.django_db
def test_writing_them_twice_writes_nothing_the_second_time(django_assert_num_queries):
    reading_the_permissions, reading_each_group = 1, 2 * len(ROLES)

    with django_assert_num_queries(reading_the_permissions + reading_each_group):
        roles.write_roles()


@pytest.mark.django_db(transaction=True)
def test_roles_survive_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert make.user(CONTRIBUTOR).has_perm("articles.add_article")


def test_rights_add_up_from_role_to_role():
    sets = {role: set(names) for role, names in ROLES.items()}

    assert sets[CONTRIBUTOR] < sets[EDITOR] < sets[CHIEF]
    assert sets[DESK] < sets[CHIEF]
    assert [role for role, other in product(sets, sets) if sets[role] == sets[other]] == list(sets)


@pytest.mark.django_db
def test_a_chief_is_one_by_role_and_only_while_active():
    people = [
        make.user(CHIEF),
        make.user(EDITOR),
        make.user(CHIEF, is_active=False),
        make.user(is_superuser=True),
    ]

    assert [roles.is_chief(person) for person in people] == [True, False, False, True]
