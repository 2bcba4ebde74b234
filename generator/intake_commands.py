"""The command that brings in a filing's own data: read, call, print, exit code."""

from __future__ import annotations

import argparse

from generator.commands import OK, print_json, progress


def bring(options: argparse.Namespace) -> int:
    from generator.intake.bring_in import bring_in

    brought = bring_in(options.files, options.company, dry_run=options.dry_run, filed=options.filed,
                       title=options.title, taxonomies=options.taxonomy,
                       progress=(lambda _: None) if options.quiet else progress)
    if options.json:
        print_json(brought.as_data())
    else:
        from generator.intake.show import print_brought

        print_brought(brought)
    return OK
