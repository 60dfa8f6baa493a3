"""Makes the scan of a typed page: a PDF that holds a grey, slightly turned picture and no text."""

import random
import time
from importlib.resources import as_file, files
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from ingest.samples.content import council, public_notice

DPI = 160
WIDTH, HEIGHT = round(8.27 * DPI), round(11.69 * DPI)
LETTER = round(DPI / 10)
"""The width of a letter: a typewriter of ten letters to the inch."""
LINE = round(DPI / 5.4)
TURN_DEGREES = 0.9
SCANNED = time.struct_time((2025, 11, 6, 10, 0, 0, 3, 310, 0))


def scan_public_notice() -> bytes:
    """The notice of 6 November 2025 as the bytes of a PDF of one picture, always the same under the same libraries."""
    chance = random.Random(1906)
    page = _type_lines(public_notice.LINES.strip("\n").split("\n"), chance)
    page = page.rotate(TURN_DEGREES, resample=Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(0.7)).point(lambda light: 38 + light * 200 // 255)
    page = ImageChops.subtract(page, _make_grain(chance))
    out = BytesIO()
    page.save(
        out,
        "PDF",
        resolution=DPI,
        quality=32,
        title="Scanned notice",
        subject=council.INVENTED,
        creationDate=SCANNED,
        modDate=SCANNED,
    )
    return out.getvalue()


def _type_lines(lines: list[str], chance: random.Random) -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    # The typewriter's letters are those of the Courier that ReportLab brings with it.
    with as_file(files("reportlab") / "fonts" / "com_____.pfb") as path:
        font = ImageFont.truetype(path, round(DPI / 6), layout_engine=ImageFont.Layout.BASIC)
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            place = (round(1.25 * DPI) + column * LETTER, round(1.1 * DPI) + row * LINE + chance.choice((-1, 0, 0, 0, 1)))
            pen.text(place, letter, font=font, fill=chance.randint(0, 70), stroke_width=0)
    return page


def _make_grain(chance: random.Random) -> Image.Image:
    """Coarse specks, each of several points: fine ones would double the size of the compressed picture."""
    small = Image.frombytes("L", (WIDTH // 3, HEIGHT // 3), chance.randbytes((WIDTH // 3) * (HEIGHT // 3)))
    return small.point(lambda light: light * 26 // 255).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
