from django.dispatch import Signal

# Sent with `pks`, after an UPDATE of many records, in its transaction: Django tells of none.
records_updated = Signal()
# Sent with `change`, a FactChange that was written or added to, in its transaction.
fact_changed = Signal()
# Sent with `old` and `new`, numbers, in the transaction in which one source was merged into another.
sources_merged = Signal()
