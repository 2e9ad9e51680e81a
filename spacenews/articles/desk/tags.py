"""Choosing tags by search, and making a new one deliberately: the last choice, for who may, after all that are near."""

import json
from http import HTTPStatus

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spacenews.articles.models import Tag, TagSlug
from spacenews.firms.folding import fold
from spacenews.markup import tidy
from spacenews.pagecache import stamp

NEW = "new"  # stands for a tag that is not there yet; no form takes it for one
MOST_TRIED = 100


def choose(request: HttpRequest) -> HttpResponse:
    """Answer as the stock view does, and after the last tag offer to make one of this name."""
    answer = AutocompleteJsonView.as_view(admin_site=admin.site)(request)
    if answer.status_code != HTTPStatus.OK:
        return answer
    name = spaced_once(request.GET.get("term", ""))
    found = json.loads(answer.content)
    if name and not found["pagination"]["more"] and may_add(request.user) and named(name) is None:
        new = {"id": NEW, "text": _("Create tag “%(name)s”") % {"name": name}, "name": name}
        found["results"].append(new)
    return JsonResponse(found)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Make a tag of this name, or return the one that has it already."""
    if not may_add(request.user):
        raise PermissionDenied
    try:
        tag = made(spaced_once(request.POST.get("name", "")), request.user)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"id": tag.pk, "text": str(tag)})


def spaced_once(name: str) -> str:
    return " ".join(tidy(name).split())


def may_add(user) -> bool:
    return user.has_perm("articles.add_tag")


def named(name: str) -> Tag | None:
    """Return the tag that has this name in any language, whatever its case."""
    same = Q(name_folded=fold(name)) | Q(name_id__iexact=name) | Q(name_zh_hans__iexact=name)
    return Tag.objects.filter(same).first()


def made(name: str, by) -> Tag:
    with transaction.atomic():
        stamp.take()
        if there := named(name):
            return there
        tag = Tag(name=name, slug=free_slug(name))
        tag.full_clean()
        tag.save()
        LogEntry.objects.log_actions(by.pk, [tag], ADDITION, "", single_object=True)
        return tag


def free_slug(name: str) -> str:
    """Return a slug that no tag has or had; a name in Chinese gives none of its own."""
    base = slugify(name)[:90].strip("-") or "tag"
    tried = [base, *(f"{base}-{number}" for number in range(2, MOST_TRIED))]
    taken = {*Tag.objects.filter(slug__in=tried).values_list("slug", flat=True)}
    taken |= {*TagSlug.objects.filter(slug__in=tried).values_list("slug", flat=True)}
    free = next((slug for slug in tried if slug not in taken), None)
    if free is None:
        raise ValidationError(_("Add this tag with an address of its own, under Tags."))
    return free
