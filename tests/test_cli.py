"""The command: what it prints, its exit codes, and that a mistake never costs the old output."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main
from tests.companies import FILED, FILING, changed, write_company
from tests.conftest import IIJ


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A copy of IIJ's folder to spoil."""
    return Path(shutil.copytree(IIJ, tmp_path / "iij"))


def spoil(company: Path, old: str, new: str) -> int:
    """Replace one text in the company's filing; returns its line."""
    path = next((company / "filings").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_build_writes_the_workbook_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"
    assert main(["build", str(IIJ), "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert out.read_bytes().startswith(b"PK")
    assert "Internet Initiative Japan Inc. → " in printed.out
    assert "1,255 facts" in printed.out
    assert " 0 fail" in printed.out
    assert printed.err == ""


def test_the_default_place_is_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", str(write_company(tmp_path / "acme"))]) == 0
    assert (tmp_path / "output" / "acme.xlsx").is_file()


def test_a_mistake_leaves_the_old_output(tmp_path: Path, company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(b"old")
    line = spoil(company, "      trade_receivables:             [41340", "      trade_receivable:              [41340")
    assert main(["build", str(company), "-o", str(out)]) == 2
    assert out.read_bytes() == b"old"
    printed = capsys.readouterr()
    assert printed.out == ""
    message = "unknown line item 'trade_receivable' of 'balance_sheet'; did you mean 'trade_receivables'?"
    assert f"{line}:7: {message}" in printed.err
    assert "1 mistake found; nothing was written" in printed.err


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company = str(write_company(tmp_path / "acme"))
    assert main(["build", company, "-o", str(tmp_path)]) == 2
    assert "a workbook's name ends in .xlsx" in capsys.readouterr().err
    (tmp_path / "folder.xlsx").mkdir()
    assert main(["build", company, "-o", str(tmp_path / "folder.xlsx")]) == 2
    assert "cannot be written: is a folder" in capsys.readouterr().err


def test_check_passes_on_the_true_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(IIJ)]) == 0
    printed = capsys.readouterr().out
    assert "no hard check fails" in printed
    assert "FAIL" not in printed


def test_check_fails_on_a_wrong_figure(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(company, "[41340,      39017]", "[41340,      39071]")
    assert main(["check", str(company)]) == 1
    printed = capsys.readouterr().out
    assert "FAIL" in printed
    assert "Total current assets" in printed


def test_build_with_a_failing_check_says_so_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company = write_company(tmp_path / "acme", {FILED: changed(FILING, "profit: [40, 50]", "profit: [40, 55]")})
    assert main(["build", str(company), "-o", str(tmp_path / "b.xlsx")]) == 0
    assert "a hard check fails" in capsys.readouterr().out
    assert (tmp_path / "b.xlsx").exists()


def test_new_lays_out_a_company_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "acme"]) == 0
    assert main(["build", "inputs/acme"]) == 0
    assert "still to be typed" in capsys.readouterr().out
    assert main(["new", "acme"]) == 2
    assert "already there" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../up", "Acme", "", "a b", "=1"])
def test_new_refuses_odd_names(name: str, tmp_path: Path) -> None:
    assert main(["new", name, "--inputs", str(tmp_path)]) == 2
    assert list(tmp_path.iterdir()) == []


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["build", "--help"], ["check", "--help"], ["new", "--help"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 0
    assert "exit codes" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.strip() == f"quarterbook {__version__}"
