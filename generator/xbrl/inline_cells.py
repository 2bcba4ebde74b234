"""What stands in a cell or a paragraph of a page: texts and figures side by side, and how a figure is printed there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.xbrl.report import Tagged

_CJK = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_MINUS = r"\-\u2010-\u2015\u2212\uff0d\uff70"
_NEGATIVE = re.compile(rf"[△▲]|[(（]\s*[$¥￥€£]?\s*[0-9０-９.]|[{_MINUS}]\s*[$¥￥€£]?\s*[0-9０-９.]")
_ONLY_DASHES = re.compile(rf"[{_MINUS}―ー]+")
_BEFORE = re.compile(rf"(?:[△▲(（$¥￥€£\s]|(?<![^\s△▲(（$¥￥€£])[{_MINUS}])*$")
_AFTER = re.compile(r"\s*[)）]?\s*[%％]?")
_SIGN_CELL = re.compile(rf"[$¥￥€£\s]*[(（△▲{_MINUS}]?[$¥￥€£\s]*")
_CLOSING_CELL = re.compile(r"[)）]?\s*[%％]?")
_MARK = (r"(?:[※＊*†‡]+\s*[0-9０-９]*|[(（]注[)）]?\s*[0-9０-９]*\s*[)）]?|(?<=\s)注\s*[0-9０-９]+"
         r"|[(（][Nn]otes?\s*[0-9][0-9, and]*[)）])")
_MARKS = re.compile(rf"(?<!^)\s*{_MARK}(?:\s*[,、，・]\s*(?:{_MARK}|[0-9０-９]+))*\s*$")
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

    @property
    def text(self) -> str:
        """All of it, without the marks of footnotes."""
        return tidy("".join(each.text for each in self.pieces if not _is_mark(each)))


def _is_mark(piece: PageText) -> bool:
    return piece.raised and not piece.facts and bool(_RAISED_MARK.fullmatch(piece.text))


def tidy(text: str) -> str:
    """On one line. Lines and letters set apart are joined where the script has no spaces."""
    text = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", text)
    text = re.sub(r"[ \t\r\f\v\u00a0\u3000]+", " ", text).strip()
    text = re.sub(r" *\n[ \n]*", "\n", text).strip()
    text = re.sub(rf"(?<={_CJK})\n(?={_CJK})", "", text).replace("\n", " ")
    if re.fullmatch(rf"{_CJK}(?: {_CJK})+", text):
        return text.replace(" ", "")
    return text


def without_marks(label: str) -> str:
    """A label without the numbers of notes behind it (``※1``, ``（注）``, ``*2``, ``(Note 3)``)."""
    while (shorter := _MARKS.sub("", label)) != label:
        label = shorter.strip()
    return label


def printed(cells: Sequence[PageCell], at: int) -> dict[int, str]:
    """How the figures of a cell are printed, with the brackets, signs and currencies around them, which may stand in
    the cells beside it."""
    cell = cells[at]
    shown = [each for each in cell.pieces if not _is_mark(each)]
    visible = [each for each in cell.facts if any(each in piece.facts and piece.text.strip() for piece in shown)]
    if not visible:  # nothing but nil: the dash is not in a tag
        text = cell.text
        return dict.fromkeys(cell.facts, text if _ONLY_DASHES.fullmatch(text) else "")
    found = dict.fromkeys(cell.facts, "")
    for fact in visible:
        found[fact] = _around(shown, fact, *(_beside(cells, at) if len(visible) == 1 else ("", "")))
    return found


def _around(shown: Sequence[PageText], fact: int, left: str, right: str) -> str:
    places = [at for at, piece in enumerate(shown) if fact in piece.facts]
    first, last = places[0], places[-1]
    inside = "".join(piece.text for piece in shown[first:last + 1])
    before = _run(reversed(shown[:first]), backwards=True)
    after = _run(shown[last + 1:])
    is_range = any(piece.facts for piece in shown[:first]) and bool(re.fullmatch(rf"\s*[{_MINUS}~～]\s*", before))
    sign = "" if is_range else (_BEFORE.search(before.replace("\n", " ")) or [""])[0]
    closing = (_AFTER.match(after.replace("\n", " ")) or [""])[0]
    whole = sign + inside + closing
    if not before.strip() or not left.strip("$¥￥€£ "):
        whole = left + whole
    if not after.strip():
        whole += right
    return _balanced(re.sub(r"\s+", "", whole), inside)


def _run(pieces: Iterable[PageText], *, backwards: bool = False) -> str:
    """The text up to the next figure."""
    texts: list[str] = []
    for piece in pieces:
        if piece.facts:
            break
        texts.append(piece.text)
    return "".join(reversed(texts) if backwards else texts)


def _beside(cells: Sequence[PageCell], at: int) -> tuple[str, str]:
    """Signs in the cells to the left and right: only where nothing else stands in them, and no figure of their own."""
    left = right = ""
    for cell in reversed(cells[:at]):
        text = "" if cell.facts else cell.text
        if cell.facts or not _SIGN_CELL.fullmatch(text):
            break
        left = text + left
        if re.search(r"\S", text) and not re.fullmatch(r"[$¥￥€£]", text):
            break
    for cell in cells[at + 1:]:
        if cell.facts or not _CLOSING_CELL.fullmatch(cell.text):
            break
        right += cell.text
        if cell.text:
            break
    if _ONLY_DASHES.fullmatch(left):  # a dash in a cell of its own is an empty column
        left = ""
    return left, right


def _balanced(text: str, inside: str) -> str:
    """A bracket without its other half belongs to something else."""
    opens, closes = len(re.findall("[(（]", text)), len(re.findall("[)）]", text))
    if opens > closes and opens == 1:
        return re.sub("[(（]", "", text) if not re.search("[(（]", inside) else text
    return re.sub(r"[)）]", "", text) if closes > opens else text


def printed_sign(tagged: Tagged) -> int:
    """1 or -1 as the page prints the figure; 0 where it prints none: a dash, nothing, or no page."""
    if not re.search(r"[0-9０-９]", tagged.printed):
        return 0
    return -1 if _NEGATIVE.search(tagged.printed) else 1
