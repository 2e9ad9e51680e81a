"""Who is counted: a person before a browser, so far as a request tells."""

import re

from django.conf import settings
from django.http import HttpRequest

# Words by which programs name themselves; "Cubot" makes telephones.
PROGRAM = re.compile(
    r"(?<!cu)bot\b|bot[/_;-]|crawl|spider|slurp|scrap|fetch|archiv|preview|monitor|uptime|headless|lighthouse|"
    r"phantom|puppeteer|playwright|selenium|webdriver|facebookexternalhit|mediapartners|feedparser|validator|"
    r"python|curl|wget|libwww|java/|okhttp|go-http|node|axios|ruby|perl|php",
    re.IGNORECASE,
)


def is_reader(request: HttpRequest) -> bool:
    """Say whether a view is to be counted.

    Every browser of today says that a page of ours sends it; who asks not to be followed, or signs in at the desk,
    is left out too.
    """
    headers = request.headers
    names = f"{headers.get('User-Agent', '')} {headers.get('Sec-CH-UA', '')}"
    return (
        headers.get("Sec-Fetch-Site") == "same-origin"
        and headers.get("Origin", "").endswith(f"://{request.get_host()}")
        and names.startswith("Mozilla/")
        and not PROGRAM.search(names)
        and headers.get("Sec-GPC") != "1"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )
