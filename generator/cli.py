"""The command: parse, call, print, exit code."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__

if TYPE_CHECKING:
    from generator.build import Result
    from generator.checks import CheckResult

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2
_DESCRIPTION = """\
Turn a company's reported figures, kept as YAML, into an Excel workbook of live formulas:
statements, per-share data and ratios, with every tie-out proved inside the workbook."""
_EPILOG = """\
examples:
  quarterbook build inputs/iij                  write output/iij.xlsx
  quarterbook build inputs/iij -o /tmp/iij.xlsx write it elsewhere
  quarterbook build inputs/iij --fresh          without what was added to the workbook since
  quarterbook check inputs/iij                  print every check that is not exact
  quarterbook new acme                          lay out inputs/acme, ready to type into

states of a check: EXACT, ROUND (within what rounding explains), FAIL, n.a. (a figure is missing); only hard
checks turn the master check, soft ones and those that must not tie are there to be read.

exit codes: 0 all is well (build writes the workbook also when a check fails), 1 a hard check fails (check),
2 a mistake in the inputs or a file that cannot be written; mistakes are printed as file:line:column, and
nothing is written."""


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
    build.add_argument("--fresh", action="store_true",
                       help="start over: do not carry over what was added to the workbook that is there")
    build.set_defaults(run=_build)
    check = commands.add_parser(
        "check", help="print every check that is not exact",
        description="Evaluate the checks of a company's workbook without writing it. Exits with 1 when a hard "
                    "check fails.")
    check.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    check.set_defaults(run=_check)
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

    from generator.build import Refused, build

    collecting = gc.isenabled()
    gc.disable()  # a build makes many objects and keeps them all
    try:
        return build(folder, _progress)
    except Refused as refused:
        _progress("")
        for problem in refused.problems:
            print(problem, file=sys.stderr)
        count = len(refused.problems)
        print(f"{count} mistake{'s' * (count != 1)} found; nothing was written", file=sys.stderr)
        return None
    finally:
        if collecting:
            gc.enable()


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
    from generator.carry import NotCarried
    from generator.checks import check_results
    from generator.regenerate import regenerate

    path = options.output or Path("output") / f"{options.folder.resolve().name}.xlsx"
    try:
        _progress("carrying over")
        written = regenerate(path, result.package, options.fresh)
    except NotCarried as refused:
        _progress("")
        for finding in refused.findings:
            print(f"{path}: {finding}", file=sys.stderr)
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
    from generator.checks import counts

    return " · ".join(f"{number:,} {state.lower()}" for state, number in counts(results).items())


def _check(options: argparse.Namespace) -> int:
    result = _calculated(options.folder)
    if result is None:
        return BAD_INPUT
    from generator.checks import check_results
    from generator.report import print_checks

    _progress("")
    results = check_results(result)
    failed = [each for each in results if each.turns_master]
    print_checks(results)
    print(f"{result.book.company.name}: {_counted(results)}")
    many = "checks fail" if len(failed) != 1 else "check fails"
    print(f"{len(failed)} hard {many}" if failed else "no hard check fails")
    return CHECK_FAILED if failed else OK


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
