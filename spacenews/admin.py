"""The desk: the stock admin as one site for all apps, grouped by work."""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from spacenews.pagecache import clock

# What stands in the sidebar, by work and not by app: model names as `app.model`.
GROUPS = (
    (
        _("Write"),
        (
            "articles.article",
            "calendar",
            "coverage",
            "articles.pin",
            "images.image",
            "articles.tag",
            "articles.section",
            "articles.author",
        ),
    ),
    (
        _("Facts"),
        (
            *(
                "firms.organization",
                "firms.figure",
                "firms.figuregroup",
                "firms.cooperation",
                "firms.milestone",
            ),
            *("firms.fundinground", "firms.dispute", "firms.claim", "firms.source"),
            "imports",
            *("moved", "stale"),
        ),
    ),
    (
        _("Readers"),
        ("contact.message", "search.asked", "search.synonym", "search.pinnedanswer", "pages.page"),
    ),
    (_("People"), ("editors.user",)),
)

# Pages of these groups that are no list of a model: name, route, who may see it.
PAGES = {
    "calendar": (_("Calendar"), "admin:articles_article_calendar", "articles.view_article"),
    "coverage": (_("Coverage"), "admin:coverage", "articles.view_article"),
    "moved": (_("Facts that moved"), "admin:articles_fact_changes", "articles.view_article"),
    "stale": (_("To be checked"), "admin:articles_stale", "firms.view_figure"),
    "imports": (_("Imports"), "admin:firms_organization_imports", "firms.add_organization"),
}


class Desk(AdminSite):
    """Signs people in by the throttled form; opens no door that asks too little."""

    site_title = site_header = _("Desk")
    index_title = _("Start")
    site_url = "/"
    empty_value_display = "–"
    index_template = "admin/start.html"

    @cached_property
    def login_form(self):
        """Imported late: the site exists before the models do."""
        from spacenews.editors.forms import SignInForm

        return SignInForm

    def index(self, request, extra_context=None):
        """Show what needs doing. Imported late, like all that knows a model."""
        from spacenews import start

        return super().index(request, {**start.context(request.user, clock.now()), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """Without `r/<type>/<id>/`, which would tell any member of staff whether an object exists and where."""
        from spacenews import monday

        own = path("coverage/", self.admin_view(monday.coverage), name="coverage")
        return [own, *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site")]

    def search(self, request, queryset: QuerySet, typed: str) -> QuerySet:
        """Narrow what a list or a picker shows to what somebody looks for. The search stands above all other apps."""
        from spacenews.search.desk import doors

        return doors.search(request, queryset, typed)

    def is_recent(self, request) -> bool:
        """Whether a person signed in just now, so that he need not prove again who he is."""
        from spacenews.editors import step_up

        return step_up.is_recent(request)

    def refusal(self, request) -> str:
        """Return why a step that reaches far cannot be taken: nothing where the person is proven to be himself."""
        from spacenews.editors import step_up

        return step_up.refusal(request)

    def get_app_list(self, request, app_label=None) -> list[dict]:
        """Return what a person may see, grouped by work; an app's own page keeps the stock list."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            f"{app['app_label']}.{m['model'].__name__.lower()}": m for app in apps for m in app["models"]
        }
        models.update(pages_for(request.user))
        if "articles.pin" in models:
            models["articles.pin"]["name"] = _("Front page")
        say_where(request.path, models.values())
        groups = (
            {
                "name": name,
                "app_label": "desk",
                "app_url": "",
                "models": [models[key] for key in keys if key in models],
            }
            for name, keys in GROUPS
        )
        return [group for group in groups if group["models"]]


def pages_for(user) -> dict[str, dict]:
    """Return the pages that a person may see, each as the sidebar takes a model."""
    return {
        key: {"name": name, "object_name": key, "admin_url": reverse(route), "add_url": None}
        for key, (name, route, permission) in PAGES.items()
        if user.has_perm(permission)
    }


def say_where(path: str, entries: Iterable[dict]) -> None:
    """Mark the one entry that a page belongs to: that of the longest address above it."""
    above = [entry for entry in entries if entry["admin_url"] and path.startswith(entry["admin_url"])]
    if above:
        max(above, key=lambda entry: len(entry["admin_url"]))["is_current"] = True
