"""About, ethics, corrections policy, privacy: what the site says of itself, one text a language."""

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from spacenews import markup
from spacenews.languages import HTML_LANG


def languages():
    return settings.LANGUAGES


class Page(models.Model):
    """Its key is its address; urls.py names the keys that have one."""

    key = models.SlugField(_("address"), unique=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    def text_in(self, language: str) -> "PageText | None":
        """Return the text in a language, else the English one."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE)


class PageText(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, related_name="texts", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10, choices=languages)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="one_text_to_a_page_and_language")
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Every way in goes through the one sanitiser: the form, the sample, a shell."""
        self.title, self.body = markup.tidy(self.title), markup.clean(self.body)
        super().save(*args, **kwargs)

    @property
    def html(self) -> SafeString:
        return markup.shown(self.body)

    @property
    def html_lang(self) -> str:
        return HTML_LANG[self.language]
