from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spacenews.desk import LinesField
from spacenews.search import reading
from spacenews.search.models import PinnedAnswer, Synonym, SynonymWord
from spacenews.search.text import folded

FEWEST, MOST, LONGEST = 2, 20, 100


class SynonymForm(forms.ModelForm):
    words = LinesField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("One a line. Whichever of them is searched for, all are found."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
    )

    class Meta:
        model = Synonym
        fields = ("words",)

    def clean_words(self) -> list[str]:
        """Return each spelling once, the first of those that are the same to a search."""
        spellings = {}
        for word in self.cleaned_data["words"]:
            spellings.setdefault(folded(word), word)
        refuse_odd(spellings)
        self.refuse_taken(spellings)
        return list(spellings.values())

    def refuse_taken(self, spellings: dict[str, str]) -> None:
        taken = SynonymWord.objects.filter(text_folded__in=spellings).exclude(synonym=self.instance.pk)
        raise_all(
            _("“%(word)s” stands in another synonym: %(other)s.")
            % {"word": spellings[held.text_folded], "other": held.synonym}
            for held in taken.select_related("synonym")
        )


def refuse_odd(spellings: dict[str, str]) -> None:
    """Refuse what cannot be looked up, or means the same as nothing."""
    nothing = _("“%(word)s” has neither letters nor digits.")
    long = _("“%(word)s…” is too long: at most %(most)d characters.")
    raise_all(nothing % {"word": word} for key, word in spellings.items() if not key)
    too_long = [word[:20] for word in spellings.values() if len(word) > LONGEST]
    raise_all(long % {"word": word, "most": LONGEST} for word in too_long)
    if not FEWEST <= len(spellings) <= MOST:
        raise ValidationError(
            _("Give %(fewest)d to %(most)d words that differ by more than case, accents and signs.")
            % {"fewest": FEWEST, "most": MOST}
        )


def raise_all(errors) -> None:
    if errors := list(errors):
        raise ValidationError(errors)


class PinnedAnswerForm(forms.ModelForm):
    class Meta:
        model = PinnedAnswer
        fields = ("query", "article", "place")
        help_texts = {
            "query": gettext_lazy("As readers type it. Case, accents and signs make no difference."),
            "article": gettext_lazy(
                "It stands first while it is live, in the reader’s language if it is there."
            ),
            "place": gettext_lazy("Among the articles pinned to this query."),
        }

    def clean_query(self) -> str:
        query = reading.tidied(self.cleaned_data["query"])
        if not folded(query):
            raise ValidationError(_("“%(word)s” has neither letters nor digits.") % {"word": query})
        return query

    def clean(self) -> None:
        same = PinnedAnswer.objects.filter(
            query_folded=folded(self.cleaned_data.get("query", "")), article=self.cleaned_data.get("article")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("article", _("This article is pinned to this query already."))
