"""The desk's stylesheets: small, and coloured by the tokens alone."""

import gzip
import re
from pathlib import Path

import pytest

MAIN = Path("static/css/admin.css")  # on every page of the desk; the others each on the pages that need them
SHEETS = [MAIN, *sorted(Path("static/css/desk").glob("*.css"))]
WRITING = Path("static/css/desk/writing.css")
TOKENS = set(re.findall(r"(--[\w-]+):", Path("static/css/tokens.css").read_text()))
STOCK = {"--font-family-monospace"}
VEIL = "rgb(0 0 0 / .4)"  # behind a dialog

BUDGETS = {MAIN: 7_000, WRITING: 5_000}


@pytest.fixture(params=SHEETS, ids=lambda sheet: sheet.stem)
def sheet(request) -> Path:
    return request.param


def test_a_stylesheet_stays_within_its_budget(sheet):
    assert len(gzip.compress(sheet.read_bytes(), 9)) <= BUDGETS.get(sheet, 2_000)


def test_every_colour_is_a_token(sheet):
    css = sheet.read_text()

    assert re.findall(r"#[0-9a-f]{3,8}\b(?=[^{]*;)", css) == []
    assert set(re.findall(r"\b(?:rgba?|hsla?)\([^)]*\)", css)) <= {VEIL}


def test_every_token_that_it_names_is_there(sheet):
    css = sheet.read_text()
    own = set(re.findall(r"(--[\w-]+):", css + MAIN.read_text()))

    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= TOKENS | own | STOCK
