"""What happens to editions and articles, told inside the transaction in which it happens. Apps above listen."""

from django.dispatch import Signal

edition_printed = Signal()  # edition: inserted with all its rows; it may lie in the future
editions_removed = Signal()  # pks: deleted before they went live, or withdrawn
rows_taken = Signal()  # article: its rows were replaced, of which no signal of the database tells
filed_anew = (
    Signal()
)  # old, new, articles, editions: numbers; all of these named the old section, author or tag
