"""``quarterbook import``: what it prints for people and for programs, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.intake import bring_in as door
from generator.intake.bring_in import put_in
from generator.intake.show import print_brought
from generator.refused import Refused
from tests.intake.drafts import INCOME, Lines, apple, reports


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's place; the stages before writing give Apple's third quarter without its research costs."""
    def brought(paths: object, folder: Path, **options: object) -> object:
        draft = apple(without="research")
        return put_in(draft, reports(draft), folder, None, dry_run=bool(options["dry_run"]))

    monkeypatch.setattr(door, "bring_in", brought)
    return tmp_path / "apple"


def test_json_is_one_object_whose_facts_are_placed_or_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "x.zip", "--company", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["company", "filings", "facts", "placed", "left"]
    assert said["facts"] == said["placed"] + sum(each["count"] for each in said["left"]) == 20
    assert said["filings"] == [{"file": str(folder / "filings" / "2023-08-04_3q2023.yaml"), "filed": "2023-08-04",
                                "figures": 18}]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_people_read_what_was_placed_left_and_proved(folder: Path, capsys: pytest.CaptureFixture[str],
                                                     monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["import", "x.zip", "--company", str(folder)]) == 0  # a check that fails does not stop it
    said = " ".join(capsys.readouterr().out.split())
    for words in ("20 facts: 18 placed, 2 left", "not on a statement", "13 evaluated: 9 EXACT · 0 ROUND · 4 FAIL",
                  "What would mend it: Total operating expenses lacks just what "
                  "us-gaap:ResearchAndDevelopmentExpense says (3Q2022 6797, 3Q2023 7442",
                  "research_and_development_expense: [6797, 7442]", f"Next: quarterbook check {folder}"):
        assert words in said


def test_a_dry_run_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "x.zip", "--company", str(folder), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "a dry run: nothing is written" in said
    assert "Next:" not in said
    assert not folder.exists()


def test_what_is_refused_ends_with_two(folder: Path, capsys: pytest.CaptureFixture[str],
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise Refused("a.zip/b.htm:12: no number", "a.zip/b.htm:15: no unit")

    monkeypatch.setattr(door, "bring_in", refusing)
    assert main(["import", "a.zip", "--company", str(folder), "--json"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "a.zip/b.htm:12: no number\na.zip/b.htm:15: no unit\n")


def test_a_soft_or_hard_failure_names_its_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    income: Lines = {**INCOME, "sga": (*INCOME["sga"][:4], (6012, 5937))}
    draft = apple(income=income)
    print_brought(put_in(draft, reports(draft), tmp_path / "apple", None))
    said = capsys.readouterr().out
    assert "FAIL Total operating expenses" in said
    assert "aapl-20230701_htm.xml:160 us-gaap:OperatingExpenses" in said
