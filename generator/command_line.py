"""What may be typed after ``quarterbook``: every command with its options, and the function that runs it."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from generator import (
    __version__,
    build_commands,
    commands,
    edit_commands,
    explain_commands,
    fmt_commands,
    intake_commands,
    paste_commands,
    screen_commands,
    watch_commands,
)
from generator.inputs.examples import EXAMPLES
from generator.refused import Refused

_DESCRIPTION = """\
Turn a company's reported figures, kept as YAML, into an Excel workbook of live formulas:
statements, per-share data and ratios, with every tie-out proved inside the workbook."""
_EPILOG = """\
examples:
  quarterbook build inputs/iij                  write output/iij.xlsx
  quarterbook build inputs/iij -o /tmp/iij.xlsx write it elsewhere
  quarterbook build inputs/iij --fresh          without what was added to the workbook since
  quarterbook build inputs/iij --replace        also over a file that is another's, or is open in another program
  quarterbook build inputs/* --jobs 4           many companies, four at a time; what is unchanged is left as it is
  quarterbook check inputs/iij                  prove the figures; print what fails and what would mend it
  quarterbook check inputs/iij --html iij.html  the same as a page, with every figure's state
  quarterbook status inputs/iij                 filings, what is still to be typed, what nothing proves, the workbook
  quarterbook watch inputs/iij                  the same at every save, only what the save changed
  quarterbook explain inputs/iij roe_ltm 1H2023 where a number comes from, down to what was typed
  quarterbook protect inputs/iij                which typing errors would show, and what to read a second time
  quarterbook export inputs/iij                 facts and rows as CSV, for pandas, DuckDB and BI tools
  quarterbook screen 'roe_ltm > 0.12 and net_debt < 0' inputs/*
                                                which companies meet a condition
  quarterbook edit-back output/iij.xlsx inputs/iij
                                                take figures typed over on Facts back into the filings
  quarterbook add inputs/iij --period 3Q2023    lay out the next filing, ready to type into
  quarterbook paste FILING --statement cash_flow  put a table copied from a report into it
  quarterbook fmt inputs/iij                    align figures under their columns, with everything else as it is
  quarterbook diff old.xlsx inputs/iij          what changed between two workbooks or folders
  quarterbook import x.zip --company inputs/x   make or extend inputs/x from a filing's own data (XBRL)
  quarterbook new acme                          lay out inputs/acme, ready to type into
  quarterbook new demo --example iij            begin with an example: its inputs, its workbook
  quarterbook schema                            write the schemas of the input files anew, for editors
  quarterbook completion bash                   print what makes the shell complete commands and files

states of a check: EXACT, ROUND (within what rounding explains), FAIL, n.a. (a figure is missing); only hard
checks turn the master check, soft ones and those that must not tie are there to be read.

exit codes: 0 all is well (build writes the workbook also when a check fails), 1 a hard check fails (check,
also with --html and --json), 2 a mistake in the inputs (printed as file:line:column), a file that cannot be written
or is not to be written over, and nothing is written; 2 also where the output cannot be printed; 130 stopped with
Ctrl-C, 143 ended by the system."""


@dataclass(frozen=True)
class CommandArgument:
    """What may be typed after a command: a word, or an option with its names, and what argparse is told of it."""

    names: tuple[str, ...]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Command:
    """A command: what ``--help`` says of it in a line and in full, and the function that runs it."""

    name: str
    help: str
    description: str
    run: Callable[[argparse.Namespace], int]
    arguments: tuple[CommandArgument, ...]


def _argument(*names: str, **settings: Any) -> CommandArgument:
    return CommandArgument(names, settings)


def _new(options: argparse.Namespace) -> int:
    if options.paste and options.example:
        raise Refused("--example and --paste are two ways to begin; nothing was written; leave one of them out")
    if options.example:
        return build_commands.begin_with_example(options)
    return paste_commands.start(options) if options.paste else commands.new(options)


def _at_least_one(text: str) -> int:
    """A number of processes. Raises argparse's error where there would be none."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above zero")
    return int(text)


def _quietly(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command of which ``--quiet`` leaves what goes to standard error, and the exit code."""
    def found(options: argparse.Namespace) -> int:
        with redirect_stdout(StringIO()) if options.quiet and not getattr(options, "json", False) else nullcontext():
            return run(options)
    return found


def _completion(options: argparse.Namespace) -> int:
    from generator.completion import completion

    print(completion(parser(), options.shell), end="")
    return commands.OK


_QUIET = _argument("-q", "--quiet", action="store_true", help="print only what is wrong")
_FOLDER = _argument("folder", type=Path, help="the company's folder, e.g. inputs/iij")

COMMANDS = (
    Command("build", "write the workbook of a company, or of many",
            "Read a company's folder and write its workbook. Checks that fail do not stop it: the workbook says so on "
            "every sheet. Where nothing changed since the last build, it says so at once. Of several folders each is "
            "built by itself, and one that fails leaves the others be; stopped and started again it goes on where it "
            "was.", build_commands.build, (
                _argument("folders", type=Path, nargs="+", metavar="folder",
                          help="the company's folder, e.g. inputs/iij; several for several companies"),
                _argument("-o", "--output", type=Path, metavar="FILE",
                          help="where to write (default: output/<folder's name>.xlsx); of several companies the "
                               "folder for their workbooks"),
                _argument("--jobs", type=_at_least_one, metavar="N",
                          help="how many companies are built at a time (default: as many as there are cores)"),
                _argument("--force", action="store_true", help="build also where nothing changed since the last build"),
                _argument("--json", action="store_true", help="print for programs what became of each company"),
                _argument("--fresh", action="store_true",
                          help="start over: do not carry over what was added to the company's workbook that is there"),
                _argument("--replace", action="store_true",
                          help="write also over a file that is not this company's workbook, is write-protected or open "
                               "in another program; it is kept as a backup"),
                _QUIET)),
    Command("check", "prove the figures: what fails, where, and what would mend it",
            "Evaluate the checks of a company's workbook without writing one, and search the smallest typing errors "
            "that explain those that fail. Nothing is corrected. Exits with 1 when a hard check fails.",
            commands.check, (
                _FOLDER,
                _argument("--all", action="store_true", help="show every check, not only what fails or lacks a figure"),
                _argument("--html", type=Path, metavar="FILE", help="write the report as one self-contained page"),
                _argument("--json", action="store_true", help="print the report for programs"),
                _QUIET)),
    Command("explain", "where a number comes from: its formula in words, down to what was typed",
            "Print how a row is computed in a period, with the figures, each with its filing, heading and the line "
            "where it was typed; of a check both sides. Without a period: those that the row or check has.",
            explain_commands.explain, (
                _FOLDER,
                _argument("key", help="a row (roe_ltm, income_statement.revenue, segments.revenue@network, "
                                      "revenue.ltm) or the id of a check"),
                _argument("period", nargs="?", help="e.g. 1H2023, or the day of a balance"),
                _argument("--as-reported", action="store_true",
                          help="in the version first reported, where filings have restated figures since"),
                _argument("--json", action="store_true", help="print it for programs"))),
    Command("protect", "which typing errors would show, and which figures to read a second time",
            "Try every typing error on every figure (digits, signs, neighbours) and see whether a check fails.",
            commands.protect, (
                _FOLDER,
                _argument("--json", action="store_true", help="print the map for programs"))),
    Command("watch", "check at every save, and show what the save changed",
            "Check a company's folder whenever one of its files is saved: which mistakes came and went, which checks "
            "turned, those of the table being typed first. Ctrl-C ends it.", watch_commands.watch, (_FOLDER,)),
    Command("status", "where a company stands: filings, what is to be typed, what nothing proves, the workbook",
            "Tell each filing with its tables and figures, what is still to be typed, what the checks say and which "
            "figures none of them proves, and whether the workbook was made from these inputs.", commands.status, (
                _FOLDER,
                _argument("-o", "--output", type=Path, metavar="FILE",
                          help="the workbook (default: output/<folder's name>.xlsx)"),
                _argument("--json", action="store_true", help="print for programs"))),
    Command("diff", "what changed between two workbooks or folders",
            "Compare two workbooks of Quarterbook's, two companies' folders, or one with the other: periods, restated "
            "and retyped figures, line items, checks that turned, ratios that moved.", commands.diff, (
                _argument("old", type=Path, help="a workbook or a folder, e.g. output/iij.backup.xlsx"),
                _argument("new", type=Path, help="a workbook or a folder, e.g. inputs/iij"),
                _argument("--json", action="store_true", help="print the changes for programs"))),
    Command("export", "write the facts and the rows of the workbook as tables for other programs",
            "Write two tidy tables, facts (every figure of every filing, with its source) and rows (every number on "
            "the time axis, reported, derived or calculated), as CSV or Parquet.", _quietly(commands.export), (
                _FOLDER,
                _argument("-o", "--output", type=Path, metavar="DIR", help="default: output/<folder's name>"),
                _argument("--format", choices=("csv", "parquet"), default="csv",
                          help="parquet needs pyarrow: pip install 'quarterbook[parquet]'"),
                _QUIET)),
    Command("add", "lay out the next filing of a company",
            "Write the next filing's file from the last one: the same tables and rows, the new columns, and 'todo' "
            "where figures go, with what earlier filings give beside it. It builds at once.", _quietly(commands.add), (
                _FOLDER,
                _argument("--period", required=True, help="the period that it reports, e.g. 3Q2023 or FY2023"),
                _argument("--filed", type=datetime.date.fromisoformat, metavar="DATE", help="default: today"),
                _QUIET)),
    Command("paste", "put a table copied from a report into a filing",
            "Read a printed table, copied from a PDF, a web page or a spreadsheet, from standard input or a file, and "
            "put its rows into a filing. Rows are told by the labels in statements.yaml to the letter; what is only "
            "like one, or cannot be read for certain, is asked for and not written. Exits with 1 when rows are asked "
            "for, with 2 when nothing is written.", paste_commands.paste, (
                _argument("filing", type=Path, help="its file, e.g. inputs/iij/filings/2023-11-14_2q2023.yaml"),
                _argument("--statement", required=True, metavar="KEY", help="the statement that the table prints"),
                _argument("--columns", default="", metavar="LIST",
                          help="what each printed column is, as in 1H2022,1H2023,skip (default: by the header)"),
                _argument("--heading", default="", metavar="TEXT",
                          help="which table of the statement, by a part of its heading; the heading of a new one"),
                _argument("--from", dest="source", type=Path, metavar="FILE", help="default: standard input"),
                _argument("--dry-run", action="store_true", help="show what comes of it and write nothing"),
                _argument("--json", action="store_true", help="print the outcome for programs"))),
    Command("new", "lay out the folder of a new company",
            "Lay out inputs/NAME with a company, the usual IFRS statements and a first filing whose figures are still "
            "to be typed. It builds at once.", _quietly(_new), (
                _argument("name", help="a short name: small letters, digits, - and _"),
                _argument("--inputs", type=Path, default=Path("inputs"), metavar="FOLDER", help="default: inputs"),
                _argument("--paste", type=Path, nargs="?", const=Path("-"), metavar="FILE",
                          help="start with a statement copied from a report (default: standard input): its line items, "
                               "figures and, found by arithmetic, sums"),
                _argument("--columns", default="", metavar="LIST", help="with --paste: what each printed column is"),
                _argument("--example", choices=EXAMPLES, help="copy an example that comes with the program, and build "
                                                              "it"),
                _QUIET)),
    Command("edit-back", "take figures typed over on Facts back into the filings",
            "Compare the sheet Facts of a company's workbook with its inputs, show each figure that was typed over, "
            "and write it into the filing that prints it, once you say yes. Exits with 2 where a cell is left, with "
            "why.",
            edit_commands.edit_back, (
                _argument("workbook", type=Path, help="the workbook, e.g. output/iij.xlsx"),
                _FOLDER,
                _argument("--correct", default="", metavar="REASON",
                          help="the filing prints them wrongly, and this is why: keep what is printed beside them"),
                _argument("--yes", action="store_true", help="do not ask"),
                _argument("--dry-run", action="store_true", help="show only"),
                _argument("--json", action="store_true", help="print the figures for programs"))),
    Command("fmt", "align the columns of the input files",
            "Align figures to the right under their columns and pad keys, in the filings and in statements.yaml. Only "
            "spaces change: remarks, quotes and line ends stay, and what the files say is proved to be the same. All "
            "files are written or none. Exits with 1 where --check finds something to align.", fmt_commands.fmt, (
                _FOLDER,
                _argument("files", type=Path, nargs="*", metavar="FILE", help="only these files of the folder"),
                _argument("--check", action="store_true", help="say which files would change, and write nothing"))),
    Command("import", "make a company's folder, or add to it, from what filings publish for programs",
            "Read XBRL, inline XBRL, SEC companyfacts or EDINET's CSV (files, folders, zips), place and arrange the "
            "figures as a person would type them, and prove them at once. Older filings are never edited; whatever is "
            "not brought in is told with its reason. Exits with 2, and nothing written, where something is refused.",
            _quietly(intake_commands.bring), (
                _argument("files", type=Path, nargs="+", metavar="FILE",
                          help="a file, a folder or a zip, as downloaded; several belong to one company"),
                _argument("--company", type=Path, required=True, metavar="DIR",
                          help="the company's folder, e.g. inputs/acme; it is made where there is none"),
                _argument("--dry-run", action="store_true", help="show what would be written, and write nothing"),
                _argument("--json", action="store_true", help="print for programs what was placed and what was left"),
                _argument("--filed", type=datetime.date.fromisoformat, metavar="DATE",
                          help="the day of the filing, where its data does not say it"),
                _argument("--title", default="", help="the filing's title, instead of the one that its data says"),
                _argument("--taxonomy", type=Path, action="append", default=[], metavar="FILE",
                          help="a taxonomy package (zip), for the labels of standard elements that a filing itself "
                               "does not label; may be given again"),
                _QUIET)),
    Command("screen", "which companies meet a condition",
            "Evaluate a condition (SQL, as SQLite has it) on the newest figures of many companies: standard concepts "
            "and the rows of Per Share and Ratios, in whole currency, costs negative, the year to date where a figure "
            "is of a period. A company that lacks a figure is told, not passed over.", screen_commands.screen, (
                _argument("condition", help="e.g. 'roe_ltm > 0.12 and net_debt < 0'"),
                _argument("folders", type=Path, nargs="+", metavar="FOLDER", help="the companies' folders"),
                _argument("--period", default="", metavar="LABEL", help="e.g. FY2023 (default: each one's newest)"),
                _argument("--csv", action="store_true", help="print the companies as CSV"),
                _argument("--json", action="store_true", help="print the companies for programs"))),
    Command("schema", "write the JSON Schemas by which editors complete and check the input files",
            "Write a JSON Schema of each input file into a folder. The files that 'new' and 'add' lay out name theirs "
            "in the first line, as ../.schema/company.json.", _quietly(commands.schema), (
                _argument("folder", type=Path, nargs="?", default=Path("inputs/.schema"), metavar="DIR",
                          help="default: inputs/.schema, beside the companies' folders"),
                _QUIET)),
    Command("completion", "print what makes a shell complete commands, options and files",
            "Print the completion of quarterbook for a shell, to be put where that looks for it, e.g. 'quarterbook "
            "completion bash > ~/.local/share/bash-completion/completions/quarterbook'.", _completion, (
                _argument("shell", choices=("bash", "zsh", "tcsh"), help="which shell"),)),
)


def parser() -> argparse.ArgumentParser:
    """What reads the command line."""
    found = argparse.ArgumentParser("quarterbook", description=_DESCRIPTION, epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--version", action="version", version=f"quarterbook {__version__}")
    subparsers = found.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        subparser = subparsers.add_parser(command.name, help=command.help, description=command.description)
        for argument in command.arguments:
            subparser.add_argument(*argument.names, **argument.settings)
        subparser.set_defaults(run=command.run)
    return found
