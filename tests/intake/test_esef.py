"""A report package of ESEF is imported as its page prints it: Novo Nordisk's income statement of 2022."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.load import load_inputs
from generator.intake.bring_in import Brought, bring_in
from generator.model.book import Book
from tests.intake import esef_package
from tests.intake.esef_package import INCOME, PER_SHARE, write_package
from tests.intake.filed import day


def imported(path: Path, *languages: str) -> tuple[Brought, Book]:
    package = write_package(path / "novo.zip", languages or ("en",))
    found = bring_in([package], path / "novo", filed=day("2023-02-01"))
    return found, load_inputs(path / "novo").book


def test_every_figure_is_as_printed_in_millions_of_kroner(tmp_path: Path) -> None:
    found, book = imported(tmp_path)
    assert (found.placed, found.proved.counts.get("FAIL", 0)) == (28, 0)
    assert (book.company.name, book.company.currency, book.company.scale) == ("Novo Nordisk A/S", "DKK", "million")
    items = book.statements["income_statement"].items
    assert {(items[fact.series[1]].label, fact.period.end.year, fact.figure.printed) for fact in book.facts} == {
        (label, year, text) for label, *both in (*INCOME.values(), *PER_SHARE.values())
        for year, text in zip((2022, 2021), both, strict=True)}


def test_rows_stand_in_order_and_add_up_with_the_filers_own_among_them(tmp_path: Path) -> None:
    _, book = imported(tmp_path)
    statement = book.statements["income_statement"]
    assert statement.title == "Income statement"
    assert [item.label for item in statement.items.values()] == [label for label, *_ in (*INCOME.values(),
                                                                                        *PER_SHARE.values())]
    assert [part for _, part in statement.items["operating_profit"].sum] == [
        "gross_profit", "sales_and_distribution_costs", "research_and_development", "administrative_costs",
        "other_operating_income"]
    own = statement.items["sales_and_distribution_costs"].xbrl[0]
    assert (own.element, own.sign) == ("novo:SalesAndDistributionCosts", -1)


@pytest.mark.parametrize(("language", "label"), [("en", "Sales and distribution costs"),
                                                 ("da", "Salgs- og distributionsomkostninger")])
def test_without_rows_on_the_page_a_label_is_in_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                             language: str, label: str) -> None:
    """Pages made from a PDF have their figures in boxes, not in tables; labels then are those of the linkbases."""
    page = esef_package._page
    boxes = {"<table>": "<div>", "</table>": "</div>", "<tr>": "", "</tr>": "", "<td>": "<div>", "</td>": "</div>"}

    def as_boxes(said: str) -> str:
        text = page(said)
        for table, box in boxes.items():
            text = text.replace(table, box)
        return text

    monkeypatch.setattr(esef_package, "_page", as_boxes)
    found, book = imported(tmp_path, language)
    items = book.statements["income_statement"].items.values()
    assert [item.label for item in items if item.xbrl[0].element.startswith("novo:")] == [label]
    assert found.placed == 28 and found.proved.counts.get("FAIL", 0) == 0


def test_two_pages_of_one_report_in_two_languages_are_one_filing(tmp_path: Path) -> None:
    found, book = imported(tmp_path, "en", "da")
    assert (found.placed, len(book.filings)) == (28, 1)
    assert ("repeated, equal", 28) in found.left
