from django.dispatch import Signal

# Sent with `pks`, after an UPDATE of many records, in its transaction: Django tells of none.
records_updated = Signal()
# Sent with `change`, a FactChange that was written or added to, in its transaction.
fact_changed = Signal()
# Sent with `old` and `new`, numbers, in the transaction in which one source was merged into another.
sources_merged = Signal()
# Sent with `old` and `new`, numbers, and a `ledger` for what a listener does, in the transaction in which one
# organization was merged into another: all rows name the other already, and the old one is gone.
organizations_merged = Signal()
# Sent with `old` and `new`, numbers, in the transaction in which the old one was parted from the other again.
organizations_parted = Signal()
