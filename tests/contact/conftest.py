from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from spacenews.contact import stamps
from spacenews.pagecache import clock

TEXT = "The table gives two values for 2025."


class Visitor:
    """Somebody at the form: a browser that sends what browsers send, and takes its time."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)

    def read(self, address: str = "", **headers):
        return self.client.get(address or reverse("contact"), **headers)

    def send(self, message: str = TEXT, *, headers: dict | None = None, address: str = "", **fields):
        data = {
            "name": "Ada",
            "email": "ada@example.org",
            "message": message,
            "stamp": self.stamp(),
            "trap": "",
        }
        data |= {name.rstrip("_"): value for name, value in fields.items()}
        sent = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
        sent |= headers or {}
        present = {name: value for name, value in sent.items() if value is not None}
        return self.client.post(address or reverse("contact"), data, **present)

    def stamp(self) -> str:
        return stamps.fresh(clock.now() - timedelta(minutes=1))


@pytest.fixture
def visitor():
    return Visitor()
