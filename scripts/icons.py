"""Draw the site's icons and the picture that stands beside a shared link: the lift and its dot, as in icon.svg.

`python scripts/icons.py` writes them into static/ again; a test compares what is there with what is drawn.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw

INK, PAPER, FLAME = "#14181f", "#fbf9f4", "#ff6b2c"
SIDE = 64  # of the square that these are in, which is icon.svg's
START, BENDS, END = (8, 49), ((28, 49), (39, 40)), (47, 22)
STROKE, DOT, RADIUS = 5, (49, 17), 7
FINER, STEPS, COLOURS = 4, 400, 64
MASKABLE = 0.7  # whatever shape a phone cuts, it leaves the circle in the middle, 0.8 of the side across
STATIC = Path(__file__).resolve().parent.parent / "static"


def along(t: float) -> tuple[float, float]:
    """Return a point of the lift, which is a cubic Bézier curve."""
    weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    points = START, *BENDS, END
    return tuple(sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))


def drawn(width: int, height: int, share: float = 1.0) -> Image.Image:
    """Return the lift on ink, in a square in the middle that takes this share of the shorter side."""
    scale = min(width, height) * share * FINER / SIDE
    left, top = (width * FINER - SIDE * scale) / 2, (height * FINER - SIDE * scale) / 2
    sheet = Image.new("RGB", (width * FINER, height * FINER), INK)
    pen = ImageDraw.Draw(sheet)

    def disc(centre: tuple[float, float], radius: float, colour: str) -> None:
        x, y = left + centre[0] * scale, top + centre[1] * scale
        pen.ellipse([x - radius * scale, y - radius * scale, x + radius * scale, y + radius * scale], colour)

    for step in range(STEPS + 1):
        disc(along(step / STEPS), STROKE / 2, PAPER)
    disc(DOT, RADIUS, FLAME)
    return sheet.resize((width, height), Image.Resampling.LANCZOS)


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def ico(*sides: int) -> bytes:
    file = io.BytesIO()
    pictures = [drawn(side, side) for side in sides]
    pictures[-1].save(file, "ICO", sizes=[(side, side) for side in sides], append_images=pictures[:-1])
    return file.getvalue()


def files() -> dict[str, bytes]:
    """Return what static/ holds, by name."""
    return {
        "apple-touch-icon.png": png(drawn(180, 180)),
        "icon-192.png": png(drawn(192, 192)),
        "icon-512.png": png(drawn(512, 512)),
        "icon-maskable.png": png(drawn(512, 512, MASKABLE)),
        "share.png": png(drawn(1200, 630, 0.8)),
        "favicon.ico": ico(16, 32, 48),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (STATIC / name).write_bytes(content)
