"""Labels of standard elements from taxonomies on disk, where a filing has none; the filing's own go before."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from generator.cli import main
from generator.refused import Refused
from generator.xbrl.read import read
from generator.xbrl.report import FiledReport
from tests.xbrl.instances import FILES, GAAP, label, link, linkbase

ROLE = "http://www.xbrl.org/2003/role/"
JPPFS = "../jppfs_cor_2023-12-01.xsd#jppfs_cor_"
# As the EDINET taxonomy has them: current assets, with the total's label and that of securities firms.
JAPANESE = linkbase(link("label", f"{JPPFS}CurrentAssets {JPPFS}Never", [
    ("jppfs_cor_CurrentAssets", "a", ""), ("jppfs_cor_Never", "n", "")], ROLE + "link",
    label("a", "流動資産", language="ja") + label("a", "流動資産合計", ROLE + "totalLabel", "ja")
    + label("a", "流動資産計", "http://disclosure.edinet-fsa.go.jp/jppfs/sec/role/totalLabel", "ja")
    + label("n", "使わない", language="ja")))
ENGLISH = linkbase(link("label", f"{JPPFS}CurrentAssets", [("jppfs_cor_CurrentAssets", "a", "")], ROLE + "link",
                        label("a", "Current assets", language="en")))
AMERICAN = linkbase(link("label", f"{GAAP}Revenues {GAAP}CostOfRevenue", [
    ("us-gaap_Revenues", "r", ""), ("us-gaap_CostOfRevenue", "c", "")], ROLE + "link",
    label("r", "Revenues") + label("c", "Cost of Revenue")))
CATALOG = ('<!DOCTYPE catalog PUBLIC "-//OASIS//DTD Entity Resolution XML Catalog V1.0//EN" "catalog.dtd">'
           '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"/>')
INSTANCE = """<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:jppfs_cor="http://disclosure.edinet-fsa.go.jp/taxonomy/jppfs/2023-12-01/jppfs_cor">
<context id="c"><entity><identifier scheme="http://disclosure.edinet-fsa.go.jp">E02367-000</identifier></entity>
<period><instant>2024-03-31</instant></period></context><unit id="JPY"><measure>iso4217:JPY</measure></unit>
<jppfs_cor:CurrentAssets contextRef="c" unitRef="JPY" decimals="-6">2492270000000</jppfs_cor:CurrentAssets></xbrl>"""


def package(path: Path, **labels: str) -> Path:
    """A taxonomy package: its files lie in a folder, beside a catalogue and schemas."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("T/META-INF/catalog.xml", CATALOG)
        file.writestr("T/cor.xsd", '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
        for name, text in labels.items():
            file.writestr(f"T/label/{name}.xml", text)
    return path


def filing(folder: Path, *without: str) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        if name not in without:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def row(report: FiledReport, concept: str) -> str:
    return next(line.label for each in report.presentations for line in each.lines if line.concept == concept)


def test_elements_that_a_filing_does_not_label_are_called_as_in_the_taxonomy(tmp_path: Path) -> None:
    source = tmp_path / "e.xbrl"
    source.write_text(INSTANCE, encoding="utf-8")
    [report] = read([source], taxonomies=[package(tmp_path / "t.zip", ja=JAPANESE, en=ENGLISH)])
    assert report.labels == {("jppfs_cor:CurrentAssets", "", "ja"): "流動資産",
                             ("jppfs_cor:CurrentAssets", "totalLabel", "ja"): "流動資産合計",
                             ("jppfs_cor:CurrentAssets", "", "en"): "Current assets"}
    assert read([source])[0].labels == {}


def test_the_filings_own_labels_go_before(tmp_path: Path) -> None:
    source, taxonomy = filing(tmp_path / "f"), package(tmp_path / "t.zip", lab=AMERICAN)
    [report] = read([source], taxonomies=[taxonomy])
    assert [row(report, f"us-gaap:{each}") for each in ("Revenues", "CostOfRevenue", "GrossProfit")] == [
        "Net sales", "Cost of Revenue", "Total gross margin"]
    [bare] = read([filing(tmp_path / "g", "aapl-20230701_lab.xml")], taxonomies=[taxonomy])
    assert [row(bare, f"us-gaap:{each}") for each in ("Revenues", "CostOfRevenue", "GrossProfit")] == [
        "Revenues", "Cost of Revenue", ""]


def test_a_history_has_them_too(tmp_path: Path) -> None:
    fact = {"end": "2023-07-01", "start": "2023-04-02", "val": 1, "accn": "0-1", "fy": 2023, "fp": "Q3",
            "form": "10-Q", "filed": "2023-08-04"}
    path = tmp_path / "CIK0000320193.json"
    path.write_text(json.dumps({"cik": 320193, "entityName": "Apple", "facts": {"us-gaap": {
        "CostOfRevenue": {"label": None, "description": None, "units": {"USD": [fact]}}}}}), encoding="utf-8")
    [report] = read([path], taxonomies=[package(tmp_path / "t.zip", lab=AMERICAN)])
    assert report.labels["us-gaap:CostOfRevenue", "", "en"] == "Cost of Revenue"


def test_of_several_the_first_counts(tmp_path: Path) -> None:
    other = AMERICAN.replace("Cost of Revenue", "Cost")
    source = filing(tmp_path / "f")
    both = [package(tmp_path / "a.zip", lab=other), package(tmp_path / "b.zip", lab=AMERICAN)]
    assert row(read([source], taxonomies=both)[0], "us-gaap:CostOfRevenue") == "Cost"


def test_what_has_no_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no labels of a taxonomy"):
        read([filing(tmp_path / "f")], taxonomies=[package(tmp_path / "t.zip")])


def test_a_doctype_is_refused_there_too(tmp_path: Path) -> None:
    hostile = AMERICAN.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
    with pytest.raises(Refused, match="DOCTYPE"):
        read([filing(tmp_path / "f")], taxonomies=[package(tmp_path / "t.zip", lab=hostile)])


def test_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = filing(tmp_path / "f", "aapl-20230701_lab.xml")
    assert main(["import", str(source), "--company", str(tmp_path / "inputs" / "apple"), "--filed", "2023-08-04",
                 "--taxonomy", str(package(tmp_path / "t.zip", lab=AMERICAN))]) == 0, capsys.readouterr().err
    text = (tmp_path / "inputs" / "apple" / "statements.yaml").read_text(encoding="utf-8")
    assert "Cost of Revenue" in text
