from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from spacenews.markup import tidy
from spacenews.pagecache import clock

WITHIN = (MinValueValidator(0), MaxValueValidator(1))  # shares of a side


class Shape(models.TextChoices):
    WIDE = "wide"  # the picture's own proportions
    SQUARE = "square"
    CARD = "card"  # what other sites show beside a link


class Format(models.TextChoices):
    AVIF = "avif"
    JPEG = "jpeg"


class ImageQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> "ImageQuerySet":
        """Everybody at the desk sees the pictures that he uploaded; all pictures, who may change any."""
        if user.has_perm("images.change_any_image"):
            return self
        return self.filter(created_by=user)

    def with_renditions(self) -> "ImageQuerySet":
        return self.prefetch_related("renditions")


class Image(models.Model):
    """A picture of the library, stored re-encoded under a random name.

    Its file never changes: other pixels are another picture.
    """

    file = models.FileField(_("file"), max_length=100, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What is to be seen, for readers who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tells nothing that the text does not: no alternative text."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it. Read from the file if left empty.")
    )
    licence = models.CharField(
        _("licence"), max_length=200, blank=True, help_text=_("Read from the file if left empty.")
    )
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=WITHIN,
        help_text=_("0 is the left edge, 1 the right."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=WITHIN,
        help_text=_("0 is the upper edge, 1 the lower."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="images",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("uploaded"), default=clock.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-created_at", "-pk")
        permissions = (("change_any_image", _("Can see and change pictures of others")),)
        constraints = (
            models.UniqueConstraint(fields=["file"], name="one_picture_to_a_file"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="a_picture_has_a_size"),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="a_focal_point_is_in_its_picture",
            ),
        )
        indexes = (models.Index(fields=["-created_at", "-id"], name="pictures_newest_first"),)

    def __str__(self):
        return self.alt or self.caption or gettext("Picture %(number)s") % {"number": self.pk}

    def save(self, *args, **kwargs):
        """Store clean text only, whoever saves."""
        for name in ("alt", "caption", "credit", "licence"):
            setattr(self, name, tidy(getattr(self, name)))
        super().save(*args, **kwargs)

    @property
    def text(self) -> str:
        """What stands for the picture where it is not seen."""
        return "" if self.decorative else self.alt

    @property
    def is_printed(self) -> bool:
        """Whether readers see its words as they stand here, or will, or did."""
        return self.editions.exists() or self.portraits.exists()

    def renditions_of(self, shape: str, format: str) -> list["Rendition"]:
        """Return them from narrow to wide, from memory where they were prefetched."""
        found = (r for r in self.renditions.all() if r.shape == shape and r.format == format)
        return sorted(found, key=lambda rendition: rendition.width)

    def url_of(self, shape: str = Shape.WIDE, width: int = 960, format: str = Format.JPEG) -> str:
        return self.nearest(shape, width, format).url

    def nearest(
        self, shape: str = Shape.WIDE, width: int = 960, format: str = Format.JPEG
    ) -> "Rendition | Image":
        """Return the narrowest rendition that is as wide as this, else the widest; without any the picture itself."""
        renditions = self.renditions_of(shape, format)
        fitting = [rendition for rendition in renditions if rendition.width >= width] or renditions[-1:]
        return fitting[0] if fitting else self

    def shown_elsewhere(self) -> "Rendition | Image":
        """Return what other sites show beside a link: its `url`, `width` and `height`."""
        return self.nearest(Shape.CARD if self.renditions_of(Shape.CARD, Format.JPEG) else Shape.WIDE, 1200)

    def shapes(self) -> "list[Rendition | Image]":
        """Return it as a card, in its own proportions and as a square."""
        return [self.shown_elsewhere(), self.nearest(Shape.WIDE, 1200), self.nearest(Shape.SQUARE, 480)]

    @property
    def url(self) -> str:
        return default_storage.url(self.file.name)


class Rendition(models.Model):
    image = models.ForeignKey(
        Image, models.CASCADE, related_name="renditions", verbose_name=Image._meta.verbose_name
    )
    shape = models.CharField(_("shape"), max_length=10)
    format = models.CharField(_("format"), max_length=10)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    file = models.FileField(_("file"), max_length=100, db_index=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = (
            models.UniqueConstraint(
                fields=["image", "shape", "width", "format"], name="one_rendition_to_a_shape_width_and_format"
            ),
            models.CheckConstraint(condition=Q(shape__in=Shape.values), name="a_rendition_has_a_known_shape"),
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="a_rendition_has_a_known_format"
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="a_rendition_has_a_size"),
        )

    def __str__(self):
        return f"{self.image_id} {self.shape} {self.width}×{self.height} {self.format}"

    @property
    def url(self) -> str:
        return default_storage.url(self.file.name)
