"""What must be right before an article goes out. Blocking only for what is wrong."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from spacenews.articles import references
from spacenews.markup import plain


def problems(article) -> dict[str, str]:
    """Return the sentence for each field that keeps the article from going out, by field name."""
    checks = {
        "headline": _headline,
        "slug": _slug,
        "section": _section,
        "body": _body,
        "lead": _lead,
        "sources": _sources,
        "byline": _byline,
    }
    found = {name: check(article) for name, check in checks.items()}
    return {name: sentence for name, sentence in found.items() if sentence}


def validate(article) -> None:
    """Raise ValidationError with one sentence a field if anything is wrong."""
    if found := problems(article):
        raise ValidationError(found)


def _headline(article) -> str:
    return "" if article.headline.strip() else _("Write a headline.")


def _slug(article) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", article.slug):
        return ""
    return _("Give the article a slug of small letters a–z, digits and hyphens.")


def _section(article) -> str:
    return "" if article.section_id else _("Choose a section.")


def _body(article) -> str:
    if not plain(article.body):
        return _("Write the text.")
    lost = references.missing(article.body)
    return (
        _("The text refers to records that do not exist: %s.") % ", ".join(f"{k} {pk}" for k, pk in lost)
        if lost
        else ""
    )


def _lead(article) -> str:
    if article.lead is None or article.lead.alt or article.lead.decorative:
        return ""
    return _("The lead picture has no description: write its alt text, or mark it as decorative.")


def _sources(article) -> str:
    return "" if article.source_rows.exists() else _("Name at least one source.")


def _byline(article) -> str:
    return "" if article.bylines.exists() else _("Name at least one author.")
