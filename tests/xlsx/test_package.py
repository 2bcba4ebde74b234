"""The file as bytes: the same for the same inputs, every formula with a value, whole or not at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from generator.pipeline import Result
from generator.xlsx.save import replace_file
from tests.conftest import IIJ, ROOT


def test_two_builds_give_the_same_bytes(iij: Result, tmp_path: Path) -> None:
    """The second in another process, with another hash seed, time zone and folder to write to."""
    out = tmp_path / "again.xlsx"
    environment = {**os.environ, "PYTHONHASHSEED": "42", "TZ": "Pacific/Auckland"}
    subprocess.run([sys.executable, "-m", "generator", "build", str(IIJ), "-o", str(out)], cwd=ROOT, check=True,
                   env=environment, capture_output=True)
    assert out.read_bytes() == iij.package


def test_no_formula_is_without_a_value(iij: Result) -> None:
    with zipfile.ZipFile(BytesIO(iij.package)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = package.read(name).decode("utf-8")
                assert text.count("<f>") == len(re.findall(r"</f><v>[^<]*</v>", text)), name


def test_excel_is_asked_to_recalculate_on_load(iij: Result) -> None:
    with zipfile.ZipFile(BytesIO(iij.package)) as package:
        assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")


def test_dates_in_the_package_are_the_filings_own(iij: Result) -> None:
    with zipfile.ZipFile(BytesIO(iij.package)) as package:
        core = package.read("docProps/core.xml").decode("utf-8")
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("2023-11-14T00:00:00Z") == 2


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    backup = replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert backup == tmp_path / "book.backup.xlsx"
    assert backup.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == [backup, path]


def test_the_same_file_again_leaves_the_backup_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    assert replace_file(path, b"old") is None
    backup = replace_file(path, b"new")
    assert backup
    assert replace_file(path, b"new") is None
    assert backup.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path, b"new")


def test_a_write_protected_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write to protected files")
    with pytest.raises(PermissionError):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_link_stays_a_link_and_a_device_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"old")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    replace_file(tmp_path / "link.xlsx", b"new")
    assert (tmp_path / "link.xlsx").is_symlink()
    assert (tmp_path / "real.xlsx").read_bytes() == b"new"
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(OSError, match="is not a file"):
        replace_file(tmp_path / "pipe.xlsx", b"new")
