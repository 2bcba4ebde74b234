"""A draft becomes a folder or is added to one: all or nothing, older files untouched, every fact accounted for."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.intake.bring_in import Brought, put_in
from generator.intake.shaping.draft import CompanyDraft, LineDraft
from generator.refused import Refused
from generator.xlsx.save import write_file
from tests.intake.drafts import INCOME, Lines, apple, first_quarter, reports


def bring(draft: CompanyDraft, folder: Path, dry_run: bool = False, title: str = "") -> Brought:
    inputs = load_inputs(folder) if folder.exists() else None
    return put_in(draft, reports(draft), folder, inputs, dry_run=dry_run, title=title)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inputs").mkdir()
    return tmp_path / "inputs" / "apple"


def test_a_new_company_is_written_and_counted(folder: Path) -> None:
    brought = bring(apple(without="research"), folder)
    assert sorted(contents(folder)) == ["company.yaml", "filings/2023-08-04_3q2023.yaml", "statements.yaml"]
    assert brought.is_new and brought.is_written
    assert brought.as_data() == {
        "company": "Apple Inc.",
        "filings": [{"file": str(folder / "filings/2023-08-04_3q2023.yaml"), "filed": "2023-08-04", "figures": 18}],
        "facts": 20, "placed": 18, "left": [{"reason": "not on a statement", "count": 2}]}
    assert len(load_inputs(folder).book.facts) == 18


def test_a_fact_of_which_no_stage_says_anything_is_told(folder: Path) -> None:
    draft = apple()
    [filing] = draft.filings
    lost = replace(draft, filings=(replace(filing, tables=filing.tables[:1]),))
    brought = bring(lost, folder)
    assert brought.facts == brought.placed + sum(count for _, count in brought.left) == 20
    assert [reason for reason, _ in brought.left] == ["no stage says why: a fault of this program"]


def test_a_fact_in_two_rows_counts_once(folder: Path) -> None:
    draft = apple()
    [filing] = draft.filings
    again = replace(filing.tables[0], heading="Selected data")
    assert bring(replace(draft, filings=(replace(filing, tables=(*filing.tables, again)),)), folder).placed == 20


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    assert not bring(apple(), folder, dry_run=True).is_written
    assert list(folder.parent.iterdir()) == []


def test_the_same_filing_again_is_nothing_to_do(folder: Path) -> None:
    bring(apple(), folder)
    before = contents(folder)
    again = bring(apple(), folder)
    assert not again.is_written
    assert [each.is_there for each in again.filings] == [True]
    assert contents(folder) == before


def test_a_filing_that_is_there_is_never_changed(folder: Path) -> None:
    bring(apple(), folder)
    before = contents(folder)
    income: Lines = {**INCOME, "sga": (*INCOME["sga"][:4], (6012, 5974))}
    with pytest.raises(Refused, match=r"says 5973 for income_statement.sga 3Q2023 .* says 5974"):
        bring(apple(income=income), folder)
    assert contents(folder) == before


def test_another_document_of_the_same_day_and_period_is_asked_about(folder: Path) -> None:
    bring(apple(), folder)
    old = folder / "filings" / "2023-08-04_3q2023.yaml"
    old.rename(old.with_name("third_quarter.yaml"))
    with pytest.raises(Refused, match=r"third_quarter.yaml: is a filing of 3Q2023 of 2023-08-04 already"):
        bring(apple(), folder)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_further_filing_only_adds(folder: Path, end: str) -> None:
    bring(apple(), folder)
    statements = folder / "statements.yaml"
    text = statements.read_text(encoding="utf-8").replace("Net sales,", "Net sales  ,").rstrip("\n") + "   # mine"
    statements.write_bytes(text.replace("\n", end).encode())
    before = contents(folder)
    brought = bring(first_quarter(extra=True), folder)
    after = contents(folder)
    assert brought.changed == (str(statements),)
    assert after.keys() - before.keys() == {"filings/2023-02-03_1q2023.yaml"}
    assert {name for name in before if before[name] != after[name]} == {"statements.yaml"}
    new = f'    services:         {{label: "Services: net", xbrl: us-gaap:ServiceRevenue}}{end}'
    assert after["statements.yaml"].decode().replace(new, "") == before["statements.yaml"].decode()
    assert list(load_inputs(folder).book.statements["income_statement"].items)[:3] == [
        "net_sales", "services", "cost_of_sales"]


def test_elements_of_a_line_that_is_there_and_years_are_added(folder: Path) -> None:
    bring(apple(), folder)
    draft = first_quarter()
    named = LineDraft("net_sales", "Net sales", xbrl=("us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax",))
    company = replace(draft.company, years_to_add={"FY2024": tuple(map(datetime.date.fromisoformat, (
        "2023-12-30", "2024-03-30", "2024-06-29", "2024-09-28")))})
    bring(replace(draft, company=company, statements=(replace(draft.statements[0], lines=(named,)),)), folder)
    assert "xbrl: [us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax, us-gaap:Revenues]}" in (
        folder / "statements.yaml").read_text(encoding="utf-8")
    assert "    FY2024: [2023-12-30, 2024-03-30, 2024-06-29, 2024-09-28]\n" in (
        folder / "company.yaml").read_text(encoding="utf-8")


def test_a_mistake_is_told_at_its_fact_and_nothing_is_left(folder: Path) -> None:
    draft = apple()
    [filing] = draft.filings
    table = filing.tables[0]
    row = replace(table.rows[1], figures=("47,O74", "45384"))
    wrong = replace(filing, tables=(replace(table, rows=(table.rows[0], row, *table.rows[2:])), filing.tables[1]))
    with pytest.raises(Refused) as refused:
        bring(replace(draft, filings=(wrong,)), folder)
    assert refused.value.lines[0].startswith("aapl-20230701_htm.xml:120: us-gaap:CostOfRevenue: '47,O74' is not")
    assert str(folder / "filings" / "2023-08-04_3q2023.yaml") in refused.value.lines[0]
    assert list(folder.parent.iterdir()) == []


def test_what_cannot_be_written_whole_is_not_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(apple(), folder)
    before = contents(folder)

    def failing(path: Path, content: str | bytes, is_new: bool = False) -> None:
        if "1q2023" in path.name:
            raise OSError(28, "No space left on device", str(path))
        write_file(path, content, is_new)

    monkeypatch.setattr("generator.xlsx.save.write_file", failing)
    with pytest.raises(Refused, match="no space left on device; nothing was written"):
        bring(first_quarter(extra=True), folder)
    assert contents(folder) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes of its own")
def test_an_import_that_is_killed_is_done_by_the_next_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it was killed, what stands there can be read, and the same import again does the rest."""
    bring(apple(), folder)
    before = contents(folder)
    bring(first_quarter(extra=True), folder)
    after = contents(folder)
    for done in range(len({name for name in after if after[name] != before.get(name)})):
        for name in after.keys() - before.keys():
            (folder / name).unlink()
        (folder / "statements.yaml").write_bytes(before["statements.yaml"])
        _killed(folder, done, monkeypatch)
        assert load_inputs(folder)
        bring(first_quarter(extra=True), folder)
        assert contents(folder) == after
        assert [each.name for each in folder.parent.iterdir() if each.name.endswith(".part")] == []


def _killed(folder: Path, done: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring in a filing in a process that ends without a word once so many files are written."""
    written: list[Path] = []

    def ending(path: Path, content: str | bytes, is_new: bool = False) -> None:
        if len(written) == done:
            os._exit(9)
        written.append(path)
        write_file(path, content, is_new)

    if child := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        return
    try:
        monkeypatch.setattr("generator.xlsx.save.write_file", ending)
        bring(first_quarter(extra=True), folder)
    finally:
        os._exit(1)


def test_two_filings_of_one_day_and_period_have_names_of_their_own(folder: Path) -> None:
    draft = apple()
    [filing] = draft.filings
    amended = replace(filing, head={**filing.head, "title": "Form 10-Q/A"})
    brought = bring(replace(draft, filings=(filing, amended)), folder)
    assert [Path(each.file).name for each in brought.filings] == [
        "2023-08-04_3q2023.yaml", "2023-08-04_3q2023_2.yaml"]


def test_a_title_is_of_one_filing(folder: Path) -> None:
    bring(apple(), folder, title="Quarterly report: 3Q")
    assert load_inputs(folder).book.filings[0].title == "Quarterly report: 3Q"
    draft = apple()
    with pytest.raises(Refused, match="there are 2 here"):
        bring(replace(draft, filings=draft.filings * 2), folder, title="x")
