"""What each command does: read, call, print, exit code. Modules are imported where they are needed, for speed."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.build import Result
    from generator.check_results import CheckResult
    from generator.history.diff import Changes
    from generator.history.snapshot import Snapshot
    from generator.inputs.load import Refused
    from generator.report.audit import Audit

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2


def _calculated(folder: Path) -> Result | None:
    """The calculated workbook of a folder; its mistakes are printed otherwise."""
    import gc

    from generator import build as stages
    from generator.inputs.load import Refused

    collecting = gc.isenabled()
    gc.disable()  # a build makes many objects and keeps them all
    try:
        return stages.build(folder, _progress)
    except Refused as refused:
        _progress("")
        _print_problems(refused)
        return None
    finally:
        if collecting:
            gc.enable()


def _print_problems(refused: Refused) -> None:
    for problem in refused.problems:
        print(problem, file=sys.stderr)
    count = len(refused.problems)
    print(f"{count} mistake{'s' * (count != 1)} found; nothing was written", file=sys.stderr)


def _progress(stage: str) -> None:
    """The stage at work, on one line of a terminal that is watched."""
    if sys.stderr.isatty():
        print(f"\r\033[K{stage + ' …' if stage else ''}", end="", file=sys.stderr, flush=True)


def build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    if options.output and options.output.suffix != ".xlsx":
        print(f"{options.output}: cannot be written: a workbook's name ends in .xlsx", file=sys.stderr)
        return BAD_INPUT
    result = _calculated(options.folder)
    if result is None:
        return BAD_INPUT
    from generator.check_results import check_results
    from generator.merge.log import NotMerged
    from generator.regenerate import regenerate

    path = options.output or Path("output") / f"{options.folder.resolve().name}.xlsx"
    found = _changes(path, result)
    if found:
        from generator.report.terminal import print_brief

        _progress("")
        print_brief(found, path)
    try:
        _progress("carrying over")
        written = regenerate(path, result.package, options.fresh)
    except NotMerged as refused:
        _progress("")
        for conflict in refused.conflicts:
            print(f"{path}: {conflict}", file=sys.stderr)
        print("nothing was written; --fresh starts over and keeps the file that is there as a backup", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        _progress("")
        hint = "; if it is open in another program, close it there" if isinstance(error, PermissionError) else ""
        print(f"{path}: cannot be written: {(error.strerror or 'unknown error').lower()}{hint}", file=sys.stderr)
        return BAD_INPUT
    _progress("")
    results = check_results(result)
    formulas, facts, todo = len(result.values), len(result.book.facts), result.book.todo
    print(f"{result.book.company.name} → {path}")
    print(f"  {facts:,} facts · {formulas:,} formulas · {len(result.cells.sheets)} sheets")
    print(f"  checks: {_counted(results)}")
    for line in written.lines():
        print(f"  {line}")
    if todo:
        print(f"  {len(todo)} figures still to be typed, the first at {todo[0].place}")
    print(f"  {time.perf_counter() - started:.2f} s")
    if any(each.turns_master for each in results):
        print(f"  a hard check fails: see 'quarterbook check {options.folder}' or the Checks sheet")
    return OK


def _counted(results: list[CheckResult]) -> str:
    from generator.check_results import counts

    return " · ".join(f"{number:,} {state.lower()}" for state, number in counts(results).items())


def _audited(folder: Path) -> Audit | None:
    """The checks of a folder; its mistakes are printed otherwise."""
    from generator.inputs.load import Refused
    from generator.report.audit import audit

    try:
        return audit(folder)
    except Refused as refused:
        _print_problems(refused)
        return None


def check(options: argparse.Namespace) -> int:
    audit = _audited(options.folder)
    if audit is None:
        return BAD_INPUT
    from generator.report.data import as_data

    data = as_data(audit, protection=bool(options.html or options.json))
    if options.html and not _write_page(options.html, data):
        return BAD_INPUT
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        from generator.report.terminal import print_checks

        print_checks(data, options.all)
        counted = " · ".join(f"{number:,} {state.lower()}" for state, number in audit.counts.items())
        print(f"{audit.book.company.name}: {counted}")
        print(data["verdict"])
    return CHECK_FAILED if audit.hard_failures else OK


def _write_page(path: Path, data: dict[str, Any]) -> bool:
    """Write the report's page; False where it cannot be written, which is said."""
    from generator.report.page import page

    try:
        path.write_text(page(data), encoding="utf-8")
    except OSError as error:
        print(f"{path}: cannot be written: {(error.strerror or 'unknown error').lower()}", file=sys.stderr)
        return False
    return True


def protect(options: argparse.Namespace) -> int:
    audit = _audited(options.folder)
    if audit is None:
        return BAD_INPUT
    from generator.report.data import as_data

    data = as_data(audit)
    if options.json:
        print(json.dumps(data["protection"], ensure_ascii=False, indent=2))
    else:
        from generator.report.terminal import print_protection

        print_protection(data)
    return OK


def diff(options: argparse.Namespace) -> int:
    from generator.history.diff import changes

    old = _snapshot(options.old)
    new = _snapshot(options.new) if old else None
    if old is None or new is None:
        return BAD_INPUT
    found = changes(old, new)
    if options.json:
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        from generator.report.terminal import print_changes

        print_changes(found)
    return OK


def _snapshot(path: Path) -> Snapshot | None:
    """What a workbook or a folder says; its mistakes are printed otherwise."""
    from generator.checks.proof import Proof
    from generator.history.snapshot import snapshot
    from generator.inputs.load import Refused, load_inputs
    from generator.sheets.read_back import NotOurs, workbook_snapshot

    try:
        if not path.is_dir():
            return workbook_snapshot(path)
        inputs = load_inputs(path)
        return snapshot(Proof(inputs.book, inputs.templates))
    except Refused as refused:
        _print_problems(refused)
    except NotOurs as error:
        print(error, file=sys.stderr)
    return None


def _changes(path: Path, result: Result) -> Changes | None:
    """What a new workbook says otherwise than the one in its place; None where there is none that can be read.

    The same bytes say the same: they are not read again.
    """
    from generator.history.diff import changes
    from generator.history.snapshot import snapshot
    from generator.sheets.read_back import NotOurs, workbook_snapshot

    if not path.is_file() or path.read_bytes() == result.package:
        return None
    try:
        return changes(workbook_snapshot(path), snapshot(result.proof))
    except NotOurs:
        return None


def add(options: argparse.Namespace) -> int:
    from generator.inputs.load import Refused, load_inputs
    from generator.inputs.new_company import NotLaidOut
    from generator.inputs.next_filing import lay_out_filing

    try:
        path = lay_out_filing(load_inputs(options.folder), options.period, options.filed, datetime.date.today())
    except Refused as refused:
        _print_problems(refused)
        return BAD_INPUT
    except NotLaidOut as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    print(f"{path} is laid out and builds: quarterbook build {options.folder}")
    print("Look at its title, columns and headings, and type the figures in place of todo.")
    return OK


def new(options: argparse.Namespace) -> int:
    from generator.inputs.new_company import NotLaidOut, lay_out_company

    try:
        folder = lay_out_company(options.name, options.inputs)
    except NotLaidOut as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    print(f"{folder} is laid out and builds: quarterbook build {folder}")
    print(f"Type the company's facts into {folder}/company.yaml and the figures into {folder}/filings/.")
    return OK
