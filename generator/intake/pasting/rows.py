"""The rows of a pasted table: every way in which its lines can be read as a label and a figure for each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.intake.pasting.columns import PastedHeader, is_header
from generator.intake.pasting.figures import figure, is_figure_like, is_note, plain
from generator.intake.pasting.text import PastedLine, unit_in

BLANK = "~"
_YEAR_ALONE = re.compile(r"[^\d,.)%]\s(?:\d{1,2},?\s)?(?:19|20)\d\d$")
"""A label that ends with a year and has no figures: ``Balance, April 1, 2022``."""
_SENTENCE = 6
"""More words with a full stop behind them are no label with figures."""
_FOOTNOTE = re.compile(r"(?:\*+\d{0,2}|※\d{0,2}|[†‡]|\((?:notes?|注)\s*\d{0,2}(?:\s*,\s*\d+)*\)|\[\d{1,2}\]"
                       r"|注\d{1,2})+$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'", "&": "and"})


@dataclass(frozen=True)
class Reading:
    """One way to read a row: its label, and its figures as they are typed."""

    label: str
    figures: tuple[str, ...]
    lines: tuple[int, ...]
    """The numbers of the lines that its label stands in."""


@dataclass(frozen=True)
class PastedRow:
    """A printed row: the number of its line, its label as it stands there, and the ways to read it, none where its
    figures do not fit the columns; then ``count`` says how many there are."""

    number: int
    label: str
    readings: tuple[Reading, ...]
    count: int


@dataclass(frozen=True)
class Words:
    """A line without figures: a caption, or a part of a label."""

    number: int
    label: str


def normal(label: str) -> str:
    """A label as it is compared: without case, spaces, hyphens, footnotes, a colon at its end and marks before it."""
    text = " ".join(plain(label).translate(_QUOTES).casefold().split())
    text = _FOOTNOTE.sub("", text.rstrip(" :")).strip()
    text = re.sub(r"^[\s•·・■□◆●○<\[【〔]+|[\s:•·>\]】〕]+$", "", text)
    return re.sub(r"[\s\-‐‑–—−―]+", "", text)


def rows_of(lines: Sequence[PastedLine], header: PastedHeader | None, count: int) -> list[PastedRow | Words]:
    """The rows and the words between them, in printed order, for a table of ``count`` columns."""
    kept = [line for line in lines if not is_header(line) and unit_in(line) is None]
    positions = _positions(kept, header, count)
    found: list[PastedRow | Words] = []
    for at, line in enumerate(kept):
        if not any(map(is_figure_like, _cells(line, header))) and not _tail(line.label):
            found.append(Words(line.number, line.label or line.text.strip()))
            continue
        if not line.label and count > 1 and len(line.cells) == 1 and re.fullmatch(r"\d{1,3}", line.cells[0].text):
            continue  # the number of a page
        own = _own(line, header, count, positions)
        if not own and not line.has_figures and _YEAR_ALONE.search(line.label):
            found.append(Words(line.number, line.label))
            continue
        readings = [Reading(label, figures, numbers) for words, figures in own
                    for label, numbers in _labels(kept, at, words)]
        found.append(PastedRow(line.number, line.label, tuple(dict.fromkeys(readings)),
                               len(_cells(line, header)) or len(_tail(line.label))))
    return found


def most_figures(lines: Sequence[PastedLine], header: PastedHeader | None) -> int:
    """How many figures most rows have."""
    counted = Counter(len(_cells(line, header)) or len(_tail(line.label)) for line in lines
                      if not is_header(line) and (line.has_figures or _tail(line.label)))
    return counted.most_common(1)[0][0] if counted else 0


def _cells(line: PastedLine, header: PastedHeader | None) -> list[str]:
    at = header.notes_at if header and line.tabbed else None
    return [cell.text for cell in line.cells if cell.at != at]


def _positions(lines: Sequence[PastedLine], header: PastedHeader | None, count: int) -> tuple[int, ...]:
    """The cells of lines with tabs in which most full rows have their figures."""
    at = header.notes_at if header else None
    found = Counter(tuple(cell.at for cell in line.cells if cell.at != at) for line in lines if line.tabbed)
    full = [places for places, _ in found.most_common() if len(places) == count]
    return full[0] if full else ()


def _own(line: PastedLine, header: PastedHeader | None, count: int,
         positions: tuple[int, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """The ways to read the label and the figures of a line by itself."""
    cells = _cells(line, header)
    behind = line.cells[-1].text if cells and not is_figure_like(cells[-1]) else ""
    if behind and line.cells[:-1]:  # the label in another language
        alone = replace(line, cells=line.cells[:-1])
        both = _own(alone, header, count, positions)
        return [*both, *((behind, figures) for _, figures in both[:1])]
    if not all(map(is_figure_like, cells)):
        return []
    notes = header is not None and header.has_notes and (not line.tabbed or header.notes_at is None)
    if len(cells) == count and not (notes and is_note(cells[0]) and cells[0].strip("-–—")):
        return [(line.label, tuple(map(figure, cells)))]
    if notes and len(cells) == count + 1 and is_note(cells[0]) and _stands_apart(line):
        return [(line.label, tuple(map(figure, cells[1:])))]
    if line.tabbed:
        filled = {cell.at: cell.text for cell in line.cells}
        places = {cell.at for cell in line.cells if not header or cell.at != header.notes_at}
        if positions and cells and places <= set(positions):
            return [(line.label, tuple(figure(filled[at]) if at in filled else BLANK for at in positions))]
        return []
    tail, more = _tail(line.label), count - len(cells)
    if not 0 < more <= len(tail) or figure(line.label.split(" ")[-more - 1]) == "nil":
        return []  # a dash before the figures is a minus, a note or a column's dash
    words = line.label.split(" ")
    label = " ".join(words[:-more])
    figures = tuple(map(figure, (*tail[len(tail) - more:], *cells)))
    if notes and len(tail) > more and is_note(words[-more - 1]):
        return [(label, figures), (" ".join(words[:-more - 1]), figures)]
    return [(label, figures)]


def _stands_apart(line: PastedLine) -> bool:
    """Whether the first figure's place is no dash that may be the sign of the next one."""
    first, second = line.cells[0], line.cells[1]
    return line.tabbed or first.text.strip().isdigit() or second.at - len(second.text) - first.at > 1


def _tail(label: str) -> list[str]:
    """The words at the end of a label that stand in a figure's place."""
    words = label.split(" ")
    if len(words) > _SENTENCE and label.endswith("."):
        return []
    at = len(words)
    while at > 1 and is_figure_like(words[at - 1]):
        at -= 1
    return words[at:]


def _labels(lines: Sequence[PastedLine], at: int, own: str) -> list[tuple[str, tuple[int, ...]]]:
    """The label of a line, alone and with the lines without figures around it, with their numbers."""
    before = _without_figures(lines[max(at - 2, 0):at][::-1])
    behind = _without_figures(lines[at + 1:at + 3])
    number = lines[at].number
    found: list[tuple[str, tuple[int, ...]]] = [(own, (number,))] if own else []
    for first in range(len(before) + 1):
        for last in range(len(behind) + 1):
            if first or last:
                parts = [*before[:first][::-1], *behind[:last]]
                words = [*(line.label for line in before[:first][::-1]), *([own] if own else []),
                         *(line.label for line in behind[:last])]
                found.append((" ".join(words), (number, *(line.number for line in parts))))
    return found


def _without_figures(lines: Sequence[PastedLine]) -> list[PastedLine]:
    """The lines up to the first one with figures."""
    found: list[PastedLine] = []
    for line in lines:
        if line.has_figures or not line.label or _tail(line.label):
            break
        found.append(line)
    return found
