"""Many companies at once, each built in a process of its own: one that fails, or is killed, leaves the others be."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from generator import unchanged
from generator.console import Stopped, any_console
from generator.refused import Refused, reason
from generator.unchanged import Made, Order

BUILT, UNCHANGED, FAILED = "built", "unchanged", "failed"
_BUILDER = "generator.one_build"
"""The module that builds; it is loaded where that is done, and not where nothing has changed."""
_PATIENCE = 5
"""Seconds in which a process that is stopped clears away what it began."""


@dataclass(frozen=True)
class Done:
    """What became of one company: one of the three states above, what was made, or the lines that say why not."""

    order: Order
    state: str
    seconds: float
    made: Made | None = None
    lines: tuple[str, ...] = ()


def cores() -> int:
    """How many processes this one may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_all(orders: Sequence[Order], jobs: int) -> Generator[Done]:
    """Build them all, ``jobs`` at a time; each outcome as soon as it is there.

    What is unchanged needs no process, so that a run that was stopped goes on where it was.
    """
    waiting: deque[Order] = deque()
    for order in orders:
        started = time.perf_counter()
        made = unchanged.made_before(order, unchanged.sources(order.folder))
        if made:
            yield Done(order, UNCHANGED, time.perf_counter() - started, made)
        else:
            waiting.append(order)
    if waiting:
        yield from _in_processes(waiting, jobs)


@dataclass(frozen=True)
class _Work:
    """A company that is being built, and the end of the pipe where its outcome comes out."""

    order: Order
    process: BaseProcess
    pipe: Connection
    started: float

    def outcome(self) -> Done:
        """What the process said; where it ended without a word, how."""
        try:
            found = self.pipe.recv()
        except (EOFError, OSError):
            found = None
        self.pipe.close()
        self.process.join()
        if isinstance(found, Done):
            return found
        return Done(self.order, FAILED, time.perf_counter() - self.started,
                       lines=(f"{self.order.folder}: {_ended(self.process.exitcode or 0)}; nothing was written",))


def _ended(code: int) -> str:
    """How a process ended that said nothing."""
    if code >= 0:
        return f"its process ended with {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return f"its process was ended by {name}{', perhaps for want of memory' * (name == 'SIGKILL')}"


def _in_processes(waiting: deque[Order], jobs: int) -> Iterator[Done]:
    at_work: dict[Connection, _Work] = {}
    context = _context()
    try:
        while waiting or at_work:
            while waiting and len(at_work) < jobs:
                work = _start(context, waiting.popleft())
                at_work[work.pipe] = work
            for ready in wait(list(at_work)):
                yield at_work.pop(cast(Connection, ready)).outcome()
    finally:
        _stop(at_work.values())


def _context() -> BaseContext:
    """How processes begin: as copies of one that has loaded all that a build needs, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_BUILDER])
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # which would let Ctrl-C through again
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()  # it and its copies do not hear Ctrl-C: whoever started them ends them
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return context


def _start(context: BaseContext, order: Order) -> _Work:
    reading, writing = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(order, writing), name=str(order.folder), daemon=True)  # type: ignore[attr-defined]
    process.start()
    writing.close()  # the process alone holds it: when it ends, however that is, the pipe does
    return _Work(order, process, reading, time.perf_counter())


def _stop(works: Iterable[_Work]) -> None:
    """End the processes that are still at work, and let them clear away what they began."""
    works, until = list(works), time.monotonic() + _PATIENCE
    for work in works:
        work.process.terminate()
    for work in works:
        work.process.join(max(until - time.monotonic(), 0))
        if work.process.is_alive():
            work.process.kill()
            work.process.join()


def _work(order: Order, pipe: Connection) -> None:
    """What a process does: it builds one company and says what became of it."""
    with suppress(KeyboardInterrupt, Stopped, BrokenPipeError), any_console():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.disable()
        pipe.send(_built(order))


def _built(order: Order) -> Done:
    started = time.perf_counter()
    try:
        made = import_module(_BUILDER).build(order).made
    except Refused as refused:
        lines = refused.lines
    except OSError as error:
        lines = (f"{error.filename or order.folder}: {reason(error)}",)
    except MemoryError:
        lines = (f"{order.folder}: there is not enough memory; nothing was written",)
    except Exception as error:
        lines = (f"{order.folder}: a mistake of Quarterbook, not of the inputs; please report it with this line: "
                 f"{_where(error)}: {type(error).__name__}: {error}",)
    else:
        return Done(order, BUILT, time.perf_counter() - started, made)
    return Done(order, FAILED, time.perf_counter() - started, lines=lines)


def _where(error: BaseException) -> str:
    """The line of our code where an error was raised."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
