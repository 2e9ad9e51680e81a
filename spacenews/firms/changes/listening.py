"""Which saves and deletions are listened to."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from spacenews.firms.changes import doubts, records, rows
from spacenews.firms.models import Answer, Cooperation, Dispute, Name, Party
from spacenews.firms.signals import records_updated


def connect() -> None:
    for model in records.WATCHED:
        pre_save.connect(records.remember, sender=model, dispatch_uid=f"before_{model.__name__}")
        post_save.connect(records.saved, sender=model, dispatch_uid=f"change_of_{model.__name__}")
    records_updated.connect(records.shown_again, dispatch_uid="shown_again")
    for model in records.GOES:
        pre_delete.connect(records.deleted, sender=model, dispatch_uid=f"{model.__name__}_deleted")
    pre_save.connect(rows.name_remembered, sender=Name, dispatch_uid="before_name")
    post_save.connect(rows.name_saved, sender=Name, dispatch_uid="change_of_name")
    post_delete.connect(rows.name_deleted, sender=Name, dispatch_uid="name_deleted")
    pre_save.connect(rows.parties_remembered, sender=Party, dispatch_uid="before_party")
    post_save.connect(rows.parties_changed, sender=Party, dispatch_uid="change_of_party")
    pre_delete.connect(rows.parties_remembered, sender=Party, dispatch_uid="before_party_deleted")
    post_delete.connect(rows.parties_changed, sender=Party, dispatch_uid="party_deleted")
    pre_delete.connect(rows.tie_deleted, sender=Cooperation, dispatch_uid="tie_deleted")
    pre_save.connect(doubts.answer_remembered, sender=Answer, dispatch_uid="before_answer")
    post_save.connect(doubts.answer_saved, sender=Answer, dispatch_uid="answer_disputes")
    post_delete.connect(doubts.answer_deleted, sender=Answer, dispatch_uid="answer_deleted")
    post_save.connect(doubts.dispute_saved, sender=Dispute, dispatch_uid="dispute_names")
    pre_delete.connect(doubts.dispute_deleted, sender=Dispute, dispatch_uid="dispute_of_firm_deleted")
