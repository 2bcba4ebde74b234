"""A printed figure as an exact decimal, with the text and the precision it was printed in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

NUMBER, NIL, TODO, LOST, BLANK, WORDS = "number", "nil", "todo", "lost", "blank", "words"
PERCENT, POINTS, TIMES, BASIS_POINTS = "%", "pp", "x", "bps"
MARKS = {
    PERCENT: ("%",),
    POINTS: ("pp", "p.p.", "ppt", "ppts", "pt", "pts", "%pt", "%pts", "point", "points", "percentage point",
             "percentage points", "ポイント"),
    TIMES: ("x", "times", "倍"),
    BASIS_POINTS: ("bps", "bp", "basis point", "basis points"),
}
"""What may stand behind the digits of a figure and says what they count, each with the ways in which it is printed."""
NO_FIGURE = ("n.m.", "n.m", "nm", "n/m", "n.a.", "n.a", "na", "n/a", "not meaningful", "not available",
             "not applicable")
"""The words that are printed where a figure would say nothing, or is not disclosed, in small letters."""
_NIL = {"nil", "-", "–", "—", "―", "－"}
_MINUS = "-−－△▲"
_PLAIN = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
_WIDE = re.compile("[\uff01-\uff5e]")
_DECIMAL_COMMA = re.compile(
    r"(?P<before>[(+\-−－△▲]?)(?P<whole>\d+|\d{1,3}(?:\.\d{3})+),(?P<rest>\d{1,2})(?P<after>\)?%?)", re.ASCII)
_POINTS = re.compile(r"[(+\-−－△▲]?\d{1,3}(?:\.\d{3}){2,}\)?", re.ASCII)
_FIGURE_LIKE = re.compile(r"nil|todo|lost|[(+\-−－△▲]?[\d,.]+%?\)?%?", re.ASCII)
_THREE = re.compile(r"\d{3}(?!\d)", re.ASCII)
_MARK_OF = {word: mark for mark, words in MARKS.items() for word in words}
_MARKED = re.compile(rf"(.*?)\s*({'|'.join(map(re.escape, sorted(_MARK_OF, key=len, reverse=True)))})", re.I | re.S)
_SIGNED = r"([(+\-−－△▲]?\s*[\d,.]*\d\)?)"
_DRESSED = tuple((re.compile(wrong, re.ASCII), why, right) for wrong, why, right in (
    (r"(.*\d)\.", "no point stands behind the last digit", r"\1"),
    (r"\(([\d,.]*\d)|([\d,.]*\d)\)", "a negative one stands in two brackets", r"(\1\2)"),
    (r"\(\(([\d,.]*\d)\)\)", "a negative one stands in one pair of brackets", r"(\1)"),
    (r"([\d,.]*\d)\s*[-−－]", "the sign of a negative one stands in front, or it stands in brackets", r"(\1)"),
    (rf"[¥￥$€£₩]\s*{_SIGNED}|{_SIGNED}\s*(?:[¥￥$€£₩円元]|[A-Z]{{3}})|[A-Z]{{3}}\s*{_SIGNED}|([(\-])[¥￥$€£₩]([\d,.]+\)?)",
     "its currency is told by 'currency:', not beside it", r"\1\2\3\4\5"),
    (rf"{_SIGNED}\s*(?:[*†‡]+|\[\w+\])", "a mark of a footnote stands elsewhere, as in 'note:'", r"\1"),
    (r"([(+\-−－△▲]?\d{1,3})['’](\d{3}\)?)", "an apostrophe is none of its separators", r"\1\2"),
))
"""What often stands around or between the digits, why it may not, and the figure without it."""
_AS_PRINTED = "a figure; write it as printed, e.g. 1234, (1234), △1234, nil"
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Figure:
    """What a filing prints in one place.

    ``value`` carries the printed sign and scale; it is None for a figure that is still to be typed
    (``todo``), that the source lost (``lost``) or that it does not give in a row that it prints (``blank``:
    an empty cell; ``words``: n.m. or n.a. stands there), and zero for a printed dash (``nil``).
    ``decimals`` is the printed precision. ``reason`` is set where the source misprints it. ``mark`` is the one of MARKS
    that is printed behind the digits, empty where none is.
    """

    kind: str
    value: Decimal | None
    printed: str
    decimals: int = 0
    reason: str = ""
    mark: str = ""


class NotAFigure(ValueError):
    """The text is not a figure; the message says what would be right, ``in_tables`` where only a table may hold that,
    such as nil."""

    def __init__(self, message: str, in_tables: bool = False) -> None:
        super().__init__(message)
        self.in_tables = in_tables


def parse(literal: str) -> Figure:
    """Read a figure as typed: ``1,234``, ``(1,234)``, ``△1,234``, ``12.3%``, ``(0.8) pp``, ``n.m.``, ``nil``, ``todo``.

    Raises NotAFigure for everything else, including the forms that YAML reads in its own way
    (``1_000``, ``1:30``, ``017``, ``0x1F``, ``1e3``).
    """
    text = literal.strip()
    if text in _NIL:
        return Figure(NIL, Decimal(0), "–")
    if text in (TODO, LOST):
        return Figure(text, None, "")
    if text.lower() in NO_FIGURE:
        return Figure(WORDS, None, text)
    body, mark = _unmarked(text)
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative = True
        body, inside = _unmarked(body[1:-1].strip())
        mark = mark or inside
    elif body[:1] == "+":
        body = body[1:].strip()
    elif body[:1] and body[0] in _MINUS:
        negative, body = True, body[1:].strip()
    if not body or not _PLAIN.fullmatch(body):
        raise NotAFigure(*_advice(text))
    digits = body.replace(",", "")
    if len(digits.split(".")[0]) > 1 and digits.startswith("0"):
        raise NotAFigure(f"'{text}' starts with a zero; write the digits as printed, without it")
    if len(digits.replace(".", "")) > _MOST_DIGITS:
        raise NotAFigure(f"a figure of more than {_MOST_DIGITS} digits cannot be kept exactly in Excel; "
                         "is it two figures?")
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    return Figure(NUMBER, -value if negative else value, _grouped(text, body), decimals, mark=mark)


def _unmarked(text: str) -> tuple[str, str]:
    """A text without the mark behind it, and which that is."""
    found = _MARKED.fullmatch(text)
    return (found[1], _MARK_OF[found[2].lower()]) if found else (text, "")


def _grouped(text: str, body: str) -> str:
    """The printed text with thousands separators, whether they were typed or not."""
    whole, point, rest = body.partition(".")
    return text.replace(body, f"{int(whole.replace(',', '') or '0'):,}{point}{rest}", 1)


def _advice(text: str) -> tuple[str, bool]:
    """What to say of a text that is no figure, and whether that is for tables; the forms that it offers can be read."""
    if not text:
        return "a figure is missing here; write nil for a printed dash, todo for one still to be typed", True
    if text.lower() in ("null", "~", "none"):
        return (f"'{text}' is not a figure; write nil for a printed dash, leave the row out where the filing does not "
                "print it, ~ in a list for a cell that it leaves blank, or todo for one still to be typed"), True
    why, *offers = _meant(text)
    offers = [offer for offer in offers if all(map(can_be_read, offer.split(", ")))]
    offered = f": write {'; of one figure, as printed, without spaces: write '.join(offers)}" if offers else ""
    return f"'{text}' is not {why}{offered}", why == _AS_PRINTED


def _meant(text: str) -> tuple[str, ...]:
    """What is wrong with a text, and what it may be meant to say: figures with commas between them."""
    if _WIDE.search(text):
        return "a figure; figures have half-width characters", unicodedata.normalize("NFKC", text)
    if re.fullmatch(r"\d+(_\d+)+", text):
        return "how figures are printed", text.replace("_", "")
    if ":" in text:
        return ("a figure (YAML would read a time of day into it); write the printed digits",)
    if found := _DECIMAL_COMMA.fullmatch(text):
        right = f"{found['before']}{found['whole'].replace('.', '')}.{found['rest']}{found['after']}"
        return "a figure; thousands commas stand before every three digits, decimals behind a point", right
    if _POINTS.fullmatch(text):
        return "a figure; no points stand between the thousands", text.replace(".", "")
    if len(several := text.split()) > 1 and all(_FIGURE_LIKE.fullmatch(each) for each in several):
        one = ["".join(several)] if all(_THREE.match(each) for each in several[1:]) else []
        if not all(map(can_be_read, several)):
            return "a figure; figures are as printed, without spaces", *one
        return "a figure; a comma is missing between two", ", ".join(several), *one
    for wrong, why, right in _DRESSED:
        if found := wrong.fullmatch(text):
            return f"a figure; {why}", found.expand(right)
    if re.fullmatch(r"\d[\d,.]*", text, re.ASCII):
        return ("a figure; thousands commas stand before every three digits, and one point before decimals",)
    return (_AS_PRINTED,)


def can_be_read(text: str) -> bool:
    """Whether a text is a figure as it may be typed."""
    try:
        parse(text)
    except NotAFigure:
        return False
    return True


def in_print(value: Decimal) -> str:
    """A number as statements print it: thousands, and brackets for a negative."""
    return f"({-value:,f})" if value < 0 else f"{value:,f}"


def typed(value: Decimal) -> str:
    """A number as a filing's file says it."""
    return in_print(value).replace(",", "")
