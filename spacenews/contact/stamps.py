"""The signed stamp in the form: it proves that the form is ours, and refuses nobody.

On a stored page it is everybody's and signs the day. On /contact/, rendered fresh, it signs the second and a nonce,
so haste and replay can be told there, and only there.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer


def signer() -> Signer:
    return Signer(salt="spacenews.contact.stamp")


@dataclass(frozen=True)
class Stamp:
    at: datetime
    nonce: str = ""

    @property
    def is_fresh(self) -> bool:
        """Whether it was made for one visitor, on /contact/."""
        return bool(self.nonce)


def of_the_day(now: datetime) -> str:
    return signer().sign(f"{now.astimezone(UTC):%Y-%m-%d}")


def fresh(now: datetime) -> str:
    return signer().sign(f"{now.timestamp():.0f}:{secrets.token_hex(8)}")


def read(value: str, now: datetime) -> Stamp | None:
    """Return what was signed; nothing when we never signed it, or signed it for later than now."""
    try:
        text = signer().unsign(value)
    except BadSignature:
        return None
    moment, _colon, nonce = text.partition(":")
    stamp = Stamp(datetime.fromtimestamp(int(moment), UTC), nonce) if nonce else Stamp(_day(moment))
    return stamp if stamp.at <= now + timedelta(minutes=1) else None


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
