"""The command that builds, one company or many. What has not changed is told before the modules that build are loaded.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import unchanged
from generator.commands import BAD_INPUT, OK, print_json, progress, workbook_of
from generator.console import Stopped
from generator.refused import Refused, printable
from generator.unchanged import Made, Order
from generator.xlsx.save import real_path

if TYPE_CHECKING:
    from generator.many_builds import Done
    from generator.one_build import Build

_NOT_YET: dict[str, Any] = {}
_NOTHING_TO_DO = "unchanged: the same inputs, templates and version; --force builds it anyway"


def build(options: argparse.Namespace) -> int:
    folders: list[Path] = options.folders
    if len(folders) > 1 or options.json:
        return _build_many(_orders(options), options)
    return _build_one(Order(folders[0], options.output or workbook_of(folders[0]),
                            options.fresh, options.replace, options.force), options.quiet)


def begin_with_example(options: argparse.Namespace) -> int:
    """Lay out a copy of an example, build it at once, and say where to look first."""
    from generator.inputs.examples import example_files
    from generator.inputs.new_company import lay_out_company

    files = example_files(options.example)
    folder = lay_out_company(options.name, options.inputs, instead=lambda _: files)
    _build_one(Order(folder, workbook_of(folder)), options.quiet)
    first, second, *_ = files
    print(printable(f"{folder} is a copy of the example {options.example}. Look at {folder / first} and "
                    f"{folder / second}, change a figure and see what says so:"))
    print(printable(f"  quarterbook check {folder}"))
    return OK


def _build_one(order: Order, quiet: bool = False) -> int:
    """Build a workbook and say what it is; ``quiet``: only what was lost of the reader's, and that a check fails."""
    started = time.perf_counter()
    made = unchanged.made_before(order, unchanged.sources(order.folder))
    found: Build | None = None
    if not made:
        from generator import one_build

        found = one_build.build(order, _silence if quiet else progress)
        made = found.made
    if quiet:
        for line in made.carried:
            if line.startswith("note: "):
                print(printable(line))
    else:
        _print_build(order, made, found)
        print(f"  {time.perf_counter() - started:.2f} s")
    if made.hard_fails:
        print(f"{'' if quiet else '  '}a hard check fails: see 'quarterbook check {printable(order.folder)}' or the "
              "Checks sheet")
    return OK


def _silence(_: str) -> None:
    """No progress is shown."""


def _print_build(order: Order, made: Made, found: Build | None) -> None:
    """What has changed since the workbook before, what the new one is, and what was kept; or that all is as it was."""
    if found and found.changes:
        from generator.report.terminal import print_brief

        print_brief(found.changes, order.path)
    _print_made(order, made)
    if not found:
        print(f"  {_NOTHING_TO_DO}")
    elif found.backup:
        print(f"  the previous file: {printable(found.backup)}")
    if made.todo:
        print(f"  {made.todo} figures still to be typed, the first at {made.first_todo}")


def _print_made(order: Order, made: Made) -> None:
    print(f"{made.company} → {printable(order.path)}")
    print(f"  {made.facts:,} facts · {made.formulas:,} formulas · {made.sheets} sheets")
    print(f"  checks: {_counted(made)}")
    for line in made.carried:
        print(f"  {printable(line)}")


def _counted(made: Made) -> str:
    """How many checks are in each state: ``939 exact · 5 round · 0 fail · 11 n.a.``"""
    return " · ".join(f"{count:,} {state.lower()}" for state, count in made.checks.items())


def _orders(options: argparse.Namespace) -> list[Order]:
    """What is built and where it goes, a folder once. Raises Refused where two workbooks would be one file."""
    from generator.xlsx.formats import is_ending

    folders, output = list(dict.fromkeys(options.folders)), options.output or Path("output")
    is_file = is_ending(output.suffix)
    if is_file and len(folders) > 1:
        raise Refused(f"{output}: is the name of one workbook; of several companies -o gives the folder for all")
    orders = [Order(folder, output if is_file else workbook_of(folder, output), options.fresh, options.replace,
                    options.force) for folder in folders]
    seen: dict[str, Path] = {}
    for order in orders:
        first = seen.setdefault(os.fspath(real_path(order.path)).casefold(), order.folder)
        if first != order.folder:
            raise Refused(f"{order.path}: would be the workbook of {first} and of {order.folder}; build one of them "
                          "by itself, with a -o of its own")
    return orders


def _build_many(orders: Sequence[Order], options: argparse.Namespace) -> int:
    """Build them; a line for each that fails, at once, and at the end what became of all."""
    from generator import many_builds
    from generator.report.builds import print_builds, watched

    started, found = time.perf_counter(), dict.fromkeys((order.folder for order in orders), _NOT_YET)
    jobs = options.jobs or many_builds.cores()
    with _counted_when_stopped(found), closing(many_builds.build_all(orders, jobs)) as outcomes, \
            watched(len(orders)) as tell:
        for outcome in outcomes:
            found[outcome.order.folder] = _data(outcome)
            tell(_failure(outcome))
    if options.json:
        print_json(list(found.values()))
    elif not options.quiet:
        print_builds(list(found.values()), time.perf_counter() - started)
    return max((each["exit_code"] for each in found.values()), default=OK)


@contextmanager
def _counted_when_stopped(found: dict[Path, dict[str, Any]]) -> Iterator[None]:
    """While many are built: who stops it learns how far it came."""
    try:
        yield
    except (KeyboardInterrupt, Stopped):
        done = sum(each is not _NOT_YET for each in found.values())
        print(f"{done:,} of {len(found):,} done; the same command goes on from there", file=sys.stderr)
        raise


def _failure(outcome: Done) -> str:
    """The line of a company that failed: its first mistake, and how to see the others."""
    if outcome.made:
        return ""
    folder, first = os.fspath(outcome.order.folder), outcome.lines[0]
    more = len(outcome.lines) - 2
    return ((first if first.startswith(folder) else f"{folder}: {first}")
            + (f" … and {more} more: quarterbook build {folder}" if more > 0 else ""))


def _data(outcome: Done) -> dict[str, Any]:
    """An outcome for programs."""
    made = asdict(outcome.made) if outcome.made else {}
    return {"folder": os.fspath(outcome.order.folder), "workbook": os.fspath(outcome.order.path),
            "state": outcome.state, "exit_code": OK if made else BAD_INPUT, "seconds": round(outcome.seconds, 3),
            "company": made.get("company", ""), "facts": made.get("facts", 0), "todo": made.get("todo", 0),
            "checks": made.get("checks", {}), "hard_check_fails": made.get("hard_fails", False),
            "messages": [*made.get("carried", ()), *outcome.lines]}
