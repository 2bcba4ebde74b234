"""The report of the checks: in the terminal, for programs, and what it says of a failure and of the figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from tests.companies import COMPANY, FILES, FILING, changed, write_company

FILED = "filings/2023-11-14.yaml"
LINE = 8  # costs: [(60), (70)]


@pytest.fixture
def wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small company with a digit misread: costs (76) for (70)."""
    monkeypatch.chdir(tmp_path)
    return write_company(Path("acme"), {FILED: changed(FILING, "costs: [(60), (70)]", "costs: [(60), (76)]")})


def _json(folder: Path, capsys: pytest.CaptureFixture[str], command: str = "check") -> dict[str, Any]:
    main([command, str(folder), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_a_failure_is_shown_with_both_sides_their_lines_and_what_would_mend_it(
        wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong)]) == 1
    printed = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "Statement of Profit or Loss State What must agree Period Left Right Difference Allowed" in printed
    assert "FAIL Profit: parts add up to the printed total 1H2023 44 50 -6 0" in printed
    path = wrong / FILED
    assert FILING.splitlines()[LINE - 1].strip() == "costs: [(60), (70)]"
    assert f"left: {path}:7, 8" in printed
    assert f"right: {path}:9" in printed
    assert "look at: Profit or loss" in printed
    assert f"{path}:{LINE}:21 Costs, 1H2023: typed (76), would be (70)" in printed
    assert 'type {printed: "(76)", value: (70), reason: "one digit misread; mends 1 relation"}' in printed
    assert printed.endswith("1 hard check fails ")


def test_all_shows_what_holds_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_company(tmp_path / "acme")
    assert main(["check", str(folder)]) == 0
    short = capsys.readouterr().out
    assert "EXACT" not in short and "no hard check fails" in short
    assert main(["check", str(folder), "--all"]) == 0
    assert re.search(r"EXACT\s+Profit: parts add up to the printed total\s+1H2023\s+50\s+50\s+0\s+0",
                     capsys.readouterr().out)


def test_the_worst_statement_stands_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filing = changed(FILING, "cash: [10, 15]", "cash: [10, 16]")
    folder = write_company(tmp_path / "acme", {FILED: filing})
    main(["check", str(folder), "--all"])
    printed = capsys.readouterr().out
    assert printed.index("Statement of Financial Position") < printed.index("Statement of Profit or Loss")


def test_programs_read_the_same(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = _json(wrong, capsys)
    assert data["hard_failures"] == data["counts"]["FAIL"] == 1
    (failing,) = [check for check in data["checks"] if check["state"] == "FAIL"]
    assert (failing["left"], failing["right"], failing["difference"], failing["tolerance"]) == (44, 50, -6, 0)
    assert failing["right_places"] == [f"{wrong / FILED}:9"]
    (finding,) = data["findings"]
    assert finding["checks"] == [failing["id"]]
    lines = [change["line"] for repair in finding["repairs"] for slip in repair["slips"] for change in slip["changes"]]
    assert '{printed: "(76)", value: (70), reason: "one digit misread; mends 1 relation"}' in lines
    assert not any(repair["unique"] for repair in finding["repairs"])  # 120 as 126 or 50 as 44 would do as well
    assert data["company"]["name"] == "Acme Ltd."


@pytest.mark.parametrize(("foots", "would_be"), [("exact", "(70)"), ("loose", "about (70)")])
def test_a_figure_that_a_sum_asks_for_is_as_exact_as_sums_are(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                              foots: str, would_be: str) -> None:
    """Costs typed as nothing like (70): 120 - 50 is known exactly, or to a unit or two."""
    company = changed(COMPANY, "foots: exact", f"foots: {foots}")
    filing = changed(FILING, "costs: [(60), (70)]", "costs: [(60), (3512)]")
    data = _json(write_company(tmp_path / "acme", {"company.yaml": company, FILED: filing}), capsys)
    changes = [change for finding in data["findings"] for repair in finding["repairs"] for slip in repair["slips"]
               for change in slip["changes"] if change["key"] == "income_statement.costs"]
    assert {change["would_be"] for change in changes} == {would_be}


def test_figures_are_reported_as_typed_with_what_proves_them(tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    data = _json(write_company(tmp_path / "acme"), capsys)
    table = next(table for table in data["statements"] if table["heading"] == "Profit or loss")
    assert [(row["label"], [figure["value"] for figure in row["figures"]]) for row in table["rows"]] == [
        ("Revenue", ["100", "120"]), ("Costs", ["(60)", "(70)"]), ("Profit", ["40", "50"])]
    assert {figure["proofs"] for row in table["rows"] for figure in row["figures"]} == {1}
    assert [figure["period"] for figure in table["rows"][0]["figures"]] == ["1H2022", "1H2023"]


def test_the_protection_map_counts_slips_and_names_what_is_naked(tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    filing = changed(FILING, "      profit: [40, 50]\n", "")
    folder = write_company(Path("acme"), {FILED: filing})
    data = _json(folder, capsys, "protect")
    assert {each["key"] for each in data["unproved"]} == {"income_statement.revenue", "income_statement.costs"}
    assert data["slips"]["sign"]["made"] == 10  # ten figures
    assert data["slips"]["sign"]["hard"] == 6  # those of the balance sheet
    assert main(["protect", str(folder)]) == 0
    printed = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert f"{folder / FILED}:7:17 Revenue" in printed
    assert "sign 10 6 2 80.00%" in printed  # revenue below zero is doubted softly


def test_an_undeclared_habit_is_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company = changed(COMPANY, "foots: exact\n", "")
    rows = "".join(f"      r{n}: [{n + 1}, {n + 2}]\n      c{n}: [1, 1]\n      t{n}: [{n + 2}, {n + 3}]\n"
                   for n in range(6))
    items = "".join(f"    r{n}: R\n    c{n}: C\n    t{n}: {{label: T, sum: [r{n}, c{n}]}}\n" for n in range(6))
    head = "filing: {title: R, filed: 2023-11-14, assurance: reviewed}\ntables:\n  - statement: s\n    heading: H\n"
    folder = write_company(tmp_path / "acme", {
        "company.yaml": company, "statements.yaml": f"s:\n  title: S\n  sheet: Notes\n  items:\n{items}",
        FILED: f"{head}    columns: [1H2022, 1H2023]\n    rows:\n{rows}"})
    assert main(["check", str(folder)]) == 0
    assert "does not declare 'foots': 12 of 12 printed sums add up to the last digit. Declare foots: exact." in \
        capsys.readouterr().out


def test_mistakes_in_the_inputs_are_printed_and_nothing_else(tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    assert set(FILES) >= {FILED}
    folder = write_company(tmp_path / "acme", {FILED: changed(FILING, "cash: [10, 15]", "cash: [10, 1_5]")})
    for command in ("check", "protect"):
        assert main([command, str(folder)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.splitlines()[-1] == "1 mistake found; nothing was written"


def test_a_page_that_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("jinja2")
    folder = write_company(tmp_path / "acme")
    assert main(["check", str(folder), "--html", str(tmp_path)]) == 2
    assert f"{tmp_path}: cannot be written" in capsys.readouterr().err
