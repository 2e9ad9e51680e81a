"""What an article begins with: an address from its headline, and in a translation what it shares with its original."""

from django.utils.text import slugify

LONGEST_SLUG = 120
SUFFIX = {"en": "-en", "id": "-id", "zh-hans": "-zh"}


def slug_for(headline: str, language: str, original=None) -> str:
    """Return a proposal: a translation's is its original's with the language; a Chinese headline gives none."""
    if original and original.slug:
        suffix = SUFFIX[language]
        return original.slug[: LONGEST_SLUG - len(suffix)] + suffix
    return slugify(headline)[:LONGEST_SLUG].strip("-")


def of_translation(original) -> dict:
    """Return what the form of a new translation begins with."""
    taken = {original.language, *original.translations.values_list("language", flat=True)}
    return {
        "original": original.pk,
        "language": next((language for language in SUFFIX if language not in taken), original.language),
        "section": original.section_id,
        "kind": original.kind,
        "unconfirmed": original.unconfirmed,
        "lead": original.lead_id,
        "tags": list(original.tags.all()),
    }
