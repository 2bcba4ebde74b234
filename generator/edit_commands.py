"""The command that takes figures typed over in a workbook back into the filings: show, ask, write, prove."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from generator.commands import BAD_INPUT, OK, print_json
from generator.refused import Refused, printable

if TYPE_CHECKING:
    from generator.intake.edit_back import Edit, Edits
    from generator.model.book import Book


def edit_back(options: argparse.Namespace) -> int:
    from generator.checks.proof import Proof
    from generator.history.diff import changes
    from generator.history.snapshot import snapshot
    from generator.inputs.load import load_inputs
    from generator.intake.edit_back import find_edits, write_back

    inputs = load_inputs(options.folder)
    proof = Proof(inputs.book, inputs.templates)
    found = find_edits(options.workbook, proof, options.correct)
    if not options.json:
        _show(found, inputs.book, options.correct)
    written = bool(found.edits) and not options.dry_run and (options.yes or _asked(options, len(found.edits)))
    if written:
        after = write_back(options.folder, inputs, found.edits, options.correct)
        turned = changes(snapshot(proof), snapshot(Proof(after.book, after.templates)))
        if not options.json:
            from generator.report.terminal import print_changes

            print_changes(turned)
    if options.json:
        print_json(_data(found, inputs.book, written))
    elif written:
        print(printable(f"written; build anew: quarterbook build {options.folder}"))
    elif found.edits:
        print("nothing was written")
    return BAD_INPUT if found.left else OK


def _show(found: Edits, book: Book, why: str) -> None:
    for edit in found.edits:
        print(printable(f"{edit.place}: {_what(edit, book)}: {edit.old or 'nothing'} -> {edit.new}"
                        f"{f' as a correction: {why}' if why else ''}  ({edit.cell})"))
    for line in found.left:
        print(printable(f"left: {line}"), file=sys.stderr)
    if not found.edits:
        print("no figure on Facts differs from the inputs")


def _asked(options: argparse.Namespace, count: int) -> bool:
    """Whether whoever sits at the terminal says yes. Raises Refused where nobody does."""
    if options.json or not sys.stdin.isatty():
        raise Refused("nobody is there to ask, so nothing was written; --yes writes what is shown")
    figures = "this figure" if count == 1 else f"these {count} figures"
    return input(f"Write {figures} into the filings? [y/N] ").strip().lower() in ("y", "yes")


def _what(edit: Edit, book: Book) -> str:
    statement, item, member = edit.fact.series
    return f"{statement}.{item}{'@' + member if member else ''} {book.when(edit.fact.period)}"


def _data(found: Edits, book: Book, written: bool) -> dict[str, Any]:
    return {"written": written,
            "figures": [{"cell": edit.cell, "file": edit.place.file, "line": edit.place.line,
                         "column": edit.place.column, "figure": _what(edit, book), "old": edit.old, "new": edit.new}
                        for edit in found.edits],
            "left": found.left}
