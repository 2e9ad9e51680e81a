"""The admin's fields that look up what is chosen, made so that a forged choice is an error beside the field."""

from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper

from spacenews.desk import Sound, is_number


class ChooserOfMany(Sound, AutocompleteSelectMultiple):
    def value_from_datadict(self, data, files, name):
        """A number that no database can compare is no number: else it is asked for before it is refused."""
        values = super().value_from_datadict(data, files, name) or []
        return [value if is_number(value) else "?" for value in values]


class TagChooser(ChooserOfMany):
    """Offers to make the tag that was looked for: see desk.tags, and js/tags.js."""

    url_name = "%s:articles_tag_choose"


class AddsAtMost:
    """A form in which at most the button that adds to a choice stands beside it."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        return field
