"""The command builds over a touched workbook: what it prints, what it refuses, and that no moment loses a file."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.xlsx.save import replace_file
from tests.companies import write_company
from tests.conftest import ROOT
from tests.fuzz import Fuzz
from tests.merge.conftest import NEXT
from tests.touched import Touched


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme")


def built(company: Path, out: Path, *options: str) -> int:
    return main(["build", str(company), "-o", str(out), *options])


def test_two_builds_in_a_row_give_the_same_bytes_and_no_backup(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "book.xlsx"
    assert built(company, out) == 0
    first = out.read_bytes()
    assert built(company, out, "--force") == 0
    assert out.read_bytes() == first
    assert not (tmp_path / "book.backup.xlsx").exists()


def test_a_touched_book_is_merged_and_the_previous_file_kept(company: Path, tmp_path: Path,
                                                              capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"
    assert built(company, out) == 0
    touched = Touched(out.read_bytes())
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    touched.type_in("Facts", "H5", "1001")
    out.write_bytes(touched.saved())
    write_company(company, NEXT)
    capsys.readouterr()
    assert built(company, out) == 0
    printed = capsys.readouterr().out
    assert "carried over: 1 sheet of yours: My Model" in printed
    assert "follows its fact: My Model!A1: ='Income Statement'!Q9 → ='Income Statement'!Q10" in printed
    assert "typed over: Facts!H5: parameter scale: 1001 typed over, filing says 1000000" in printed
    assert f"the previous file: {tmp_path / 'book.backup.xlsx'}" in printed
    assert (tmp_path / "book.backup.xlsx").read_bytes() == touched.saved()
    assert openpyxl.load_workbook(out)["My Model"]["A1"].value == "='Income Statement'!Q10"


def test_what_would_be_lost_is_refused_and_fresh_starts_over(company: Path, tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"
    assert built(company, out) == 0
    fresh = out.read_bytes()
    touched = Touched(fresh)
    touched.type_in("Income Statement", "Q9", "-75")
    out.write_bytes(touched.saved())
    capsys.readouterr()
    assert built(company, out) == 2
    printed = capsys.readouterr()
    assert "Income Statement!Q9 (costs 1H2023): =Facts!" in printed.err
    assert "nothing was written; --fresh starts over" in printed.err
    assert printed.out == ""
    assert out.read_bytes() == touched.saved()
    assert sorted(each.name for each in tmp_path.iterdir()) == [".book.xlsx.made", "acme", "book.xlsx"]
    assert built(company, out, "--fresh") == 0
    assert out.read_bytes() == fresh
    assert (tmp_path / "book.backup.kept.xlsx").read_bytes() == touched.saved()


def test_a_foreign_file_is_left_alone(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, other = tmp_path / "book.xlsx", io.BytesIO()
    openpyxl.Workbook().save(other)
    for content in (other.getvalue(), b"not a workbook"):
        out.write_bytes(content)
        assert built(company, out) == 2
        assert "the file that is there" in capsys.readouterr().err
        assert out.read_bytes() == content
    assert not (tmp_path / "book.backup.xlsx").exists()


WRITER = """\
import sys
from pathlib import Path
from generator.xlsx.save import replace_file
path, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number = (number + 1) % 250
    replace_file(path, bytes([number]) * size)
    print(number, flush=True)
"""


@pytest.mark.fuzz
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path, fuzz: Fuzz) -> None:
    """Each file is one byte repeated: a torn one would be shorter or hold two. The backup is whole as well.

    The writer is killed during one of the writes after the first few, however long the machine takes for one.
    """
    size, path = 2_000_000, tmp_path / "book.xlsx"
    replace_file(path, b"\xff" * size)
    rng, seen = fuzz.dice(11), set()
    for _ in range(fuzz.times(25)):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(size)], cwd=ROOT,
                                  stdout=subprocess.PIPE)
        assert writer.stdout
        assert writer.stdout.readline() == b"ready\n"
        started, writes = time.monotonic(), rng.randint(0, 9)
        assert [writer.stdout.readline() for _ in range(writes)] == [b"%d\n" % (n + 1) for n in range(writes)]
        time.sleep(rng.uniform(0.0, 1.5) * (time.monotonic() - started) / max(writes, 1))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        for each in tmp_path.glob("*.xlsx"):
            content = each.read_bytes()
            assert len(content) == size, each
            assert content == content[:1] * size, each
        seen.add(path.read_bytes()[0])
    assert len(seen) > 5  # it was killed while it worked


@pytest.mark.fuzz
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_file(company: Path, tmp_path: Path,
                                                                     fuzz: Fuzz) -> None:
    out = tmp_path / "book.xlsx"
    assert built(company, out) == 0
    touched = Touched(out.read_bytes())
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    old = touched.saved()
    out.write_bytes(old)
    write_company(company, NEXT)
    command = [sys.executable, "-m", "generator", "build", str(company), "-o", str(out)]
    started = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    taken, new = time.monotonic() - started, out.read_bytes()
    assert new != old
    rng, seen = fuzz.dice(5), set()
    for number in range(fuzz.times(5)):
        out.write_bytes(old)
        build = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half of them near the end, where the file is written; the first early, also where builds are faster by now.
        time.sleep(taken * (rng.uniform(0.1, 0.9) if number % 2 else rng.uniform(0.9, 1.1) if number else 0.05))
        os.kill(build.pid, signal.SIGKILL)
        build.wait()
        assert out.read_bytes() in (old, new)
        seen.add(out.read_bytes() == new)
    assert False in seen
