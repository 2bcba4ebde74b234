"""The console, whatever it can show and whoever reads it: no character, no closed pipe and no signal is a traceback."""

from __future__ import annotations

import codecs
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, TextIO, cast

_PLAIN = {"→": "->", "…": "...", "·": "-", "−": "-", "–": "-", "△": "-", "▲": "-", "×": "x", "≠": "<>", "≤": "<="}
"""What stands for a character that a console cannot show; for any other, a question mark."""
_ERRORS = "quarterbook.plain"


class Stopped(BaseException):
    """The system asks the process to end."""


class CannotPrint(Exception):
    """What was to be printed cannot be written; the message says why."""


@contextmanager
def any_console() -> Iterator[None]:
    """While a command prints. Standard output and error take every text, and are there; SIGTERM raises Stopped.

    Raises CannotPrint where what they lead to is full or broken; a reader that goes away, as ``| head`` does, is none.
    """
    before = sys.stdout, sys.stderr
    codecs.register_error(_ERRORS, _plain)
    streams = [_ready(stream) for stream in before]
    sys.stdout, sys.stderr = (cast(TextIO, stream) for stream in streams)
    try:
        with _stopping():
            yield
            streams[0].flush()
    finally:
        for stream in streams:
            with suppress(CannotPrint):
                stream.flush()
        sys.stdout, sys.stderr = before


class _Stream:
    """A text stream whose reader may go away: then nothing is written any more, and nobody is told."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._told():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._told():
            self._stream.flush()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            with suppress(OSError, ValueError):  # what is left to be written goes nowhere
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            if not isinstance(error, BrokenPipeError):
                raise CannotPrint((error.strerror or "unknown error").lower()) from error


def _ready(stream: TextIO | None) -> _Stream:
    """A stream that takes every character; one that leads nowhere where the process was started without it."""
    if stream is None or stream.closed:
        stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors=_ERRORS)
    return _Stream(stream)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Characters in place of those that an encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(each, "?") for each in error.object[error.start:error.end]), error.end


@contextmanager
def _stopping() -> Iterator[None]:
    """While SIGTERM raises Stopped, so that what was begun is cleared away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_: int, __: FrameType | None) -> None:
    raise Stopped
