"""The command that aligns the columns of the input files: find, prove, write, exit code."""

from __future__ import annotations

import argparse

from generator.refused import printable

OK, WOULD_CHANGE = 0, 1


def fmt(options: argparse.Namespace) -> int:
    from generator.intake.editing.tidy import find, write

    found = find(options.folder, options.files)
    if not options.check:
        write(found)
    for path in found:
        print(printable(f"{path}: {'would be aligned' if options.check else 'aligned'}"))
    if not found:
        print("nothing to align")
    return WOULD_CHANGE if found and options.check else OK
