"""The tutorial's commands, in its order, on small filings in the real form with real figures."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from generator.cli import main
from generator.inputs.load import load_inputs
from tests.conftest import ROOT
from tests.intake.japanese_filing import LINES, write_edinet, write_tdnet
from tests.intake.small_filing import THIRD_QUARTER, YEAR, write_zip
from tests.xbrl.test_taxonomies import JAPANESE, package

pytest.importorskip("generator.xbrl.read")
TEXT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    quarterbook (.+)$", TEXT, re.M)


def test_from_the_download_to_the_workbook_and_the_next_filing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    write_zip(tmp_path / "downloads" / "aapl-10q-2023-07-01.zip", "10-Q", THIRD_QUARTER)
    write_zip(tmp_path / "downloads" / "aapl-10k-2023-09-30.zip", "10-K", YEAR)
    folder, said, first = tmp_path / "inputs" / "apple", [], b""
    quarter = folder / "filings" / "2023-08-04_3q2023.yaml"
    for number, command in enumerate(COMMANDS[:6]):
        assert main(shlex.split(command)) == 0, capsys.readouterr().err
        said.append(" ".join(capsys.readouterr().out.split()))
        assert folder.exists() == (number > 0)  # the first one is a dry run
        first = first or (quarter.read_bytes() if number else b"")
    assert "0 FAIL" in said[1] and "Next: quarterbook build inputs/apple" in said[1]
    assert quarter.read_bytes() == first
    assert (folder / "filings" / "2023-11-03_fy2023.yaml").exists()
    assert (tmp_path / "output" / "apple.xlsx").read_bytes().startswith(b"PK")
    book = load_inputs(folder).book
    [sales] = [fact for fact in book.facts if fact.series[1] == "revenue" and book.when(fact.period) == "FY2023"]
    assert sales.value == 383_285
    # once more: nothing to do
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert main(shlex.split(COMMANDS[4])) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_japanese_filings_and_taxonomies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    write_edinet(tmp_path / "downloads" / "edinet-2q2023.zip")
    write_tdnet(tmp_path / "downloads" / "tdnet-2q2023.zip")
    package(tmp_path / "downloads" / "jppfs.zip", ja=JAPANESE)
    assert len(COMMANDS) == 10
    for command in COMMANDS[6:]:
        assert main(shlex.split(command)) == 0, capsys.readouterr().err
    assert (tmp_path / "output" / "nintendo.xlsx").read_bytes().startswith(b"PK")
    for name, filed in (("nintendo", "2023-11-08"), ("tdnet-nintendo", "2023-11-07")):
        book = load_inputs(tmp_path / "inputs" / name).book
        assert [str(filing.filed) for filing in book.filings] == [filed]
        statement = next(iter(book.statements.values()))
        assert [item.label for item in statement.items.values() if not item.caption] == [
            label for label, *_ in LINES.values()]
        given = {(fact.series[1], book.when(fact.period)): fact.value for fact in book.facts}
        assert sorted(given.values()) == sorted(figure for _, *both in LINES.values() for figure in both)
