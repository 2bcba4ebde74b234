"""The report in the terminal: checks by statement, worst first, what would mend them, and what protects the figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from generator.checks.proof import FAIL, NOT_AVAILABLE
from generator.history.diff import Changes, FigureChange, amount
from generator.model.severity import SEVERITIES
from generator.report import words
from generator.report.data import worst_first

_STYLE = {"FAIL": "bold", "ROUND": "", "n.a.": "dim"}
_SHOWN = 3
_PLACE = 48
"""The width of ``inputs/acme/filings/2023-11-14_2q2023.yaml:123:45``; a longer one is folded,
and any in a window narrower than this."""
_WIDE, _PAGE, _LEAST = 120, 140, 12


def console() -> Console:
    """As wide as COLUMNS says or the terminal is, be it a dumb one, and as a page where nobody watches."""
    return Console(width=shutil.get_terminal_size((_PAGE, 0)).columns, highlight=False, emoji=False)


def print_checks(data: dict[str, Any], everything: bool = False, quiet: bool = False) -> None:
    """One table a statement with the checks that fail, then those that lack a figure; or with ``everything`` all.

    ``quiet`` leaves out what is not wrong: the checks that lack a figure, and what the company declares.
    """
    out = console()
    shown = [each for each in data["checks"] if everything or each["state"] == FAIL]
    for title, checks in worst_first(shown):
        _print_table(out, title, checks)
    if data["as_first_reported"]:
        _print_table(out, words.AS_FIRST_REPORTED, data["as_first_reported"])
    lacking = [each for each in data["checks"] if each["state"] == NOT_AVAILABLE]
    if lacking and not everything and not quiet:
        table = _table("Not evaluated, because a figure is missing", ("What must agree", "Period", "Statement"))
        for each in lacking:
            table.add_row(escape(each["label"]), escape(each["period"]), escape(each["statement"]))
        print_table(out, table)
    for reason, ids in () if quiet else words.declared(data["checks"]).items():
        out.print(f"Declared in company.yaml, {escape(words.first(ids, _SHOWN))}: {escape(reason)}", soft_wrap=True)
    _print_findings(out, data["findings"])
    for each in data["suspicions"]:
        _print_reading(out, each)
    for each in data["suggestions"]:
        why, line = words.declare(each)
        out.print(f"{escape(why)} Declare [bold]{escape(line)}[/bold].", soft_wrap=True)


def _print_table(out: Console, title: str, checks: Iterable[dict[str, Any]]) -> None:
    table = _table(title, ("State", "What must agree", "Period", ">Left", ">Right", ">Difference", ">Allowed"))
    for each in checks:
        table.add_row(_state(each), _what(each), escape(each["period"]), *(words.number(each[name]) for name in (
            "left", "right", "difference", "tolerance")), style=_STYLE.get(each["state"], ""))
    print_table(out, table)


def _print_findings(out: Console, findings: list[dict[str, Any]]) -> None:
    """What would mend the checks that fail. It is for the reader to look at the page and decide."""
    for finding in findings:
        out.print(f"\n[bold]{words.together(finding)}[/bold]: {escape(', '.join(finding['checks'][:_SHOWN]))}"
                  f"{' …' if len(finding['checks']) > _SHOWN else ''}", soft_wrap=True)
        _print_explanations(out, finding)


def _print_explanations(out: Console, finding: dict[str, Any]) -> None:
    """The likeliest in full, the others in a line."""
    if finding["said"]:
        out.print(f"  {escape(finding['said'])}")
    for reading in finding["readings"]:
        if reading["likely"]:
            _print_reading(out, reading)
    for repair in finding["repairs"]:
        if repair["shown"]:
            _print_repair(out, repair)
    for row in finding["lost_rows"]:
        _print_lost_row(out, row)
    for reading in finding["readings"]:
        if not reading["likely"]:
            _print_reading(out, reading)
    _print_in_a_line(out, [each for each in finding["repairs"] if not each["shown"]], f"{finding['rest'].lower()}: ")
    if finding["apart"]:
        out.print("  Or each by itself:")
    for each in finding["apart"]:
        out.print(f"  [dim]{escape(each['checks'][0])}{' …' if len(each['checks']) > 1 else ''}[/dim]", soft_wrap=True)
        _print_in_a_line(out, each["repairs"])


def _print_repair(out: Console, repair: dict[str, Any]) -> None:
    out.print(f"  {escape(words.explanation(repair))}")
    for slip in repair["slips"]:
        for change in slip["changes"][:words.MOST_CHANGES]:
            out.print(f"    {escape(change['place'])}  {escape(change['label'])}, {change['period']}: "
                      f"typed {change['value']}, would be {change['would_be']}", soft_wrap=True)
            out.print(f"    if the filing prints {change['value']}, type {escape(change['line'])}", soft_wrap=True)
        if more := words.unshown(slip):
            out.print(f"    {more}")


def _print_reading(out: Console, reading: dict[str, Any]) -> None:
    out.print(f"  {escape(reading['said'])}", soft_wrap=True)
    out.print(f"    {escape(words.otherwise(reading))}", soft_wrap=True)


def _print_lost_row(out: Console, row: dict[str, Any]) -> None:
    out.print(f"  {escape(words.left_out(row))}. {escape(words.held(row))}", soft_wrap=True)
    for each in row["lines"]:
        out.print(f"    if the filing prints it, type below {escape(each['after'])}  {escape(each['line'])}",
                  soft_wrap=True)


def _print_in_a_line(out: Console, repairs: list[dict[str, Any]], head: str = "") -> None:
    if repairs:
        out.print(f"    {head}{escape(words.in_a_line(repairs, _SHOWN))}", soft_wrap=True)


def print_protection(data: dict[str, Any]) -> None:
    """How many slips of each kind would show, and the figures to read a second time."""
    out = console()
    table = _table(words.CAUGHT, ("What is wrong", ">Slips", ">Hard check fails", ">Only a soft one", ">Caught"))
    for kind, tally in data["protection"]["slips"].items():
        table.add_row(kind, f"{tally['made']:,}", f"{tally['hard']:,}", f"{tally['soft']:,}", f"{tally['share']:.2%}")
    print_table(out, table)
    unproved = data["protection"]["unproved"]
    if not unproved:
        out.print(words.ALL_PROVED)
        return
    table = _table(words.UNPROVED, ("Where", "Figure", "Period", ">Typed", ">Slips caught"))
    for each in unproved:
        table.add_row(escape(each["place"]), f"{escape(each['label'])}\n[dim]{escape(each['heading'])}[/dim]",
                      each["period"], each["value"], each["tally"]["said"])
    print_table(out, table)


def print_table(out: Console, table: Table) -> None:
    """A table; in a window that is too narrow for its figures each row by itself, for no digit may be cut off."""
    columns = [(str(column.header), [str(cell) for cell in column.cells]) for column in table.columns]
    wide = sum(max(Text.from_markup(text).cell_len for text in (title, *cells)) if column.no_wrap else _LEAST
               for column, (title, cells) in zip(table.columns, columns, strict=True))
    if wide + 3 * len(columns) <= out.width:
        out.print(table)
        return
    if table.title:
        out.print(f"[bold]{table.title}[/bold]", soft_wrap=True)
    for row in zip(*(cells for _, cells in columns), strict=True):
        for (title, _), cell in zip(columns, row, strict=True):
            if cell:
                out.print(f"  {title}: {cell}".replace("\n", "\n    "), soft_wrap=True)
        out.print()


def _table(title: str, columns: Iterable[str]) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        right = name.startswith(">")
        wide = _PLACE if name == "Where" and console().width >= _WIDE else None
        table.add_column(name.removeprefix(">"), justify="right" if right else "left", overflow="fold",
                         no_wrap=right or name in ("State", "Period"), min_width=wide)
    return table


def _state(check: dict[str, Any]) -> str:
    severity = SEVERITIES[check["kind"]]
    told = check["state"] == FAIL and not severity.turns_master
    return f"{check['state']} ({severity.shown})" if told else str(check["state"])


def _what(check: dict[str, Any]) -> str:
    """The relation, where both sides are typed, and what to look at."""
    lines = [escape(check["label"])]
    if check["state"] == FAIL:
        lines += [f"[dim]{side}: {escape(words.places(check[f'{side}_places']))}[/dim]" for side in ("left", "right")]
        lines += [f"[dim]look at: {escape(check['look_at'])}[/dim]"]
    return "\n".join(lines)


def print_changes(found: Changes) -> None:
    """Everything that changed, a table a kind."""
    out = console()
    if not found:
        out.print("Nothing changed.")
        return
    for title, lines in (("New filings", found.filings), ("New periods", found.periods),
                         ("New line items", found.items),
                         ("Line items that the newest filing no longer prints", found.vanished),
                         ("Figures that are gone", found.gone)):
        if lines:
            out.print(f"[bold]{title}[/bold] ({len(lines)}): {escape(', '.join(lines))}", soft_wrap=True)
    for mapping in found.mappings:
        out.print(f"Perhaps {escape(' + '.join(mapping.old))} → {escape(' + '.join(mapping.new))}: {mapping.evidence}; "
                  "nothing was joined", soft_wrap=True)
    for title, figures in (("Restated", found.restated), ("Revised forecasts", found.expected),
                           ("Typed otherwise in the same filing", found.retyped)):
        if figures:
            table = _table(title, ("Figure", "Period", ">Before", ">After"))
            for each in figures:
                table.add_row(escape(each.item), each.when, amount(each.before), amount(each.after))
            print_table(out, table)
    if found.turned:
        table = _table("Checks that turned", ("Check", "Before", "After"))
        for turn in found.turned:
            table.add_row(escape(turn.id), turn.before, turn.after)
        print_table(out, table)
    if found.moved:
        table = _table("Ratios and per-share data that moved", ("Row", "Period", ">Before", ">After"))
        for move in found.moved:
            table.add_row(escape(move.label), move.when, amount(move.before), amount(move.after))
        print_table(out, table)


def _moves(figures: Sequence[FigureChange]) -> list[str]:
    return [f"{each.item} {each.when} {amount(each.before)} → {amount(each.after)}" for each in figures]


def print_brief(found: Changes, path: object) -> None:
    """What a build brings to the workbook that is there, in a few lines."""
    out = console()
    out.print(f"Compared with {escape(str(path))}:", soft_wrap=True)
    for title, lines in (
            ("new filing", found.filings), ("new periods", found.periods),
            ("restated", _moves(found.restated)), ("forecasts revised", _moves(found.expected)),
            ("typed otherwise", _moves(found.retyped)),
            ("gone", found.gone), ("new line items", found.items), ("no longer printed", found.vanished),
            ("perhaps the same", [f"{' + '.join(m.old)} → {' + '.join(m.new)}" for m in found.mappings]),
            ("checks turned", [f"{t.id} {t.before} → {t.after}" for t in found.turned]),
            ("moved most", [f"{m.row} {m.when} {amount(m.before)} → {amount(m.after)}" for m in found.moved])):
        if lines:
            out.print(f"  {title}: {escape(words.first(lines, _SHOWN, '; '))}", soft_wrap=True)


def print_companies(columns: Sequence[str], lines: Sequence[tuple[Any, ...]]) -> None:
    """A line a company: who it is, then the figures that were asked for, each at a size that can be read."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, name in enumerate(columns):
        table.add_column(name, justify="right" if any(isinstance(line[at], float | int) for line in lines) else "left")
    for line in lines:
        table.add_row(*(words.number(each) if isinstance(each, float | int) else escape(str(each or "n.a."))
                        for each in line))
    console().print(table)
    console().print(f"{len(lines)} {'company meets' if len(lines) == 1 else 'companies meet'} the condition")
