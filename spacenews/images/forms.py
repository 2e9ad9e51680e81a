from django import forms
from django.utils.translation import gettext_lazy as _

from spacenews.images import library
from spacenews.images.decoding import Picture
from spacenews.images.formats import ACCEPT
from spacenews.images.models import Image

SHARE = {"min": 0, "max": 1, "step": 0.01}


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ("alt", "decorative", "caption", "credit", "licence", "focal_x", "focal_y")
        widgets = {
            **{name: forms.TextInput(attrs={"class": "vLargeTextField"}) for name in ("alt", "caption")},
            **{name: forms.NumberInput(attrs=SHARE) for name in ("focal_x", "focal_y")},
        }

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("alt") or cleaned.get("decorative") or "alt" in self.errors):
            self.add_error("alt", _("Say what is to be seen, or mark the picture as decorative."))
        return cleaned


class UploadForm(ImageForm):
    """The form of a new picture; `cleaned_data["upload"]` is a decoded Picture."""

    upload = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP, AVIF or GIF; at most 20 MB and 40 million pixels."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_upload(self) -> Picture:
        return library.read(self.cleaned_data["upload"])
