"""What a workbook of ours says, read from the values that it stores."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.checks.proof import STATES
from generator.history.snapshot import OF_FORECASTS, Key, Printing, Snapshot, When, printed
from generator.model.currency import currency_in
from generator.model.fact import ACHIEVED
from generator.refused import Refused, reason
from generator.sheets.contract import (
    CHECKS,
    CHECKS_TABLE,
    FACTS,
    FACTS_TABLE,
    FIRST,
    FORECAST,
    KEY,
    LABEL,
    LABEL_ROW,
    NOT_FACTS,
    PER_SHARE,
    RATIOS,
    UNIT,
)
from generator.xlsx.cells import at

_EPOCH = datetime.date(1899, 12, 30)
_USED = re.compile(r"[A-Z]+\d+:([A-Z]+)(\d+)")


class NotOurs(Refused):
    """The file is no workbook that Quarterbook made; the message says why."""


def read_back(path: Path) -> Snapshot:
    """The snapshot of a workbook. Raises NotOurs, also where the file cannot be read."""
    import cellrune

    try:
        with cellrune.Workbook.from_bytes(path.read_bytes()) as workbook:
            sheets = {each["name"]: each["used_range"] or "" for each in workbook.summary()["sheets"]}
            if not {FACTS, CHECKS} <= sheets.keys():
                raise NotOurs(f"{path}: no workbook of Quarterbook's: it has no sheets {FACTS} and {CHECKS}")
            return _Reader(workbook, sheets).snapshot()
    except OSError as error:
        raise NotOurs(f"{path}: cannot be read: {reason(error)}") from error
    except (cellrune.CellRuneError, ValueError) as error:
        raise NotOurs(f"{path}: no workbook: {error}") from error


class _Reader:
    """Reads one open workbook."""

    def __init__(self, workbook: Any, sheets: dict[str, str]) -> None:
        self.workbook, self.sheets = workbook, sheets
        self.labels: dict[Key, str] = {}
        self.figures: dict[tuple[Key, When], dict[str, Printing]] = {}
        self.forecasts: dict[tuple[Key, When], dict[str, Printing]] = {}
        self.rounding = 0.5
        self.filings: dict[str, None] = {}
        self.periods: dict[When, str] = {}
        self.computed: dict[tuple[str, str], float | None] = {}
        self.titles: dict[str, str] = {}
        self.currencies: dict[str, None] = {}
        self.computed_in: dict[tuple[str, str], str] = {}

    def snapshot(self) -> Snapshot:
        for row in self._rows(FACTS):
            self._fact(dict(zip(FACTS_TABLE.titles, row, strict=False)))
        for sheet in (PER_SHARE, RATIOS):
            if sheet in self.sheets:
                self._computed_rows(list(self._rows(sheet)))
        # Of a book in several currencies a row's unit does not tell in which of them each of its cells is.
        return Snapshot(tuple(self.filings), self.labels, self.figures, self._checks(), self.computed, self.titles,
                        self.periods, self.rounding, self.computed_in if len(self.currencies) == 1 else {},
                        self.forecasts)

    def _rows(self, sheet: str) -> Iterator[list[Any]]:
        """The rows of a sheet from the first cell on; a cell that is empty or holds an error is None."""
        match = _USED.fullmatch(self.sheets[sheet])
        last = f"{match[1]}{match[2]}" if match else at(1, 1)
        for row in self.workbook.read_values(sheet, "A1", last):
            yield [cell.get("value") if cell["kind"] in ("number", "text", "logical") else None for cell in row]

    def _fact(self, row: dict[str, Any]) -> None:
        """A row of Facts, which is a figure of a filing, a period's name or something else."""
        when = _day(row.get("Start")), _day(row.get("End"))
        statement, filing, value = row["Statement"], row.get("Filing"), row.get("Value")
        if isinstance(value, int | float) and (currency := currency_in(str(row.get("Unit") or ""))):
            self.currencies[currency] = None
        if statement == "calendar":
            self.periods[when] = row["Label"]
        if (statement, row["Key"]) == ("parameter", "rounding_0"):
            self.rounding = _number(value) or self.rounding
        if statement == FORECAST and str(row["Member"]).rpartition(", ")[2] == ACHIEVED:
            return
        if not filing or statement in (*NOT_FACTS, "") or not isinstance(value, int | float):
            return
        self.filings[filing] = None
        key = OF_FORECASTS if statement == FORECAST else statement, row["Key"], row["Member"] or ""
        self.labels[key] = row["Label"]
        (self.forecasts if statement == FORECAST else self.figures).setdefault((key, when), {}).setdefault(
            filing, printed(float(value), str(row.get("Printed") or ""), str(row.get("Unit") or "")))

    def _checks(self) -> dict[str, str]:
        name, state = (CHECKS_TABLE.column(title) - 1 for title in ("Check", "State"))
        return {row[name]: row[state] for row in self._rows(CHECKS) if len(row) > state and row[state] in STATES}

    def _computed_rows(self, rows: list[list[Any]]) -> None:
        """The rows of a computed sheet; those with a statement in their key only link to it."""
        header = rows[LABEL_ROW - 1]
        for row in rows[LABEL_ROW:]:
            name = row[KEY - 1]
            if isinstance(name, str) and "." not in name:
                self.titles[name] = row[LABEL - 1] or name
                cells = {(name, header[column]): _number(row[column])
                         for column in range(FIRST - 1, len(row)) if row[column] is not None}
                self.computed |= cells
                if currency := currency_in(str(row[UNIT - 1] or "")):
                    self.computed_in |= dict.fromkeys(cells, currency)


def _day(serial: Any) -> str:
    return (_EPOCH + datetime.timedelta(days=int(serial))).isoformat() if isinstance(serial, int | float) else ""


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
