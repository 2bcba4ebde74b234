"""The place where a workbook goes: whose file stands there, who has it open, and what is kept of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.merge.former import company_of
from generator.output import look
from generator.pipeline import Result, build, regenerate
from generator.refused import Refused
from generator.xlsx.package import Package
from generator.xlsx.save import KEPT, replace_file
from tests.companies import COMPANY, changed, write_company
from tests.conftest import ROOT
from tests.merge.conftest import NEXT
from tests.touched import Touched

BETA = changed(changed(COMPANY, "Acme Ltd.", "Beta plc"), '"1234"', '"5678"')
LAST = "nothing was written; give another -o, or --replace, which keeps the file that is there as a backup"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return build(write_company(tmp_path_factory.mktemp("first") / "acme"))


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme")


def worked_on(package: bytes) -> bytes:
    touched = Touched(package)
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    return touched.saved()


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    """The lines with which a command ends that did nothing."""
    assert main([*map(str, arguments)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.splitlines()


def foreign() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize("options", [[], ["--fresh"]])
def test_a_file_that_is_not_ours_is_written_over_with_replace_alone(acme: Path, tmp_path: Path, options: list[str],
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"
    for content in (foreign(), b"no workbook", b""):
        out.write_bytes(content)
        first, last = refused(capsys, "build", acme, "-o", out, *options)
        assert first.startswith(f"{out}: the file that is there ") and last == LAST
        assert out.read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["acme", "book.xlsx"]


def test_replace_keeps_what_is_not_ours_for_ever(acme: Path, tmp_path: Path, result: Result) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(b"no workbook")
    assert main(["build", str(acme), "-o", str(out), "--replace"]) == 0
    assert company_of(Package.read(out.read_bytes())) == ("Acme Ltd.", "1234")
    for number in range(2 * KEPT):
        replace_file(out, b"%d" % number)
    assert (tmp_path / "book.backup.kept.xlsx").read_bytes() == b"no workbook"


def test_another_companys_workbook_is_refused_before_the_work(tmp_path: Path, result: Result,
                                                              capsys: pytest.CaptureFixture[str],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pipeline.build", None)  # it comes to no build
    beta, out = write_company(tmp_path / "beta", {"company.yaml": BETA}), tmp_path / "book.xlsx"
    for content in (result.package, worked_on(result.package)):
        out.write_bytes(content)
        for options in ([], ["--fresh"]):
            assert refused(capsys, "build", beta, "-o", out, *options) == [
                f"{out}: the file that is there is the workbook of Acme Ltd. (1234), the inputs are Beta plc's (5678)",
                LAST]
        assert out.read_bytes() == content
        assert not look(out, replace=True).is_of("Beta plc", "5678")
        assert look(out).is_of("Acme Holdings", "1234")


@pytest.mark.parametrize(("lock", "program"), [(".~lock.book.xlsx#", "LibreOffice"), ("~$book.xlsx", "Excel")])
def test_a_file_that_is_open_is_left_alone(acme: Path, tmp_path: Path, lock: str, program: str, result: Result,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    real = tmp_path / "real" / "book.xlsx"
    real.parent.mkdir()
    (tmp_path / "book.xlsx").symlink_to(real)
    (real.parent / lock).write_bytes(b",ann,host,27.11.2026 10:20,;")
    look(real)  # there is no file yet that could be open
    real.write_bytes(result.package)
    os.utime(real.parent / lock, (0, 0))
    for out in (real, tmp_path / "book.xlsx"):
        for options in ([], ["--fresh"]):
            first, last = refused(capsys, "build", acme, "-o", out, *options)
            assert first.startswith(f"{out}: is open in {program} since 19") and f"says {lock} beside it" in first
            assert last.startswith("nothing was written; close it") and "--replace" in last
    assert look(real, replace=True).is_of("Acme Ltd.", "1234")


def test_a_file_opened_during_the_build_is_left_alone(tmp_path: Path, result: Result) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(worked_on(result.package))
    standing = look(out)
    (tmp_path / "~$book.xlsx").touch()
    with pytest.raises(Refused, match="is open in Excel"):
        regenerate(standing, result.package)
    assert out.read_bytes() == standing.content


def test_a_write_protected_file_is_replaced_where_that_is_said(tmp_path: Path, result: Result) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(worked_on(result.package))
    out.chmod(0o444)
    with pytest.raises(Refused, match="the file is write-protected; --replace writes over it, where"):
        look(out)
    regenerate(look(out, replace=True), result.package)  # the work is carried over: the file is the company's own
    assert out.stat().st_mode & 0o777 == 0o444
    assert "My Model" in openpyxl.load_workbook(out).sheetnames


@pytest.mark.parametrize("meanwhile", [b"saved meanwhile", None])
def test_a_save_during_the_build_is_not_lost(tmp_path: Path, result: Result, meanwhile: bytes | None) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(worked_on(result.package))
    standing = look(out)
    out.unlink()
    if meanwhile:
        out.write_bytes(meanwhile)
    with pytest.raises(Refused) as error:
        regenerate(standing, result.package)
    assert error.value.lines == (
        f"{out}: was changed while the workbook was built; nothing was written; build again",)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [meanwhile] * bool(meanwhile)


def test_a_file_that_appears_during_the_build_is_not_lost_but_the_same_one_is_no_harm(tmp_path: Path,
                                                                                      result: Result) -> None:
    out = tmp_path / "book.xlsx"
    standing = look(out)
    out.write_bytes(result.package)
    assert regenerate(standing, result.package).backup is None
    out.write_bytes(b"another")
    with pytest.raises(Refused, match="was changed while"):
        regenerate(standing, result.package)


def test_an_untouched_workbook_has_nothing_to_keep_for_ever(tmp_path: Path, result: Result) -> None:
    out = tmp_path / "book.xlsx"
    out.write_bytes(result.package)
    later = build(write_company(tmp_path / "acme", NEXT)).package
    assert regenerate(look(out), later, fresh=True).backup == tmp_path / "book.backup.xlsx"
    out.write_bytes(worked_on(result.package))
    assert regenerate(look(out), later, fresh=True).backup == tmp_path / "book.backup.kept.xlsx"


END_OF_A_BUILD = """\
import sys
from pathlib import Path
from generator.output import look
from generator.pipeline import regenerate
from generator.refused import Refused
standing, package = look(Path(sys.argv[1])), Path(sys.argv[2]).read_bytes()
print("ready", flush=True)
sys.stdin.readline()
try:
    regenerate(standing, package)
except Refused as refused:
    sys.exit(str(refused))
"""


def test_two_builds_at_once_leave_a_whole_file_with_the_readers_work(acme: Path, tmp_path: Path,
                                                                     result: Result) -> None:
    """Both have looked at the same file when the first of them replaces it."""
    out, old = tmp_path / "book.xlsx", worked_on(result.package)
    out.write_bytes(old)
    made = tmp_path / "made"
    made.write_bytes(build(write_company(acme, NEXT)).package)
    builds = [subprocess.Popen([sys.executable, "-c", END_OF_A_BUILD, str(out), str(made)], cwd=ROOT, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    assert all(each.stdout and each.stdout.readline() == "ready\n" for each in builds)
    for each in builds:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    ended = [(each.communicate()[1], each.returncode) for each in builds]
    assert all(code == 0 or "was changed while the workbook was built" in said for said, code in ended), ended
    assert 0 in [code for _, code in ended]
    assert openpyxl.load_workbook(out)["My Model"]["A1"].value == "='Income Statement'!Q10"
    assert old in [each.read_bytes() for each in tmp_path.glob("book.backup*.xlsx")]
    assert not list(tmp_path.glob(".*"))


def test_places_in_which_no_workbook_goes(acme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "link.xlsx").symlink_to(acme / "company.yaml")
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")
    inputs = acme / "filings"
    for place, why in ((inputs / "book.xlsx", f"cannot be written: {inputs} is for the inputs"),
                       (acme / "company.yaml", "a workbook's name ends in .xlsx"),
                       (tmp_path / "link.xlsx", "a workbook's name ends in .xlsx"),
                       (tmp_path / "loop.xlsx", "a link that leads round in a circle"),
                       (tmp_path / "folder.xlsx", "is a folder"), (tmp_path / "pipe.xlsx", "is not a file"),
                       (acme / "company.yaml" / "book.xlsx", "its folder is a file")):
        line, *more = refused(capsys, "build", acme, "-o", place)
        assert line.startswith(f"{place}: ") and why in line and not more
    assert (acme / "company.yaml").read_text(encoding="utf-8") == COMPANY


def test_places_in_which_no_page_goes(acme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.yaml").write_text("name: Beta", encoding="utf-8")
    (tmp_path / "link.html").symlink_to(tmp_path / "other.yaml")
    (tmp_path / "among.html").symlink_to(acme / "company.yaml")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "book.xlsx").write_bytes(b"a workbook")
    for place, why in ((acme / "page.html", "is for the inputs"), (acme / "company.yaml", "is for the inputs"),
                       (tmp_path / "book.xlsx", "a page's name ends in .html"), (Path("/dev/stdout"), "ends in .html"),
                       (tmp_path / "link.html", "a page's name ends in .html"),
                       (tmp_path / "among.html", "is for the inputs"),
                       (tmp_path / "folder.html", "is a folder")):
        line, *more = refused(capsys, "check", acme, "--html", place)
        assert line.startswith(f"{place}: cannot be written: ") and why in line and not more
    assert (tmp_path / "book.xlsx").read_bytes() == b"a workbook"
    assert (acme / "company.yaml").read_text(encoding="utf-8") == COMPANY


def test_a_file_too_large_to_be_read_is_refused_unread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    company, out = write_company(tmp_path / "acme"), tmp_path / "book.xlsx"
    with out.open("wb") as file:
        file.truncate(600 * 1024 * 1024)  # a hole: nothing is written
    assert main(["build", str(company), "-o", str(out)]) == 2
    assert "has more than 512 MB" in capsys.readouterr().err
