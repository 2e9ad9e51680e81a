"""The site that a reader came from, by the name of its host alone."""

import re
from urllib.parse import urlsplit

from django.conf import settings

from spacenews.stats.models import HOST_LENGTH

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PUBLIC_NAME = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
# Names that no public site has (RFC 6761, 6762, 8375, 9476), and those that people use so at home.
PRIVATE = (
    *(".local", ".localhost", ".test", ".example", ".invalid", ".internal", ".intranet", ".corp", ".home"),
    *(".lan", ".private", ".home.arpa", ".onion", ".alt"),
)


def referrer(text: str) -> str:
    """Return the name of another site, without www; nothing where it is ours, or not the name of a public site.

    >>> referrer("WWW.Example.ORG"), referrer("xn--fiqs8s.example.cn"), referrer("192.0.2.1"), referrer("nas.lan")
    ('example.org', 'xn--fiqs8s.example.cn', '', '')
    """
    host = text.lower().removesuffix(".")
    public = len(host) <= HOST_LENGTH and PUBLIC_NAME.fullmatch(host) and not host.endswith(PRIVATE)
    return "" if not public or host == urlsplit(settings.SITE_URL).hostname else host.removeprefix("www.")
