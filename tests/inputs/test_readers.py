"""READERS decides which files of a company's folder are read; a further format is one more record in it."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from generator.inputs import readers
from generator.inputs.load import load_inputs
from generator.inputs.new_company import NotLaidOut
from generator.inputs.next_filing import lay_out_filing
from generator.inputs.readers import READERS, Reader, input_files
from generator.model.company import Company
from generator.model.fact import Fact, Filing
from generator.model.figure import NotAFigure, parse
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import Statement
from generator.pipeline import build, input_hash
from tests.companies import FILED, complaints, write_company

DOWNLOAD = """\
statement,item,period,figure
income_statement,revenue,9M2023,190
income_statement,costs,9M2023,(110)
income_statement,profit,9M2023,80
"""
DOWNLOADED = "filings/2024-02-13_download.csv"


def read_download(path: Path, company: Company, statements: Mapping[str, Statement],
                  problems: Problems) -> tuple[Filing, list[Fact]] | None:
    """A made-up format: a line a figure, the day of the filing in the file's name."""
    filed = datetime.date.fromisoformat(path.name[:10])
    filing = Filing(path.stem, "Download", filed, "unreviewed", Place(str(path), 1))
    facts = []
    with path.open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            place = Place(str(path), number, 1)
            statement, slot = statements[row["statement"]], company.calendar.parse(row["period"])
            if row["item"] not in statement.items:
                problems.add(place, f"unknown line item '{row['item']}'{nearest(row['item'], statement.items)}")
                continue
            assert slot
            try:
                figure = parse(row["figure"])
            except NotAFigure as error:
                problems.add(place, str(error))
                continue
            facts.append(Fact((statement.key, row["item"], ""), company.calendar.period(slot), figure,
                              statement.unit_of(row["item"], ""), filing, "Download", place))
    return filing, facts


@pytest.fixture
def with_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader("filings/*_download.csv", "filing", lambda path: path.name.endswith("_download.csv"),
                    read_filing=read_download)
    monkeypatch.setattr(readers, "READERS", (*READERS, reader))


def test_what_is_read_of_a_folder(tmp_path: Path) -> None:
    folder = write_company(tmp_path, {"checks.yaml": "[]\n", "ratios.yaml": "[]\n", "notes.txt": "", DOWNLOADED: "",
                                      "filings/report.pdf": "", "filings/2022-11-14.yaml": ""})
    assert [str(path.relative_to(folder)) for path in input_files(folder)] == [
        "checks.yaml", "company.yaml", "filings/2022-11-14.yaml", FILED, "ratios.yaml", "statements.yaml"]


@pytest.mark.usefixtures("with_downloads")
def test_another_format_is_a_record(tmp_path: Path) -> None:
    folder = write_company(tmp_path, {DOWNLOADED: DOWNLOAD})
    book = load_inputs(folder).book
    assert [(filing.key, filing.title) for filing in book.filings] == [
        ("2023-11-14", "Report for 1H2023"), ("2024-02-13_download", "Download")]
    revenue = [(fact.value, fact.place) for fact in book.printed if fact.series[1] == "revenue"]
    assert revenue[-1] == (Decimal(190), Place(str(folder / DOWNLOADED), 2, 1))
    assert "9M2023" in {slot.label for slot in book.slots}
    assert folder / DOWNLOADED in input_files(folder)
    before = input_hash(folder)
    (folder / DOWNLOADED).write_text(DOWNLOAD + "\n", encoding="utf-8")
    assert input_hash(folder) != before
    assert build(folder).package.startswith(b"PK")


@pytest.mark.usefixtures("with_downloads")
def test_its_mistakes_are_reported_with_the_others(tmp_path: Path) -> None:
    download = DOWNLOAD.replace("costs", "cost").replace(",80", ",8O")
    assert complaints(tmp_path, {DOWNLOADED: download, "ratio.yaml": "[]\n"}) == [
        f"{DOWNLOADED}:3:1: unknown line item 'cost'; did you mean 'costs'?",
        f"{DOWNLOADED}:4:1: '8O' is not a figure; write it as printed, e.g. 1234, (1234), △1234, nil",
        "ratio.yaml: a file of this name is not read; did you mean 'ratios.yaml'?"]


@pytest.mark.usefixtures("with_downloads")
def test_a_file_that_looks_like_it_is_not_passed_over(tmp_path: Path) -> None:
    assert complaints(tmp_path, {"filings/other.csv": DOWNLOAD, "2024.csv": DOWNLOAD}) == [
        "2024.csv: a file of this name is not read; known: company.yaml, statements.yaml, ratios.yaml, checks.yaml, "
        "summary.yaml, filings/",
        "filings/other.csv: this file is of no format that is read; known: filings/*.yaml, filings/*_download.csv"]


@pytest.mark.usefixtures("with_downloads")
def test_the_next_filing_is_laid_out_from_the_last_one_that_was_typed(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "inputs" / "acme", {DOWNLOADED: DOWNLOAD})
    day = datetime.date(2024, 5, 14)
    text = lay_out_filing(load_inputs(folder), "FY2023", day, day).read_text(encoding="utf-8")
    assert "laid out from 2023-11-14." in text
    alone = write_company(tmp_path / "inputs" / "alone", {DOWNLOADED: DOWNLOAD, FILED: None})
    with pytest.raises(NotLaidOut, match="there is no filing yet to take the tables from"):
        lay_out_filing(load_inputs(alone), "FY2023", day, day)
