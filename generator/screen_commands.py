"""The command that asks many companies at once."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands import BAD_INPUT, OK, print_json, progress
from generator.refused import Refused, printable
from generator.xlsx.save import real_path

if TYPE_CHECKING:
    from generator.report.screen import Line, Screen

_MOST_COLUMNS = 8


def screen(options: argparse.Namespace) -> int:
    """Print the companies that meet a condition. A company whose inputs cannot be read is told; the others go on."""
    from generator.report import screen as report

    gc.enable()  # of each company but a line is kept
    lines: list[Line] = []
    known: dict[str, None] = {}
    refused: list[str] = []
    for number, folder in enumerate(options.folders, start=1):
        progress(f"{number} of {len(options.folders)}: {folder}")
        try:
            line, names = _line(folder, options.period)
        except Refused as error:
            refused += error.lines
            continue
        lines.append(line)
        known |= dict.fromkeys(names)
    progress("")
    for problem in refused:
        print(printable(problem), file=sys.stderr)
    if lines:
        _show(report.screen(lines, options.condition, tuple(known)), options)
    return BAD_INPUT if refused else OK


def _line(folder: Path, period: str) -> tuple[Line, list[str]]:
    """What is known of a company, and the columns that any company might have."""
    from generator.report.audit import audit
    from generator.report.screen import Screened, columns

    found = audit(folder)
    return Screened(real_path(folder).name, found, period).line, columns(found.proof.templates)


def _show(found: Screen, options: argparse.Namespace) -> None:
    from generator.report import export, screen

    columns = list(dict.fromkeys((*screen.ABOUT, *found.columns)))
    table = [tuple(line.get(name) for name in columns) for line in found.lines]
    if options.csv:
        sys.stdout.write(export.as_csv(columns, table).decode("utf-8-sig").replace("\r\n", "\n"))
    elif options.json:
        print_json({"companies": [dict(zip(columns, each, strict=True)) for each in table],
                    "unknown": [line["folder"] for line in found.unknown]})
        return
    else:
        from generator.report.terminal import print_companies

        print_companies(columns, table)
    for line in found.unknown:
        missing = [name for name in found.columns if line.get(name) is None]
        print(printable(f"{line['folder']}: not known, for want of {', '.join(missing)}"), file=sys.stderr)
    for line in found.lines:
        if line["failing"]:
            print(printable(f"{line['folder']}: hard checks fail; see 'quarterbook check'"), file=sys.stderr)
