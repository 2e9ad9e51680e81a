"""Asking for pages of the desk, and sending their forms as a browser would."""

from django.test import Client
from django.urls import reverse

from spacenews.articles.models import Article


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def step(article: Article, name: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, name])


LIST, ADD, START = (
    reverse("admin:articles_article_changelist"),
    reverse("admin:articles_article_add"),
    reverse("admin:index"),
)


def typed(response) -> dict:
    """Return what the fields of a form's page hold, with those by which the desk tells one open form from another."""
    forms = [response.context["adminform"].form]
    kept = response.context.get("kept_form")
    own = {"_page": kept.page, "_kept": kept.at} if kept else {}
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = {field.html_name: field.value() for form in forms for field in form}
    return own | {name: value for name, value in fields.items() if value is not None and value is not False}


def save(client: Client, article: Article, button: str = "_continue", value: str = "1", **changes):
    """Open the form, change fields, press a button."""
    data = typed(client.get(change(article)))
    return client.post(change(article), {**data, **changes, button: value})
