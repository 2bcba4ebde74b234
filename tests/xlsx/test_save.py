"""Files are written whole or not at all, and what stood in their place is kept."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.xlsx.save import KEPT, FileChanged, make_folder, replace_file, write_file, write_files
from tests.companies import write_company
from tests.conftest import ROOT


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_backups_are_numbered_and_the_newest_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    (tmp_path / "book.backup.old.xlsx").write_bytes(b"a reader's own")
    backups = [replace_file(path, b"%d" % number) for number in range(KEPT + 3)]
    assert backups[:3] == [None, tmp_path / "book.backup.xlsx", tmp_path / "book.backup.2.xlsx"]
    assert [each.read_bytes() for each in backups if each and each.exists()] == \
        [b"%d" % number for number in range(2, KEPT + 2)]  # the first two made room
    assert (tmp_path / "book.backup.old.xlsx").exists()
    assert len(names(tmp_path)) == KEPT + 2


def test_a_backup_that_someone_worked_on_stays(tmp_path: Path) -> None:
    path, first = tmp_path / "book.xlsx", tmp_path / "book.backup.xlsx"
    for number in range(3):
        replace_file(path, b"%d" % number)
    first.write_bytes(b"worked on")
    for number in range(2 * KEPT):
        replace_file(path, b"later %d" % number)
    assert first.read_bytes() == b"worked on"
    assert len(names(tmp_path)) == KEPT + 2  # and the workbook


def test_what_must_be_kept_for_ever_is(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"work")
    assert replace_file(path, b"a", for_ever=True) == tmp_path / "book.backup.kept.xlsx"
    assert replace_file(path, b"b", for_ever=True) == tmp_path / "book.backup.kept.2.xlsx"
    assert (tmp_path / "book.backup.kept.xlsx").read_bytes() == b"work"


def test_a_change_at_the_last_moment_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone saves while the new file is written to the disk."""
    path, flush = tmp_path / "book.xlsx", os.fsync
    path.write_bytes(b"old")

    def saved_meanwhile(handle: int) -> None:
        flush(handle)
        path.write_bytes(b"saved")

    monkeypatch.setattr(os, "fsync", saved_meanwhile)
    with pytest.raises(FileChanged):
        replace_file(path, b"new", lambda now: now == b"old")
    assert path.read_bytes() == b"saved"
    assert names(tmp_path) == ["book.xlsx"]


def test_rights_stay_and_another_name_of_the_file_keeps_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.link(path, tmp_path / "snapshot.xlsx")
    before = path.stat()
    backup = replace_file(path, b"new")
    assert backup
    for each in (path, backup):
        assert (each.stat().st_mode, each.stat().st_uid, each.stat().st_gid) == \
            (before.st_mode, before.st_uid, before.st_gid)
    assert (tmp_path / "snapshot.xlsx").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    os.chown(path, 1234, 2345)
    replace_file(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_a_new_file_has_the_rights_of_one(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "page.html", "new")
        make_folder(tmp_path / "acme", {"company.yaml": "name: Acme"})
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "acme").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "acme" / "company.yaml").stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_no_half_file_and_no_half_folder(tmp_path: Path, full_disk: None,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="No space"):
        write_file(tmp_path / "page.html", "new")
    assert main(["new", "acme", "--inputs", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'acme'}: cannot be written: no space left on device\n"
    assert names(tmp_path) == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"
    acme = write_company(tmp_path / "inputs" / "acme")
    assert main(["add", str(acme), "--period", "3Q2023", "--filed", "2024-02-13"]) == 2
    assert names(acme / "filings") == ["2023-11-14.yaml"]


def test_nothing_takes_the_place_of_what_is_there_already(tmp_path: Path) -> None:
    write_file(tmp_path / "a.yaml", "first", is_new=True)
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a.yaml", "second", is_new=True)
    (tmp_path / "acme").mkdir()
    with pytest.raises(FileExistsError):
        make_folder(tmp_path / "acme", {"company.yaml": ""})
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert main(["new", "link", "--inputs", str(tmp_path)]) == 2
    assert names(tmp_path) == ["a.yaml", "acme", "link"]
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "first"


HOLDER = """\
import sys, time
from pathlib import Path
import generator.xlsx.save as save
with save._beside(Path(sys.argv[1]), b"at work", Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_run_left_is_cleared_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    others = [".book.xlsx.mine.part", ".other.xlsx.abcd1234.part", "book.xlsx.abcd1234.part"]
    for name in others:
        (tmp_path / name).write_bytes(b"not of this file, or not of this tool")
    holders = [subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
               for _ in range(2)]
    for each in holders:
        assert each.stdout
        assert each.stdout.readline() == b"ready\n"
    killed, running = holders
    killed.kill()
    killed.communicate()
    assert len(list(tmp_path.glob(".book.xlsx.????????.part"))) == 2
    replace_file(path, b"new")
    left = list(tmp_path.glob(".book.xlsx.????????.part"))
    running.kill()
    running.communicate()
    assert [each.read_bytes() for each in left] == [b"at work"]
    replace_file(path, b"newer")
    assert names(tmp_path) == sorted(["book.backup.xlsx", "book.xlsx", *others])
    (tmp_path / ".acme.abcd1234.part").mkdir()
    (tmp_path / ".acme.abcd1234.part" / "company.yaml").touch()
    make_folder(tmp_path / "acme", {})
    assert not (tmp_path / ".acme.abcd1234.part").exists()


def test_a_name_that_leaves_no_room_for_a_part_is_written(tmp_path: Path) -> None:
    write_file(tmp_path / f"{'名' * 80}.html", "page")
    write_file(tmp_path / f"{'名' * 80}.html", "page again")
    assert len(names(tmp_path)) == 1


def test_several_files_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, last = (tmp_path / name for name in ("old", "new", "last"))
    old.write_bytes(b"old")
    last.write_bytes(b"last")
    before, after = {old: b"old", last: b"last"}, {old: b"old 2", new: b"new 2", last: b"last 2"}

    def failing(path: Path, content: str | bytes, is_new: bool = False) -> None:
        if content == b"last 2":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write_file(path, content, is_new)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr("generator.xlsx.save.write_file", failing)
        write_files(after, before)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old": b"old", "last": b"last"}
    write_files(after, before)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == after


@pytest.mark.parametrize("name", ["read", "new"])
def test_of_several_files_one_that_changed_since_is_named(tmp_path: Path, name: str) -> None:
    first, changed = tmp_path / "first", tmp_path / name
    first.write_bytes(b"1")
    changed.write_bytes(b"someone else's")
    before = {first: b"1"} | ({changed: b"as read"} if name == "read" else {})
    with pytest.raises(FileChanged) as raised:
        write_files({first: b"2", changed: b"2"}, before)
    assert raised.value.path == changed
    assert (first.read_bytes(), changed.read_bytes()) == (b"1", b"someone else's")


def test_what_someone_put_there_while_several_were_written_stays(tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1")

    def late(path: Path, content: str | bytes, is_new: bool = False) -> None:
        if path == second:
            second.write_bytes(b"someone else's")
        write_file(path, content, is_new)

    with monkeypatch.context() as patch, pytest.raises(FileExistsError):
        patch.setattr("generator.xlsx.save.write_file", late)
        write_files({first: b"2", second: b"2"}, {first: b"1"})
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"someone else's")
