"""A new company's first statement from a pasted table: line items as printed, sums by arithmetic, to be confirmed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.intake.pasting.columns import SKIP, PastedHeader, headers
from generator.intake.pasting.figures import UNCLEAR
from generator.intake.pasting.paste import chosen_header, named_columns
from generator.intake.pasting.periods import DATE, MONTHS, pieces
from generator.intake.pasting.rows import BLANK, PastedRow, Words, rows_of
from generator.intake.pasting.sums import Numbers, sums_of
from generator.intake.pasting.text import PastedLine, lines_of
from generator.intake.yaml_text import key_of, quoted, scalar, value
from generator.model.calendar import FiscalCalendar
from generator.model.figure import TODO, parse

_KINDS = (("comprehensive_income", "Comprehensive Income", r"comprehensive income|包括利益"),
          ("cash_flow", "Cash Flow", r"cash flows?|キャッシュ"),
          ("balance_sheet", "Balance Sheet", r"financial position|balance sheet|貸借対照表|財政状態"),
          ("income_statement", "Income Statement", r"profit or loss|income|earnings|operations|損益"))
_AFTER = datetime.timedelta(days=45)
_PER_SHARE = re.compile(r"\(yen\)|per share|\(円\)|1株当たり", re.I)


@dataclass(frozen=True)
class FirstLine:
    """A line of the first statement: its key and label, and its figures; a caption has none."""

    key: str
    label: str
    figures: tuple[str, ...]

    @property
    def is_per_share(self) -> bool:
        return bool(_PER_SHARE.search(self.label))

    @property
    def numbers(self) -> Numbers | None:
        if not self.figures or self.is_per_share or any("%" in each for each in self.figures):
            return None
        return tuple(None if each in (TODO, BLANK) else parse(each).value for each in self.figures)


def first_files(files: dict[str, str], name: str, text: str, columns: Sequence[str],
                today: datetime.date) -> dict[str, str]:
    """The files of a new company with the pasted table in place of the usual statements and the first filing. Raises
    Refused where a column has no name."""
    lines = lines_of(text)
    key, sheet, title = _kind(lines)
    ends = _year_end(lines)
    calendar = FiscalCalendar(ends.month, "start")
    header = chosen_header(headers(lines, calendar, key == "balance_sheet"), lines)
    named = named_columns(columns, header, lines)
    first = _first_lines(rows_of(lines, header, len(named)), header, named)
    filed = _filed(named, calendar, today)
    year = f"fiscal_year: {{ends: {ends:%m-%d}, named_after: start}}   # from the pasted header: confirm both"
    company = re.sub(r"(?m)^fiscal_year: .*$", year, files["company.yaml"])
    kept = [column for column in named if column != SKIP]
    return {"company.yaml": company, "statements.yaml": _statement(key, sheet, title, first),
            f"filings/{filed}_first.yaml": _filing(name, key, title, kept, first, filed)}


def _kind(lines: Sequence[PastedLine]) -> tuple[str, str, str]:
    """The key, the sheet and the title of the statement that a text prints."""
    for line in lines[:12]:
        words = line.text.strip()
        for key, sheet, pattern in _KINDS:
            if not line.has_figures and re.search(pattern, words, re.I) and len(words) < 120:
                return key, sheet, " ".join(re.sub(r"^[(\[]?\d{1,2}[)\].]\s*", "", words).split())
    dated = [piece.kind for line in lines[:12] if not line.has_figures for piece in pieces(line.text)]
    key, sheet, _ = _KINDS[2] if DATE in dated and MONTHS not in dated else _KINDS[3]
    return key, sheet, sheet


def _year_end(lines: Sequence[PastedLine]) -> datetime.date:
    """The end of a fiscal year by the lengths and dates of a header, by its first balance, else March."""
    said = [piece for line in lines for piece in pieces(line.text)]
    dates = [piece.said for piece in said if isinstance(piece.said, datetime.date)]
    months = [piece.said for piece in said if piece.kind == MONTHS and isinstance(piece.said, int)]
    if not dates:
        return datetime.date(2023, 3, 31)
    month = (min(dates).month + (12 - max(months) if months else 0) - 1) % 12 + 1
    following = datetime.date(2023 + (month == 12), month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def _first_lines(rows: Sequence[PastedRow | Words], header: PastedHeader | None,
                 named: Sequence[str]) -> list[FirstLine]:
    """The lines in printed order; parts of a label that stand in lines of their own are put together."""
    above = max(header.numbers) if header else 0
    wanted = [number for number, name in enumerate(named) if name != SKIP]
    found: list[FirstLine] = []
    keys: set[str] = set()
    waiting = ""

    def add(name: str, label: str, figures: tuple[str, ...]) -> None:
        found.append(FirstLine(key_of(name, keys), label, figures))
        keys.add(found[-1].key)

    for at, row in enumerate(rows):
        if row.number <= above:
            continue
        if isinstance(row, Words):
            if _goes_on(row.label) and found and found[-1].figures and not waiting:
                found[-1] = FirstLine(found[-1].key, f"{found[-1].label} {row.label}", found[-1].figures)
                continue
            if waiting:
                add(waiting, waiting, ())
            waiting = row.label
            continue
        joins = bool(waiting) and (not row.label or _goes_on(row.label))
        if waiting and not joins:
            add(waiting, waiting, ())
        label = " ".join(filter(None, (waiting if joins else "", row.label))) or f"Row {at + 1}"
        reading = row.readings[0].figures if row.readings else ()
        figures = tuple(reading[number] if reading and reading[number] != UNCLEAR else TODO for number in wanted)
        own = row.readings[0].label if row.readings and row.label and not joins else label
        add(own, own, figures)
        waiting = ""
    if waiting and len(waiting) < 60:
        add(waiting, waiting, ())
    return found


def _goes_on(label: str) -> bool:
    """Whether words go on a label that began in a line before."""
    return label[:1].islower() or label[:1] in "(,"


def _statement(key: str, sheet: str, title: str, first: Sequence[FirstLine]) -> str:
    sums = sums_of([line.numbers for line in first])
    width = max((len(line.key) for line in first), default=0) + 2
    lines = ["# yaml-language-server: $schema=../.schema/statements.json",
             "# From a pasted table. Confirm the labels, which rows are headings, and the sums: they were found by",
             "# arithmetic. Then say what lines mean with 'concept:' (templates/concepts.yaml): ratios need it.",
             "", f"{key}:", f"  title: {scalar(title)}", f"  sheet: {sheet}",
             f"  additivity: {'instant' if key == 'balance_sheet' else 'flow'}", "  items:"]
    for number, line in enumerate(first):
        said: dict[str, object] = {"label" if line.figures else "caption": line.label}
        if number in sums:
            said["sum"] = [f"{'-' if sign < 0 else ''}{first[term].key}" for sign, term in sums[number]]
        said |= _more(key, line)
        written = scalar(line.label) if list(said) == ["label"] else value(said)
        remark = "   # sum: confirm" if number in sums else ""
        lines.append(f"    {(line.key + ':').ljust(width)} {written}{remark}")
    return "\n".join(lines) + "\n"


def _more(key: str, line: FirstLine) -> dict[str, object]:
    """What a line counts and how it behaves, where it is not as the others."""
    if line.figures and line.is_per_share:
        return {"unit": "per_share", "additivity": "per_share"}
    if any("%" in each for each in line.figures):
        return {"unit": "percent"}
    if key == "cash_flow" and line.figures and re.search(r"cash.*(beginning|opening)|期首", line.label, re.I):
        return {"additivity": "opening"}
    if key == "cash_flow" and line.figures and re.search(r"cash.*(end of|closing)|期末", line.label, re.I):
        return {"additivity": "instant"}
    return {}


def _filing(name: str, key: str, title: str, columns: Sequence[str], first: Sequence[FirstLine],
            filed: datetime.date) -> str:
    width = max((len(line.key) for line in first), default=0) + 2
    rows = [f"      {(line.key + ':').ljust(width)} [{', '.join(line.figures)}]" for line in first if line.figures]
    return "\n".join([
        "# yaml-language-server: $schema=../../.schema/filing.json",
        f"# From a pasted table. Confirm title, date and columns. Then: quarterbook check inputs/{name}",
        f"filing: {{title: First filing, filed: {filed}, assurance: unreviewed}}", "tables:",
        f"  - statement: {key}", f"    heading: {quoted(title)}", f"    columns: [{', '.join(columns)}]", "    rows:",
        *rows, ""])


def _filed(columns: Sequence[str], calendar: FiscalCalendar, today: datetime.date) -> datetime.date:
    """Some weeks after the newest column; to be confirmed."""
    ends = []
    for column in columns:
        word = column.split(" ")[0]
        slot = calendar.parse(word)
        if slot:
            ends.append(calendar.period(slot).end)
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            ends.append(datetime.date.fromisoformat(word))
    return min(today, max(ends) + _AFTER) if ends else today
