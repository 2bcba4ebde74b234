"""The command line: what may be said, and which command it calls."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from generator import __version__, commands

_DESCRIPTION = """\
Turn a company's reported figures, kept as YAML, into an Excel workbook of live formulas:
statements, per-share data and ratios, with every tie-out proved inside the workbook."""
_EPILOG = """\
examples:
  quarterbook build inputs/iij                  write output/iij.xlsx
  quarterbook build inputs/iij -o /tmp/iij.xlsx write it elsewhere
  quarterbook build inputs/iij --fresh          without what was added to the workbook since
  quarterbook check inputs/iij                  prove the figures; print what fails and what would mend it
  quarterbook check inputs/iij --html iij.html  the same as a page, with every figure's state
  quarterbook protect inputs/iij                which typing errors would show, and what to read a second time
  quarterbook add inputs/iij --period 3Q2023    lay out the next filing, ready to type into
  quarterbook diff old.xlsx inputs/iij          what changed between two workbooks or folders
  quarterbook new acme                          lay out inputs/acme, ready to type into
  quarterbook schema                            write the schemas of the input files anew, for editors

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
        return commands.OK
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("quarterbook", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=form)
    parser.add_argument("--version", action="version", version=f"quarterbook {__version__}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    build = subparsers.add_parser(
        "build", help="write the workbook of a company", formatter_class=form,
        description="Read a company's folder and write its workbook. Checks that fail do not stop it: the "
                    "workbook says so on every sheet.")
    build.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    build.add_argument("-o", "--output", type=Path, metavar="FILE",
                       help="where to write (default: output/<folder's name>.xlsx)")
    build.add_argument("--fresh", action="store_true",
                       help="start over: do not carry over what was added to the workbook that is there")
    build.set_defaults(run=commands.build)
    check = subparsers.add_parser(
        "check", help="prove the figures: what fails, where, and what would mend it",
        description="Evaluate the checks of a company's workbook without writing one, and search the smallest typing "
                    "errors that explain those that fail. Nothing is corrected. Exits with 1 when a hard check fails.")
    check.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    check.add_argument("--all", action="store_true", help="show every check, not only what fails or lacks a figure")
    check.add_argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page")
    check.add_argument("--json", action="store_true", help="print the report for programs")
    check.set_defaults(run=commands.check)
    protect = subparsers.add_parser(
        "protect", help="which typing errors would show, and which figures to read a second time",
        description="Try every typing error on every figure (digits, signs, neighbours) and see whether a check fails.")
    protect.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    protect.add_argument("--json", action="store_true", help="print the map for programs")
    protect.set_defaults(run=commands.protect)
    diff = subparsers.add_parser(
        "diff", help="what changed between two workbooks or folders",
        description="Compare two workbooks of Quarterbook's, two companies' folders, or one with the other: periods, "
                    "restated and retyped figures, line items, checks that turned, ratios that moved.")
    diff.add_argument("old", type=Path, help="a workbook or a folder, e.g. output/iij.backup.xlsx")
    diff.add_argument("new", type=Path, help="a workbook or a folder, e.g. inputs/iij")
    diff.add_argument("--json", action="store_true", help="print the changes for programs")
    diff.set_defaults(run=commands.diff)
    add = subparsers.add_parser(
        "add", help="lay out the next filing of a company",
        description="Write the next filing's file from the last one: the same tables and rows, the new columns, and "
                    "'todo' where figures go, with what earlier filings give beside it. It builds at once.")
    add.add_argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")
    add.add_argument("--period", required=True, help="the period that it reports, e.g. 3Q2023 or FY2023")
    add.add_argument("--filed", type=datetime.date.fromisoformat, metavar="DATE", help="default: today")
    add.set_defaults(run=commands.add)
    new = subparsers.add_parser(
        "new", help="lay out the folder of a new company",
        description="Lay out inputs/NAME with a company, the usual IFRS statements and a first filing whose figures "
                    "are still to be typed. It builds at once.")
    new.add_argument("name", help="a short name: small letters, digits, - and _")
    new.add_argument("--inputs", type=Path, default=Path("inputs"), metavar="FOLDER", help="default: inputs")
    new.set_defaults(run=commands.new)
    schema = subparsers.add_parser(
        "schema", help="write the JSON Schemas by which editors complete and check the input files",
        description="Write a JSON Schema of each input file into a folder. The files that 'new' and 'add' lay out name "
                    "theirs in the first line, as ../.schema/company.json.")
    schema.add_argument("folder", type=Path, nargs="?", default=Path("inputs/.schema"), metavar="DIR",
                        help="default: inputs/.schema, beside the companies' folders")
    schema.set_defaults(run=commands.schema)
    return parser
