"""Checks as a table in the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from generator.calculate import Value
from generator.checks import CheckResult

_ORDER = {"FAIL": 0, "ROUND": 1, "n.a.": 2}
_STYLE = {"FAIL": "bold", "ROUND": "", "n.a.": "dim"}


def print_checks(results: list[CheckResult]) -> None:
    """Every check that is not exact, worst first."""
    shown = sorted((each for each in results if each.state != "EXACT"), key=lambda each: _ORDER[each.state])
    if not shown:
        return
    console = Console(width=None if Console().is_terminal else 160)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title, right in (("State", False), ("What must agree", False), ("Period", False), ("Left", True),
                         ("Right", True), ("Difference", True), ("Tolerance", True), ("Look at", False)):
        table.add_column(title, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for each in shown:
        state = each.state + (f" ({each.kind})" if each.state == "FAIL" and not each.turns_master else "")
        table.add_row(state, each.label, each.period, _number(each.left), _number(each.right),
                      _number(each.difference), _number(each.tolerance), each.look_at, style=_STYLE[each.state])
    console.print(table)


def _number(value: Value) -> str:
    """A number as people write it: thousands, and no more digits than it takes."""
    if isinstance(value, str):
        return value
    return f"{value:,.4f}".rstrip("0").rstrip(".")
