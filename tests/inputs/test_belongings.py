"""Nothing in a company's folder is passed over: what is neither read nor known by its name is named and refused."""

from __future__ import annotations

import os
import re
import shutil
import socket
import unicodedata
from pathlib import Path

import pytest

from generator.inputs.belongings import DOCUMENTS, IGNORED
from generator.inputs.load import load_inputs
from generator.inputs.new_company import lay_out_company
from generator.inputs.vocabulary import TEMPLATES
from generator.model.problem import Problems
from generator.refused import Refused
from tests.companies import FILED, FILING, changed, complaints, read, write_company

KNOWN = "known: company.yaml, statements.yaml, ratios.yaml, checks.yaml, summary.yaml, filings/"
LATER = changed(changed(FILING, "Report for 1H2023", "Corrected"), "revenue: [100, 120]", "revenue: [100, 121]")


@pytest.mark.parametrize(("name", "told"), [
    ("filings/2024-02-13.Yaml", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.YAML", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.yml", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.yaml.txt", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.yaml.md", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.yaml.bak", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13.yaml ", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2024-02-13 .yml", "a filing's file ends in .yaml; rename it to 2024-02-13.yaml"),
    ("filings/2023-11-14.yml", "a filing's file ends in .yaml, and 2023-11-14.yaml stands here too; keep the one that "
                               "is right"),
    ("filings/2024-02-13", "this file is of no format that is read; known: filings/*.yaml"),
    ("filings/2024-02-13.txt", "this file is of no format that is read; known: filings/*.yaml"),
    ("filings/2024-02-13.csv", "this file is of no format that is read; known: filings/*.yaml"),
    ("filings/.yaml", "this file is of no format that is read; known: filings/*.yaml"),
    ("filings/.2024-02-13.yml", "a filing's file ends in .yaml; rename it to .2024-02-13.yaml"),
    ("filings/2024/2024-02-13.yaml", "this folder is not read, and '2024-02-13.yaml' stands in it; a filing stands in "
                                     "filings/ itself"),
    ("filings/a/b/c/x.yaml", "this folder is not read, and 'b/c/x.yaml' stands in it; a filing stands in filings/ "
                             "itself"),
    ("filing/2024-02-13.yaml", "this folder is not read, and '2024-02-13.yaml' stands in it; did you mean 'filings'?"),
    ("Filings/2024-02.yaml", "this folder is not read, and '2024-02.yaml' stands in it; did you mean 'filings'?"),
    ("templates/ratios.yaml", "this folder is not read, and 'ratios.yaml' stands in it; filings stand in filings/, all "
                              "else beside it"),
    ("checks.YAML", "a file of this name is not read; did you mean 'checks.yaml'?"),
    ("Checks.yaml", "a file of this name is not read; did you mean 'checks.yaml'?"),
    ("checks.yaml.txt", "a file of this name is not read; did you mean 'checks.yaml'?"),
    ("checks (1).yaml", "a file of this name is not read; did you mean 'checks.yaml'?"),
    ("checks - Copy.yaml", "a file of this name is not read; did you mean 'checks.yaml'?"),
    ("statement.yaml", "a file of this name is not read; did you mean 'statements.yaml'?"),
    ("filings.yaml", "a file of this name is not read; did you mean 'filings/'?"),
    ("2024-02-13.yaml", f"a file of this name is not read; {KNOWN}"),
    ("parameters.yaml", f"a file of this name is not read; {KNOWN}"),
    ("figures.csv", f"a file of this name is not read; {KNOWN}"),
    ("ratios", "a file of this name is not read; did you mean 'ratios.yaml'?"),
])
def test_what_is_not_read_is_named(tmp_path: Path, name: str, told: str) -> None:
    top = "/".join(name.split("/")[:2 if name.startswith("filings/") else 1])
    assert complaints(tmp_path, {name: FILING}) == [f"{top}: {told}"]


def test_a_filing_that_is_not_read_is_no_missing_filing(tmp_path: Path) -> None:
    """The only filing stands in a folder of its own: one mistake, not two."""
    assert complaints(tmp_path, {FILED: None, "filings/2023/2023-11-14.yaml": FILING}) == [
        "filings/2023: this folder is not read, and '2023-11-14.yaml' stands in it; a filing stands in filings/ itself"]


@pytest.mark.parametrize("name", [
    *(each.replace("*", "x") for each in IGNORED), ".DS_Store", "Thumbs.db", "Desktop.ini", "._2023-11-14.yaml",
    ".#2023-11-14.yaml", "2023-11-14.yaml~", "#2023-11-14.yaml#", ".2023-11-14.yaml.swp", "~$book.xlsx",
    "README", "README.md", "Readme.txt", "notes.md", "report.pdf", "Report.PDF", "report.html", "book.xlsx",
    "page.png"])
@pytest.mark.parametrize("where", ["", "filings/"])
def test_what_belongs_there_is_ignored(tmp_path: Path, name: str, where: str) -> None:
    assert complaints(tmp_path, {f"{where}{name}": b"\xff\x00"}) == []


@pytest.mark.parametrize("name", ["filings/2024-02.yaml~", "filings/#2024-02.yaml#", "filings/2024-02.yaml.~3~",
                                  "filings/.2024-02.yaml.swp", "ratios.yaml~", "#checks.yaml#"])
def test_what_an_editor_left_of_a_file_that_is_gone_is_named(tmp_path: Path, name: str) -> None:
    """A rename that went wrong: the figures stand in no file that is read."""
    lost = re.sub(r"(\.~3)?[~#]|\.swp|^\.", "", Path(name).name)
    told, = complaints(tmp_path, {name: b"\xff\x00"})
    assert told.startswith(f"{name}: an editor has left this of {lost}, which is not here; rename it to {lost} (a .swp")


@pytest.mark.parametrize("name", ["notes.yaml~", "filings/notes.txt~", "filings/._2024.yaml", "#x#", "filings/~"])
def test_what_would_not_be_read_is_none_of_them(tmp_path: Path, name: str) -> None:
    assert complaints(tmp_path, {name: b"\xff\x00"}) == []


def test_folders_of_tools_and_of_documents_belong_there(tmp_path: Path) -> None:
    assert complaints(tmp_path, {".git/config.yaml": "a", ".vscode/settings.json": "{}", "pdf/2023/report.pdf": "x",
                                 "filings/pdf/report.pdf": "x", "pdf/.DS_Store": ""}) == []


def test_what_is_no_file_is_named_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_company(tmp_path)
    os.mkfifo(folder / "filings" / "fifo.yaml")
    os.mkfifo(folder / "ratios.yaml")
    (folder / "filings" / "folder.yaml").mkdir()
    (folder / "filings" / "lost.yaml").symlink_to("nowhere.yaml")
    (folder / "filings" / "loop.yaml").symlink_to("loop.yaml")
    (folder / "checks.yaml").symlink_to("/dev/zero")
    monkeypatch.chdir(folder / "filings")  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket")
    assert complaints(folder) == [
        "checks.yaml: this is a device, not a file",
        "filings/fifo.yaml: this is a FIFO, not a file",
        "filings/folder.yaml: this is a folder, not a file",
        "filings/loop.yaml: cannot be read: Too many levels of symbolic links",
        "filings/lost.yaml: this link leads nowhere",
        "filings/socket: this is a socket, not a file",
        "ratios.yaml: this is a FIFO, not a file"]


def test_links_are_followed_to_files_and_never_in_a_circle(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "acme", {FILED: None})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "2023-11-14.yaml").write_text(FILING, encoding="utf-8")
    (folder / "filings").symlink_to(tmp_path / "elsewhere")
    assert complaints(folder, {FILED: None}) == []
    (folder / "round").symlink_to(".")
    told, = complaints(folder, {FILED: None})
    assert told.startswith("round: this folder is not read, and 'company.yaml', ")


def test_a_file_in_the_place_of_the_folder_of_filings(tmp_path: Path) -> None:
    assert complaints(tmp_path, {FILED: None, "filings": "a: 1\n"}) == [
        "filings: this is a file; filings is a folder with one YAML file a filing"]


@pytest.mark.parametrize(("one", "other"), [
    ("2024-q3", "2024-Q3"), ("caf\u00e9", unicodedata.normalize("NFD", "caf\u00e9"))])
def test_two_names_that_other_systems_take_for_one(tmp_path: Path, one: str, other: str) -> None:
    first, second = sorted((one, other))
    told, = complaints(tmp_path, {FILED: None, f"filings/{first}.yaml": FILING, f"filings/{second}.yaml": LATER})
    assert told.startswith(f"filings/{second}.yaml: the name of this file differs from '{first}.yaml' only in capital")


@pytest.mark.parametrize("name", ["2023-11-14 (1)", "2023-11-14 - Copy", "2023-11-14 - Copy (2)", "2023-11-14 copy",
                                  "Copy of 2023-11-14", "2023-11-14.sync-conflict-20231115-091500-ABCDEFG",
                                  "2023-11-14 (Ann's conflicted copy 2023-11-15)"])
def test_a_copy_under_another_title_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    """Its figures, and its title too, have been corrected since: read, it would pass for a later filing."""
    told, = complaints(tmp_path / "a", {f"filings/{name}.yaml": LATER})
    assert told.startswith(f"filings/{name}.yaml:1:9: this file is called as a copy of ")
    assert complaints(tmp_path / "b", {FILED: None, f"filings/{name}.yaml": FILING}) == []


@pytest.mark.parametrize("name", ["a\ufffeb", "a\x07b", "a\u202eb"])
def test_a_name_that_no_cell_can_hold(tmp_path: Path, name: str) -> None:
    told, = complaints(tmp_path, {f"filings/{name}.yaml": LATER})
    shown = name.encode("unicode-escape").decode()
    assert told.startswith(f"filings/{shown}.yaml: in the name of this file the character U+")
    assert complaints(tmp_path / f"x{name}")[0].endswith("delete it; rename it")


@pytest.mark.parametrize("name", ["=1+1", "2024*", "2024-02-1?", "2024~1", ">2024", "a:b", "a\nb", "a\tb"])
def test_a_name_that_a_spreadsheet_would_read(tmp_path: Path, name: str) -> None:
    """The sheet Filings counts the figures of a filing by its name."""
    told, = complaints(tmp_path, {f"filings/{name}.yaml": LATER})
    assert "has a sign that spreadsheets and other systems do not take as it stands" in told


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    folder = write_company(tmp_path)
    Path(os.fsdecode(os.fsencode(folder) + b"/filings/caf\xe9.yaml")).write_text(LATER, encoding="utf-8")
    assert complaints(folder) == [r"filings/caf\udce9.yaml: in the name of this file the character U+DCE9 cannot be "
                                  "seen and cannot stand in a workbook; delete it; rename it"]


def test_of_many_strays_ten_are_told(tmp_path: Path) -> None:
    found = complaints(tmp_path, {f"filings/{number:03}.csv": "" for number in range(600)})
    assert len(found) == 2
    assert found[0].startswith("filings: 590 more are here that are not read")
    assert "filings/000.csv: this file is of no format" in found[1]


def test_the_folder_of_several_companies_names_them(tmp_path: Path) -> None:
    for number in range(12):
        write_company(tmp_path / f"company_{number:02}")
    problems = Problems()
    assert read(tmp_path, problems) is None
    told, = problems.sorted()
    assert told.message.startswith(f"this is no company's folder; name one in it: {tmp_path}/company_00, ")
    assert told.message.endswith(f"{tmp_path}/company_09 and 2 more")


def test_what_new_lays_out_belongs_there(tmp_path: Path) -> None:
    folder, problems = lay_out_company("acme", tmp_path), Problems()
    assert read(folder, problems) is not None
    assert not problems


def test_the_documents_that_may_be_kept_are_those_that_the_docs_name() -> None:
    text = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")
    named, = re.findall(r"by how they end: `([^`]*)`", text)
    assert tuple(named.split()) == DOCUMENTS


def test_a_stray_file_among_the_templates(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    (templates / "ratio.yaml").write_text("[]", encoding="utf-8")
    (templates / "macros.yml").write_text("{}", encoding="utf-8")
    (templates / "README.md").write_text("Ours.", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_inputs(write_company(tmp_path / "acme"), templates)
    assert refused.value.lines[:2] == (
        f"{templates}/macros.yml: a file of this name is not read; known: units.yaml, concepts.yaml, parameters.yaml, "
        "formulas.yaml, per_share.yaml, ratios.yaml, checks.yaml, breakdown.yaml, summary.yaml, elements.yaml, "
        "identities.yaml",
        f"{templates}/ratio.yaml: a file of this name is not read; did you mean 'ratios.yaml'?")
