from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from spacenews.desk import BoundedPaginator, FilteredByName
from spacenews.editors.forms import NewPersonForm, PersonForm
from spacenews.editors.models import User
from spacenews.editors.roles import ROLES, is_chief

admin.site.unregister(
    Group
)  # roles are data (roles.py): a change made by hand would last until the next migration


@admin.register(User)
class PersonAdmin(FilteredByName, UserAdmin):
    """People and their roles. No switch here makes a superuser or gives a single permission."""

    form = PersonForm
    add_form = NewPersonForm
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "email", "language")}),
        (_("At the desk"), {"fields": ("groups", "is_active")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "display_name", "email", "language", "groups")}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
    )
    list_display = ("username", "display_name", "email", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "display_name", "email")
    filter_horizontal = ()
    paginator = BoundedPaginator
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person):
        return ", ".join(group.name for group in person.groups.all())

    def get_readonly_fields(self, request, obj=None):
        """Only a Chief gives roles or closes accounts, and never his own: so one Chief always remains."""
        fixed = ("last_login", "date_joined")
        free = is_chief(request.user) and obj != request.user
        return fixed if free else (*fixed, "groups", "is_active")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=ROLES)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        """A superuser's password in a Chief's hands would be more than a Chief has."""
        beyond = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not beyond and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed: what the person did stays signed."""
        return False

    def save_model(self, request, obj, form, change):
        obj.is_staff = True  # an account is for the desk, or it is for nothing
        super().save_model(request, obj, form, change)
