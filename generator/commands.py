"""What each command does: read, call, print, exit code. Modules are imported where they are needed, for speed.

What cannot be done is raised as Refused, which ``main`` prints.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.refused import Refused, printable, reason
from generator.xlsx.save import real_path

if TYPE_CHECKING:
    from generator.history.snapshot import Snapshot

OK, CHECK_FAILED, BAD_INPUT = 0, 1, 2


def check(options: argparse.Namespace) -> int:
    from generator.checks.long_formulas import may_be_too_long
    from generator.inputs.load import load_inputs
    from generator.report.audit import Audit
    from generator.report.data import as_data

    if options.html:
        _refuse_page(options.html, options.folder)
    inputs = load_inputs(options.folder)
    found = Audit(inputs)
    if may_be_too_long(found.proof):
        from generator.pipeline import refuse_unwritable

        refuse_unwritable(inputs, found.proof)
    data = as_data(found, protection=bool(options.html or options.json))
    if options.html:
        _write_page(options.html, data)
    if options.json:
        print_json(data)
    else:
        from generator.report.terminal import print_checks

        print_checks(data, options.all, options.quiet)
        if not options.quiet:
            print(f"{found.book.company.name}: {_counted(verdict.state for verdict in found.verdicts)}")
        if found.hard_failures or not options.quiet:
            print(data["verdict"])
    return CHECK_FAILED if found.hard_failures else OK


def protect(options: argparse.Namespace) -> int:
    from generator.report.audit import audit
    from generator.report.data import as_data

    data = as_data(audit(options.folder))
    if options.json:
        print_json(data["protection"])
    else:
        from generator.report.terminal import print_protection

        print_protection(data)
    return OK


def status(options: argparse.Namespace) -> int:
    from generator import __version__
    from generator.output import state_of
    from generator.pipeline import input_hash
    from generator.report.audit import audit
    from generator.report.status import print_status
    from generator.report.status import status as as_status

    found, path = audit(options.folder), options.output or workbook_of(options.folder)
    company = found.book.company
    state = state_of(path, (company.name, company.code), (__version__, input_hash(options.folder)))
    data = as_status(found, {"path": os.fspath(path), "state": state.word, "worked_on": state.worked_on})
    if options.json:
        print_json(data)
    else:
        print_status(data)
    return OK


def diff(options: argparse.Namespace) -> int:
    from generator.history.diff import changes

    found = changes(_snapshot(options.old), _snapshot(options.new))
    if options.json:
        print_json(found.as_data())
    else:
        from generator.report.terminal import print_changes

        print_changes(found)
    return OK


def add(options: argparse.Namespace) -> int:
    from generator.inputs.load import load_inputs
    from generator.inputs.next_filing import lay_out_filing, reporting

    inputs = load_inputs(options.folder)
    path = lay_out_filing(inputs, options.period, options.filed, datetime.date.today())
    for filing in reporting(inputs.book, options.period):
        print(f"{printable(filing.place.file)} is a filing of {options.period} already. Both are read, and the later "
              "one is in force; if they are one document, delete one.", file=sys.stderr)
    print(printable(f"{path} is laid out and builds: quarterbook build {options.folder}"))
    print("Look at its title, columns and headings, and type the figures in place of todo.")
    return OK


def new(options: argparse.Namespace) -> int:
    from generator.inputs.new_company import lay_out_company

    folder = lay_out_company(options.name, options.inputs)
    print(printable(f"{folder} is laid out and builds: quarterbook build {folder}"))
    print(printable(f"Type the company's facts into {folder}/company.yaml and the figures into {folder}/filings/."))
    return OK


def progress(stage: str) -> None:
    """The stage at work, on one line of a terminal that is watched."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        print(f"\r\033[K{stage + ' …' if stage else ''}", end="", file=sys.stderr, flush=True)


def workbook_of(folder: Path, output: Path = Path("output")) -> Path:
    """Where a company's workbook goes unless it is said."""
    return output / f"{real_path(folder).name}.xlsx"


def _counted(states: Iterable[str]) -> str:
    """How many checks are in each state: ``939 exact · 5 round · 0 fail · 11 n.a.``"""
    from generator.checks.proof import STATES

    counted = Counter(states)
    return " · ".join(f"{counted[state]:,} {state.lower()}" for state in STATES)


def print_json(data: Any) -> None:
    """Print data for programs; where the terminal's characters do not hold all texts, as JSON escapes them."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("_", "-").startswith("utf")
    print(json.dumps(data, ensure_ascii=not is_unicode, indent=2))


def _refuse_page(path: Path, folder: Path) -> None:
    """Raises Refused where no page is to be written: over what is not one, or among the inputs."""
    from generator.output import refuse_among_inputs
    from generator.xlsx.save import refuse_unwritable

    refuse_among_inputs(path, folder)
    if any(each.suffix.lower() not in (".html", ".htm") for each in (path, real_path(path))):
        raise Refused(f"{path}: cannot be written: a page's name ends in .html")
    with _refusing(path):
        refuse_unwritable(path)


def _write_page(path: Path, data: dict[str, Any]) -> None:
    """Write the report's page."""
    from generator.report.page import page
    from generator.xlsx.save import write_file

    with _refusing(path):
        write_file(path, page(data))


def export(options: argparse.Namespace) -> int:
    from generator.checks.proof import Proof
    from generator.inputs.load import load_inputs
    from generator.output import refuse_among_inputs
    from generator.report import export as tables
    from generator.xlsx.save import write_file

    folder = options.output or Path("output") / real_path(options.folder).name
    refuse_among_inputs(folder / "facts", options.folder)
    inputs = load_inputs(options.folder)
    proof = Proof(inputs.book, inputs.templates)
    written = tables.as_parquet if options.format == "parquet" else tables.as_csv
    for name, titles, lines in (("facts", tables.FACTS, tables.facts(proof)),
                                ("rows", tables.ROWS, tables.rows(proof))):
        path, found = folder / f"{name}.{options.format}", list(lines)
        try:
            content = written(titles, found)
        except ImportError as error:
            raise Refused("Parquet needs pyarrow: pip install 'quarterbook[parquet]'; "
                          "--format csv needs nothing") from error
        with _refusing(path):
            write_file(path, content)
        print(f"{printable(path)}: {len(found):,} lines")
    return OK


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """While a file is written. Raises Refused where that cannot be done."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{path}: cannot be written: {reason(error)}") from error


def _snapshot(path: Path) -> Snapshot:
    """What a workbook or a folder says."""
    from generator.checks.proof import Proof
    from generator.history.snapshot import snapshot
    from generator.inputs.load import load_inputs
    from generator.sheets.read_back import read_back

    if not path.is_dir():
        return read_back(path)
    inputs = load_inputs(path)
    return snapshot(Proof(inputs.book, inputs.templates))


def schema(options: argparse.Namespace) -> int:
    from generator.inputs.schema import write_schemas

    with _refusing(options.folder):
        paths = write_schemas(options.folder)
    print(f"{printable(options.folder)}: {', '.join(path.name for path in paths)}")
    return OK
