from django.dispatch import Signal

# Sent with `image`, in the transaction that records new renditions of it: what stands stored may name old ones.
renditions_made = Signal()
