"""Pictures of text to words with their places (rapidocr, whose models come with it). Nothing is sent or fetched.

A page that lies on its side or upside down is turned, and one that was laid down askew is set straight. What the words mean as
lines, tables and columns is for `scans`.
"""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

import cv2
import numpy
from rapidocr import EngineType, RapidOCR

SURE = 0.85
"""Mean score, by letter, of lines that were read the right way up; upside down it is about 0.5."""
LEAST_SKEW_DEGREES = 0.3
RULE_SHARE = 0.04
"""A drawn rule is at least this part of the picture's longer side; letters are shorter."""
THREADS = 4
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x3001: ",", 0x3002: "."}
"""The model also knows Chinese, and now and then sets a bracket or a comma in its wide form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenText:
    """Words read as one line, or one word of a line: its box in pixels of the picture set upright."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """A line of a picture, its words, and how sure the reading is (0 to 1)."""

    whole: SeenText
    words: tuple[SeenText, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPicture:
    """What was read: size of the upright picture in pixels, lines from top to bottom, and drawn rules as
    (x0, top, x1, bottom). It was set upright by `quarters` turns to the left, and then by a turn of `skew` degrees."""

    width: int
    height: int
    lines: tuple[SeenLine, ...]
    rules: tuple[tuple[float, float, float, float], ...]
    quarters: int = 0
    skew: float = 0.0


def read_picture(pixels: numpy.ndarray) -> SeenPicture:
    """The words of a picture (height, width, 3; 8 bits) in whatever way it lies. No lines where it shows none."""
    found = _read(pixels)
    quarters = 0
    if _lies_on_side(found):
        # A line that runs upwards or downwards is turned one way before it is read, so its score tells which way it runs.
        quarters = 1 if _sureness(found) >= SURE else 3
        pixels = numpy.ascontiguousarray(numpy.rot90(pixels, quarters))
        found = _read(pixels)
    if found and _sureness(found) < SURE:
        turned = numpy.ascontiguousarray(numpy.rot90(pixels, 2))
        other = _read(turned)
        if _sureness(other) > _sureness(found):
            pixels, found, quarters = turned, other, (quarters + 2) % 4
    skew = _skew(found)
    straight = _rotation(pixels, skew)
    lines = sorted((_seen_line(line, straight) for line in found), key=lambda line: (line.whole.top, line.whole.x0))
    return SeenPicture(
        width=pixels.shape[1],
        height=pixels.shape[0],
        lines=tuple(lines),
        rules=_find_rules(_straighten(pixels, straight)),
        quarters=quarters,
        skew=skew,
    )


def place_as_shown(seen: SeenPicture, text: SeenText) -> tuple[float, float, float, float]:
    """The left, top, right and bottom edges of a text on the picture as it was given, in shares of its width and height."""
    x, y = numpy.array([text.x0, text.x1, text.x1, text.x0]), numpy.array([text.top, text.top, text.bottom, text.bottom])
    if seen.skew:
        back = cv2.invertAffineTransform(cv2.getRotationMatrix2D((seen.width / 2, seen.height / 2), seen.skew, 1.0))
        x, y = back @ numpy.array([x, y, numpy.ones(4)])
    x, y = x / seen.width, y / seen.height
    for _ in range(seen.quarters):
        x, y = 1 - y, x
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


@dataclass(frozen=True, slots=True)
class _Found:
    """A line as the engine gives it: its four corners from the top left of its words on, clockwise."""

    text: str
    corners: numpy.ndarray
    score: float
    words: tuple[tuple[str, numpy.ndarray], ...]

    @property
    def length(self) -> float:
        return float(numpy.hypot(*(self.corners[1] - self.corners[0])))

    @property
    def depth(self) -> float:
        return float(numpy.hypot(*(self.corners[3] - self.corners[0])))


@cache
def _engine() -> RapidOCR:
    # OpenVINO reads a full page in a third of the processor time of ONNX Runtime, with the same words.
    engine = EngineType.OPENVINO if find_spec("openvino") else EngineType.ONNXRUNTIME
    threads = min(THREADS, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.engine_type": engine,
            "Rec.engine_type": engine,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.openvino.inference_num_threads": threads,
        }
    )


def _read(pixels: numpy.ndarray) -> list[_Found]:
    # Without the engine's own turning of single lines: a page is turned as a whole, so that its lines stay in order.
    result = _engine()(pixels, use_cls=False, return_word_box=True)
    if result.txts is None or result.boxes is None:
        return []
    of_lines = result.word_results if len(result.word_results or ()) == len(result.txts) else ((),) * len(result.txts)
    return [
        _Found(
            _plain(text),
            numpy.asarray(box, dtype=float),
            float(score),
            tuple((_plain(word), numpy.asarray(corners, dtype=float)) for word, _, corners in words or () if corners is not None),
        )
        for text, box, score, words in zip(result.txts, result.boxes, result.scores, of_lines, strict=True)
        if _plain(text)
    ]


def _plain(text: str) -> str:
    return " ".join(text.translate(_WIDE).split())


def _lies_on_side(found: Sequence[_Found]) -> bool:
    letters = sum(len(line.text) for line in found)
    return letters > 0 and sum(len(line.text) for line in found if line.depth > 1.5 * line.length) > letters / 2


def _sureness(found: Sequence[_Found]) -> float:
    letters = sum(len(line.text) for line in found)
    return sum(line.score * len(line.text) for line in found) / letters if letters else 0.0


def _skew(found: Sequence[_Found]) -> float:
    """Degrees by which the lines fall to the right; 0 where that is too little to matter."""
    edges = [line.corners[1] - line.corners[0] for line in found if line.length > 5 * line.depth]
    angle = float(numpy.median([math.degrees(math.atan2(edge[1], edge[0])) for edge in edges])) if edges else 0.0
    return angle if LEAST_SKEW_DEGREES < abs(angle) < 45 else 0.0


def _rotation(pixels: numpy.ndarray, degrees: float) -> numpy.ndarray | None:
    """The matrix that sets the picture straight about its middle; None where it stands straight."""
    height, width = pixels.shape[:2]
    return cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0) if degrees else None


def _straighten(pixels: numpy.ndarray, rotation: numpy.ndarray | None) -> numpy.ndarray:
    if rotation is None:
        return pixels
    height, width = pixels.shape[:2]
    return cv2.warpAffine(pixels, rotation, (width, height), borderValue=(255, 255, 255))


def _seen_line(line: _Found, rotation: numpy.ndarray | None) -> SeenLine:
    whole = _seen_text(line.text, line.corners, rotation)
    words = tuple(_seen_text(word, corners, rotation) for word, corners in line.words)
    return SeenLine(whole=whole, words=words or (whole,), score=line.score)


def _seen_text(text: str, corners: numpy.ndarray, rotation: numpy.ndarray | None) -> SeenText:
    if rotation is not None:
        corners = corners @ rotation[:, :2].T + rotation[:, 2]
    x, y = numpy.sort(corners[:, 0]), numpy.sort(corners[:, 1])
    # The means of the two left, right, upper and lower corners: what is still askew does not make a line deeper.
    return SeenText(
        text=text, x0=float(x[:2].mean()), x1=float(x[2:].mean()), top=float(y[:2].mean()), bottom=float(y[2:].mean())
    )


def _find_rules(pixels: numpy.ndarray) -> tuple[tuple[float, float, float, float], ...]:
    """Straight rules, level and upright: runs of ink that are far longer than they are thick."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    least = max(30, int(max(pixels.shape[:2]) * RULE_SHARE))
    rules = []
    for shape in ((least, 1), (1, least)):
        runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(runs)
        for left, top, width, height, _ in boxes[1:].tolist():
            if min(width, height) <= least / 4:
                rules.append((float(left), float(top), float(left + width), float(top + height)))
    return tuple(rules)
