"""The addresses of these pages, below that of the article's form in the admin."""

from django.contrib import admin
from django.urls import path

from spacenews.articles.desk import steps


def of_the_article() -> list:
    """Return the routes, each behind the desk's sign-in."""
    guarded = admin.site.admin_view
    return [
        path("<int:pk>/<slug:name>/step/", guarded(steps.step), name="articles_article_step"),
    ]
