"""Headings on Facts lead to the document; a merge keeps these links as made now and the reader's own as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.inputs.schema import json_schemas
from generator.pipeline import build
from generator.xlsx.package import HYPERLINK, RELATIONSHIP, Package
from tests.companies import FILED, FILING, changed, write_company
from tests.merge.conftest import LATER_FILING, NEXT
from tests.merge.test_merge import merged, seen
from tests.touched import Touched

URL = "https://example.com/ir/q2.pdf"
LINKED = changed(changed(FILING, "assurance: reviewed}", f'assurance: reviewed, url: "{URL}"}}'),
                 "    heading: Profit or loss\n", "    heading: Profit or loss\n    page: 12\n")
LATER = changed(changed(LATER_FILING, "assurance: reviewed}", "assurance: reviewed, url: q2.htm}"),
                "    heading: Profit or loss\n", "    heading: Profit or loss\n    anchor: F_17\n")


def leads(package: bytes, sheet: str = "Facts") -> dict[str, str]:
    """Where the links of a sheet to what is outside lead, by their cells, as openpyxl reads them."""
    return {cell.coordinate: f"{cell.hyperlink.target}#{cell.hyperlink.location or ''}"
            for row in seen(package)[sheet].iter_rows() for cell in row if cell.hyperlink and cell.hyperlink.target}


def headings(package: bytes, filing: str) -> dict[str, str]:
    """The cells with the headings of a filing's figures, and what stands in them."""
    return {f"K{row[0].row}": str(row[10].value) for row in seen(package)["Facts"].iter_rows(min_row=5)
            if row[9].value == filing and row[0].value in ("income_statement", "balance_sheet")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build(write_company(tmp_path_factory.mktemp("first") / "inputs" / "acme", {FILED: LINKED})).package


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("second") / "inputs" / "acme"
    return build(write_company(folder, {**NEXT, FILED: LINKED, "filings/2024-11-14.yaml": LATER,
                                        "filings/q2.htm": b"<html></html>"})).package


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return build(write_company(tmp_path_factory.mktemp("plain") / "inputs" / "acme")).package


def test_a_heading_leads_to_its_page_and_the_filing_to_its_document(first: bytes, second: bytes) -> None:
    found = headings(first, "2023-11-14")
    assert leads(first) == {cell: f"{URL}#{'page=12' if text == 'Profit or loss' else ''}"
                            for cell, text in found.items()}
    assert list(leads(first, "Filings").values()) == [f"{URL}#"]
    later = {cell: f"../inputs/acme/filings/q2.htm#{'F_17' if text == 'Profit or loss' else ''}"
             for cell, text in headings(second, "2024-11-14").items()}
    assert later.items() <= leads(second).items()


def test_the_links_to_a_document_share_one_relationship(second: bytes) -> None:
    package = Package.read(second)
    outside = [each for each in package.relationships(package.sheets()["Facts"]) if each.type == HYPERLINK]
    assert sorted(each.target for each in outside) == ["../inputs/acme/filings/q2.htm", URL]
    assert len(leads(second)) > 20


def test_without_an_address_there_is_no_link(plain: bytes) -> None:
    assert leads(plain) == leads(plain, "Filings") == {}


@pytest.mark.parametrize("was_linked", [True, False])
def test_a_merge_has_our_links_as_made_now(first: bytes, second: bytes, plain: bytes, was_linked: bool) -> None:
    touched = Touched(first if was_linked else plain)
    touched.sheet("Mine", {"A1": "='Income Statement'!Q8"})
    result = merged(touched, second)
    assert leads(result.package) == leads(second)
    assert leads(result.package, "Filings") == leads(second, "Filings")
    assert not any("hyperlink" in each for each in result.report.kept)


def test_links_whose_relationships_a_program_numbered_anew_are_ours(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    part = touched.part("Facts")
    rels = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    document, = re.findall(r'Id="(document\w+)"', touched.package.text(rels))
    touched.edit(rels, lambda text: text.replace(document, "rId77"))
    touched.edit(part, lambda text: text.replace(document, "rId77"))
    result = merged(touched, second)
    assert leads(result.package) == leads(second)
    assert "rId77" not in Package.read(result.package).text(rels)
    assert not any("hyperlink" in each for each in result.report.kept)


def test_the_readers_own_links_stay_also_where_we_would_make_one(plain: bytes, second: bytes) -> None:
    cell = min(headings(second, "2023-11-14"), key=lambda each: int(each[1:]))
    assert cell in headings(plain, "2023-11-14")
    touched = Touched(plain)
    touched.before("Facts", "<pageMargins", (
        f'<hyperlinks xmlns:r="{RELATIONSHIP[:-1]}"><hyperlink ref="{cell}" r:id="rId50"/>'
        '<hyperlink ref="A1" r:id="rId51" location="\'Income Statement\'!Q9"/></hyperlinks>'))
    part = touched.part("Facts")
    touched.package.relate_outside(part, HYPERLINK, "https://mine.example.com/notes", "rId50")
    touched.package.relate_outside(part, HYPERLINK, "other.xlsx", "rId51")
    result = merged(touched, second)
    found = leads(result.package)
    assert found[cell] == "https://mine.example.com/notes#"
    assert found["A1"] == "other.xlsx#'Income Statement'!Q9"  # in their other workbook, where nothing moved
    assert {at: where for at, where in found.items() if at not in (cell, "A1")} == {
        at: where for at, where in leads(second).items() if at != cell}
    assert any("2 hyperlinks of yours" in each for each in result.report.kept)


def test_a_link_that_the_reader_led_elsewhere_stays(first: bytes, second: bytes) -> None:
    cell = min(leads(first), key=lambda each: int(each[1:]))
    touched = Touched(first)
    part = touched.part("Facts")
    touched.package.relate_outside(part, HYPERLINK, "https://mine.example.com/copy.pdf", "rId50")
    touched.edit(part, lambda text: re.sub(rf'(<hyperlink [^>]*ref="{cell}"[^>]*r:id=")[^"]*', r"\1rId50", text))
    assert leads(merged(touched, second).package)[cell].startswith("https://mine.example.com/copy.pdf")


def test_links_in_another_workbook_do_not_follow_ours(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    part = touched.sheet("Mine", {"A1": "1"}, tail=(
        '<hyperlinks><hyperlink ref="B1" r:id="rId1" location="\'Income Statement\'!Q9"/>'
        '<hyperlink ref="B2" location="\'Income Statement\'!Q9"/></hyperlinks>'))
    touched.package.relate_outside(part, HYPERLINK, "last%20year.xlsx", "rId1")
    text = Package.read(merged(touched, second).package).text(part)
    assert "r:id=\"rId1\" location=\"'Income Statement'!Q9\"" in text
    assert "ref=\"B2\" location=\"'Income Statement'!Q10\"" in text


def test_the_schema_offers_page_anchor_and_url() -> None:
    text = str(json_schemas()["filing.json"])
    assert all(f"'{each}'" in text for each in ("page", "anchor", "url"))


def test_a_link_shows_the_filing_and_the_page(first: bytes) -> None:
    tips = {cell.hyperlink.tooltip for row in seen(first)["Facts"].iter_rows() for cell in row
            if cell.hyperlink and cell.hyperlink.target}
    assert tips == {"Report for 1H2023, filed 2023-11-14", "Report for 1H2023, filed 2023-11-14, page 12"}


def test_the_documents_folder_is_seen_from_where_the_workbook_is_written(tmp_path: Path) -> None:
    from generator.cli import main

    folder = write_company(tmp_path / "in puts" / "acme", {
        FILED: changed(LINKED, f'"{URL}"', "q2 2023.pdf"), "filings/q2 2023.pdf": b"%PDF"})
    assert main(["build", str(folder), "-o", str(tmp_path / "a" / "b" / "acme.xlsx")]) == 0
    found = set(leads((tmp_path / "a" / "b" / "acme.xlsx").read_bytes()).values())
    where = "../../in%20puts/acme/filings/q2%202023.pdf"
    assert found == {f"{where}#page=12", f"{where}#"}
