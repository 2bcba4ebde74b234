"""The folder that a new company starts from."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from generator.inputs.new_company import NotLaidOut, lay_out_company
from generator.model.problem import Problems
from generator.pipeline import build
from tests.companies import read

TODAY = datetime.date(2024, 2, 29)


def test_a_new_company_is_read_without_a_mistake_and_lists_what_is_to_be_typed(tmp_path: Path) -> None:
    folder = lay_out_company("acme_holdings", tmp_path, TODAY)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml")) == [
        "company.yaml", "filings/2024-02-29_first.yaml", "statements.yaml"]
    problems = Problems()
    book = read(folder, problems)
    assert book is not None
    assert not problems
    assert (book.company.key, book.company.name) == ("acme_holdings", "Acme Holdings")
    assert not book.facts
    assert len(book.todo) == len(book.printed) > 0
    assert book.filings[0].filed == TODAY


def test_a_new_company_builds(tmp_path: Path) -> None:
    assert build(lay_out_company("acme", tmp_path)).package.startswith(b"PK")


@pytest.mark.parametrize("today", ["2024-01-01", "2023-12-31", "2024-04-01"])
def test_it_is_read_on_any_day(tmp_path: Path, today: str) -> None:
    problems = Problems()
    assert read(lay_out_company("acme", tmp_path, datetime.date.fromisoformat(today)), problems)
    assert not problems


@pytest.mark.parametrize("name", ["no", "yes", "on", "null", "true"])
def test_a_name_that_yaml_reads_a_value_into(tmp_path: Path, name: str) -> None:
    problems = Problems()
    assert read(lay_out_company(name, tmp_path, TODAY), problems)
    assert not problems


@pytest.mark.parametrize("name", ["", "Acme", "1acme", "-acme", "../acme", "a/b", "a b", "acme\n", ".", "株式",
                                  "a" * 65])
def test_a_name_that_does_not_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotLaidOut, match="small letters, digits, - and _"):
        lay_out_company(name, tmp_path, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    with pytest.raises(NotLaidOut, match="already there"):
        lay_out_company("acme", tmp_path, TODAY)
    assert list((tmp_path / "acme").iterdir()) == []


def test_a_place_that_cannot_hold_folders(tmp_path: Path) -> None:
    (tmp_path / "inputs").write_text("a file", encoding="utf-8")
    with pytest.raises(NotLaidOut, match="cannot be written"):
        lay_out_company("acme", tmp_path / "inputs", TODAY)
