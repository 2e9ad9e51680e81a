"""The addresses of these pages, below that of the article's form in the admin."""

from django.contrib import admin
from django.urls import path

from spacenews.articles.desk import front, notes, steps


def of_the_article() -> list:
    """Return the routes, each behind the desk's sign-in."""
    guarded = admin.site.admin_view
    return [
        path("<int:pk>/notes/", guarded(notes.thread), name="articles_article_notes"),
        path("<int:pk>/notes/seen/", guarded(notes.seen), name="articles_article_notes_seen"),
        path("<int:pk>/notes/<int:note>/delete/", guarded(notes.delete), name="articles_article_note_delete"),
        path("<int:pk>/<slug:name>/step/", guarded(steps.step), name="articles_article_step"),
    ]


def of_the_front_page() -> list:
    """Return the routes below that of the pins."""
    guarded = admin.site.admin_view
    return [
        path("", guarded(front.arrange), name="articles_pin_changelist"),
        path("preview/", guarded(front.preview), name="articles_pin_preview"),
    ]
