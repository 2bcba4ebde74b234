"""How wide words are in the workbook's font, and on how many lines they stand: a column is as wide as it must be.

The widths are those of Arial and Helvetica, which every font that stands in for them has too (Liberation Sans).
"""

from __future__ import annotations

import math
import unicodedata

from generator.xlsx.styles import SIZE, Look

_REGULAR = {
    191: "'", 222: "ijl’", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 355: '"', 365: "△✓✗", 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyz", 549: "≤≥±", 556: "#$0123456789?L_abdeghnopqu–€£¥§", 584: "+<=>~−×",
    611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 990: "▲", 1000: "—…→",
    1015: "@"}
_BOLD = {
    238: "'", 278: " ,./I\\ijl·’", 280: "|", 333: "!()-:;[]`ft", 365: "△✓✗", 389: "*r{}", 400: "°", 474: '"',
    500: "z“”", 549: "≤≥±", 556: "#$0123456789J_aceksvxy–€£¥§", 584: "+<=>^~−×", 611: "?FLTZbdghnopqu", 667: "EPSVXY",
    722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 990: "▲", 1000: "—…→"}
"""Signs by their advance, in thousandths of the size of the font."""
_WIDE, _OTHER = 1000, 667
"""The advance of a sign of Chinese, Japanese or Korean, and of any other that is not listed."""
DIGIT = 556
PADDING = 5 / 7
"""The room that a column keeps beside what it shows, five pixels, in the unit of its width, a digit of seven."""
_HINTED = 1.05
"""By how much screens may draw words wider than the font has them."""
_INDENT = 9 / 7


class _Advances(dict[str, int]):
    """The advance of every sign; what is not listed is worked out once."""

    def __init__(self, table: dict[int, str]) -> None:
        super().__init__({sign: width for width, signs in table.items() for sign in signs})

    def __missing__(self, sign: str) -> int:
        base = unicodedata.normalize("NFD", sign)[0]
        wide = unicodedata.east_asian_width(sign) in "WF"
        found = self[sign] = _WIDE if wide else self.get(base, _OTHER)
        return found


_ADVANCES = _Advances(_REGULAR), _Advances(_BOLD)


def digits(text: str, look: Look) -> float:
    """How wide a text is, in digits of the workbook's font, whose width is the unit of columns."""
    return sum(map(_ADVANCES[look.bold].__getitem__, text)) / DIGIT * look.size / SIZE


def width_of(text: str, look: Look) -> float:
    """The width of a column that shows a text whole on one line."""
    return math.ceil(10 * (digits(text, look) * _HINTED + PADDING + look.indent * _INDENT)) / 10


def lines(text: str, look: Look, width: float) -> int:
    """On how many lines a text stands in a column: words are kept whole where they fit a line, as programs do."""
    room = (width - PADDING - look.indent * _INDENT) / _HINTED
    if digits(text, look) <= room and "\n" not in text:
        return 1
    count = 0
    for paragraph in text.split("\n"):
        count, left = count + 1, room
        for word in _words(paragraph):
            wide, bare = digits(word, look), digits(word.rstrip(" "), look)
            if bare <= left:
                left -= wide
                continue
            if left < room:
                count += 1
            rest = word
            while digits(rest.rstrip(" "), look) > room:
                rest = rest[_fitting(rest, look, room):]
                count += 1
            left = room - digits(rest, look)
    return count


def _words(text: str) -> list[str]:
    """The pieces between which a line may end: after a blank or a hyphen."""
    found, start = [], 0
    for index, sign in enumerate(text, start=1):
        if sign in " -" and index < len(text) and text[index] != " ":
            found.append(text[start:index])
            start = index
    return [*found, text[start:]]


def _fitting(word: str, look: Look, room: float) -> int:
    """How many signs of a word fit on a line, at least one."""
    wide = 0.0
    for index, sign in enumerate(word):
        wide += digits(sign, look)
        if wide > room:
            return max(index, 1)
    return len(word)
