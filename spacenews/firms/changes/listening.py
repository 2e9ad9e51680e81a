"""Which saves and deletions are listened to."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from spacenews.firms.changes import doubts, records, rows
from spacenews.firms.models import Answer, Cooperation, Dispute, Name, Party
from spacenews.firms.signals import records_updated

RECEIVERS = (
    *((model, pre_save, records.remember) for model in records.WATCHED),
    *((model, post_save, records.saved) for model in records.WATCHED),
    *((model, pre_delete, records.deleted) for model in records.GOES),
    (None, records_updated, records.shown_again),
    (Name, pre_save, rows.name_remembered),
    (Name, post_save, rows.name_saved),
    (Name, post_delete, rows.name_deleted),
    (Party, pre_save, rows.parties_remembered),
    (Party, post_save, rows.parties_changed),
    (Party, pre_delete, rows.parties_remembered),
    (Party, post_delete, rows.parties_changed),
    (Cooperation, pre_delete, rows.tie_deleted),
    (Answer, pre_save, doubts.answer_remembered),
    (Answer, post_save, doubts.answer_saved),
    (Answer, post_delete, doubts.answer_deleted),
    (Dispute, post_save, doubts.dispute_saved),
    (Dispute, pre_delete, doubts.dispute_deleted),
)


def connect() -> None:
    for sender, signal, receiver in RECEIVERS:
        signal.connect(receiver, sender=sender, dispatch_uid=receiver.__qualname__)
