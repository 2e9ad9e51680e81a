"""The addresses of these pages, below that of the article's form in the admin."""

from django.contrib import admin
from django.urls import path

from spacenews.articles.desk import (
    aside,
    calendar,
    comparing,
    facts,
    front,
    history,
    keeping,
    named,
    notes,
    pickers,
    presence,
    preview,
    scheduled,
    sharing,
    stale,
    steps,
)


def of_the_article() -> list:
    """Return the routes, each behind the desk's sign-in."""
    guarded = admin.site.admin_view
    return [
        path("pick/<slug:kind>/", guarded(pickers.pick), name="articles_article_pick"),
        path("calendar/", guarded(calendar.calendar), name="articles_article_calendar"),
        path("calendar/idea/", guarded(calendar.idea), name="articles_article_idea"),
        path("<int:pk>/plan/", guarded(calendar.plan), name="articles_article_plan"),
        path("<int:pk>/notes/", guarded(notes.thread), name="articles_article_notes"),
        path("<int:pk>/notes/seen/", guarded(notes.seen), name="articles_article_notes_seen"),
        path("<int:pk>/notes/<int:note>/delete/", guarded(notes.delete), name="articles_article_note_delete"),
        path("<int:pk>/keep/", keeping.keep, name="articles_article_keep"),
        path("new/keep/", keeping.keep_new, name="articles_article_keep_new"),
        path("<int:pk>/drop/", guarded(keeping.drop), name="articles_article_drop"),
        path("new/drop/", guarded(keeping.drop_new), name="articles_article_drop_new"),
        path("<int:pk>/presence/", presence.presence, name="articles_article_presence"),
        path("<int:pk>/preview/", guarded(preview.preview), name="articles_article_preview"),
        path("new/preview/", guarded(preview.preview), name="articles_article_preview_new"),
        path("<int:pk>/named/", named.named, name="articles_article_named"),
        path("new/named/", named.named, name="articles_article_named_new"),
        path("<int:pk>/named/refuse/", named.refuse, name="articles_article_named_refuse"),
        path("<int:pk>/share/", guarded(sharing.share), name="articles_article_share"),
        path("links/<int:pk>/revoke/", guarded(sharing.revoke), name="articles_article_share_revoke"),
        path("<int:pk>/compare/", guarded(comparing.compare), name="articles_article_compare"),
        path("<int:pk>/version/<int:number>/", guarded(history.revision), name="articles_article_revision"),
        path(
            "<int:pk>/version/<int:number>/restore/",
            guarded(history.restore),
            name="articles_article_restore",
        ),
        path("facts/", guarded(facts.changes), name="articles_fact_changes"),
        path("facts/<int:pk>/", guarded(facts.change), name="articles_fact_change"),
        path("facts/correct/<int:pk>/", guarded(facts.correct), name="articles_fact_correct"),
        path("facts/keep/<int:pk>/", guarded(facts.keep), name="articles_fact_keep"),
        path("stale/", guarded(stale.stale), name="articles_stale"),
        path("stale/checked/", guarded(stale.checked), name="articles_stale_checked"),
        path("stale/promise/<int:pk>/", guarded(stale.promise), name="articles_stale_promise"),
        path("stale/supersede/<int:pk>/", guarded(stale.supersede), name="articles_stale_supersede"),
        path("stale/dispute/<int:pk>/", guarded(stale.dispute), name="articles_stale_dispute"),
        path("scheduled/", guarded(scheduled.scheduled), name="articles_article_scheduled"),
        path("<int:pk>/take-back/<int:number>/", guarded(aside.take_back), name="articles_article_take_back"),
        path("<int:pk>/<slug:name>/step/", guarded(steps.step), name="articles_article_step"),
    ]


def of_the_front_page() -> list:
    """Return the routes below that of the pins."""
    guarded = admin.site.admin_view
    return [
        path("", guarded(front.arrange), name="articles_pin_changelist"),
        path("preview/", guarded(front.preview), name="articles_pin_preview"),
    ]
