"""One walk over an inline document: its tags in order, and where on the page each figure stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from generator.xbrl.inline_cells import PageCell, PageText, printed, tidy
from generator.xbrl.inline_tables import OpenTable, PrintedAt, laid
from generator.xbrl.report import PrintedTable

XHTML = "{http://www.w3.org/1999/xhtml}"
INLINE = ("{http://www.xbrl.org/2008/inlineXBRL}", "{http://www.xbrl.org/2013/inlineXBRL}")
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
MOST_BEFORE = 1000
_BLOCKS = frozenset("p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd br hr section article header footer blockquote pre "
                    "body center".split())
_UNSEEN = frozenset({"style", "script", "head"})
_INDENT = re.compile(r"(?:(?:(?P<of>margin|text-indent)(?:-left)?|padding-left)\s*:\s*"
                     r"|padding\s*:(?:\s*[\d.]+\w*){3}\s+)"
                     r"(?P<left>-?\d+(?:\.\d+)?)\s*(?P<unit>pt|px|em)?(?=\s*(?:;|$|!))")
_POINTS = {"pt": 1.0, "px": 0.75, "em": 10.0, None: 1.0}
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|top)|[;\s]top\s*:\s*-")
_HIDDEN = re.compile(r"display\s*:\s*none")
_SPACES = re.compile(r"\s+")


def local(element: etree._Element) -> tuple[str, bool]:
    """The name of an element without its namespace, and whether it is one of inline XBRL's own."""
    tag = element.tag
    return _named(tag if isinstance(tag, str) else "")


@lru_cache(maxsize=4096)
def _named(tag: str) -> tuple[str, bool]:
    name = tag.rpartition("}")[2]
    return name if tag.startswith(INLINE) else name.lower(), tag.startswith(INLINE)


@dataclass(slots=True)
class Page:
    """What a document holds: its tagged elements in order, by their places in it where those that are printed stand,
    and its tables with figures in printed order."""

    tags: list[etree._Element] = field(default_factory=list)
    places: dict[int, PrintedAt] = field(default_factory=dict)
    tables: list[PrintedTable] = field(default_factory=list)


class Walk:
    """The state of the walk: open tables, the cell or paragraph that text goes to, the tags that are open."""

    def __init__(self, file: str, root: etree._Element) -> None:
        self.file, self.page = file, Page()
        self.styles = dict(_RULE.findall("".join(each.text or "" for each in root.iter(f"{XHTML}style"))))
        self.tables: list[OpenTable] = []
        self.places: list[PageCell | None] = [PageCell()]
        self.recent: list[str] = []
        self.done: list[tuple[int, PrintedTable, dict[int, PrintedAt]]] = []
        self.open: list[int] = []
        self.began = self.unseen = self.raised = 0

    def run(self, root: etree._Element) -> Page:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
                self._text(element.text)
            else:
                self._end(element)
                self._text(element.tail if element is not root else None)
        self._paragraph()
        for at, (_, table, places) in enumerate(sorted(self.done, key=lambda each: each[0])):
            self.page.tables.append(table)
            for fact, place in places.items():
                assert place.cell is not None
                self.page.places[fact] = PrintedAt(place.label, place.printed, (at, *place.cell[1:]))
        return self.page

    def _text(self, text: str | None) -> None:
        cell = self.places[-1]
        if text and not self.unseen and cell is not None:
            cell.pieces.append(PageText(_SPACES.sub(" ", text), tuple(self.open), self.raised > 0))

    def _start(self, element: etree._Element) -> None:
        name, is_inline = local(element)
        style = element.get("style", "")
        if self._is_unseen(name, is_inline, style):
            self.unseen += 1
        if self._is_raised(name, is_inline, style):
            self.raised += 1
        if is_inline:
            self._start_tag(name, element)
        elif name == "table":
            self._paragraph()
            self.tables.append(OpenTable(self.began, element.sourceline or 0, self._before()))
            self.places.append(None)
            self.began += 1
        elif self.tables and name == "tr":
            self.tables[-1].begin_row()
        elif self.tables and name in {"td", "th"}:
            self.places.append(self.tables[-1].begin_cell(_count(element, "colspan"), _count(element, "rowspan"),
                                                          self._indent(element)))
        elif name in _BLOCKS:
            self._break(element)

    def _start_tag(self, name: str, element: etree._Element) -> None:
        if name not in {"nonFraction", "fraction", "nonNumeric", "tuple"}:
            return
        self.page.tags.append(element)
        if name in {"nonFraction", "fraction"}:
            at = len(self.page.tags) - 1
            self.open.append(at)
            cell = self.places[-1]
            if cell is not None and not self.unseen:
                cell.facts.append(at)

    def _end(self, element: etree._Element) -> None:
        name, is_inline = local(element)
        style = element.get("style", "")
        if is_inline and name in {"nonFraction", "fraction"}:
            self.open.pop()
        elif is_inline:
            pass
        elif name == "table" and self.tables:
            self._end_table()
        elif self.tables and name == "tr":
            self.tables[-1].end_row()
        elif name in {"td", "th"} and len(self.places) > 1 and self.places[-1] is not None:
            self.places.pop()
        elif name in _BLOCKS:
            self._break(None)
        self.unseen -= self._is_unseen(name, is_inline, style)
        self.raised -= self._is_raised(name, is_inline, style)

    def _end_table(self) -> None:
        self.places.pop()
        table = self.tables.pop()
        if any(cell.facts for row in table.rows for cell in row):
            self.done.append((table.order, *laid(table, self.file)))
            self.recent = []
        else:
            self.recent = [*self.recent, *_texts(table)][-40:]

    def _break(self, element: etree._Element | None) -> None:
        """A line ends: in a cell it goes on, outside of tables a paragraph is finished."""
        cell = self.places[-1]
        if cell is None:
            return
        if not self.tables:
            self._paragraph()
            return
        if element is not None and not any(each.text.strip() for each in cell.pieces):
            cell.indent += self._indent(element)
        if cell.pieces and cell.pieces[-1].text != "\n":
            cell.pieces.append(PageText("\n"))

    def _paragraph(self) -> None:
        cell = self.places[0]
        if self.tables or cell is None or not (cell.pieces or cell.facts):
            return
        self.page.places |= {fact: PrintedAt("", text, None) for fact, text in printed([cell], 0).items()}
        self.recent = [*self.recent, cell.text][-40:]
        self.places[0] = PageCell()

    def _before(self) -> str:
        outer = [text for table in self.tables for text in _texts(table)]
        return "\n".join(each for each in [*self.recent, *outer] if each)[-MOST_BEFORE:]

    def _is_unseen(self, name: str, is_inline: bool, style: str) -> bool:
        return name == "header" if is_inline else name in _UNSEEN or bool(_HIDDEN.search(style))

    def _is_raised(self, name: str, is_inline: bool, style: str) -> bool:
        return name == "footnote" if is_inline else name == "sup" or (name == "span" and bool(_RAISED.search(style)))

    def _indent(self, element: etree._Element) -> float:
        rules = [self.styles.get(each, "") for each in element.get("class", "").split()]
        found: dict[str, float] = {}
        for each in _INDENT.finditer(";".join([*rules, element.get("style", "")])):
            found[each["of"] or "padding"] = float(each["left"]) * _POINTS[each["unit"]]
        return round(sum(found.values()), 1)


def _texts(table: OpenTable) -> list[str]:
    """The texts of its last rows."""
    return [text for row in table.rows[-40:] if (text := tidy(" ".join(cell.text for cell in row)))]


def _count(element: etree._Element, name: str) -> int:
    text = element.get(name, "1").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1
