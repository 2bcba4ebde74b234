"""What a filing's own data says: facts as tagged, tables as presented and as printed, sums and labels as linked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

UNDATED = datetime.date.max
"""The end of a span that the file does not tell."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact stands: the file (one in a zip as ``a.zip/b.htm``) and its line, 0 where a format has no lines."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Span:
    """What a fact is about. ``end`` is the last day (of an instant: the day at whose end it is), ``start`` the first
    day of a duration, None for an instant. ``members`` are axis and member, by standard names, sorted; a typed axis
    has its text."""

    end: datetime.date
    start: datetime.date | None = None
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """A fact as a filer tagged it.

    ``concept`` is the element by its standard prefix: ``us-gaap:Revenues``, ``ifrs-full:Revenue``,
    ``jppfs_cor:NetSales``, the filer's own by the prefix that it uses. ``value`` is exact, in ones, with the
    tagged sign; None is nil. ``unit`` is ``JPY``, ``USD``, ``shares``, ``USD/shares``, ``pure`` or as the filer
    calls it, empty for text, which stands in ``text``. ``decimals`` is what the filer says of accuracy, None for
    INF or nothing said. ``printed`` is the figure as the page shows it, with brackets and triangles
    (``△742,963``), ``scale`` the power of ten that the page prints in, ``label`` the first cell of its row: empty
    and None outside inline XBRL. ``cell`` is the table of ``FiledReport.pages``, the row in it and the column of
    the printed cell.
    """

    concept: str
    span: Span
    unit: str
    value: Decimal | None
    origin: Origin
    text: str = ""
    decimals: int | None = None
    scale: int | None = None
    printed: str = ""
    label: str = ""
    cell: tuple[int, int, int] | None = None

    @property
    def is_number(self) -> bool:
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class Presented:
    """A line of a presentation, in order. ``role`` is the last part of the preferred label's role (``totalLabel``,
    ``periodStartLabel``, ``negatedLabel``; empty: the standard one), ``depth`` how far it is indented, ``kind``
    one of ``line``, ``heading`` (abstract), ``axis``, ``domain``, ``member``, ``table``, ``line_items``."""

    concept: str
    label: str
    role: str
    depth: int
    kind: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """One presentation of a filing: a statement, or a note. ``role`` is its URI, ``title`` its definition."""

    role: str
    title: str
    lines: tuple[Presented, ...]


@dataclass(frozen=True, slots=True)
class SumLink:
    """A sum of the calculation linkbase: ``terms`` are elements with their weights (1, -1), in order."""

    role: str
    total: str
    terms: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table on a page: the label, the facts in its cells by their places in ``FiledReport.facts``, and the
    cells that hold text only (headings, note numbers). Without facts it is a heading. ``indent`` counts the steps from
    the left among the rows of its table."""

    label: str
    facts: tuple[int, ...]
    texts: tuple[str, ...] = ()
    indent: int = 0


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of an inline document that holds facts. ``before`` is the text that stands before it (title, unit),
    ``heads`` what stands above the columns of figures, top to bottom, in the rows before the first figure."""

    origin: Origin
    before: str
    rows: tuple[PrintedRow, ...]
    heads: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FiledReport:
    """One filing: its facts in the order of its files, with all that its files say of them.

    ``kind`` is ``xbrl``, ``inline``, ``companyfacts`` or ``edinet-csv``. ``filed`` and ``form`` are what the data
    says (companyfacts; ``dei`` and EDINET cover facts are among ``facts``). ``labels`` are by element, role and
    language (``en``, ``ja``); ``balances`` are ``debit`` and ``credit`` as schemas that are there say;
    ``instants`` the elements that those schemas call instants. ``remarks`` say what was not there (a header file,
    linkbases) and what that means. ``undated`` are facts of which the file does not say when they were (their span ends
    at UNDATED, or ends before it starts): they are counted, and have no place. ``url`` is where the document is found,
    where its data says it.
    """

    kind: str
    files: tuple[Path, ...]
    facts: tuple[Tagged, ...]
    entity: str = ""
    name: str = ""
    key: str = ""
    form: str = ""
    filed: datetime.date | None = None
    presentations: tuple[Presentation, ...] = ()
    sums: tuple[SumLink, ...] = ()
    pages: tuple[PrintedTable, ...] = ()
    labels: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    balances: Mapping[str, str] = field(default_factory=dict)
    instants: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    undated: tuple[Tagged, ...] = ()
    url: str = ""
