"""The addresses of these pages, below that of the article's form in the admin."""

from django.contrib import admin
from django.urls import path

from spacenews.articles.desk import front, keeping, notes, presence, preview, steps


def of_the_article() -> list:
    """Return the routes, each behind the desk's sign-in."""
    guarded = admin.site.admin_view
    return [
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
        path("<int:pk>/<slug:name>/step/", guarded(steps.step), name="articles_article_step"),
    ]


def of_the_front_page() -> list:
    """Return the routes below that of the pins."""
    guarded = admin.site.admin_view
    return [
        path("", guarded(front.arrange), name="articles_pin_changelist"),
        path("preview/", guarded(front.preview), name="articles_pin_preview"),
    ]
