from django.dispatch import Signal

# Sent with `pks`, after an UPDATE of many records, in its transaction: Django tells of none.
records_updated = Signal()
