from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.forms import ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from spacenews.articles import policy
from spacenews.articles.admin.choosers import AddsAtMost, TagChooser
from spacenews.articles.models import Article, ArticleTag, Tag
from spacenews.articles.policy import Verb
from spacenews.desk import Chooser, KeepsReferredTo
from spacenews.pagecache import stamp


class ArticleRights(AddsAtMost, KeepsReferredTo, admin.ModelAdmin):
    """What each person sees, may do, and may choose: the policy is asked at every door of the stock admin."""

    def get_queryset(self, request):
        return Article.objects.visible_to(request.user)

    def get_object(self, request, object_id, from_field=None):
        """What writes holds the row until it is answered: on PostgreSQL to compare versions alone would lose a save."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and transaction.get_connection().in_atomic_block:
            return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=found.pk).first()
        return found

    def has_view_permission(self, request, obj=None):
        return policy.can(request.user, Verb.VIEW, obj)

    def has_add_permission(self, request):
        return policy.can(request.user, Verb.ADD)

    def has_change_permission(self, request, obj=None):
        return policy.can(request.user, Verb.CHANGE, obj)

    def has_delete_permission(self, request, obj=None):
        return policy.can(request.user, Verb.DELETE, obj)

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj and policy.has_fixed_address(request.user, obj) else ()

    def delete_view(self, request, object_id, extra_context=None):
        """A pin, which readers see, may go with it: the stamp is the first lock of whoever writes what they see.

        For a person who may not see the article nothing moves, not even the stamp.
        """
        if request.method != "POST" or self.get_object(request, unquote(object_id)) is None:
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            stamp.take()
            return super().delete_view(request, object_id, extra_context)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        if db_field.name in ("original", "lead"):
            kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tags":
            return tags_field(request)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def tags_field(request) -> ModelMultipleChoiceField:
    """Tags are chosen among those there are; who may make new ones is offered that last, and has the button beside."""
    tag, site = ArticleTag._meta.get_field("tag"), admin.site
    may_add = site.get_model_admin(Tag).has_add_permission(request)
    chooser = TagChooser(tag, site)
    widget = RelatedFieldWidgetWrapper(chooser, tag.remote_field, site, can_add_related=may_add)
    return ModelMultipleChoiceField(Tag.objects.all(), label=_("Tags"), required=False, widget=widget)
