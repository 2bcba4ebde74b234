"""What a reader asks to have explained: a row or a check by its name, and a period."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.checks.proof import Check, Proof
from generator.formulas.bases import BASIS
from generator.formulas.expression import RowAt, RowKey
from generator.model.problem import nearest, shortened
from generator.model.statement import key
from generator.refused import Refused

_MOST = 12


class RowOn(NamedTuple):
    """A row, on a basis if one is named."""

    row: RowKey
    basis: str


def asked(proof: Proof, name: str) -> RowOn | list[Check]:
    """The row of a name, or the checks of one in all their periods.

    A row is called as in formulas (``roe_ltm``, ``revenue``, ``revenue.ltm``), or as the sheets and checks call it:
    ``income_statement.revenue``, ``segments.revenue@network``, also ``segments.revenue[network]``. Raises Refused with
    the nearest names where there is none, or with those that a short one may mean.
    """
    wanted, rows = _plain(name), _rows(proof)
    stem, _, basis = wanted.rpartition(".")
    for row, on in ((wanted, ""), (stem, basis)) if basis in BASIS else ((wanted, ""),):
        found = rows.get(row, ())
        if len(found) == 1:
            return RowOn(found[0], on)
        if found:
            listed = _some([key(each) if isinstance(each, tuple) else each for each in found])
            raise Refused(f"{shortened(name)}: several rows are called so: {listed}")
    checks = [check for check in proof.checks if check.id in (wanted, name, *_in_period(check, (wanted, name)))
              or check.relation.name == wanted]
    if checks:
        return checks
    if of_statement := [key(series) for series in proof.grid.rows.get(wanted, ())]:
        raise Refused(f"{wanted} is a statement; name one of its rows: {_some(of_statement)}")
    raise Refused(f"{shortened(name)}: no row and no check is called so"
                  f"{nearest(wanted, _near(proof, rows, wanted))}")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_MOST]) + " …" * (len(names) > _MOST)


def _in_period(check: Check, names: Iterable[str]) -> list[str]:
    """What ids would be that name a check without its period."""
    return [f"{name}:{check.period}" for name in names]


def _near(proof: Proof, rows: Mapping[str, object], wanted: str) -> Iterable[str]:
    """The names among which the nearest is looked for: of checks without their periods, unless one is named."""
    if ":" not in wanted:
        return (*rows, *dict.fromkeys(check.relation.name for check in proof.checks if check.relation.name))
    of_period = [check.id for check in proof.checks if wanted.endswith(f":{check.period}")]
    return of_period or dict.fromkeys(check.id.replace(f":{check.period}", "") for check in proof.checks)


def _plain(name: str) -> str:
    """A member in brackets as the checks write it."""
    return name.strip().replace("[", "@").replace("]", "")


def _rows(proof: Proof) -> dict[str, tuple[RowKey, ...]]:
    """Every row by its names: of formulas first, then with its statement, then by its item alone."""
    found: dict[str, tuple[RowKey, ...]] = {}
    shown = [series for rows in proof.grid.rows.values() for series in rows]
    for series in shown:
        found[key(series)] = (series,)
    short: dict[str, tuple[RowKey, ...]] = {}
    for series in shown:
        item = key(series).partition(".")[2]
        short[item] = (*short.get(item, ()), series)
    templates = {row: (row,) for row in proof.rows.templates}
    concepts = {name: (series,) for name, series in proof.rows.concepts.items() if series in proof.grid.shown}
    return {**short, **found, **templates, **concepts}


def cell_of(proof: Proof, row: RowOn, name: str, period: str, has: Iterable[str]) -> RowAt:
    """The cell of a row in a period: a column's label, or a day on which one ends.

    Raises Refused where the time axis has no such column; ``has`` are those in which the row has something.
    """
    calendar, wanted = proof.book.company.calendar, period.strip().upper()
    slot = calendar.parse(wanted)
    try:
        ending = calendar.slots_ending(datetime.date.fromisoformat(period.strip()))
    except ValueError:
        ending = []
    slot = slot or (ending[-1] if ending else None)
    if slot is not None and slot in proof.grid.timeline.periods:
        return RowAt(row.row, slot, row.basis)
    known = list(has)
    raise Refused(f"{shortened(name)} has no period '{shortened(period)}'{nearest(wanted, known)} "
                  f"It has {', '.join(known) or 'none'}".replace("' It", "'; it"))


def check_of(checks: list[Check], name: str, period: str) -> list[Check]:
    """Of the checks of a name those of a period, or all without one. Raises Refused where none is of that period."""
    found = [check for check in checks if period.strip().upper() in (check.period.upper(), "")]
    if found:
        return found
    periods = list(dict.fromkeys(check.period for check in checks))
    raise Refused(f"{shortened(name)} has no period '{shortened(period)}'{nearest(period, periods)} "
                  f"It has {', '.join(periods)}".replace("' It", "'; it"))
