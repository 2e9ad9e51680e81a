from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from spacenews import markup
from spacenews.desk import BoundedPaginator, FilteredByName
from spacenews.pagecache import stamp
from spacenews.pages.models import Page, PageText


class PageTextForm(forms.ModelForm):
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField", "spellcheck": "true"}),
        help_text=_(
            "HTML: p, h2, h3, ul, ol, li, strong, em, a, blockquote, table. Anything else is left out."
        ),
    )

    class Meta:
        model = PageText
        fields = ("language", "title", "body")

    def clean_body(self) -> str:
        """Refuse here, with a sentence, what saving would refuse."""
        return markup.clean(self.cleaned_data["body"])


class PageTextInline(admin.StackedInline):
    model = PageText
    form = PageTextForm
    extra = 0


@admin.register(Page)
class PageAdmin(FilteredByName, admin.ModelAdmin):
    inlines = [PageTextInline]
    list_display = ("key", "written_in")
    paginator = BoundedPaginator
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=_("texts"))
    def written_in(self, page):
        return ", ".join(text.get_language_display() for text in page.texts.all())

    def get_readonly_fields(self, request, obj=None):
        return ("key",) if obj else ()

    def save_model(self, request, obj, form, change):
        stamp.take()
        super().save_model(request, obj, form, change)
