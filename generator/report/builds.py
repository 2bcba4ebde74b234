"""Many builds in the terminal: a bar while they run, a line for each that fails, and a table of what became of them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from generator.refused import printable

_ALL = 50
"""Up to so many companies the table has a line for each; of more, those to look at have one."""
_PAGE = 140


@contextmanager
def watched(total: int) -> Iterator[Callable[[str], None]]:
    """While builds run: what is yielded is told of each that is done, with the line of its failure or an empty text."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _plainly
        return
    console = Console(stderr=True, highlight=False, emoji=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("building", total=total)

        def tell(line: str) -> None:
            if line:
                console.print(escape(printable(line)), soft_wrap=True)
            bar.advance(task)

        yield tell


def _plainly(line: str) -> None:
    if line:
        print(printable(line), file=sys.stderr, flush=True)


def print_builds(builds: Sequence[dict[str, Any]], seconds: float) -> None:
    """What became of each company, and how many are in each state."""
    out = Console(width=None if sys.stdout.isatty() else _PAGE, highlight=False, emoji=False)
    shown = [each for each in builds if len(builds) <= _ALL or each["state"] == "failed" or each["hard_check_fails"]]
    if shown:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("Company", overflow="fold")
        table.add_column("", no_wrap=True)
        for name in ("Facts", "todo", "Exact", "Round", "Fail", "n.a.", "s"):
            table.add_column(name, justify="right", no_wrap=True)
        for each in shown:
            table.add_row(*_line(each), style="bold" if each["state"] == "failed" or each["hard_check_fails"] else "")
        out.print(table)
    states = Counter(each["state"] for each in builds)
    failing = sum(each["hard_check_fails"] for each in builds)
    out.print(f"{len(builds):,} companies: {' · '.join(f'{count:,} {state}' for state, count in states.items())}"
              f"{f' · a hard check fails in {failing:,}' if failing else ''} · {seconds:.1f} s", soft_wrap=True)


def _line(build: dict[str, Any]) -> list[str]:
    folder, state, seconds = escape(printable(build["folder"])), build["state"], f"{build['seconds']:.1f}"
    if state == "failed":
        return [folder, state, *[""] * 6, seconds]
    return [folder, state, f"{build['facts']:,}", f"{build['todo'] or ''}",
            *(f"{count:,}" for count in build["checks"].values()), seconds]
