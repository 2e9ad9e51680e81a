"""Take the pictures of the documents: screenshots of the site with its sample content, into docs/pictures/.

`DATA_DIR=/tmp/pictures PORT=8100 make pictures` loads the sample there and takes them all. It wants Chromium and the
fonts that docs/pictures/README.md names.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDE, PHONE = {"width": 1440, "height": 1080}, {"width": 360, "height": 720}
PATIENCE_S = 60
MOST_BYTES = 120_000
STORY = "/2026/08/commercial-space-firms-upgrade-industry-together/"


class Shot(NamedTuple):
    path: str
    scheme: str = "light"
    size: dict = WIDE
    width: int = 1200


SMALLER, NARROW = {"width": 800}, {"size": PHONE, "width": 360}
SHOTS = {
    "front": Shot("/"),
    "article": Shot(STORY),
    "firm": Shot("/firms/landspace/", "dark"),
    "phone": Shot("/zh-hans/2026/08/methane-first-zhuque-2-zh/", **NARROW),
    "front-dark": Shot("/", "dark", **SMALLER),
    "front-phone": Shot("/id/", "dark", **NARROW),
    "article-dark": Shot(STORY, "dark", **SMALLER),
    "article-phone": Shot(STORY, **NARROW),
    "firm-phone": Shot("/firms/landspace/", **NARROW),
    "section": Shot("/section/launch/", **SMALLER),
    "tag": Shot("/tag/reusable-rockets/", "dark", **SMALLER),
    "firms": Shot("/firms/", **SMALLER),
    "figures": Shot("/figures/", "dark", **SMALLER),
    "series": Shot("/figures/china-commercial-space-size/", **SMALLER),
    "claims": Shot("/claims/", **SMALLER),
    "archive": Shot("/archive/", **SMALLER),
    "month": Shot("/2026/08/", "dark", **SMALLER),
    "search": Shot("/search/?q=landspace", **SMALLER),
    "search-phone": Shot("/search/?q=landspace", "dark", **NARROW),
    "contact": Shot("/contact/", **SMALLER),
    "contact-phone": Shot("/zh-hans/contact/", "dark", **NARROW),
    "reading-list": Shot("/reading-list/", **SMALLER),
    "missing": Shot("/no/such/page/", "dark", **SMALLER),
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "spacenews.settings"
    sys.path.insert(0, str(ROOT))
    django.setup()
    desk, cookie = desk_of_the_lead()
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, shot in SHOTS.items():
            keep(name, shot, taken(browser, site, shot))
        keep("desk", desk, taken(browser, site, desk, cookie))
        browser.close()


def desk_of_the_lead() -> tuple[Shot, str]:
    """Return the picture of the desk as an editor in chief writes there, and the cookie of that session."""
    from django.test import Client
    from django.urls import reverse

    from spacenews.articles.models import Article
    from spacenews.editors.models import User

    client = Client()
    client.force_login(User.objects.get(username="editor"))
    article = Article.objects.get(slug=STORY.split("/")[-2])
    path = reverse("admin:articles_article_change", args=[article.pk])
    return Shot(path), client.cookies["sessionid"].value


@contextmanager
def served() -> Iterator[str]:
    """Serve the site in a process of its own; give its address."""
    server = subprocess.Popen([sys.executable, "-m", "spacenews.serve"], cwd=ROOT)
    site = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    try:
        for _second in range(PATIENCE_S):
            if answers(f"{site}/healthz"):
                break
            time.sleep(1)
        yield site
    finally:
        server.terminate()
        server.wait()


def answers(url: str) -> bool:
    try:
        with urlopen(url):
            return True
    except URLError:
        return False


def taken(browser: Browser, site: str, shot: Shot, cookie: str = "") -> bytes:
    context = browser.new_context(
        base_url=site, color_scheme=shot.scheme, viewport=shot.size, reduced_motion="reduce"
    )
    if cookie:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    page = context.new_page()
    page.goto(shot.path, wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def keep(name: str, shot: Shot, picture: bytes) -> None:
    """Write a picture as small as its place wants it."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((shot.width, image.height), Image.Resampling.LANCZOS)
    for quality in range(82, 30, -8):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if len(out.getvalue()) <= MOST_BYTES:
            break
    (PICTURES / f"{name}.webp").write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
