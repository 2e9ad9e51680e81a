"""What a page tells those who find it for others, as tests read it."""

import html
import json
import re


def head(page) -> str:
    return page.content.decode().partition("</head>")[0]


def structured(page) -> list[dict]:
    """Return the structured data of a page, without the context that each names."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head(page), re.DOTALL)
    nodes = [json.loads(text) for text in found]
    assert {node.pop("@context") for node in nodes} == {"https://schema.org"}
    return nodes


def properties(page) -> list[tuple[str, str]]:
    """Return the properties of Open Graph in their order."""
    found = re.findall(r'<meta property="([^"]*)" content="([^"]*)">', head(page))
    return [(name, html.unescape(content)) for name, content in found]


def languages(page) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head(page)))


def canonical(page) -> str:
    [url] = re.findall(r'<link rel="canonical" href="([^"]+)">', head(page))
    return html.unescape(url)


def description(page) -> str:
    [text] = re.findall(r'<meta name="description" content="([^"]*)">', head(page))
    return html.unescape(text)


def is_unindexed(page) -> bool:
    return '<meta name="robots" content="noindex' in head(page)
