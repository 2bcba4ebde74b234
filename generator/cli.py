"""The command: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__

if TYPE_CHECKING:
    from generator.audit import Audit
    from generator.build import Result
    from generator.checks import CheckResult
    from generator.loading import Refused

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2
_DESCRIPTION = """\
Turn a company's reported figures, kept as YAML, into an Excel workbook of live formulas:
statements, per-share data and ratios, with every tie-out proved inside the workbook."""
_EPILOG = """\
examples:
  quarterbook build inputs/iij                  write output/iij.xlsx
  quarterbook build inputs/iij -o /tmp/iij.xlsx write it elsewhere
  quarterbook check inputs/iij                  prove the figures; print what fails and what would mend it
  quarterbook check inputs/iij --html iij.html  the same as a page, with every figure's state
  quarterbook protect inputs/iij                which typing errors would show, and what to read a second time
  quarterbook add inputs/iij --period 3Q2023    lay out the next filing, ready to type into
  quarterbook new acme                          lay out inputs/acme, ready to type into

states of a check: EXACT, ROUND (within what rounding explains), FAIL, n.a. (a figure is missing); only hard
checks turn the master check, soft ones and those that must not tie are there to be read.

exit codes: 0 all is well (build writes the workbook also when a check fails), 1 a hard check fails (check,
also with --html and --json), 2 a mistake in the inputs or a file that cannot be written; mistakes are printed
as file:line:column, and nothing is written."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:
        # The reader of a pipe went away, as `| head` does: not an error.
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("quarterbook", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=form)
    parser.add_argument("--version", action="version", version=f"quarterbook {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser(
        "build", help="write the workbook of a company", formatter_class=form,
        description="Read a company's folder and write its workbook. Checks that fail do not stop it: the "
                    "workbook says so on every sheet.")
    build.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    build.add_argument("-o", "--output", type=Path, metavar="FILE",
                       help="where to write (default: output/<folder's name>.xlsx)")
    build.set_defaults(run=_build)
    check = commands.add_parser(
        "check", help="prove the figures: what fails, where, and what would mend it",
        description="Evaluate the checks of a company's workbook without writing one, and search the smallest typing "
                    "errors that explain those that fail. Nothing is corrected. Exits with 1 when a hard check fails.")
    check.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    check.add_argument("--all", action="store_true", help="show every check, not only what fails or lacks a figure")
    check.add_argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page")
    check.add_argument("--json", action="store_true", help="print the report for programs")
    check.set_defaults(run=_check)
    protect = commands.add_parser(
        "protect", help="which typing errors would show, and which figures to read a second time",
        description="Try every typing error on every figure (digits, signs, neighbours) and see whether a check fails.")
    protect.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    protect.add_argument("--json", action="store_true", help="print the map for programs")
    protect.set_defaults(run=_protect)
    add = commands.add_parser(
        "add", help="lay out the next filing of a company",
        description="Write the next filing's file from the last one: the same tables and rows, the new columns, and "
                    "'todo' where figures go, with what earlier filings give beside it. It builds at once.")
    add.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    add.add_argument("--period", required=True, help="the period that it reports, e.g. 3Q2023 or FY2023")
    add.add_argument("--filed", type=datetime.date.fromisoformat, metavar="DATE", help="default: today")
    add.set_defaults(run=_add)
    new = commands.add_parser(
        "new", help="lay out the folder of a new company",
        description="Lay out inputs/NAME with a company, the usual IFRS statements and a first filing whose figures "
                    "are still to be typed. It builds at once.")
    new.add_argument("name", help="a short name: small letters, digits, - and _")
    new.add_argument("--inputs", type=Path, default=Path("inputs"), metavar="FOLDER", help="default: inputs")
    new.set_defaults(run=_new)
    return parser


def _calculated(folder: Path) -> Result | None:
    """The calculated workbook of a folder; its mistakes are printed otherwise."""
    import gc

    from generator.build import build
    from generator.loading import Refused

    collecting = gc.isenabled()
    gc.disable()  # a build makes many objects and keeps them all
    try:
        return build(folder, _progress)
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


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    if options.output and options.output.suffix != ".xlsx":
        print(f"{options.output}: cannot be written: a workbook's name ends in .xlsx", file=sys.stderr)
        return BAD_INPUT
    result = _calculated(options.folder)
    if result is None:
        return BAD_INPUT
    from generator.checks import check_results
    from generator.package import replace_file

    path = options.output or Path("output") / f"{options.folder.resolve().name}.xlsx"
    try:
        replace_file(path, result.package)
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
    if todo:
        print(f"  {len(todo)} figures still to be typed, the first at {todo[0].place}")
    print(f"  {time.perf_counter() - started:.2f} s")
    if any(each.turns_master for each in results):
        print(f"  a hard check fails: see 'quarterbook check {options.folder}' or the Checks sheet")
    return OK


def _counted(results: list[CheckResult]) -> str:
    from generator.checks import counts

    return " · ".join(f"{number:,} {state.lower()}" for state, number in counts(results).items())


def _audited(folder: Path) -> Audit | None:
    """The checks of a folder; its mistakes are printed otherwise."""
    from generator.audit import audit
    from generator.loading import Refused

    try:
        return audit(folder)
    except Refused as refused:
        _print_problems(refused)
        return None


def _check(options: argparse.Namespace) -> int:
    audit = _audited(options.folder)
    if audit is None:
        return BAD_INPUT
    from generator.report import as_data

    data = as_data(audit, protection=bool(options.html or options.json))
    if options.html and not _write_page(options.html, data):
        return BAD_INPUT
    if options.json:
        import json

        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        from generator.terminal import print_checks

        print_checks(data, options.all)
        counted = " · ".join(f"{number:,} {state.lower()}" for state, number in audit.counts.items())
        failed = len(audit.hard_failures)
        print(f"{audit.book.company.name}: {counted}")
        print(f"{failed or 'no'} hard check{'s' * (failed > 1)} fail{'s' * (failed < 2)}")
    return CHECK_FAILED if audit.hard_failures else OK


def _write_page(path: Path, data: dict[str, Any]) -> bool:
    """Write the report's page; False where it cannot be written, which is said."""
    from generator.page import page

    try:
        path.write_text(page(data), encoding="utf-8")
    except OSError as error:
        print(f"{path}: cannot be written: {(error.strerror or 'unknown error').lower()}", file=sys.stderr)
        return False
    return True


def _protect(options: argparse.Namespace) -> int:
    audit = _audited(options.folder)
    if audit is None:
        return BAD_INPUT
    from generator.report import as_data

    data = as_data(audit)
    if options.json:
        import json

        print(json.dumps(data["protection"], ensure_ascii=False, indent=2))
    else:
        from generator.terminal import print_protection

        print_protection(data)
    return OK


def _add(options: argparse.Namespace) -> int:
    from generator.loading import Refused, load_inputs
    from generator.next_filing import lay_out_filing
    from generator.skeleton import NotLaidOut

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


def _new(options: argparse.Namespace) -> int:
    from generator.skeleton import NotLaidOut, lay_out_company

    try:
        folder = lay_out_company(options.name, options.inputs)
    except NotLaidOut as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    print(f"{folder} is laid out and builds: quarterbook build {folder}")
    print(f"Type the company's facts into {folder}/company.yaml and the figures into {folder}/filings/.")
    return OK
