"""What a writer picks from: pages of this site to link to, and records for the text to print. JSON for the editor."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spacenews.articles import policy, references
from spacenews.articles.desk import records
from spacenews.articles.models import Article, Edition
from spacenews.articles.policy import Verb
from spacenews.articles.states import State
from spacenews.firms.models import Organization
from spacenews.languages import CODES
from spacenews.pagecache import clock

MOST, FIRMS, SCHEDULED = 12, 4, 4


@require_GET
def pick(request: HttpRequest, kind: str) -> JsonResponse:
    """Answer with a few that `term` finds, the best first; without it with the newest."""
    if not policy.can(request.user, Verb.CHANGE):
        raise PermissionDenied
    typed = request.GET.get("term", "").strip()
    found = pages(request, typed) if kind == "link" else records_of(request, kind, typed)
    return JsonResponse({"found": found})


def records_of(request: HttpRequest, kind: str, typed: str) -> list[dict]:
    """Return records as their own list at the desk finds them, and none that this person does not see there."""
    if kind not in references.MODELS:
        raise Http404
    model_admin = admin.site.get_model_admin(references.MODELS[kind])
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    seen = model_admin.get_queryset(request)
    if not typed:
        return records.told(kind, seen.order_by("-pk")[:MOST])
    found, _may_repeat = model_admin.get_search_results(request, seen, typed)
    return records.told(kind, found[:MOST])


def pages(request: HttpRequest, typed: str) -> list[dict]:
    """Return what readers have: firms by name, live articles; and what of this person's is scheduled, marked so."""
    now = clock.now()
    live = admin.site.search(request, Edition.objects.live(now).newest(), typed)
    found = [] if not typed else firms(request, typed)
    found += [_page(edition, _("Article"), edition.published_at) for edition in live[:MOST]]
    return found + scheduled(request, typed)


def firms(request: HttpRequest, typed: str) -> list[dict]:
    found = admin.site.search(request, Organization.objects.public(clock.now()), typed)[:FIRMS]
    with translation.override(language_of(request)):
        addresses = [firm.url for firm in found]
    told = zip(found, addresses, strict=True)
    return [{"name": firm.name, "kind": _("Firm"), "line": address, "url": address} for firm, address in told]


def scheduled(request: HttpRequest, typed: str) -> list[dict]:
    """Return what has no page yet and will have one, of the articles that this person may see."""
    now = clock.now()
    seen = Article.objects.visible_to(request.user).in_state(State.SCHEDULED, now)
    articles = [article.pk for article in admin.site.search(request, seen, typed)[:SCHEDULED]]
    editions = Edition.objects.to_come(now).filter(article__in=articles)
    coming = {edition.article_id: edition for edition in editions}
    return [_page(coming[pk], _("Scheduled"), coming[pk].live_from) for pk in articles]


def _page(edition: Edition, kind: str, at) -> dict:
    when = date_format(localtime(at), "DATE_FORMAT")
    url = edition.url_in(edition.language)
    return {"name": edition.headline, "kind": kind, "line": f"{when} · {url}", "url": url}


def language_of(request: HttpRequest) -> str:
    """Return the language of the text that is written: a firm's page has an address in each."""
    asked = request.GET.get("language")
    return asked if asked in CODES else CODES[0]


def addresses() -> dict[str, str]:
    """Return where the editor asks, by kind."""
    return {
        kind: reverse("admin:articles_article_pick", args=[kind]) for kind in ("link", *references.MODELS)
    }


def adding(user) -> dict[str, str]:
    """Return where this person adds what he does not find."""
    may = user is not None and user.has_perm("images.add_image")
    return {"image": reverse("admin:images_image_add")} if may else {}
