"""What a workbook of ours says, read from the values that it stores."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.checks.proof import STATES
from generator.history.snapshot import Key, Snapshot, When
from generator.sheets.axis import FIRST, KEY, LABEL, LABEL_ROW
from generator.sheets.checks_sheet import ID, STATE
from generator.sheets.facts_sheet import COLUMNS, FACTS
from generator.xlsx.cells import at

_EPOCH = datetime.date(1899, 12, 30)
_OURS = ("parameter", "split", "calendar", "")
_COMPUTED = ("Per Share", "Ratios")
_USED = re.compile(r"[A-Z]+\d+:([A-Z]+)(\d+)")


class NotOurs(Exception):
    """The file is no workbook that Quarterbook made; the message says why."""


def workbook_snapshot(path: Path) -> Snapshot:
    """The snapshot of a workbook. Raises NotOurs, also where the file cannot be read."""
    import cellrune

    try:
        with cellrune.Workbook.from_bytes(path.read_bytes()) as workbook:
            sheets = {each["name"]: each["used_range"] or "" for each in workbook.summary()["sheets"]}
            if not {FACTS, "Checks"} <= sheets.keys():
                raise NotOurs(f"{path}: no workbook of Quarterbook's: it has no sheets Facts and Checks")
            return _Reader(workbook, sheets).snapshot()
    except OSError as error:
        raise NotOurs(f"{path}: cannot be read: {(error.strerror or 'unknown error').lower()}") from error
    except (cellrune.CellRuneError, ValueError) as error:
        raise NotOurs(f"{path}: no workbook: {error}") from error


class _Reader:
    """Reads one open workbook."""

    def __init__(self, workbook: Any, sheets: dict[str, str]) -> None:
        self.workbook, self.sheets = workbook, sheets

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """The rows of a sheet from the first cell on; a cell that is empty or holds an error is None."""
        match = _USED.fullmatch(self.sheets[sheet])
        last = f"{match[1]}{match[2]}" if match else at(1, 1)
        for row in self.workbook.read_values(sheet, "A1", last):
            yield [cell.get("value") if cell["kind"] in ("number", "text", "logical") else None for cell in row]

    def snapshot(self) -> Snapshot:
        labels: dict[Key, str] = {}
        figures: dict[tuple[Key, When], dict[str, float]] = {}
        filings: dict[str, None] = {}
        where = {name: COLUMNS.index(name) for name in COLUMNS}
        periods: dict[When, str] = {}
        for row in self.rows(FACTS):
            if row[0] == "calendar":
                periods[_day(row[where["Start"]]), _day(row[where["End"]])] = row[where["Label"]]
            filing, value = row[where["Filing"]] if len(row) > where["Filing"] else None, row[where["Value"]]
            if not filing or row[0] in _OURS or not isinstance(value, int | float):
                continue
            key = row[0], row[where["Key"]], row[where["Member"]] or ""
            when = _day(row[where["Start"]]), _day(row[where["End"]])
            labels[key] = row[where["Label"]]
            filings[filing] = None
            figures.setdefault((key, when), {}).setdefault(filing, float(value))
        checks = {row[ID - 1]: row[STATE - 1] for row in self.rows("Checks") if len(row) >= STATE
                  and row[STATE - 1] in STATES}
        computed: dict[tuple[str, str], float | None] = {}
        titles: dict[str, str] = {}
        for sheet in (each for each in _COMPUTED if each in self.sheets):
            rows = list(self.rows(sheet))
            header = rows[LABEL_ROW - 1]
            for row in rows[LABEL_ROW:]:
                name = row[KEY - 1]
                if isinstance(name, str) and "." not in name:
                    titles[name] = row[LABEL - 1] or name
                    computed |= {(name, header[column]): _number(row[column])
                                 for column in range(FIRST - 1, len(row)) if row[column] is not None}
        return Snapshot(tuple(filings), labels, figures, checks, computed, titles, periods)


def _day(serial: Any) -> str:
    return (_EPOCH + datetime.timedelta(days=int(serial))).isoformat() if isinstance(serial, int | float) else ""


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
