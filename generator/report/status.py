"""Where a company stands: its filings, what is still to be typed, what is not yet proved, and its workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.markup import escape
from rich.table import Table

from generator.checks.proof import STATES
from generator.inputs.document import load
from generator.model.fact import Filing
from generator.model.figure import BLANK, LOST, TODO
from generator.model.problem import Problems
from generator.report.audit import Audit
from generator.report.terminal import console

_NAMED = 3


def status(audit: Audit, workbook: dict[str, Any]) -> dict[str, Any]:
    """The same for people and programs. ``workbook`` is what is known of the file that a build writes."""
    book = audit.book
    unproved = [fact for fact, _ in audit.protection.unproved]
    return {
        "company": {"name": book.company.name, "code": book.company.code},
        "filings": [_filing(audit, filing) for filing in book.filings],
        "checks": {state: audit.counts[state] for state in STATES}, "hard_failures": len(audit.hard_failures),
        "todo": [{"place": str(fact.place), "figure": book.name(fact.series), "period": book.when(fact.period)}
                 for fact in book.todo],
        "unproved": [{"place": str(fact.place), "figure": book.name(fact.series), "period": book.when(fact.period)}
                     for fact in unproved],
        "workbook": workbook}


def _filing(audit: Audit, filing: Filing) -> dict[str, Any]:
    printed = [fact for fact in (*audit.book.printed, *audit.book.announced) if fact.filing == filing]
    todo = sum(fact.figure.kind == TODO for fact in printed)
    typed = sum(fact.figure.kind not in (TODO, LOST, BLANK) for fact in printed)
    return {"file": filing.place.file, "filed": str(filing.filed), "title": filing.title,
            "tables": _tables(Path(filing.place.file)), "typed": typed, "todo": todo}


def _tables(path: Path) -> int:
    """How many printed tables a filing's file holds, those too that say the same heading."""
    root = load(path, Problems())
    pairs = root.node.value if root and root.is_mapping else []
    return next((len(under.value) for key, under in pairs if key.value == "tables"), 0)


def print_status(data: dict[str, Any]) -> None:
    """The filings as a table, then a line for each of the others."""
    out = console()
    out.print(f"[bold]{escape(data['company']['name'])}[/bold] ({escape(data['company']['code'])})")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, is_number in (("Filed", False), ("Title", False), ("File", False), ("Tables", True), ("Typed", True),
                            ("todo", True)):
        table.add_column(name, justify="right" if is_number else "left", no_wrap=is_number or name == "Filed",
                         overflow="fold")
    for each in data["filings"]:
        table.add_row(each["filed"], escape(each["title"]), escape(each["file"]), f"{each['tables']:,}",
                      f"{each['typed']:,}", f"{each['todo'] or ''}")
    out.print(table)
    counts = " · ".join(f"{count:,} {state.lower()}" for state, count in data["checks"].items())
    fails = data["hard_failures"]
    out.print(f"checks: {counts}{f'; {fails} hard fail' + 's' * (fails == 1) if fails else ''}")
    for name, found in (("still to be typed", data["todo"]), ("not proved by any check", data["unproved"])):
        out.print(f"{name}: {_said(found)}", soft_wrap=True)
    workbook = data["workbook"]
    out.print(f"workbook: {escape(workbook['path'])}: {workbook['state']}"
              f"{'; somebody worked in it since' if workbook['worked_on'] else ''}", soft_wrap=True)


def _said(figures: list[dict[str, str]]) -> str:
    """How many figures, and the first of them."""
    if not figures:
        return "none"
    shown = [escape(f"{each['figure']} {each['period']} ({each['place']})") for each in figures[:_NAMED]]
    more = len(figures) - len(shown)
    return f"{len(figures):,}: {'; '.join(shown)}{f' and {more:,} more' if more else ''}"
