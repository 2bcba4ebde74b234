"""Whatever the console: no character, closed stream, odd path or signal ends in a traceback."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.console import CannotPrint, any_console
from generator.pipeline import build, build_again
from generator.refused import Refused
from tests.companies import write_company
from tests.conftest import ROOT

PYTHON = [sys.executable, "-m", "generator"]
TEXT = "Acme Ltd. → output · 12 … △1,234 名\udcff"


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_company(tmp_path_factory.mktemp("inputs") / "acme")


def run(*arguments: object, shell: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own; ``shell`` is what stands behind it."""
    command = [*PYTHON, *map(str, arguments)]
    if shell:
        command = ["bash", "-c", f'set -o pipefail; "$@" {shell}', "bash", *command]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                          capture_output=True, check=False)


@pytest.mark.parametrize(("encoding", "shown"), [
    ("ascii", "Acme Ltd. -> output - 12 ... -1,234 ??"), ("cp1252", "Acme Ltd. -> output · 12 … -1,234 ??"),
    ("cp932", "Acme Ltd. → output - 12 … △1,234 名?"), ("utf-8", "Acme Ltd. → output · 12 … △1,234 名?")])
def test_what_a_console_cannot_show_is_replaced(encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    stream = io.TextIOWrapper(out, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    with any_console():
        print(TEXT)
    assert sys.stdout is stream
    assert out.getvalue().decode(encoding) == f"{shown}\n"


def test_a_reader_that_went_away_is_no_error_and_a_full_disk_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for number in (1, 100_000):  # what is held back, and what is not
        monkeypatch.setattr(sys, "stdout", os.fdopen(os.dup(writing), "w"))
        with any_console():
            for _ in range(number):
                print("a line")
        sys.stdout.close()
    os.close(writing)
    if Path("/dev/full").exists():
        monkeypatch.setattr(sys, "stdout", os.fdopen(os.open("/dev/full", os.O_WRONLY), "w"))
        with pytest.raises(CannotPrint, match="no space left on device"), any_console():
            print("a line")
        sys.stdout.close()


def test_streams_that_are_not_there(monkeypatch: pytest.MonkeyPatch, acme: Path, tmp_path: Path) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["build", str(acme), "-o", str(tmp_path / "book.xlsx")]) == 0
    assert main(["check", str(tmp_path / "nowhere")]) == 2


def test_the_command_on_a_console_that_knows_little(acme: Path, tmp_path: Path) -> None:
    """In a process, with all of it at once: ASCII, no locale, no home, no folder for files in passing, no colours."""
    odd = write_company(tmp_path / os.fsdecode("名\n\x1b[31m\udcff".encode("utf-8", "surrogateescape")) / "acme")
    done = run("check", odd, "--all", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", HOME="", TERM="dumb",
               COLUMNS="20", NO_COLOR="1", TMPDIR=str(tmp_path / "nowhere"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii() and b"\x1b" not in done.stdout and b"no hard check fails" in done.stdout


def test_a_pipe_that_closes_early_changes_neither_the_exit_code_nor_says_anything(acme: Path) -> None:
    done = run("check", acme, "--all", "--json", shell="| head -c 10")
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 10, b"")
    done = run("check", acme / "nowhere", shell="2>&- | head -n 1")
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


STOPPED = """\
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell takes from what it starts in the background
import generator.pipeline
from generator.cli import main
def read(*_):
    print("ready", flush=True)
    time.sleep(60)
generator.pipeline.read = read
sys.exit(main(["build", "nowhere"]))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_stopped_says_so_in_a_line(number: signal.Signals, code: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", STOPPED], cwd=ROOT, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    out, said = process.communicate()
    assert (process.returncode, out, said) == (code, b"", b"stopped; no file is half written\n")


def test_paths_that_lead_nowhere_are_told_in_a_line(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.chdir(tmp_path)
    for arguments in (["build", "n" * 300], ["check", "n" * 300], ["build", str(acme), "-o", f"{'n' * 300}.xlsx"],
                      ["build", str(acme), "-o", f"{'n/' * 3000}n.xlsx"], ["diff", "n" * 300, str(acme)],
                      ["add", "n" * 300, "--period", "FY2023"], ["check", str(acme), "--html", f"{'n' * 300}.html"],
                      ["schema", "n" * 300], ["new", "beta", "--inputs", "n" * 300],
                      *(["build", "loop"], ["check", "loop"], ["build", str(acme), "-o", "loop/book.xlsx"]),
                      *(["diff", "loop", str(acme)], ["new", "beta", "--inputs", "loop"], ["schema", "loop"]),
                      ["check", "a\nb\x1b[31m\udcff"]):
        assert main(arguments) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        lines = [line for line in printed.err.splitlines() if not line.startswith("1 mistake found")]
        assert len(lines) == 1 and "\x1b" not in printed.err, lines
    assert [each.name for each in tmp_path.iterdir()] == ["loop"]


def test_no_room_for_files_in_passing_is_told(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build needs none; one that is made again as it was before does."""
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    result = build(acme)
    with pytest.raises(Refused) as refused:
        build_again(acme, result, [filing.key for filing in result.book.filings])
    assert refused.value.lines == ("files in passing cannot be written: no space left on device; nothing was "
                                   "written; TMPDIR names the folder for them",)


def test_a_folder_that_was_deleted_under_the_command(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                     capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(["build", "acme"]) == 2
    assert capsys.readouterr().err == \
        "the folder in which the command was started is no longer there; change into another\n"
    assert main(["build", str(acme), "-o", str(tmp_path / "book.xlsx")]) == 0
