"""The report as a page: complete, escaped, self-contained, readable on a phone and printable."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.cli import main
from generator.report.audit import Audit
from tests.companies import COMPANY, FILING, STATEMENTS, changed, write_company
from tests.conftest import IIJ
from tests.test_cli import spoil

FILED = "filings/2023-11-14.yaml"
MEASURE = ("<script>document.documentElement.setAttribute('data-widths', document.documentElement.scrollWidth + ' ' + "
           "document.documentElement.clientWidth)</script>")


def chromium() -> str:
    """The path of Chromium. Without one a test is skipped, but fails in CI, where it must be there."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing: apt-get install --no-install-recommends chromium")
    pytest.skip("Chromium is not installed")


def browse(folder: Path, page: Path, *options: str) -> str:
    """What headless Chromium prints when it opens a page."""
    done = subprocess.run(
        [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
         f"--user-data-dir={folder / 'profile'}", *options, page.resolve().as_uri()],
        capture_output=True, text=True, timeout=120, check=True)
    assert "CONSOLE" not in done.stderr, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "iij.html"
    assert main(["check", str(IIJ), "--html", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real report with trade receivables 39,017 typed as 39,071."""
    folder = tmp_path_factory.mktemp("bad")
    spoil(Path(shutil.copytree(IIJ, folder / "iij")), "[41340,      39017]", "[41340,      39071]")
    assert main(["check", str(folder / "iij"), "--html", str(folder / "iij.html")]) == 1
    return folder / "iij.html"


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())


def _section(path: Path, name: str) -> Any:
    (found,) = html.parse(path).xpath(f"//section[@id='{name}']")
    return found


def test_a_good_report_says_so_and_needs_no_repair(good: Path) -> None:
    tree = html.parse(good)
    assert _text(tree.xpath("//p[contains(@class, 'verdict')]")[0]) == "✓ No hard check fails"
    assert not tree.xpath("//section[@id='failures' or @id='repairs']")
    assert _text(tree.xpath("//h1")[0]) == "Internet Initiative Japan Inc."
    head = _text(tree.xpath("//header")[0])
    assert "Quarterly Securities Report 2Q of the 32nd term, filed 2023-11-14, reviewed" in head


def test_a_failure_is_shown_with_its_lines_and_the_only_repair(bad: Path) -> None:
    assert _text(html.parse(bad).xpath("//p[contains(@class, 'verdict')]")[0]).endswith("hard checks fail")
    failures = _text(_section(bad, "failures"))
    assert "Total current assets: parts add up to the printed total" in failures
    assert re.search(r"2023-11-14_2q2023\.yaml:\d+", failures)
    repairs = _text(_section(bad, "repairs"))
    assert "Only one slip explains it: two digits swapped" in repairs
    assert '{printed: "39,071", value: 39017, reason: "two digits swapped;' in repairs


def test_the_figures_stand_as_typed_with_their_state(good: Path) -> None:
    cells = {_text(cell).split()[0]: cell for cell in _section(good, "statements").xpath(".//td")}
    assert "128,198" in cells and "(53,037)" in cells  # revenue, and a cost in brackets
    naked = next(cell for cell in _section(good, "statements").xpath(".//td") if _text(cell).startswith("252,708"))
    assert "⚠ 0" in _text(naked) and "naked" in naked.get("class")
    corrected = [_text(cell) for cell in _section(good, "statements").xpath(".//td") if "✎" in _text(cell)]
    assert len(corrected) == 1 and corrected[0].startswith("11,008")
    assert "printed 11,088, taken as 11,008" in _text(_section(good, "corrections"))


def test_a_failing_figure_is_marked_by_more_than_colour(bad: Path) -> None:
    cell = next(cell for cell in _section(bad, "statements").xpath(".//td") if _text(cell).startswith("39,071"))
    assert "✗" in _text(cell) and "failing" in cell.get("class")


def test_every_check_and_every_figure_is_there(good: Path, iij_audit: Audit) -> None:
    found = iij_audit
    assert len(_section(good, "checks").xpath(".//tbody/tr")) == len(found.verdicts)
    assert len(_section(good, "statements").xpath(".//td")) == len(found.book.facts) == 1255
    listed = _section(good, "protection").xpath(".//table")[1].xpath(".//tbody/tr")
    assert len(listed) == len(found.protection.unproved)


def test_the_page_stands_alone_and_is_well_formed(good: Path) -> None:
    tree = html.parse(good)
    assert not tree.xpath("//script | //link | //img | //iframe")
    assert "http" not in good.read_text(encoding="utf-8") and "url(" not in good.read_text(encoding="utf-8")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert tree.getroot().get("lang") == "en"
    assert all(each.get("scope") for each in tree.xpath("//th"))
    assert not [table for table in tree.xpath("//section[@id!='statements']//table") if not table.xpath("./caption")]
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_names_are_text_whatever_they_hold(tmp_path: Path) -> None:
    odd = "<script>alert(1)</script> & \\\"R&D\\\" it's"
    folder = write_company(tmp_path / "acme", {
        "company.yaml": changed(COMPANY, "name: Acme Ltd.", f'name: "{odd}"'),
        "statements.yaml": changed(STATEMENTS, "costs: Costs", f'costs: "{odd}"'),
        FILED: changed(FILING, "heading: Profit or loss", f'heading: "{odd}"')})
    main(["check", str(folder), "--html", str(tmp_path / "odd.html")])
    tree = html.parse(tmp_path / "odd.html")
    assert not tree.xpath("//script")
    assert _text(tree.xpath("//h1")[0]) == odd.replace("\\", "")


def test_the_worst_statement_stands_first_and_in_it_the_hard_and_the_largest_failures(tmp_path: Path) -> None:
    """One failure in the first statement, two in the second: 16 for 15 (a tenth off), and 96 for 95."""
    filing = changed(changed(changed(FILING, "costs: [(60), (70)]", "costs: [(60), (71)]"), "cash: [10, 15]",
                             "cash: [10, 16]"), "other_assets: [90, 95]", "other_assets: [70, 95]")
    main(["check", str(write_company(tmp_path / "acme", {FILED: filing})), "--html", str(tmp_path / "acme.html")])
    titles = [_text(caption) for caption in _section(tmp_path / "acme.html", "failures").xpath(".//caption")]
    assert titles == ["Statement of Financial Position", "Statement of Profit or Loss"]
    differences = [_text(cell) for cell in _section(tmp_path / "acme.html", "failures").xpath(
        ".//td[@data-is='Difference']")]
    assert differences == ["-20", "1", "-1"]


@pytest.mark.parametrize(("tables", "verdict"), [
    ("tables:\n  - {statement: balance_sheet, heading: H, columns: [2023-09-30], rows: {cash: [todo]}}\n",
     "No figure is typed yet: there is nothing to check"),
    ("tables:\n  - {statement: balance_sheet, heading: H, columns: [2023-09-30], rows: {cash: [5]}}\n",
     "No check can be evaluated yet"),
])
def test_a_book_that_nothing_can_be_said_of_does_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                          tables: str, verdict: str) -> None:
    filing = FILING[:FILING.index("tables:")] + tables
    folder = write_company(tmp_path / "acme", {FILED: filing})
    assert main(["check", str(folder), "--html", str(tmp_path / "acme.html")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == verdict[0].lower() + verdict[1:]
    assert _text(html.parse(tmp_path / "acme.html").xpath("//p[contains(@class, 'verdict')]")[0]) == verdict


def test_a_row_left_out_is_named_with_the_line_to_type(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(IIJ, tmp_path / "iij"))
    (filing,) = (folder / "filings").glob("*.yaml")
    filing.write_text(re.sub(r"\n *purchase_of_intangibles:.*", "", filing.read_text(encoding="utf-8")), "utf-8")
    assert main(["check", str(folder), "--html", str(tmp_path / "iij.html")]) == 1
    repairs = _text(_section(tmp_path / "iij.html", "repairs"))
    assert "the row Purchases of intangible assets was left out of Cash flows from investing activities" in repairs
    assert "purchase_of_intangibles: [(2137), (3962)]" in repairs
    assert "Or each by itself" in repairs


def test_every_number_of_a_failure_is_within_a_phone(bad: Path, tmp_path: Path) -> None:
    """Not in a table that scrolls: each stands between the edges of the window, with its name."""
    script = ("<script>addEventListener('load',()=>document.documentElement.setAttribute('data-beyond',"
              "[...document.querySelectorAll('#failures td, #protection td')].filter(e=>{const b="
              "e.getBoundingClientRect();return b.width===0||b.left<0||b.right>innerWidth}).length))</script>")
    page = bad.read_text(encoding="utf-8").replace("</body>", script + "</body>")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "frame.html").write_text(
        "<iframe id=f src=page.html style='width:360px;height:800px;border:0'></iframe><script>onload=()=>"
        "setTimeout(()=>document.body.setAttribute('data-beyond',f.contentDocument.documentElement.dataset.beyond),500)"
        "</script>", "utf-8")
    shown = browse(tmp_path, tmp_path / "frame.html", "--window-size=1400,900", "--allow-file-access-from-files",
                   "--virtual-time-budget=5000", "--dump-dom")
    assert re.search(r'<body data-beyond="0"', shown), re.findall(r"data-beyond=\S+", shown)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_the_window(bad: Path, tmp_path: Path, width: int) -> None:
    """Wide tables scroll in themselves; the page does not. A headless window is no narrower than 500, a frame is."""
    page = bad.read_text(encoding="utf-8").replace("</body>", MEASURE + "</body>")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f"<iframe id=f src=page.html style='width:{width}px;height:800px;border:0'></iframe><script>onload=()=>"
        "document.body.setAttribute('data-widths',f.contentDocument.documentElement.dataset.widths)</script>", "utf-8")
    shown = browse(tmp_path, frame, "--window-size=1400,900", "--allow-file-access-from-files",
                   "--virtual-time-budget=5000", "--dump-dom")
    match = re.search(r'data-widths="(\d+) (\d+)"', shown)
    assert match, shown[:300]
    assert int(match[1]) <= int(match[2]) <= width


def test_all_of_it_prints(bad: Path, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        if os.environ.get("CI") == "true":
            pytest.fail("pdftotext is missing: apt-get install --no-install-recommends poppler-utils")
        pytest.skip("pdftotext is not installed")
    browse(tmp_path, bad, f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    printed = subprocess.run(["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"], capture_output=True, text=True,
                             check=True).stdout
    for words in ("What fails", "What would mend it", "Protection map", "Corrections", "The figures as typed",
                  "All checks", "Allowed", "252,708", "128,198", "two digits swapped"):
        assert words in printed
    assert printed.count("EXACT") > 800  # the folded parts too
