"""What is handed over becomes filings: by what a file is, and by what belongs together."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from generator.refused import Refused
from generator.xbrl.read import read
from generator.xbrl.report import FiledReport
from tests.xbrl.instances import FACTS, FILES, instance
from tests.xbrl.pages import document, figure, table

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the larger filings are not here")
PAGE = document(table(figure("81,797"))).data


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return path


def said(report: FiledReport) -> tuple[int, int, int, int]:
    return len(report.facts), len(report.presentations), len(report.sums), len(report.labels)


def refused(*paths: Path) -> str:
    with pytest.raises(Refused) as error:
        read(paths)
    return "\n".join(error.value.lines)


def test_a_folder_a_zip_and_its_files_are_one_filing_each(tmp_path: Path) -> None:
    folder = written(tmp_path / "f", FILES)
    for paths in ([folder], [*folder.iterdir()], [zipped(tmp_path / "f.zip", FILES)],
                  [zipped(tmp_path / "g.zip", {f"deep/in/{name}": text for name, text in FILES.items()})]):
        report, = read(paths)
        assert said(report) == (8, 1, 1, 3)
        assert (report.kind, report.key, report.entity) == ("xbrl", "aapl-20230701", "0000320193")
        assert report.balances["aapl:Backlog"] == "credit" and report.instants == {"aapl:Backlog"}
        assert not report.remarks
    assert {each.origin.file for each in report.facts} == {f"{tmp_path}/g.zip/deep/in/aapl-20230701_htm.xml"}
    assert report.files == (tmp_path / "g.zip",)


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    odd = dict(zip(("a", "b.txt", "c.dat", "d", "e.xml"), FILES.values(), strict=True))
    assert said(read([written(tmp_path, odd)])[0]) == (8, 1, 1, 3)
    wide = {"w.xbrl": instance().replace("utf-8", "utf-16").encode("utf-16")}
    assert len(read([written(tmp_path / "w", wide)])[0].facts) == 8


def test_an_instance_alone_says_what_is_missing(tmp_path: Path) -> None:
    report, = read([written(tmp_path, {"a.xbrl": instance()}) / "a.xbrl"])
    assert said(report) == (8, 0, 0, 0)
    assert "no linkbases" in report.remarks[0]


def test_several_instances_in_one_folder_are_several_filings_each_with_its_own_linkbases(tmp_path: Path) -> None:
    later = {name.replace("20230701", "20230930"): text.replace("aapl-20230701", "aapl-20230930")
             for name, text in FILES.items()}
    del later["aapl-20230930_cal.xml"]
    reports = read([written(tmp_path, FILES | later)])
    assert [(each.key, *said(each)) for each in reports] == [
        ("aapl-20230701", 8, 1, 1, 3), ("aapl-20230930", 8, 1, 0, 3)]


def test_two_folders_with_the_same_names_stay_apart(tmp_path: Path) -> None:
    written(tmp_path / "a", FILES)
    written(tmp_path / "b", {name: text for name, text in FILES.items() if "_cal" not in name})
    assert [len(each.sums) for each in read([tmp_path])] == [1, 0]


def test_linkbases_that_lie_elsewhere_are_found_by_name(tmp_path: Path) -> None:
    written(tmp_path / "i", {"aapl-20230701_htm.xml": instance()})
    written(tmp_path / "l", {name: text for name, text in FILES.items() if "_htm" not in name})
    assert said(read([tmp_path / "i", tmp_path / "l"])[0]) == (8, 1, 1, 3)


def test_a_page_has_the_linkbases_beside_it(tmp_path: Path) -> None:
    links = {name: text for name, text in FILES.items() if "_htm" not in name}
    report, = read([written(tmp_path, links | {"aapl-20230701.htm": PAGE.decode()})])
    assert (report.kind, len(report.pages), len(report.presentations)) == ("inline", 1, 1)
    assert [(each.concept, each.printed) for each in report.facts] == [("us-gaap:Revenues", "81,797")]


def test_a_page_beside_the_instance_made_of_it_is_the_same_filing(tmp_path: Path) -> None:
    page = PAGE.decode().replace("a.xsd", "aapl-20230701.xsd")
    one = FACTS.splitlines()[1]
    report, = read([written(tmp_path, {"d1.htm": page, "d1_htm.xml": instance(one)})])
    assert [(each.printed, each.value, each.origin.file) for each in report.facts] == [
        ("81,797", Decimal(81797000000), f"{tmp_path}/d1_htm.xml")]
    less = instance(one.replace("Revenues", "GrossProfit"))
    report, = read([written(tmp_path, {"d1.htm": page, "d1_htm.xml": less})])
    assert [(each.concept, each.printed) for each in report.facts] == [("us-gaap:Revenues", "81,797")]
    assert "the pages are read in its place" in report.remarks[0]
    assert "hand over the files of one filing" in refused(written(tmp_path, {
        "d1_htm.xml": instance(one.replace("81797", "81798"))}))


def test_pages_cut_short_are_never_passed_over(tmp_path: Path) -> None:
    for cut in range(150, len(PAGE), 200):
        assert re.search("damaged|no inline XBRL|no filing", refused(written(tmp_path, {"p.htm": PAGE[:cut]})))
    text = instance().encode()
    for cut in range(100, len(text) - 7, 200):
        assert "damaged or cut short" in refused(written(tmp_path, FILES | {"p": text[:cut]}))


def test_an_audit_is_no_part_of_a_filing(tmp_path: Path) -> None:
    public = {f"XBRL/PublicDoc/{name}": text for name, text in FILES.items()}
    audit = {"XBRL/AuditDoc/jpaud-aar-cn-001_E1.xbrl": instance(reference=""),
             "XBRL/AuditDoc/0000_ixbrl.htm": PAGE.decode()}
    assert [said(each) for each in read([zipped(tmp_path / "e.zip", public | audit)])] == [(8, 1, 1, 3)]
    assert "no filing is in there" in refused(zipped(tmp_path / "a.zip", audit))


def test_what_is_no_data_is_passed_over_and_named_where_it_was_asked_for(tmp_path: Path) -> None:
    others = {"manifest.xml": "<manifest/>", "index.txt": "x", "metadata.json": '{"a": 1}',
              "R2.htm": "<!DOCTYPE html><html><br></html>", "p.pdf": "%PDF", ".DS_Store": "x"}
    folder = written(tmp_path, FILES | others)
    assert not read([folder])[0].remarks
    remark, = read([folder / each for each in (*FILES, "index.txt", "R2.htm")])[0].remarks
    assert remark == f"passed over, as no XBRL: {folder}/index.txt, {folder}/R2.htm"
    assert "p.pdf: is a PDF file" in refused(folder / "p.pdf")
    assert "no filing is in there" in refused(written(tmp_path / "o", {"manifest.xml": "<manifest/>"}))


def test_a_file_twice_is_read_once(tmp_path: Path) -> None:
    folder = written(tmp_path, FILES)
    assert len(read([folder, folder / "aapl-20230701_htm.xml", folder])) == 1


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("none.xml", None, "cannot be read: no such file"), ("empty.xbrl", b"", "is empty"),
    ("z.xml", b"\0" * 99, "is empty"),
    ("a.zip", b"garbage", "is nothing that is read"), ("a.xbrl", b"%PDF-1.4", "is a PDF file"),
    ("a.json", b"<html>", "is nothing that is read"), ("a.xbrl", b"<other/>", "is nothing that is read")])
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert expected in refused(tmp_path / name)
    if content is not None:  # also beside what is sound
        assert expected in refused(written(tmp_path, FILES))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    read([written(tmp_path, FILES)], told.append)
    assert told == [f"reading {tmp_path}/aapl-20230701_htm.xml"]


@needs_fixtures
@pytest.mark.parametrize(("name", "expected"), [
    ("sec/aapl_10q_20230701", [("xbrl", 835, 57, 39, 0)]),
    ("edinet/nintendo_annual_fy2023", [("inline", 1394, 46, 57, 27)]),
    ("tdnet/edif_b.zip", [("inline", 571, 6, 24, 15)]), ("tdnet/edjp_b.zip", [("inline", 356, 4, 28, 12)]),
    ("tdnet", [("inline", 571, 6, 24, 15), ("inline", 356, 4, 28, 12)])])
def test_filings_as_downloaded(name: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    start = time.process_time()
    reports = read([FIXTURES / name])
    assert time.process_time() - start < 20
    assert [(each.kind, len(each.facts), len(each.presentations), len(each.sums), len(each.pages))
            for each in reports] == expected


@needs_fixtures
def test_a_summary_and_its_statements_are_one_filing_also_unpacked_into_one_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(FIXTURES / "tdnet" / "edif_b.zip") as source:
        flat = {Path(each).name: source.read(each) for each in source.namelist()}
    report, = read([written(tmp_path, flat)])
    assert (len(report.facts), len(report.presentations), report.key) == (571, 6, "62690-20240514")
