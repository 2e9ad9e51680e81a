"""What happens to editions, told inside the transaction in which it happens. Apps above listen."""

from django.dispatch import Signal

edition_printed = Signal()  # edition: inserted with all its rows; it may lie in the future
editions_removed = Signal()  # pks: deleted before they went live, or withdrawn
