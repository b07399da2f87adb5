"""The signal that a proposal has been approved, sent back or withdrawn."""

from django.dispatch import Signal

# Sent inside the transaction with `proposal` and `official`; what a receiver raises undoes all.
decided = Signal()
