"""What programs ask every site for at a fixed address: security.txt, the manifest, the icon."""

import datetime as dt
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from spacenews.languages import HTML_LANG
from spacenews.pagecache import clock, marks, stamp

HOLDS = dt.timedelta(days=180)  # RFC 9116 recommends less than a year
PAPER = "#fbf9f4"  # --paper in tokens.css
ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable.png", "512x512", "image/png", "maskable"),
)


@marks.public
def security(request: HttpRequest) -> HttpResponse:
    """Say where a flaw is reported, by RFC 9116. What it says holds from each midnight on for half a year."""
    expires = stamp.next_midnight(clock.now()) + HOLDS
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("contact")
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(HTML_LANG.values())}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@marks.public
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a phone how the site looks among its applications, by the W3C's Web Application Manifest."""
    data = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("Commercial space, every figure with its source"),
        "lang": settings.LANGUAGE_CODE,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": content_type, "purpose": purpose}
            for name, sizes, content_type, purpose in ICONS
        ],
    }
    return JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@marks.public
def favicon(request: HttpRequest) -> HttpResponse:
    """Answer what is asked for by browsers and programs that read no page."""
    return HttpResponse(icon(), content_type="image/x-icon")


@cache
def icon() -> bytes:
    return (settings.BASE_DIR / "static" / "favicon.ico").read_bytes()
