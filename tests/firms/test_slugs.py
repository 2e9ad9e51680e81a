import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from spacenews.firms.models import Organization
from spacenews.firms.slugs import find
from tests import make

pytestmark = pytest.mark.django_db


def renamed(organization, *slugs):
    for slug in slugs:
        organization.slug = slug
        organization.save()
    return organization


def test_every_slug_that_an_organization_had_finds_it():
    firm = renamed(make.organization(slug="first"), "second", "third")

    assert {find(Organization.objects, slug) for slug in ("first", "second", "third")} == {firm}


def test_a_slug_that_nobody_has_finds_nothing():
    renamed(make.organization(slug="first"), "second")

    with pytest.raises(Http404):
        find(Organization.objects, "other")


def test_an_organization_may_take_its_old_slug_back():
    firm = renamed(make.organization(slug="first"), "second", "first")

    assert find(Organization.objects, "second") == firm
    assert list(firm.former_slugs.values_list("slug", flat=True)) == ["second"]


def test_the_desk_cannot_give_away_a_slug_that_still_leads_to_another():
    renamed(make.organization(slug="first"), "second")
    other = make.organization()
    other.slug = "first"

    with pytest.raises(ValidationError) as refused:
        other.full_clean()

    assert list(refused.value.message_dict) == ["slug"]


def test_who_has_a_slug_goes_before_who_had_it():
    renamed(make.organization(slug="first"), "second")
    other = make.organization(slug="first")

    assert find(Organization.objects, "first") == other


def test_a_slug_given_up_twice_leads_to_who_had_it_last():
    renamed(make.organization(slug="first"), "second")
    other = renamed(make.organization(slug="first"), "third")

    assert find(Organization.objects, "first") == other
