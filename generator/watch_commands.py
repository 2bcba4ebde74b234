"""The command that checks at every save, and shows what the save changed."""

from __future__ import annotations

import argparse
import datetime
import gc
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator import unchanged
from generator.console import Stopped
from generator.refused import Refused, printable

if TYPE_CHECKING:
    from types import FrameType

    from generator.model.problem import Place
    from generator.report.since import Seen

OK = 0
_QUIET = 200
"""Milliseconds without a change after which a save is over: editors write, move and touch in several steps."""
_SETTLING, _PAUSE = 10, 0.1
"""How often a folder is looked at, in which a file is missing just now, and the seconds between."""


def watch(options: argparse.Namespace) -> int:
    """Check at every save, until Ctrl-C. Raises Refused where there is no folder to watch."""
    try:
        import watchfiles
    except ImportError as error:
        raise Refused("watching needs watchfiles: pip install 'quarterbook[watch]'") from error
    from generator.report.since import Seen, see

    gc.enable()  # it goes on for hours
    folder: Path = options.folder
    if not folder.is_dir():
        raise Refused(*see(folder, Seen()).problems)
    with _ended_by_ctrl_c():
        changes = watchfiles.watch(folder, watch_filter=None, step=_QUIET, debounce=5 * _QUIET, yield_on_timeout=True,
                                   rust_timeout=_QUIET)
        next(changes)  # from here on no save is missed
        now, seen, texts = _settled(folder), Seen(), _texts(folder)
        seen = _show(see(folder, seen), seen, f"{folder}, watched until Ctrl-C", None)
        for changed in changes:
            latest = _settled(folder) if changed else now
            if not changed or (latest and latest == now):
                continue
            before, now, texts_before, texts = seen, latest, texts, _texts(folder)
            at = _first_change(texts_before, texts)
            seen = _show(see(folder, before), before, at.file if at else str(folder), at)
            if not folder.is_dir():
                raise Refused(*seen.problems)
    return OK


def _show(now: Seen, before: Seen, title: str, at: Place | None) -> Seen:
    from generator.report.since import table_at, told

    heading = table_at(now, at)[1]
    print(printable(f"{datetime.datetime.now():%H:%M:%S} {title}{f', {heading}' if heading else ''}"))
    for line in told(before, now, at):
        print(f"  {printable(line)}")
    print(flush=True)
    return now


@contextmanager
def _ended_by_ctrl_c() -> Iterator[None]:
    """While a folder is watched: Ctrl-C is how it ends. The watcher takes any signal for that one; Stopped is raised
    where it was another."""
    ended: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        ended.append(number)
        raise Stopped

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        if ended:
            raise Stopped from None
        print()
    finally:
        signal.signal(signal.SIGTERM, before)


def _settled(folder: Path) -> str:
    """The digest of what stands in the folder, once it can be read: a file may just be exchanged for another."""
    for _ in range(_SETTLING):
        if found := unchanged.sources(folder):
            return found.contents
        time.sleep(_PAUSE)
    return ""


def _texts(folder: Path) -> dict[str, list[bytes]]:
    """The lines of each YAML file, by its path."""
    found = {}
    for path in (*folder.glob("*.yaml"), *folder.glob("*/*.yaml")):
        with suppress(OSError):
            if path.is_file():
                found[str(path)] = path.read_bytes().splitlines()
    return found


def _first_change(before: Mapping[str, list[bytes]], now: Mapping[str, list[bytes]]) -> Place | None:
    """Where the text is another than before, the first such line of the first such file."""
    from generator.model.problem import Place

    for file, lines in sorted(now.items()):
        old = before.get(file, [])
        if lines != old:
            same = next((n for n, (one, other) in enumerate(zip(old, lines, strict=False)) if one != other),
                        min(len(old), len(lines)))
            return Place(file, same + 1, 1)
    return None
