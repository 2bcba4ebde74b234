"""Many companies in one command: each for itself, whatever becomes of the others."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from generator import many_builds
from generator.cli import main
from generator.many_builds import BUILT, FAILED, UNCHANGED
from generator.unchanged import Order
from tests.companies import FILED, FILING, changed, write_company
from tests.conftest import ROOT
from tests.fuzz import Fuzz
from tests.random_company import many_companies

COMMAND = [sys.executable, "-c", """\
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell takes from what it starts in the background
from generator.cli import main
print("ready", flush=True)
sys.exit(main(sys.argv[1:]))
""", "build"]


def acmes(folder: Path, *names: str) -> list[Path]:
    return [write_company(folder / name) for name in names]


def build(companies: list[Path], out: Path, *options: str) -> int:
    return main(["build", *map(str, companies), "-o", str(out), *options])


def states(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    return {Path(each["folder"]).name: each["state"] for each in json.loads(capsys.readouterr().out)}


@pytest.mark.fuzz
def test_companies_of_all_habits_are_built_and_proved(tmp_path: Path, fuzz: Fuzz,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    companies = many_companies(tmp_path / "inputs", fuzz.dice("many"), fuzz.times(5))
    assert build(companies, tmp_path / "books", "--jobs", "2", "--json") == 0
    for company, said in zip(companies, json.loads(capsys.readouterr().out), strict=True):
        assert (said["folder"], said["state"], said["checks"]["FAIL"]) == (str(company), BUILT, 0), said
        assert said["checks"]["EXACT"] > 200
        assert openpyxl.load_workbook(said["workbook"])["Checks"]


def test_one_that_fails_is_a_line_and_the_others_are_written(tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    wrong = changed(changed(FILING, "revenue: [100, 120]", "revenue: [100, x]"), "cash: [10, 15]", "cash: [10, y]")
    bad = write_company(tmp_path / "bad", {FILED: wrong})
    failing = write_company(tmp_path / "failing", {FILED: changed(FILING, "profit: [40, 50]", "profit: [40, 55]")})
    companies = [*acmes(tmp_path, "first"), bad, failing, tmp_path / "nowhere", *acmes(tmp_path, "last")]
    assert build(companies, tmp_path / "books", "--jobs", "2") == 2
    printed = capsys.readouterr()
    lines = sorted(printed.err.splitlines())
    assert [line.startswith(start) for line, start in zip(lines, (
        f"{bad / FILED}:7:22: ", f"{tmp_path / 'nowhere'}: there is no such folder"), strict=True)] == [True, True]
    assert lines[0].endswith(f" … and 1 more: quarterbook build {bad}")
    assert "5 companies: 3 built · 2 failed · a hard check fails in 1 · " in printed.out
    assert sorted(each.name for each in (tmp_path / "books").glob("*.xlsx")) == \
        ["failing.xlsx", "first.xlsx", "last.xlsx"]
    assert build([companies[0], failing], tmp_path / "books") == 0
    assert "2 unchanged · a hard check fails in 1" in capsys.readouterr().out


def test_what_is_unchanged_starts_no_process(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    companies = acmes(tmp_path, "one", "two")
    assert build(companies, tmp_path / "books", "--json") == 0
    assert states(capsys) == {"one": BUILT, "two": BUILT}
    monkeypatch.setattr(many_builds, "_in_processes", None)
    assert build(companies, tmp_path / "books", "--json") == 0
    assert states(capsys) == {"one": UNCHANGED, "two": UNCHANGED}


def killed_by(name: str, number: signal.Signals) -> threading.Thread:
    """Kills the process that builds the company in a folder as soon as there is one."""
    def kill() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for each in multiprocessing.active_children():
                if each.name == name and each.pid:
                    os.kill(each.pid, number)
                    return
            time.sleep(0.001)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_company_whose_process_is_killed_leaves_the_others(number: signal.Signals, tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    companies = acmes(tmp_path, "one", "two", "three")
    thread = killed_by(str(companies[1]), number)
    assert build(companies, tmp_path / "books", "--jobs", "2", "--json") == 2
    thread.join()
    printed = capsys.readouterr()
    assert [each["state"] for each in json.loads(printed.out)] == [BUILT, FAILED, BUILT]
    assert f"{companies[1]}: its process was ended by {number.name}" in printed.err
    assert build(companies, tmp_path / "books", "--json") == 0
    assert states(capsys) == {"one": UNCHANGED, "two": BUILT, "three": UNCHANGED}


def test_a_mistake_of_the_tool_is_told_as_one_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    order = Order(tmp_path / "acme", tmp_path / "book.xlsx")
    monkeypatch.setattr("generator.one_build.build", broken)
    line, = many_builds._built(order).lines
    assert line.startswith(f"{tmp_path / 'acme'}: a mistake of Quarterbook, not of the inputs; please report it")
    assert "test_many_builds.py:" in line and line.endswith("ZeroDivisionError: by nothing")


def test_two_workbooks_in_one_place_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = acmes(tmp_path / "one", "acme") + acmes(tmp_path / "other", "Acme")
    assert build([one, other], tmp_path / "books") == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'books' / 'Acme.xlsx'}: would be the workbook of {one} and")
    assert build([one, other], tmp_path / "book.xlsx") == 2
    assert "is the name of one workbook" in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["one", "other"]


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "²"])
def test_without_a_process_nothing_is_built(jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build(acmes(tmp_path, "one", "two"), tmp_path / "books", f"--jobs={jobs}")
    assert stopped.value.code == 2
    assert f"'{jobs}' is not a number above zero" in capsys.readouterr().err


def written(books: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in books.glob("*.xlsx")}


def started(companies: list[Path], books: Path, *options: str) -> subprocess.Popen[bytes]:
    """The command in a session of its own, as a shell starts it."""
    process = subprocess.Popen([*COMMAND, *map(str, companies), "-o", str(books), "--jobs", "2", *options], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    return process


def until(found: Iterator[bool]) -> None:
    for is_there in found:
        if is_there:
            return
        time.sleep(0.005)


@pytest.mark.fuzz
def test_ctrl_c_at_any_moment_ends_all_processes_without_a_traceback(tmp_path: Path, fuzz: Fuzz) -> None:
    """A terminal tells it to every process."""
    companies, books, rng = acmes(tmp_path, "one", "two", "three"), tmp_path / "books", fuzz.dice(19)
    for _ in range(fuzz.times(3)):
        process = started(companies, books, "--force")
        time.sleep(rng.uniform(0.01, 2.5))
        with suppress(ProcessLookupError):  # it may have been done by then
            os.killpg(process.pid, signal.SIGINT)
        out, said = (each.decode() for each in process.communicate())
        assert (process.returncode == 130 and said.endswith("stopped; no file is half written\n")
                and said.count("\n") <= 2) or (process.returncode == 0 and "3 built" in out), said
        assert not list(books.glob(".*.part"))


def test_stopped_and_started_again_it_goes_on_where_it_was(tmp_path: Path,
                                                          capsys: pytest.CaptureFixture[str]) -> None:
    companies, books = acmes(tmp_path, "one", "two", "three", "four", "five", "six"), tmp_path / "books"
    process = started(companies, books)
    until(len(list(books.glob(".*.made"))) > 1 or process.poll() is not None for _ in iter(int, 1))
    process.send_signal(signal.SIGTERM)
    out, said = process.communicate()
    assert (process.returncode, out) == (143, b"")
    lines = said.decode().splitlines()
    assert lines[-2].endswith(" of 6 done; the same command goes on from there") and "stopped;" in lines[-1]
    before = {each: each.stat().st_ino for each in books.glob("*.xlsx")}
    done = [each.name for each in books.glob(".*.made")]
    assert not list(books.glob(".*.part"))
    assert build(companies, books, "--json") == 0
    found = states(capsys)
    assert len(done) < 6 and list(found.values()).count(UNCHANGED) == len(done)
    assert {each: each.stat().st_ino for each in before if f".{each.name}.made" in done} == \
        {each: number for each, number in before.items() if f".{each.name}.made" in done}
    assert len(written(books)) == 6


@pytest.mark.fuzz
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_killed_at_any_moment_each_workbook_is_the_old_or_the_new_one(tmp_path: Path, fuzz: Fuzz) -> None:
    companies, books, rng = acmes(tmp_path, "one", "two", "three"), tmp_path / "books", fuzz.dice(17)
    assert build(companies, books) == 0
    old = written(books)
    for company in companies:
        (company / FILED).write_text(changed(FILING, "cash: [10, 15]", "cash: [11, 15]"), encoding="utf-8")
    begun = time.monotonic()
    assert started(companies, books).wait() == 0
    taken, new = time.monotonic() - begun, written(books)
    backups = {name: content for name, content in new.items() if "backup" in name}
    for _ in range(fuzz.times(3)):
        for name, content in old.items():
            (books / name).write_bytes(content)
        process = started(companies, books)
        time.sleep(taken * rng.uniform(0.2, 1.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for name in old:
            assert (books / name).read_bytes() in (old[name], new[name])
    assert started(companies, books).wait() == 0
    assert {name: content for name, content in written(books).items() if name in old} == \
        {name: content for name, content in new.items() if name in old}
    assert set(written(books).values()) <= {*old.values(), *new.values()} and backups
    assert not list(books.glob(".*.part"))


def test_two_commands_at_once_leave_whole_files(tmp_path: Path) -> None:
    companies, books = acmes(tmp_path, "one", "two", "three"), tmp_path / "books"
    both = [started(companies, books, "--force") for _ in range(2)]
    ended = [(each.communicate()[1].decode(), each.returncode) for each in both]
    for said, code in ended:
        assert code in (0, 2), said
        assert all("was changed while the workbook was built" in line for line in said.splitlines()), said
    alone = started(companies, tmp_path / "alone")
    alone.communicate()
    assert written(books) == written(tmp_path / "alone")
    assert not list(books.glob(".*.part"))
