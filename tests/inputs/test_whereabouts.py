"""Where a filing is found: addresses on the web and files of the company's folder are links, nothing else is."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from generator.inputs.load import load_inputs
from generator.inputs.trial import contents_of, tried
from generator.pipeline import build, build_again
from tests.companies import FILED, FILING, changed, complaints, filing, place_of, table, write_company

HEAD = "assurance: reviewed}"


def with_url(url: str) -> str:
    return changed(FILING, HEAD, f'assurance: reviewed, url: "{url}"}}')


@pytest.mark.parametrize("url", [
    "https://www.example.com/ir/q2.pdf", "http://example.com", "https://example.com/a?b=c&d=e#page=3",
    "https://例え.jp/決算.pdf", "report.pdf", "../report.pdf", "../documents/q2 2023.pdf"])
def test_an_address_or_a_file_of_the_folder_is_taken(tmp_path: Path, url: str) -> None:
    folder = write_company(tmp_path / "acme", {
        "filings/report.pdf": b"%PDF", "report.pdf": b"%PDF", "documents/q2 2023.pdf": b"%PDF"})
    assert complaints(folder, {FILED: with_url(url)}) == []
    found, = load_inputs(folder).book.filings
    assert found.url == url
    assert found.document == {"report.pdf": "filings/report.pdf", "../report.pdf": "report.pdf",
                               "../documents/q2 2023.pdf": "documents/q2 2023.pdf"}.get(url, "")


@pytest.mark.parametrize(("url", "said"), [
    ("javascript:alert(1)", "an address that begins with 'javascript:' is never made a link; write an address that "
                            "begins with https://, or a file beside the filing's, as report.pdf"),
    ("JavaScript:alert(1)", "'javascript:' is never made a link"),
    ("file:///etc/passwd", "'file:' is never made a link"), ("data:text/html,x", "'data:' is never made a link"),
    ("ms-excel:ofe|u|https://example.com", "'ms-excel:' is never made a link"),
    ("C:/Users/me/q2.pdf", "'c:' is never made a link"), ("mailto:ir@example.com", "'mailto:' is never made a link"),
    ("https://", "'https://' is no address"), ("https:q2.pdf", "is no address"),
    ("https://example.com/q2 report.pdf", "is no address"), ("https://[bad", "is no address"),
    ("https://me:secret@example.com/q2.pdf", "the address holds a name or password before @"),
    ("https://example.com/" + "a" * 2000, "the address has 2,020 characters; a link holds 2,000"),
    ("/etc/passwd", "'/etc/passwd' is outside of the company's folder"),
    ("../../other/q2.pdf", "is outside of the company's folder"), ("//server/share/q2.pdf", "lacks its beginning"),
    ("www.example.com/q2.pdf", "'www.example.com/q2.pdf' lacks its beginning; write https://www.example.com/q2.pdf"),
    ("q2.pdf", "'q2.pdf': there is no such file"), ("..", "this is a folder, not a file"),
    ("../filings", "this is a folder, not a file")])
def test_anything_else_is_a_mistake_at_its_place(tmp_path: Path, url: str, said: str) -> None:
    text = with_url(url)
    found, = complaints(tmp_path / "acme", {FILED: text})
    assert found.startswith(f"{FILED}:{place_of(text, chr(34) + url)}: ")
    assert said in found


def test_a_backslash_is_told(tmp_path: Path) -> None:
    found, = complaints(tmp_path, {FILED: changed(FILING, HEAD, r"assurance: reviewed, url: 'a\q2.pdf'}")})
    assert "write / between the names of a path" in found


def test_a_link_that_leads_out_of_the_folder_is_none(tmp_path: Path) -> None:
    folder, outside = write_company(tmp_path / "acme"), tmp_path / "secret.pdf"
    outside.write_bytes(b"%PDF")
    (folder / "filings" / "q2.pdf").symlink_to(outside)
    found, = complaints(folder, {FILED: with_url("q2.pdf")})
    assert "'q2.pdf' is outside of the company's folder" in found


@pytest.mark.parametrize(("line", "page", "anchor"), [
    ("page: 12", 12, ""), ("anchor: F_12a3", 0, "F_12a3"), ("anchor: income-statement.1", 0, "income-statement.1")])
def test_a_table_says_where_it_begins(tmp_path: Path, line: str, page: int, anchor: str) -> None:
    text = changed(FILING, "    heading: Profit or loss\n", f"    heading: Profit or loss\n    {line}\n")
    book = load_inputs(write_company(tmp_path, {FILED: text})).book
    assert {(fact.page, fact.anchor) for fact in book.facts if fact.series[0] == "income_statement"} == {(page, anchor)}
    assert {(fact.page, fact.anchor) for fact in book.facts if fact.series[0] == "balance_sheet"} == {(0, "")}


@pytest.mark.parametrize(("line", "passage", "said"), [
    ("page: 0", "0", "expected a number above zero, found '0'"), ("page: 1.5", "1.5", "'1.5' is no page"),
    ("page: xii", "xii", "xii"), ("page: 1000000", "1000000", "'1000000' is no page"),
    ("anchor: '#top'", "'#top'", "'#top' is no id of an element"),
    ("anchor: 'a b'", "'a b'", "'a b' is no id of an element")])
def test_a_wrong_page_or_anchor_is_told_at_its_place(tmp_path: Path, line: str, passage: str, said: str) -> None:
    text = changed(FILING, "    heading: Profit or loss\n", f"    heading: Profit or loss\n    {line}\n")
    key = line.partition(":")[0]
    row, column = place_of(text, f"{key}: {passage}").split(":")
    found, = complaints(tmp_path, {FILED: text})
    assert found.startswith(f"{FILED}:{row}:{int(column) + len(key) + 2}: ")
    assert said in found


def test_a_table_has_a_page_or_an_anchor(tmp_path: Path) -> None:
    text = changed(FILING, "    heading: Profit or loss\n",
                   "    heading: Profit or loss\n    page: 3\n    anchor: top\n")
    assert any("'anchor:' is for web pages" in each for each in complaints(tmp_path, {FILED: text}))


def test_what_reads_a_copy_of_the_folder_finds_the_documents_there(tmp_path: Path) -> None:
    """A paste is proved on a copy, and a workbook of before is made again from one; neither takes documents along."""
    folder = write_company(tmp_path / "inputs" / "acme", {
        FILED: with_url("../documents/q2.pdf"), "documents/q2.pdf": b"%PDF",
        "filings/2024-11-14.yaml": filing("2024-11-14", table("income_statement", "1H2024", "revenue: [130]"))})
    inputs = tried(folder, contents_of(folder) | {FILED: with_url("../documents/q2.pdf").encode()})
    assert inputs.book.filings[0].document == "documents/q2.pdf"
    result = build(folder)
    former = build_again(folder, result, ["2023-11-14"])
    facts = openpyxl.load_workbook(io.BytesIO(former))["Facts"]
    assert "../inputs/acme/documents/q2.pdf" in {cell.hyperlink.target for cell in facts["K"] if cell.hyperlink}
