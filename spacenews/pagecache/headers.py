"""The headers of every answer, in one table; nobody but the WSGI layer sets them."""

import enum
import re
import secrets

from django.conf import settings

LANGUAGE_PREFIX = re.compile(rf"\A/(?:{'|'.join(code for code, _ in settings.LANGUAGES)})(?=/)")
FEED = re.compile(r"/feed(?:/rss/|/atom/|\.json)$|\A/oembed/$")
PREVIEW = re.compile(r"/admin/.+/preview/$")  # the pages that the desk shows in a frame


class Kind(enum.Enum):
    """What an address holds, which decides what its page may do and who may read it."""

    PUBLIC = "public"
    SHARED = "shared"  # feeds and oEmbed: other sites may read them
    API = "api"  # so may their scripts, and look into the head of an answer
    EMBED = "embed"
    MEDIA = "media"
    DESK = "desk"


PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
REPORTED = (Kind.PUBLIC, Kind.SHARED, Kind.DESK)  # pages whose browsers tell us what their policy stopped
POLICIES = {
    Kind.PUBLIC: PUBLIC_POLICY,
    Kind.SHARED: PUBLIC_POLICY,
    Kind.API: "default-src 'none'; frame-ancestors 'none'",
    Kind.EMBED: (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors *; require-trusted-types-for 'script'"
    ),
    Kind.MEDIA: "default-src 'none'; sandbox; frame-ancestors 'none'",
    Kind.DESK: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "form-action 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
EVERYWHERE = {
    "Server": "spacenews",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
BY_KIND = {
    Kind.PUBLIC: {},
    Kind.SHARED: {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"},
    Kind.API: {
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    },
    Kind.EMBED: {"Cross-Origin-Resource-Policy": "cross-origin", "X-Frame-Options": None},
    Kind.MEDIA: {"Cross-Origin-Resource-Policy": "cross-origin"},
    Kind.DESK: {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"},
}
OURS_ALONE = {
    *("server", "x-powered-by", "content-security-policy", "content-security-policy-report-only"),
    *("x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy", "cache-control"),
    *("cross-origin-opener-policy", "cross-origin-resource-policy", "strict-transport-security"),
    *("access-control-allow-origin", "access-control-allow-credentials", "access-control-expose-headers"),
    "reporting-endpoints",
}


class Nonce:
    """128 random bits, made when a page first prints them; the policy names them only then."""

    value = ""

    def __str__(self) -> str:
        self.value = self.value or secrets.token_urlsafe(16)
        return self.value


def kind_of(path: str) -> Kind:
    if path.startswith("/admin/"):
        return Kind.DESK
    if path.startswith("/media/"):
        return Kind.MEDIA
    if path.startswith("/api/"):
        return Kind.API
    path = without_language(path)
    if path.startswith("/embed/"):
        return Kind.EMBED
    return Kind.SHARED if FEED.search(path) else Kind.PUBLIC


def without_language(path: str) -> str:
    return LANGUAGE_PREFIX.sub("", path)


def complete(given: list[tuple[str, str]], path: str, nonce: Nonce) -> list[tuple[str, str]]:
    """Return the headers that an application gave with those of the table, which wins over them.

    Three may be chosen by a view: how long the answer is kept, a stricter Referrer-Policy, and
    X-Frame-Options: SAMEORIGIN on a preview.
    """
    said = {name.lower(): value for name, value in given}
    kind = kind_of(path)
    framed = said.get("x-frame-options") == "SAMEORIGIN" and PREVIEW.match(path) is not None
    table = {**EVERYWHERE, "Cache-Control": cache_control(said), **BY_KIND[kind]}
    table["Content-Security-Policy"] = policy(kind, nonce, framed)
    if kind in REPORTED:
        table["Reporting-Endpoints"] = 'csp="/csp-reports/"'
    if framed:
        table["X-Frame-Options"] = "SAMEORIGIN"
    if said.get("referrer-policy") == "no-referrer":
        table["Referrer-Policy"] = "no-referrer"
    if settings.HTTPS:
        table["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    kept = [(name, value) for name, value in given if name.lower() not in OURS_ALONE]
    return kept + [(name, value) for name, value in table.items() if value]


def cache_control(said: dict[str, str]) -> str:
    """Nothing that hands out a cookie may be kept by a cache that many share."""
    return "no-store" if "set-cookie" in said else said.get("cache-control") or "no-cache"


def policy(kind: Kind, nonce: Nonce, framed: bool) -> str:
    text = POLICIES[kind]
    if nonce.value:
        text = text.replace("script-src 'self'", f"script-src 'self' 'nonce-{nonce}'")
    if framed:
        text = text.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    if settings.HTTPS and kind is not Kind.MEDIA:
        text += "; upgrade-insecure-requests"
    return f"{text}; report-to csp" if kind in REPORTED else text
