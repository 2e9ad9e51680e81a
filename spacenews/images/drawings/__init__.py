"""Drawings made by program: seven kinds, six grounds, the same picture for the same seed.

Each drawing has one signal colour, no text, and nothing that matters outside the middle two thirds of its
width, so that its middle square stands alone.
"""

import inspect
import io
import random

from PIL import Image

from .ascent import ascent
from .grounds import GROUNDS
from .limb import limb
from .lineup import lineup
from .sheet import Sheet
from .shells import shells
from .tally import tally
from .ties import ties
from .track import track

KINDS = {kind.__name__: kind for kind in (limb, ascent, shells, tally, track, lineup, ties)}


def draw(kind: str, seed: str, ground: str = "night", **data) -> Image.Image:
    """Return a drawing of 1200×800.

    `data` is what the kind carries (its keyword arguments), as values or as words ("3", "yes", "19, 22, 26").
    Raises ValueError for a kind, a ground or data that do not exist.
    """
    if kind not in KINDS or ground not in GROUNDS:
        raise ValueError(
            f"There is no drawing {kind!r} on {ground!r}: {', '.join(KINDS)}; {', '.join(GROUNDS)}."
        )
    rng = random.Random(f"{kind} {seed}")  # noqa: S311 a picture, not a secret
    sheet = Sheet(GROUNDS[ground])
    data = {name: _value(name, value) for name, value in data.items()}
    try:
        carried = inspect.signature(KINDS[kind]).bind(sheet, rng, **data)
    except TypeError as error:
        raise ValueError(f"The drawing {kind!r} does not carry this: {error}.") from None
    KINDS[kind](*carried.args, **carried.kwargs)
    return sheet.grain(rng)


def jpeg(kind: str, seed: str, ground: str = "night", **data) -> bytes:
    """Return the drawing as the bytes of a JPEG, ready for the library."""
    out = io.BytesIO()
    draw(kind, seed, ground, **data).save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()


def _value(name: str, value):
    """Read a value that may come as words: a switch, a number, or numbers with commas."""
    if not isinstance(value, str):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    try:
        numbers = [float(part) if "." in part else int(part) for part in value.split(",")]
    except ValueError:
        raise ValueError(f"{name} must be yes, no or numbers, not {value!r}.") from None
    return numbers if len(numbers) > 1 else numbers[0]
