from urllib.parse import quote

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from spacenews.contact import about
from spacenews.contact.desk_verbs import VERBS, offered
from spacenews.contact.models import Message
from spacenews.contact.score import Sign
from spacenews.desk import BoundedPaginator, FilteredByName, ReadOnly
from spacenews.pagecache import clock


class Folder(admin.SimpleListFilter):
    """Suspected spam lies in a folder of its own, not among the letters."""

    title = _("state")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return Message.Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() else queryset.but_spam()

    def choices(self, changelist):
        everything, *states = super().choices(changelist)
        return [{**everything, "display": _("All but spam")}, *states]


@admin.register(Message)
class MessageAdmin(ReadOnly, FilteredByName, admin.ModelAdmin):
    """The inbox. Letters are read and sorted here; nobody writes or changes one."""

    list_display = ("letter", "sender", "state", "created_at")
    list_filter = (Folder,)
    search_fields = ("reference", "email", "name", "about_title", "text")
    search_help_text = _("Reference, address, name or words")
    list_per_page = 50
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("close_selected", "spam_selected", "not_spam_selected")

    def get_queryset(self, request):
        return super().get_queryset(request).newest()

    @admin.display(description=_("message"))
    def letter(self, message):
        first, second = message.lines
        return format_html(
            '<span class="letter-line {}">{}</span> <span class="letter-more">{}</span>',
            message.status,
            first,
            second,
        )

    @admin.display(description=_("from"), ordering="email")
    def sender(self, message):
        return message.email

    @admin.display(description=_("state"), ordering="status")
    def state(self, message):
        return format_html(
            '<span class="state letter-{}">{}</span>', message.status, message.get_status_display()
        )

    def has_answer_permission(self, request):
        return request.user.has_perm("contact.answer_message")

    def get_urls(self):
        act = self.admin_site.admin_view(require_POST(self.act))
        verbs = [
            path(f"<int:pk>/{name}/", act, {"name": name}, name=f"contact_message_{name}") for name in VERBS
        ]
        return verbs + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The letter's page. Reading it writes nothing; its module presses the button that does (letter.js)."""
        letter = self.get_object(request, object_id)
        return super().change_view(
            request, object_id, form_url, letter and page_context(letter, request.user)
        )

    def act(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do one thing with one letter. The right and the writing are one transaction."""
        with transaction.atomic():
            letter = get_object_or_404(Message.objects.select_for_update(of=("self",)), pk=pk)
            self.carry_out(request, letter, name)
        return HttpResponseRedirect(reverse("admin:contact_message_change", args=[pk]), status=303)

    def carry_out(self, request: HttpRequest, letter: Message, name: str) -> bool:
        """Do a verb of the table and log it; say whether it changed anything."""
        verb = VERBS[name]
        if not (self.has_view_permission(request, letter) and request.user.has_perm(verb.permission)):
            raise PermissionDenied
        changed = verb.act(letter, request.user, clock.now())
        if changed:
            self.log_change(request, letter, str(verb.done))
        return changed

    def carry_out_on_each(self, request: HttpRequest, queryset, name: str) -> None:
        with transaction.atomic():
            letters = list(queryset.select_for_update(of=("self",)))
            number = sum(self.carry_out(request, letter, name) for letter in letters)
        words = ngettext("%(number)d message: %(done)s", "%(number)d messages: %(done)s", number)
        self.message_user(request, words % {"number": number, "done": VERBS[name].done}, messages.SUCCESS)

    @admin.action(permissions=["answer"], description=_("Close without an answer"))
    def close_selected(self, request, queryset):
        self.carry_out_on_each(request, queryset, "close")

    @admin.action(permissions=["answer"], description=_("Mark as spam"))
    def spam_selected(self, request, queryset):
        self.carry_out_on_each(request, queryset, "spam")

    @admin.action(permissions=["answer"], description=_("Mark as no spam"))
    def not_spam_selected(self, request, queryset):
        self.carry_out_on_each(request, queryset, "not-spam")


def page_context(letter: Message, user) -> dict:
    subject = about.find(f"{letter.about_type}:{letter.about_id}", clock.now())
    return {
        "title": letter.lines[0],
        "subject_url": subject.url if subject else "",
        "verbs": offered(letter, user),
        "mailto": f"mailto:{quote(letter.email, safe='@')}?subject={quote(f'Re: [{letter.reference}]')}",
        "signs": [Sign(reason).label for reason in letter.reasons],
        "mails": letter.mails.all(),
    }
