"""The command that aligns columns: proved, all files or none, and nothing that was not read just before."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.inputs.load import load_inputs
from generator.intake.editing import tidy
from generator.refused import Refused
from tests.companies import FILED, FILING, STATEMENTS, changed, write_company

SECOND = changed(changed(FILING, "2023-11-14", "2023-11-15"), "Report for 1H2023", "The same in another report")
NAMES = (FILED, "filings/second.yaml", "statements.yaml")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme", {"filings/second.yaml": SECOND})


def contents(company: Path) -> dict[str, bytes]:
    return {str(path.relative_to(company)): path.read_bytes() for path in sorted(company.rglob("*")) if path.is_file()}


def test_check_tells_and_writes_nothing_and_a_second_run_finds_nothing(company: Path,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    before, facts = contents(company), load_inputs(company).book.facts
    assert main(["fmt", str(company), "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [f"{company / name}: would be aligned" for name in NAMES]
    assert contents(company) == before
    assert main(["fmt", str(company)]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{company / name}: aligned" for name in NAMES]
    assert {name for name, content in contents(company).items() if content != before[name]} == set(NAMES)
    assert [each.figure for each in load_inputs(company).book.facts] == [each.figure for each in facts]
    for options in ([], ["--check"]):
        assert main(["fmt", str(company), *options]) == 0
        assert capsys.readouterr().out == "nothing to align\n"


def test_only_the_files_that_are_named(company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", str(company), str(company / FILED)]) == 0
    assert capsys.readouterr().out == f"{company / FILED}: aligned\n"
    assert (company / "filings/second.yaml").read_text(encoding="utf-8") == SECOND
    for stray in (tmp_path / "other.yaml", company / "filings"):
        assert main(["fmt", str(company), str(stray)]) == 2
        assert capsys.readouterr().err == f"{stray}: is no input of {company}\n"


def test_inputs_that_cannot_be_read_are_told_and_left(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (company / FILED).write_text(changed(FILING, "cash: [10, 15]", "cash: [10, x]"), encoding="utf-8")
    before = contents(company)
    assert main(["fmt", str(company)]) == 2
    assert f"{company / FILED}:14:18: " in capsys.readouterr().err
    assert contents(company) == before


@pytest.mark.parametrize(("old", "new"), [("120", "210"), ("costs", "other"), ("(60)", '"(60)"')])
def test_what_would_say_anything_else_is_refused(old: str, new: str, company: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the aligning had a mistake; quotes too stay as they were typed, although the figure is the same."""
    before = contents(company)
    monkeypatch.setattr(tidy, "aligned", lambda text: text.replace(old, new) if text == FILING else text)
    with pytest.raises(Refused, match="it would not say the same any more"):
        tidy.find(company)
    assert contents(company) == before


def test_a_row_that_moves_is_refused(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures on other lines: every place in the workbook's notes would be another."""
    monkeypatch.setattr(tidy, "aligned", lambda text: "\n" + text if text == STATEMENTS else text)
    with pytest.raises(Refused, match=r"statements\.yaml: aligned, it would not say the same"):
        tidy.find(company)


def test_all_are_written_or_none(company: Path) -> None:
    before, changes = contents(company), tidy.find(company)
    (company / "statements.yaml").chmod(0o444)
    with pytest.raises(Refused, match="write-protected; nothing was written"):
        tidy.write(changes)
    assert contents(company) == before
    (company / "statements.yaml").chmod(0o644)
    (company / "statements.yaml").write_text(STATEMENTS + "# saved meanwhile\n", encoding="utf-8")
    with pytest.raises(Refused, match="was changed meanwhile; nothing was written"):
        tidy.write(changes)
    assert contents(company) == {**before, "statements.yaml": (STATEMENTS + "# saved meanwhile\n").encode()}
