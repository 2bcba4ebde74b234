"""What stands in a cell or a paragraph of a page: texts and figures side by side, and how a figure is printed there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.xbrl.report import Tagged

_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_MINUS = r"\-\u2010-\u2013\u2212\uff0d"
_NEGATIVE = re.compile(rf"[△▲]|[(（]\s*[$¥￥€£]?\s*[0-9０-９.]|[{_MINUS}]\s*[$¥￥€£]?\s*[0-9０-９.]")
_ONLY_DASHES = re.compile(rf"[{_MINUS}—―ー]+")
_BEFORE = re.compile(rf"(?:[△▲(（$¥￥€£\s]|(?<![^\s△▲(（$¥￥€£])[{_MINUS}])*$")
_AFTER = re.compile(r"\s*[)）]?\s*[%％]?")
_SIGN_CELL = re.compile(rf"[$¥￥€£\s]*[(（△▲{_MINUS}]?[$¥￥€£\s]*")
_CLOSING_CELL = re.compile(r"[)）]?\s*[%％]?")
_MARK = (r"(?:[※＊*†‡]+\s*[0-9０-９]*|[(（]注[)）]?\s*[0-9０-９]*\s*[)）]?|(?<=\s)注\s*[0-9０-９]+"
         r"|[(（][Nn]otes?\s*[0-9][0-9, and]{0,20}[)）])")
_MARKS = re.compile(rf"(?<!^)\s*{_MARK}(?:\s*[,、，・]\s*(?:{_MARK}|[0-9０-９]+))*\s*$")
_REACH = 40  # signs and marks are looked for no farther from a figure or the end of a label
_RAISED_MARK = re.compile(r"[\s()（）\[\]*†‡※0-9０-９,、，注a-zA-Z]{1,8}")


@dataclass(frozen=True, slots=True)
class PageText:
    """A text as it stands, inside the tags of ``facts`` (places in the document's list), ``raised`` like a footnote's
    mark. A line break is a text ``\\n``."""

    text: str
    facts: tuple[int, ...] = ()
    raised: bool = False


@dataclass(slots=True)
class PageCell:
    """A cell, or a paragraph outside of tables: ``facts`` are all that begin in it, also those that print nothing.
    ``indent`` in points."""

    column: int = 0
    width: int = 1
    height: int = 1
    indent: float = 0.0
    pieces: list[PageText] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    _known: tuple[int, str] = (0, "")
    """Of how many pieces the text is known, and that text: pieces are only ever added."""

    @property
    def text(self) -> str:
        """All of it, without the marks of footnotes."""
        if self._known[0] != len(self.pieces):
            said = tidy("".join(each.text for each in self.pieces if not _is_mark(each)))
            self._known = len(self.pieces), said
        return self._known[1]


def _is_mark(piece: PageText) -> bool:
    return piece.raised and not piece.facts and bool(_RAISED_MARK.fullmatch(piece.text))


def tidy(text: str) -> str:
    """On one line. Lines and letters set apart are joined where the script has no spaces."""
    if text.isascii():
        return " ".join(text.split())
    text = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", text)
    text = re.sub(r"[ \t\r\f\v\u00a0\u3000]+", " ", text).strip()
    text = re.sub(r" *\n[ \n]*", "\n", text).strip()
    text = re.sub(rf"(?<={_CJK})\n(?={_CJK})", "", text).replace("\n", " ")
    if re.fullmatch(rf"{_CJK}(?: {_CJK})+", text):
        return text.replace(" ", "")
    return text


def without_marks(label: str) -> str:
    """A label without the numbers of notes behind it (``※1``, ``（注）``, ``*2``, ``(Note 3)``)."""
    head, tail = label[:-_REACH], label[-_REACH:]
    while (shorter := _MARKS.sub("", tail)) != tail:
        tail = shorter.strip()
    return head + tail


def printed(cells: Sequence[PageCell], at: int) -> dict[int, str]:
    """How the figures of a cell are printed, with the brackets, signs and currencies around them, which may stand in
    the cells beside it."""
    cell = cells[at]
    shown = [each for each in cell.pieces if not _is_mark(each)]
    spans: dict[int, list[int]] = {}
    for place, piece in enumerate(shown):
        if piece.text.strip():
            for fact in piece.facts:
                spans.setdefault(fact, []).append(place)
    if not spans:  # nothing but nil: the dash is not in a tag
        text = cell.text
        return dict.fromkeys(cell.facts, text if _ONLY_DASHES.fullmatch(text) else "")
    left, right = _beside(cells, at) if len(spans) == 1 else ("", "")
    return {fact: _around(shown, spans[fact], left, right) if fact in spans else "" for fact in cell.facts}


def _around(shown: Sequence[PageText], places: Sequence[int], left: str, right: str) -> str:
    first, last = places[0], places[-1]
    inside = "".join(piece.text for piece in shown[first:last + 1])
    before, follows_figure = _run(shown, first, -1)
    after, _ = _run(shown, last, 1)
    is_range = follows_figure and bool(re.fullmatch(rf"\s*[{_MINUS}~～]\s*", before))
    sign = "" if is_range else (_BEFORE.search(before[-_REACH:]) or [""])[0]
    whole = sign + inside + (_AFTER.match(after) or [""])[0]
    if not before.strip() or not left.strip("$¥￥€£ "):
        whole = left + whole
    if not after.strip():
        whole += right
    return _balanced(re.sub(r"\s+", "", whole), is_last=not after.strip())


def _run(shown: Sequence[PageText], at: int, step: int) -> tuple[str, bool]:
    """The text from a figure up to the next, or to the one before it, and whether there is one."""
    texts: list[str] = []
    at += step
    while 0 <= at < len(shown) and not shown[at].facts:
        texts.append(shown[at].text.replace("\n", " "))
        at += step
    return "".join(reversed(texts) if step < 0 else texts), 0 <= at < len(shown)


def _beside(cells: Sequence[PageCell], at: int) -> tuple[str, str]:
    """Signs in the cells to the left and right: only where nothing else stands in them, and no figure of their own."""
    left = right = ""
    for cell in map(cells.__getitem__, range(at - 1, -1, -1)):
        text = "" if cell.facts else cell.text
        if cell.facts or len(text) > _REACH or not _SIGN_CELL.fullmatch(text):
            break
        left = text + left
        if re.search(r"\S", text) and not re.fullmatch(r"[$¥￥€£]", text):
            break
    for cell in map(cells.__getitem__, range(at + 1, len(cells))):
        if cell.facts or not _CLOSING_CELL.fullmatch(cell.text):
            break
        right += cell.text
        if cell.text:
            break
    if _ONLY_DASHES.fullmatch(left):  # a dash in a cell of its own is an empty column
        left = ""
    return left, right


def _balanced(text: str, *, is_last: bool) -> str:
    """A bracket without its other half belongs to something else, but for one before the last figure of a cell, whose
    other half was forgotten."""
    opens, closes = len(re.findall("[(（]", text)), len(re.findall("[)）]", text))
    if opens > closes:
        return text if is_last else re.sub("[(（]", "", text)
    return re.sub(r"[)）]", "", text) if closes > opens else text


def printed_sign(tagged: Tagged) -> int:
    """1 or -1 as the page prints the figure; 0 where it prints none: a dash, nothing, or no page."""
    if not re.search(r"[0-9０-９]", tagged.printed):
        return 0
    return -1 if _NEGATIVE.search(tagged.printed) else 1
