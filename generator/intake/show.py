"""What an import did, in the terminal: what was placed, what was left and why, what the checks say, what next."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from generator.intake.bring_in import Brought
from generator.intake.staging.prove import Failing, Mend
from generator.report import words
from generator.report.terminal import console, print_table

_SHOWN, _MOST_FILINGS, _SOURCES = 8, 12, 4


def print_brought(brought: Brought) -> None:
    """Everything for people; commands to go on with at the end."""
    out = console()
    out.print(f"[bold]{escape(brought.company)}[/bold] → {escape(str(brought.folder))}{_done(brought)}",
              soft_wrap=True)
    _print_filings(out, brought)
    out.print("[bold]Statements[/bold]")
    table = _table(("Statement", ">Rows", ">Figures"))
    for each in brought.statements:
        table.add_row(escape(each.title), f"{each.rows:,}", f"{each.figures:,}")
    print_table(out, table)
    out.print(f"[bold]{brought.facts:,} facts[/bold]: {brought.placed:,} placed, "
              f"{brought.facts - brought.placed:,} left")
    table = _table(("Left, because", ">Facts"))
    for reason, count in brought.left:
        table.add_row(escape(reason), f"{count:,}")
    if brought.left:
        print_table(out, table)
    _print_proof(out, brought)
    if brought.remarks:
        out.print("[bold]To be confirmed[/bold]")
        for remark in brought.remarks[:_SHOWN]:
            _say(out, f"· {escape(remark)}", 2)
        if len(brought.remarks) > _SHOWN:
            out.print(f"  · and {len(brought.remarks) - _SHOWN} more")
    _print_next(out, brought)


def _done(brought: Brought) -> str:
    if not any(not each.is_there for each in brought.filings):
        return ": nothing to do, all of it is there already"
    if not brought.is_written:
        return " (a dry run: nothing is written)"
    if brought.is_new:
        return ""
    return f", with additions to {escape(words.first(brought.changed, 2))}" if brought.changed else ""


def _print_filings(out: Console, brought: Brought) -> None:
    out.print("[bold]Filings[/bold]")
    table = _table(("File", "Filed", ">Tables", ">Figures"))
    for each in brought.filings[:_MOST_FILINGS]:
        title = f"[dim]{escape(each.title)}{', there already' * each.is_there}[/dim]"
        table.add_row(f"{escape(each.file.rpartition('/')[2])}\n{title}", str(each.filed), f"{each.tables:,}",
                      f"{each.figures:,}")
    if more := brought.filings[_MOST_FILINGS:]:
        table.add_row(f"and {len(more)} more", "", f"{sum(each.tables for each in more):,}",
                      f"{sum(each.figures for each in more):,}")
    print_table(out, table)


def _print_proof(out: Console, brought: Brought) -> None:
    counts = brought.proved.counts
    said = " · ".join(f"{count:,} {state}" for state, count in counts.items())
    out.print(f"[bold]Checks[/bold]: {brought.proved.evaluated:,} evaluated: {said}", soft_wrap=True)
    for each in brought.proved.failing[:_SHOWN]:
        _print_failing(out, each)
    if (more := len(brought.proved.failing) - _SHOWN) > 0:
        out.print(f"  and {more:,} more that fail")
    for mend in brought.proved.mends[:_SHOWN]:
        _print_mend(out, mend)
    if brought.proved.failing:
        _say(out, "The figures are kept as printed. Where the filing itself is wrong, say so in the filing's file: "
                  "{printed: …, value: …, reason: …}.", 2)


def _print_failing(out: Console, each: Failing) -> None:
    kind = "FAIL" if each.is_hard else "FAIL (soft)"
    _say(out, f"[bold]{kind}[/bold] {escape(each.label)}, {escape(each.period)}: {words.number(each.left)} and "
              f"{words.number(each.right)}, {words.number(each.difference)} apart", 2)
    _say(out, f"[dim]{escape(words.first(each.sources, _SOURCES))}[/dim]", 4)


def _print_mend(out: Console, mend: Mend) -> None:
    figures = ", ".join(f"{column} {figure}" for column, figure in mend.figures)
    _say(out, f"[bold]What would mend it[/bold]: {escape(mend.total)} lacks just what {escape(mend.concept)} says "
              f"({escape(figures)}; {escape(mend.source)}), which no row uses. Nothing is applied; to take it:", 2)
    for file, line in mend.lines:
        out.print(f"    {escape(file)}  {escape(line)}", soft_wrap=True)


def _say(out: Console, text: str, indent: int) -> None:
    """Words that go on, in a narrow window, below where they begin."""
    out.print(Padding(Text.from_markup(text), (0, 0, 0, indent)))


def _print_next(out: Console, brought: Brought) -> None:
    if not brought.is_written:
        return
    folder = escape(str(brought.folder))
    follow: Iterable[str] = ("check", "build") if brought.proved.failing else ("build",)
    out.print("Next: " + ", then ".join(f"quarterbook {each} {folder}" for each in follow), soft_wrap=True)


def _table(columns: Iterable[str]) -> Table:
    """A table without a title, which would be folded where the table is narrower."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        right = name.startswith(">")
        table.add_column(name.removeprefix(">"), justify="right" if right else "left", overflow="fold", no_wrap=right)
    return table
