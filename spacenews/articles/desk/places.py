"""The places of the front page while an editor arranges them: from the stored pins, or from what was posted."""

import datetime as dt
import hashlib
import re

from django import forms
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from spacenews.articles.desk.moments import MomentForm
from spacenews.articles.models import Article, Pin
from spacenews.pagecache import clock, stamp

PLACES = range(7)
BESIDE_FIRST = (*PLACES[1:], 0)  # where a new pin goes: the lead is chosen, never taken by the way
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
TEXTS = ("deck", "points", "body")


class Met(Exception):
    """Somebody else changed the front page since this form was opened."""


def name_of(place: int) -> str:
    return _("Lead") if place == 0 else _("Place %(number)s") % {"number": place}


class PinForm(MomentForm):
    """One pinned article: its place, and the moment when it ends, which may be none."""

    place = forms.TypedChoiceField(
        label=pgettext_lazy("on the front page", "Place"), coerce=int, choices=lambda: choices()
    )
    stood = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("place", "on", "time", "which", "stood")

    def __init__(self, article: Article, *args, pin: Pin | None = None, **kwargs):
        super().__init__(*args, prefix=f"pin-{article.pk}", label_suffix="", **kwargs)
        self.article, self.pin = article, pin
        self.fields["on"].required = self.fields["time"].required = False
        self.fields["on"].label, self.fields["time"].label = _("Ends on"), _("Ends at")

    def clean(self) -> dict:
        """Both of date and time are given, or neither; a new end lies in the future."""
        on, time = self.cleaned_data.get("on"), self.cleaned_data.get("time")
        if self.pin and self.pin.ends_at and not {"on", "time", "which"} & set(self.changed_data):
            self.cleaned_data["at"] = self.pin.ends_at
        elif on and time:
            super().clean()
        elif (on or time) and not self.errors:
            self.add_error("time" if on else "on", _("Give a date and a time, or neither."))
        self.cleaned_data.setdefault("at", None)
        if self.has_ended and (self.pin is None or self.pin.ends_at != self.cleaned_data["at"]):
            self.add_error("time", _("This time has passed."))
        return self.cleaned_data

    @property
    def has_ended(self) -> bool:
        """Whether its time has passed; what cannot be read ends nothing."""
        at = self.cleaned_data.get("at") if self.is_bound else self.pin and self.pin.ends_at
        return at is not None and at <= clock.now()

    @property
    def is_shown(self) -> bool:
        return self.article.state().is_live

    @property
    def may_stand(self) -> bool:
        """What is pinned already may stay whatever became of it; it shows nothing meanwhile."""
        state = self.article.state()
        return self.pin is not None or state.is_live or state.is_scheduled


def choices() -> list[tuple[int, str]]:
    return [(place, name_of(place)) for place in PLACES]


def version(found: list[PinForm] | None = None) -> str:
    """Return what tells whether two have the same places: of these forms, else of the stored pins."""
    if found is None:
        rows = Pin.objects.order_by("place").values_list("place", "article_id", "ends_at")
    else:
        rows = [(int(f["place"].value()), f.article.pk, f.cleaned_data["at"]) for f in found]
    told = [f"{place} {article} {ends_at and ends_at.timestamp()}" for place, article, ends_at in rows]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def stored(user) -> list[PinForm]:
    pins = {pin.article_id: pin for pin in Pin.objects.order_by("place")}
    articles = articles_of(user, pins)
    return [
        PinForm(articles[pk], pin=pin, initial=written(pin)) for pk, pin in pins.items() if pk in articles
    ]


def written(pin: Pin) -> dict:
    """Return what the form of a stored pin begins with."""
    if pin.ends_at is None:
        return {"place": pin.place, "stood": pin.place}
    end = localtime(pin.ends_at)
    time = end.time().replace(microsecond=0, fold=0)
    return {"place": pin.place, "stood": pin.place, "on": end.date(), "time": time, "which": str(end.fold)}


def posted(data: QueryDict, user) -> list[PinForm]:
    """Return bound forms, each with a place of its own, in that order."""
    data = rearranged(data)
    pins = {pin.article_id: pin for pin in Pin.objects.all()}
    pks = list(map(int, data.getlist("pin")))
    articles = articles_of(user, pks)
    found = [bound(articles[pk], data, pins.get(pk)) for pk in pks if pk in articles]
    refuse_twins(found)
    return sorted(found, key=lambda form: form["place"].value())


def bound(article: Article, data: QueryDict, pin: Pin | None) -> PinForm:
    return PinForm(article, data, pin=pin, initial=written(pin) if pin else {})


def articles_of(user, pks) -> dict[int, Article]:
    shown = Article.objects.visible_to(user).with_state(clock.now()).defer(*TEXTS)
    return {article.pk: article for article in shown.filter(pk__in=list(pks))}


def refuse_twins(found: list[PinForm]) -> None:
    """No story stands twice, also not by its translation; only what is live or to come is pinned anew."""
    stories: set[int] = set()
    for form in found:
        form.full_clean()
        if form.article.story_id in stories:
            form.add_error(None, _("This story is pinned already, here or as its translation."))
        elif not form.may_stand:
            form.add_error(None, _("Only what is live or scheduled can be pinned."))
        stories.add(form.article.story_id)


def rearranged(posted: QueryDict) -> QueryDict:
    """Return what was posted with one article to a place: one that was moved gets its place, the others give way."""
    data = posted.copy()
    pins = [
        pk for pk in dict.fromkeys(data.getlist("pin")) if NUMBER.fullmatch(pk) and pk != data.get("_remove")
    ]
    new = data.get("_add", "")
    if NUMBER.fullmatch(new) and new not in pins and len(pins) < len(PLACES):
        pins.append(new)
    free = dict.fromkeys(PLACES)
    for pk in sorted(pins[: len(PLACES)], key=lambda pk: turn(data, pk)):
        place = wanted(data, pk)
        after = PLACES[place:] if place is not None else BESIDE_FIRST
        free.pop(got := next(p for p in (*after, *PLACES) if p in free))
        data[f"pin-{pk}-place"] = data[f"pin-{pk}-stood"] = got
    data.setlist("pin", pins[: len(PLACES)])
    return data


def wanted(data: QueryDict, pk: str) -> int | None:
    typed = data.get(f"pin-{pk}-place", "")
    return int(typed) if typed in map(str, PLACES) else None


def turn(data: QueryDict, pk: str) -> tuple:
    """Return by what the articles choose their places, one after the other."""
    place = wanted(data, pk)
    return place is None, place or 0, str(place) == data.get(f"pin-{pk}-stood")


def save(found: list[PinForm], *, by, based_on: str) -> None:
    """Store the places of valid forms. Raises Met where the stored ones are not those that the forms began with."""
    with transaction.atomic():
        stamp.take()
        if based_on != version():
            raise Met
        pins = [
            Pin(place=f.cleaned_data["place"], article=f.article, ends_at=f.cleaned_data["at"]) for f in found
        ]
        Pin.objects.all().delete()
        Pin.objects.bulk_create(pins)
        note(by)


def note(by) -> None:
    """Tell in the log who arranged the front page: no one pin stands for it."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(Pin),
        object_repr=_("Front page"),
        action_flag=CHANGE,
    )


def last_by() -> str:
    """Return who arranged the front page last; nothing where that is not known."""
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Pin))
    last = rows.select_related("user").order_by("-pk").first()
    return str(last.user) if last else ""


def on_the_page(found: list[PinForm], now: dt.datetime) -> dict[int, int]:
    """Return the places by story of those that have not ended, as the front page takes them."""
    return {f.article.story_id: int(f["place"].value()) for f in reversed(found) if not f.has_ended}
