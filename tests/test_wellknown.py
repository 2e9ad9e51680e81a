import datetime as dt
import io
import re
from pathlib import Path

import PIL.Image
import pytest

from scripts import icons

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
STATIC = Path("static")


@pytest.fixture(autouse=True)
def noon(clock):
    clock.set(NOW)


def fields(client) -> list[list[str]]:
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return [line.split(": ", 1) for line in answer.content.decode().splitlines()]


def test_security_txt_says_where_a_flaw_is_reported(client, settings):
    settings.SITE_URL = "https://news.example"

    assert fields(client) == [
        ["Contact", "https://news.example/contact/"],
        ["Expires", "2027-02-17T00:00:00Z"],
        ["Preferred-Languages", "en, id, zh-Hans"],
        ["Canonical", "https://news.example/.well-known/security.txt"],
    ]


def test_the_contact_of_security_txt_is_a_setting(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@news.example"

    assert fields(client)[0] == ["Contact", "mailto:security@news.example"]


def test_security_txt_changes_at_midnight_alone_and_never_has_expired(client, clock, settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    said = [client.get("/.well-known/security.txt").content]
    for moment in ("2026-08-20T16:55:00+00:00", "2026-08-20T17:00:00+00:00"):
        clock.set(dt.datetime.fromisoformat(moment))
        said.append(client.get("/.well-known/security.txt").content)

    assert said[0] == said[1] != said[2]
    assert dt.datetime.fromisoformat(dict(fields(client))["Expires"]) > clock.now()


def test_the_manifest_names_the_site_and_its_icons(client, settings):
    settings.SITE_NAME = "Orbit “Daily” <b>"

    answer = client.get("/site.webmanifest")

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert answer.json() == {
        "id": "/",
        "name": "Orbit “Daily” <b>",
        "short_name": "Orbit “Daily” <b>",
        "description": "Commercial space, every figure with its source",
        "lang": "en",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "icons": [
            {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {
                "src": "/static/icon-maskable.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }


def test_the_colours_of_the_manifest_and_the_icons_are_the_tokens(client):
    tokens = (STATIC / "css" / "tokens.css").read_text()
    paper, ink = (re.search(rf"--{name}: (#\w+)", tokens)[1] for name in ("paper", "ink"))

    assert {client.get("/site.webmanifest").json()[f"{of}_color"] for of in ("theme", "background")} == {
        paper
    }
    assert (paper, ink) == (icons.PAPER, icons.INK)
    assert all(
        colour in (STATIC / "icon.svg").read_text() for colour in (icons.PAPER, icons.INK, icons.FLAME)
    )


def test_every_page_names_manifest_and_icons(client):
    page = client.get("/").content.decode()

    assert '<link rel="manifest" href="/site.webmanifest">' in page
    assert '<link rel="apple-touch-icon" href="/static/apple-touch-icon.png">' in page


def test_the_icon_is_answered_where_browsers_ask_unasked(client):
    answer = client.get("/favicon.ico")

    assert answer.headers["Content-Type"] == "image/x-icon"
    assert PIL.Image.open(io.BytesIO(answer.content)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("apple-touch-icon.png", (180, 180)),
        ("icon-192.png", (192, 192)),
        ("icon-512.png", (512, 512)),
        ("icon-maskable.png", (512, 512)),
        ("share.png", (1200, 630)),
    ],
)
def test_the_icons_are_small_and_as_the_program_draws_them(name, size):
    stored, drawn = (PIL.Image.open(file) for file in (STATIC / name, io.BytesIO(icons.files()[name])))

    assert stored.size == size
    assert stored.convert("RGB").tobytes() == drawn.convert("RGB").tobytes()
    assert (STATIC / name).stat().st_size < 8_000


def test_a_maskable_icon_keeps_what_it_shows_in_the_circle_that_is_never_cut():
    picture = PIL.Image.open(STATIC / "icon-maskable.png").convert("RGB")
    ground, middle = picture.getpixel((0, 0)), 256
    drawn = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if picture.getpixel((x, y)) != ground]

    assert drawn
    assert max((x - middle) ** 2 + (y - middle) ** 2 for x, y in drawn) < (0.4 * 512) ** 2
