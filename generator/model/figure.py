"""A printed figure as an exact decimal, with the text and the precision it was printed in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

NUMBER, NIL, TODO, LOST, BLANK = "number", "nil", "todo", "lost", "blank"
_NIL = {"nil", "-", "–", "—", "―", "－"}
_MINUS = "-−－△▲"
_PLAIN = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
_WIDE = re.compile("[\uff01-\uff5e]")
_DECIMAL_COMMA = re.compile(
    r"(?P<before>[(+\-−－△▲]?)(?P<whole>\d+|\d{1,3}(?:\.\d{3})+),(?P<rest>\d{1,2})(?P<after>\)?%?)", re.ASCII)
_POINTS = re.compile(r"[(+\-−－△▲]?\d{1,3}(?:\.\d{3}){2,}\)?", re.ASCII)
_FIGURE_LIKE = re.compile(r"nil|todo|lost|[(+\-−－△▲]?[\d,.]+%?\)?%?", re.ASCII)
_THREE = re.compile(r"\d{3}(?!\d)", re.ASCII)
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Figure:
    """What a filing prints in one place.

    ``value`` carries the printed sign and scale; it is None for a figure that is still to be typed
    (``todo``), that the source lost (``lost``) or that it does not disclose in a row that it prints (``blank``:
    an empty cell), and zero for a printed dash (``nil``).
    ``decimals`` is the printed precision. ``reason`` is set where the source misprints it.
    """

    kind: str
    value: Decimal | None
    printed: str
    decimals: int = 0
    reason: str = ""


class NotAFigure(ValueError):
    """The text is not a figure; the message says what would be right."""


def parse(literal: str) -> Figure:
    """Read a figure as typed: ``1,234``, ``(1,234)``, ``△1,234``, ``12.3%``, ``nil``, ``todo``, ``lost``.

    Raises NotAFigure for everything else, including the forms that YAML reads in its own way
    (``1_000``, ``1:30``, ``017``, ``0x1F``, ``1e3``).
    """
    text = literal.strip()
    if text in _NIL:
        return Figure(NIL, Decimal(0), "–")
    if text in (TODO, LOST):
        return Figure(text, None, "")
    body = text.removesuffix("%").rstrip()
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip().removesuffix("%").rstrip()
    elif body[:1] == "+":
        body = body[1:].strip()
    elif body[:1] and body[0] in _MINUS:
        negative, body = True, body[1:].strip()
    if not body or not _PLAIN.fullmatch(body):
        raise NotAFigure(_advice(text))
    digits = body.replace(",", "")
    if len(digits.split(".")[0]) > 1 and digits.startswith("0"):
        raise NotAFigure(f"'{text}' starts with a zero; write the digits as printed, without it")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        raise NotAFigure(f"a figure of more than {_MOST_DIGITS} digits cannot be kept exactly in Excel; "
                         "is it two figures?")
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    return Figure(NUMBER, -value if negative else value, _grouped(text, body), decimals)


def _grouped(text: str, body: str) -> str:
    """The printed text with thousands separators, whether they were typed or not."""
    whole, point, rest = body.partition(".")
    return text.replace(body, f"{int(whole.replace(',', '') or '0'):,}{point}{rest}", 1)


def _advice(text: str) -> str:
    if not text:
        return "a figure is missing here; write nil for a printed dash, todo for one still to be typed"
    if text.lower() in ("null", "~", "n/a", "na", "n.a.", "none"):
        return (f"'{text}' is not a figure; write nil for a printed dash, leave the row out where the filing "
                "does not print it, ~ in a list for a cell that it leaves blank, or todo for one still to be typed")
    if _WIDE.search(text):
        return f"'{text}' is not a figure; write it with half-width characters: {unicodedata.normalize('NFKC', text)}"
    if re.match(r"^\d+(_\d+)+$", text):
        return f"'{text}' is not how figures are printed; write {text.replace('_', '')}"
    if ":" in text:
        return f"'{text}' is not a figure (YAML would read a time of day into it); write the printed digits"
    if found := _DECIMAL_COMMA.fullmatch(text):
        whole, rest = found["whole"].replace(".", ""), found["rest"]
        return (f"'{text}' is not a figure; thousands commas stand before every three digits, decimals behind a point: "
                f"write {found['before']}{whole}.{rest}{found['after']}")
    if _POINTS.fullmatch(text):
        return f"'{text}' is not a figure; no points stand between the thousands: write {text.replace('.', '')}"
    if len(several := text.split()) > 1 and all(_FIGURE_LIKE.fullmatch(each) for each in several):
        whole = all(_THREE.match(each) for each in several[1:])
        one = f"; of one figure write as printed, without spaces: {''.join(several)}" if whole else ""
        return f"'{text}' is not a figure; a comma is missing between two: write {', '.join(several)}{one}"
    if re.match(r"^[\d,.]+$", text, re.ASCII):
        return f"'{text}' is not a figure; thousands commas stand before every three digits"
    return f"'{text}' is not a figure; write it as printed, e.g. 1234, (1,234), △1,234, 12.3%, nil"


def in_print(value: Decimal) -> str:
    """A number as statements print it: thousands, and brackets for a negative."""
    return f"({-value:,f})" if value < 0 else f"{value:,f}"


def typed(value: Decimal) -> str:
    """A number as a filing's file says it."""
    return in_print(value).replace(",", "")
