"""The desk's stylesheet: small, and coloured by the tokens alone."""

import gzip
import re
from pathlib import Path

CSS = Path("static/css/admin.css").read_text()


def test_the_stylesheet_stays_within_its_budget():
    assert len(gzip.compress(CSS.encode(), 9)) <= 8_000


def test_every_colour_is_a_token():
    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[^{]*;)", CSS) == []
    assert re.findall(r"\b(?:rgba?|hsla?)\([^)]*\)", CSS) == ["rgb(0 0 0 / .4)"]  # the veil behind a dialog


def test_every_token_that_it_names_is_there():
    tokens = set(re.findall(r"(--[\w-]+):", Path("static/css/tokens.css").read_text()))
    stock = {"--font-family-monospace"}
    own = set(re.findall(r"(--[\w-]+):", CSS))

    assert set(re.findall(r"var\((--[\w-]+)\)", CSS)) <= tokens | own | stock
