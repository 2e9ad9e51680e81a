"""What can be done with many articles of the list at once: asked first, done one by one, and told one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from spacenews.articles import policy
from spacenews.articles.desk.days import DayField
from spacenews.articles.marks import marks
from spacenews.articles.models import Article, ArticleTag, Section, Tag
from spacenews.articles.policy import Verb
from spacenews.articles.publishing import Refused
from spacenews.articles.states import State
from spacenews.desk import Chooser
from spacenews.pagecache import clock, stamp

MOST = 200  # articles at once: a page that can still be read, and some seconds of work
TO_COME = tuple(state for state in State if state.is_scheduled)
LATER = gettext_lazy("Each gets a revision. Readers of what is live see it once the change is published.")


class AsksNothing(forms.Form):
    def __init__(self, *args, pks: list[int], **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.pks = pks


class SectionForm(AsksNothing):
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))


class TagForm(AsksNothing):
    tag = forms.ModelChoiceField(
        Tag.objects.all(),
        label=gettext_lazy("Tag"),
        widget=Chooser(ArticleTag._meta.get_field("tag"), admin.site),
    )


class TheirTagForm(AsksNothing):
    """Offers the tags that the chosen articles have."""

    tag = forms.ModelChoiceField(Tag.objects.none(), label=gettext_lazy("Tag"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = ArticleTag.objects.filter(content_object__in=self.pks).values("tag")
        self.fields["tag"].queryset = Tag.objects.filter(pk__in=theirs)


class DayForm(AsksNothing):
    day = DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("Without a day they leave the calendar.")
    )


def set_section(article: Article, by, section: Section) -> None:
    if article.section == section:
        raise Refused(_("It is in this section already."))
    article.section = section
    article.save(update_fields=["section"])
    article.keep(by=by, summary=_("Section"))


def add_tag(article: Article, by, tag: Tag) -> None:
    _row, created = article.tag_rows.get_or_create(tag=tag)
    if not created:
        raise Refused(_("It has this tag already."))
    article.keep(by=by, summary=_("Tags"))


def remove_tag(article: Article, by, tag: Tag) -> None:
    row = article.tag_rows.filter(tag=tag).first()
    if row is None:
        raise Refused(_("It does not have this tag."))
    row.delete()
    article.keep(by=by, summary=_("Tags"))


def plan(article: Article, by, day) -> None:
    article.planned_for = day
    article.save(update_fields=["planned_for"])


def delete(article: Article, by) -> None:
    article.delete()


@dataclass(frozen=True)
class Bulk:
    """One thing to do; `run` takes an article that is held, who does it, and what the form asked."""

    title: Promise
    says: Promise
    run: Callable[..., None]
    form: type[AsksNothing] = AsksNothing
    right: Verb = Verb.CHANGE
    states: tuple[State, ...] = tuple(State)
    prints: bool = False  # whether readers may see what it does
    log: int = CHANGE


BULKS = {
    "set_section": Bulk(gettext_lazy("Set the section"), LATER, set_section, SectionForm),
    "add_tag": Bulk(gettext_lazy("Add a tag"), LATER, add_tag, TagForm),
    "remove_tag": Bulk(gettext_lazy("Remove a tag"), LATER, remove_tag, TheirTagForm),
    "plan": Bulk(
        gettext_lazy("Plan for a day"),
        gettext_lazy("They stand on this day in the calendar of the desk. Nothing is scheduled by it."),
        plan,
        DayForm,
    ),
    "unschedule": Bulk(
        gettext_lazy("Unschedule"),
        gettext_lazy("What is still to come is dropped. What is live stays live as it is."),
        lambda article, by: article.unschedule(by=by),
        right=Verb.PUBLISH,
        states=TO_COME,
        prints=True,
    ),
    "delete_drafts": Bulk(
        gettext_lazy("Delete drafts"),
        gettext_lazy("They are deleted for good, with their revisions and notes."),
        delete,
        right=Verb.DELETE,
        states=(State.DRAFT,),
        prints=True,
        log=DELETION,
    ),
}


def actions(user) -> dict[str, tuple]:
    """Return what this person may ever do, as the stock list takes it."""
    return {
        name: (partial(act, name), name, bulk.title)
        for name, bulk in BULKS.items()
        if policy.can(user, bulk.right)
    }


def act(name: str, model_admin, request: HttpRequest, chosen: QuerySet) -> HttpResponse | None:
    """Ask what is to be done with the chosen articles; when that is answered, do it and go back to the list."""
    pks = list(chosen.values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        messages.error(request, _("Choose at most %(most)d articles at once.") % {"most": MOST})
        return None
    answered = request.POST if "post" in request.POST else None
    form = BULKS[name].form(answered, pks=pks)
    if not form.is_valid():
        return asked(request, name, form)
    told = [(pk, *outcome(name, pk, request.user, form.cleaned_data)) for pk in pks]
    report(request, told)
    return None


def asked(request: HttpRequest, name: str, form: AsksNothing) -> HttpResponse:
    bulk, now = BULKS[name], clock.now()
    articles = Article.objects.visible_to(request.user).with_state(now).filter(pk__in=form.pks)
    rows = [(article, marks(article), article.state() in bulk.states) for article in articles]
    context = {
        **admin.site.each_context(request),
        "title": bulk.title,
        "opts": Article._meta,
        "bulk": bulk,
        "name": name,
        "form": form,
        "field": ACTION_CHECKBOX_NAME,
        "does": [(article, mark) for article, mark, fits in rows if fits],
        "leaves": [(article, mark) for article, mark, fits in rows if not fits],
    }
    return render(request, "admin/articles/article/bulk.html", context)


def outcome(name: str, pk: int, user, answers: dict) -> tuple[str, str]:
    """Do it with one article, asking the policy again while it is held; return its headline and why not, if not."""
    headline = "–"
    try:
        with transaction.atomic():
            if BULKS[name].prints:
                stamp.take()  # the first lock of whatever readers may see
            article = held(pk, user)
            headline = str(article)
            if not policy.can(user, BULKS[name].right, article):
                raise Refused(_("You may not do this with it, or its state does not allow it."))
            LogEntry.objects.log_actions(user.pk, [article], BULKS[name].log, name, single_object=True)
            BULKS[name].run(article, user, **answers)
    except ProtectedError:
        return headline, _("Others refer to it: a translation, or a pinned answer.")
    except IntegrityError:  # what was chosen for it was merged or deleted in this very moment
        return headline, _("One of them is not there any more.")
    except ValidationError as error:
        return headline, " ".join(error.messages)
    return headline, ""


def held(pk: int, user) -> Article:
    found = Article.objects.visible_to(user).select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Refused(_("It is not there any more."))
    return found


def report(request: HttpRequest, told: Iterable[tuple[int, str, str]]) -> None:
    """Say what was done and what was not, one by one."""
    told = list(told)
    done = [(headline,) for _pk, headline, why in told if not why]
    left = [(headline, why) for _pk, headline, why in told if why]
    if done:
        said = ngettext("Done with %(count)d article:", "Done with %(count)d articles:", len(done))
        messages.success(request, listed(said % {"count": len(done)}, "<li>{}</li>", done))
    if left:
        said = ngettext("Not done with %(count)d article:", "Not done with %(count)d articles:", len(left))
        messages.warning(request, listed(said % {"count": len(left)}, "<li>{}: {}</li>", left))


def listed(said: str, row: str, rows: list[tuple]) -> SafeString:
    return format_html("{}<ul>{}</ul>", capfirst(said), format_html_join("", row, rows))
