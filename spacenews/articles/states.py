"""The state of an article: derived from its editions, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    CHANGE_SCHEDULED = "change-scheduled", _("live, change scheduled")
    WITHDRAWN = "withdrawn", _("withdrawn")
    WITHDRAWN_SCHEDULED = "withdrawn-scheduled", _("withdrawn, scheduled again")

    @classmethod
    def derive(cls, *, was_live: bool, is_live: bool, is_scheduled: bool) -> "State":
        if is_live:
            return cls.CHANGE_SCHEDULED if is_scheduled else cls.LIVE
        if was_live:
            return cls.WITHDRAWN_SCHEDULED if is_scheduled else cls.WITHDRAWN
        return cls.SCHEDULED if is_scheduled else cls.DRAFT

    @property
    def is_live(self) -> bool:
        return self in (State.LIVE, State.CHANGE_SCHEDULED)

    @property
    def is_scheduled(self) -> bool:
        return self in (State.SCHEDULED, State.CHANGE_SCHEDULED, State.WITHDRAWN_SCHEDULED)

    @property
    def is_withdrawn(self) -> bool:
        return self in (State.WITHDRAWN, State.WITHDRAWN_SCHEDULED)
