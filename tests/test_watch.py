"""The command that checks at every save, driven as an editor and a terminal would."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from generator.cli import main
from generator.report.since import Seen, see, told
from tests.companies import FILED, FILING, changed, write_company
from tests.conftest import ROOT

WATCH = """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell takes from what it starts in the background
from generator.cli import main
sys.exit(main(["watch", sys.argv[1]]))
"""
WRONG = changed(FILING, "profit: [40, 50]", "profit: [40, 55]")
STATES = "  7 exact · 0 round · 0 fail · 0 n.a."
FAILS = "  6 exact · 0 round · 1 fail · 0 n.a."


class Watching:
    """The command in a process, and what it prints, a passage at a time."""

    def __init__(self, company: Path) -> None:
        self.file = company / FILED
        self.process = subprocess.Popen([sys.executable, "-c", WATCH, str(company)], cwd=ROOT, text=True,
                                        encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env={**os.environ, "PYTHONUTF8": "1"})
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def shown(self) -> list[str]:
        """The next passage, without the time at which it was shown."""
        lines: list[str] = []
        while line := self._lines.get(timeout=60):
            lines.append(re.sub(r"^\d\d:\d\d:\d\d ", "", line))
        return lines

    def is_quiet(self) -> bool:
        time.sleep(1)
        return self._lines.empty()

    def save(self, text: str) -> None:
        """As an editor does that writes a new file and moves it over the old one."""
        new = self.file.with_name(f".{self.file.name}.swp")
        new.write_text(text, encoding="utf-8")
        new.replace(self.file)


@contextmanager
def watching(company: Path) -> Iterator[Watching]:
    found = Watching(company)
    try:
        yield found
    finally:
        found.process.kill()
        found.process.communicate()


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme")


def test_each_save_shows_what_it_changed_and_nothing_else(company: Path) -> None:
    with watching(company) as watch:
        assert watch.shown() == [f"{company}, watched until Ctrl-C", STATES]
        watch.save(WRONG)
        head, fails, counts = watch.shown()
        assert head == f"{company / FILED}, Profit or loss"
        assert fails.startswith("  FAIL   ") and fails.endswith("(was EXACT)") and "difference -5" in fails
        assert counts == FAILS
        watch.save(changed(WRONG, "cash: [10, 15]", "cash: [10, 15]  # read again"))
        assert watch.shown() == [f"{company / FILED}, Financial position", "  no check turned", FAILS]
        watch.save(FILING)
        head, mended, counts = watch.shown()
        assert mended.startswith("  EXACT  ") and mended.endswith("(was FAIL)") and counts == STATES


def test_a_mistake_half_way_is_told_where_it_is_and_that_it_went(company: Path) -> None:
    with watching(company) as watch:
        watch.shown()
        watch.save(FILING.replace("cash: [10, 15]", "cash: [10, 1"))
        _, *new, waits = watch.shown()
        assert all(line.startswith("  new    ") and "not valid YAML" in line for line in new) and new
        assert waits == "  1 mistake; the checks wait until there is none"
        watch.save("# moved down\n" + FILING.replace("cash: [10, 15]", "cash: [10, 1"))
        assert watch.shown()[1:] == [waits]  # it only stands a line further down
        watch.save(WRONG)
        _, gone, fails, counts = watch.shown()
        assert gone.startswith("  gone   ") and "not valid YAML" in gone
        assert fails.startswith("  FAIL   ") and counts == FAILS


def test_a_save_in_pieces_and_one_that_changes_nothing(company: Path) -> None:
    with watching(company) as watch:
        watch.shown()
        with watch.file.open("w", encoding="utf-8") as file:  # emptied, then written in two
            for piece in (WRONG[:200], WRONG[200:]):
                file.write(piece)
                file.flush()
                time.sleep(0.05)
        while watch.shown()[-1] != FAILS:  # on a busy machine the first piece may be seen by itself
            assert watch.process.poll() is None
        watch.save(WRONG)
        os.utime(watch.file)
        (company / "filings" / ".2023-11-14.yaml.swp").touch()
        (company / "filings" / ".2023-11-14.yaml.swp").unlink()
        assert watch.is_quiet()
        text = watch.file.read_bytes()
        watch.file.unlink()
        assert any("no filing here" in line for line in watch.shown())
        watch.file.write_bytes(text)
        assert watch.shown()[-1] == FAILS


@pytest.mark.parametrize(("number", "code", "said"), [
    (signal.SIGINT, 0, ""), (signal.SIGTERM, 143, "stopped; no file is half written\n")])
def test_it_is_ended_by_a_signal_without_a_traceback(number: signal.Signals, code: int, said: str,
                                                     company: Path) -> None:
    with watching(company) as watch:
        watch.shown()
        watch.process.send_signal(number)
        assert watch.process.wait(timeout=60) == code
        assert watch.process.stderr and watch.process.stderr.read() == said


def test_a_folder_that_is_not_there_or_goes_away(company: Path, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    with watching(company) as watch:
        watch.shown()
        company.rename(tmp_path / "moved")
        assert watch.process.wait(timeout=60) == 2
        assert watch.process.stderr and "there is no such folder" in watch.process.stderr.read()


def test_the_table_being_typed_comes_first(tmp_path: Path) -> None:
    """Both tables go wrong at once: whichever changed is told first."""
    company = write_company(tmp_path / "acme")
    before = see(company, Seen())
    both = changed(WRONG, "total_assets: [100, 110]", "total_assets: [100, 119]")
    (company / FILED).write_text(both, encoding="utf-8")
    now = see(company, before)
    lines = both.splitlines()
    for row, differs in (("profit: [40, 55]", "difference 5"), ("total_assets: [100, 119]", "difference 9")):
        line = next(number for number, text in enumerate(lines, start=1) if row in text)
        place = next(fact.place for fact in now.audit.book.facts if fact.place.line == line) if now.audit else None
        first, *_ = told(before, now, place)
        assert first.startswith("FAIL ") and differs in first.replace("-", "")
