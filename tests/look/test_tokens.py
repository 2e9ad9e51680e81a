"""The tokens are measured from the file itself, so that a changed one cannot break the look quietly."""

import gzip
import re
from itertools import combinations, product
from pathlib import Path

import pytest

from spacenews.assets import LAYER_FILES, LAYERS, lean

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = STATIC.parent / "templates"
CSS = {layer: (STATIC / name).read_text() for layer, name in zip(LAYERS, LAYER_FILES, strict=True)}
PLAIN = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS["tokens"]))
PAIRS = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS["tokens"])
THEMES = {
    "light": {name: light for name, light, _dark in PAIRS},
    "dark": {name: dark for name, _light, dark in PAIRS},
}
GROUNDS = ("paper", "raise", "sunk")
TEXT = ("ink", "soft", "faint", "signal", "link", "ok", "warn", "bad")
CHART = ("c1", "c2", "c3", "c4", "c5", "c6")

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009)
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = ((0.412456, 0.357576, 0.180438), (0.212673, 0.715152, 0.072175), (0.019334, 0.119192, 0.950304))
WHITE = (0.95047, 1, 1.08883)


def linear(colour: str) -> list[float]:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def times(matrix, vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    low, high = sorted(times(XYZ[1:2], linear(colour))[0] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    seen = [min(max(part, 0), 1) for part in times(VISION[vision], linear(colour))]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(times(XYZ, seen), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, vision: str) -> float:
    """The CIE 1976 colour difference, as a person of that vision sees it."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, vision), lab(other, vision), strict=True)) ** 0.5


def test_contrast_is_measured_as_the_guidelines_define_it():
    assert contrast("#ffffff", "#000000") == pytest.approx(21, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_browser_without_light_dark_gets_the_light_colours():
    assert THEMES["light"] == PLAIN


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_ground(theme):
    colours = THEMES[theme]

    ratios = {
        (text, ground): contrast(colours[text], colours[ground]) for text, ground in product(TEXT, GROUNDS)
    }

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_running_text_and_decks_are_easy_to_read_on_paper(theme):
    colours = THEMES[theme]

    assert min(contrast(colours[text], colours["paper"]) for text in ("ink", "soft")) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_reversed_and_marked_text_can_be_read(theme):
    colours = THEMES[theme]
    pairs = [("paper", "ink"), ("paper", "signal"), ("ink", "mark")]

    assert {pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5} == set()


@pytest.mark.parametrize("theme", THEMES)
def test_edges_marks_focus_and_charts_stand_out_from_paper(theme):
    colours = THEMES[theme]

    assert {
        n for n in ("edge", "flame", "focus", *CHART) if contrast(colours[n], colours["paper"]) < 3
    } == set()


@pytest.mark.parametrize(("theme", "vision"), list(product(THEMES, VISION)))
def test_chart_colours_are_told_apart_by_every_eye(theme, vision):
    colours = THEMES[theme]

    distances = {
        pair: distance(colours[pair[0]], colours[pair[1]], vision) for pair in combinations(CHART, 2)
    }

    assert {pair: round(d, 1) for pair, d in distances.items() if d < 10} == {}


def test_every_token_that_is_used_exists():
    everything = "".join(CSS.values())

    assert set(re.findall(r"var\(--([\w-]+)", everything)) <= set(re.findall(r"--([\w-]+):", everything))


def test_the_public_stylesheet_keeps_its_budget():
    served = lean("\n".join(CSS.values())).encode()

    assert len(gzip.compress(served, 9)) <= 10_000


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "tokens"])
def test_each_file_is_one_cascade_layer(layer):
    rules = re.sub(r"/\*.*?\*/", "", CSS[layer], flags=re.DOTALL).strip()

    assert rules.startswith(f"@layer {layer} {{")
    assert rules.count("@layer") == 1


def test_the_layers_are_declared_in_the_order_in_which_they_are_joined():
    assert f"@layer {', '.join(LAYERS)};" in CSS["tokens"]


def test_nothing_is_written_that_the_css_checker_refuses():
    refused = re.compile(r"paint-order\s*:|[\s;{]mask\s*:|@container|@property|anchor-name\s*:")

    assert {layer: refused.findall(css) for layer, css in CSS.items() if refused.search(css)} == {}


def test_every_part_names_its_context_on_its_first_line():
    parts = [*TEMPLATES.glob("parts/*.html"), *TEMPLATES.glob("articles/blocks/*.html")]

    assert [p.name for p in parts if not re.match(r"\{# .+ #\}", p.read_text())] == []
