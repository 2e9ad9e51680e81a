"""What a reader's browser sends."""

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
HEADERS = {"User-Agent": FIREFOX, "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def tell(client, body: str | bytes, content_type: str = "text/plain;charset=UTF-8", **headers):
    """Say that a page was read; a header that is None is not sent."""
    sent = {**HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    given = {name: value for name, value in sent.items() if value is not None}
    return client.post("/seen/", body, content_type=content_type, headers=given)
