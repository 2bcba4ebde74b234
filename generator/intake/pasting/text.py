"""A pasted text as lines of a label and cells: tabs, runs of spaces, tables in HTML or Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from generator.intake.pasting.figures import closed_up, is_figure_like, plain

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_PAGE = re.compile(r"\s*(?:-\s*\d{1,4}\s*-|(?:page|p\.)\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|"
                   r"\d{1,4}\s*(?:/|of)\s*\d{1,4})\s*", re.I)
_UNIT = re.compile(
    r"\W*(?:(?:unit|単位)\s*:?\s*)?(?P<words>(?:(?:in|jpy|usd|eur|yen|us|u\.s\.|dollars?|euros?|of|except|per|share|"
    r"data|amounts?|unaudited|and|shares|figures|percentages|millions?|thousands?|billions?|百万円|千円|億円|円|"
    r"百万|千|億|米ドル|ドル|株)[\s,.;()]*)+)\W*", re.I)
_SCALES = (("billion", r"billion|十億"), ("million", r"million|百万"), ("thousand", r"thousand|千円|千米|千ドル|千$"),
           ("hundred_million", "億円"))


@dataclass(frozen=True)
class PastedCell:
    """What stands in a cell, and where: its number in a line of tabs, else the column at which it ends."""

    at: int
    text: str


@dataclass(frozen=True)
class PastedLine:
    """A line with its number from 1, the words at its beginning and the cells behind. ``tabbed`` lines have cells by
    number. ``page`` counts form feeds."""

    number: int
    text: str
    label: str
    cells: tuple[PastedCell, ...]
    tabbed: bool
    page: int = 0

    @property
    def has_figures(self) -> bool:
        return any(is_figure_like(cell.text) for cell in self.cells)


def lines_of(text: str) -> list[PastedLine]:
    """The lines that are not empty, without page numbers."""
    if re.search(r"<t[dh][\s>]", text, re.I):
        text = _from_html(text)
    found, page = [], 0
    for number, raw in enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        page += raw.count("\f")
        line = _line(number, plain(_TAG.sub("", raw.replace("\f", ""))).replace("\xa0", " "), page)
        if line:
            found.append(line)
    return [line for line in found if not _PAGE.fullmatch(line.text)]


def unit_in(line: PastedLine) -> str | None:
    """The scale that a line of units says (``million``), empty for one that says none; None for no line of units."""
    return unit_of(line.text)


def unit_of(text: str) -> str | None:
    """The same of a text."""
    found = _UNIT.fullmatch(" ".join(text.split())) if len(text) < 400 else None
    if not found or not found["words"].strip():
        return None
    words = found["words"].lower()
    if re.search(r"shares|株", words) and not re.search(r"except|yen|jpy|usd|dollar|euro|円|ドル", words):
        return ""
    return next((scale for scale, pattern in _SCALES if re.search(pattern, words)), "")


def _line(number: int, text: str, page: int) -> PastedLine | None:
    bare = text.strip()
    if bare.startswith("|") and bare.endswith("|") and bare.count("|") > 1:
        if not bare.strip("|-: \t"):
            return None
        text = bare[1:-1].replace("|", "\t")
    if not text.strip():
        return None
    return replace(_tabbed(number, text) if "\t" in text else _spaced(number, text), page=page)


def _tabbed(number: int, text: str) -> PastedLine:
    cells = [PastedCell(at, cell.strip()) for at, cell in enumerate(text.split("\t"))]
    words: list[str] = []
    while cells and (not cells[0].text or (not words and not is_figure_like(cells[0].text))):
        words += [cells[0].text] if cells[0].text else []
        cells = cells[1:]
    return PastedLine(number, text, " ".join(words), tuple(_joined([cell for cell in cells if cell.text])), True)


def _joined(cells: list[PastedCell]) -> list[PastedCell]:
    """Cells in which brackets and percent signs of their own stand with their figures, and currency signs are gone."""
    found: list[PastedCell] = []
    for cell in cells:
        if re.fullmatch(r"[)%][)%\s]*", cell.text) and found:
            found[-1] = PastedCell(found[-1].at, found[-1].text + cell.text)
        elif found and re.fullmatch(r"\(|△|▲|[$¥€£]\s*\(?|JPY|USD", found[-1].text):
            found[-1] = PastedCell(cell.at, re.sub(r"[$¥€£]|JPY|USD", "", found[-1].text).strip() + cell.text)
        else:
            found.append(cell)
    return found


def _spaced(number: int, text: str) -> PastedLine:
    line = closed_up(text.expandtabs(8))
    cells: list[PastedCell] = []
    label, at = "", 0
    for piece in re.finditer(r"\S+(?: \S+)*", line):
        words = piece[0].split(" ")
        if not cells and not label and not all(map(is_figure_like, words)):
            label = piece[0]
        elif all(map(is_figure_like, words)):
            at = piece.start()
            for word in words:
                at += len(word) + 1
                cells.append(PastedCell(at - 1, word))
        else:
            cells.append(PastedCell(piece.end(), piece[0]))
    return PastedLine(number, text, label, tuple(cells), False)


class _Rows(HTMLParser):
    """Rows of HTML tables as lines with tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.row: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row = []
        elif tag in ("td", "th") and self.row is not None:
            self.row.append("")
            span = dict(attrs).get("colspan") or "1"
            self.span = min(int(span), 50) if span.isdecimal() else 1
        elif tag == "br" and self.row:
            self.row[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self.row is not None:
            self.lines.append("\t".join(self.row))
            self.row = None
        elif tag in ("td", "th") and self.row is not None:
            self.row += [""] * (self.span - 1)
            self.span = 1

    def handle_data(self, data: str) -> None:
        if self.row:
            self.row[-1] += re.sub(r"\s+", " ", data)
        elif self.row is None and data.strip():
            self.lines += [line.strip() for line in data.splitlines() if line.strip()]


def _from_html(text: str) -> str:
    parser = _Rows()
    parser.feed(text)
    parser.close()
    return "\n".join(parser.lines)
