"""A workbook that would be made again as it stands is left alone, and only then."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import one_build, pipeline, unchanged
from generator.cli import main
from generator.unchanged import Order, made_before, sources
from tests.companies import FILED, FILING, changed, write_company
from tests.conftest import ROOT
from tests.touched import Touched

UNCHANGED = "  unchanged: the same inputs, templates and version; --force builds it anyway\n"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


@pytest.fixture
def own_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the code and the templates, and a folder with packages, for the digest to look at."""
    place = tmp_path / "tool"
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cellrune-0.2.0", "PyYAML-6.0.1", "rich-13.7.0"):
        (place / "packages" / f"{name}.dist-info").mkdir(parents=True)
    monkeypatch.setattr(unchanged, "_CODE", place / "generator")
    monkeypatch.setattr(unchanged, "TEMPLATES", place / "templates")
    monkeypatch.setattr(sys, "path", [str(place / "packages")])
    unchanged._tool.cache_clear()
    yield place
    unchanged._tool.cache_clear()


def build(company: Path, out: Path, *options: str) -> int:
    return main(["build", str(company), "-o", str(out), *options])


def test_a_second_build_says_so_with_the_checks_and_writes_nothing(company: Path, out: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    assert build(company, out) == 0
    first, before = capsys.readouterr().out.splitlines(), out.stat()
    assert build(company, out) == 0
    printed = capsys.readouterr().out
    assert UNCHANGED in printed
    assert printed.splitlines()[:3] == first[:3] and first[2].startswith("  checks: ")
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert build(company, out, "--force") == 0
    assert "unchanged" not in capsys.readouterr().out


def test_a_check_that_fails_and_figures_to_type_are_told_again(tmp_path: Path, out: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    wrong = changed(changed(FILING, "profit: [40, 50]", "profit: [40, 55]"), "cash: [10, 15]", "cash: [10, todo]")
    company = write_company(tmp_path / "acme", {FILED: wrong})
    codes, said = [], []
    for _ in range(2):
        codes.append(build(company, out))
        said.append(capsys.readouterr().out)
    assert codes[0] == codes[1]
    assert UNCHANGED not in said[0] and UNCHANGED in said[1]
    for each in said:
        assert f"  a hard check fails: see 'quarterbook check {company}'" in each
        assert f"  1 figures still to be typed, the first at {company / FILED}:14:18" in each


def test_what_is_unchanged_is_told_before_anything_large_is_loaded(company: Path, out: Path) -> None:
    assert build(company, out) == 0
    code = f"""\
import sys
from generator.cli import main
code = main(["build", {str(company)!r}, "-o", {str(out)!r}])
print(code, sorted({{"yaml", "jinja2", "openpyxl", "lxml", "rich", "cellrune"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert UNCHANGED in done.stdout and done.stdout.endswith("0 []\n")


def test_every_package_that_a_build_loads_is_looked_at(company: Path, out: Path) -> None:
    code = f"""\
import sys
from generator.cli import main
main(["build", {str(company)!r}, "-o", {str(out)!r}])
from importlib.metadata import packages_distributions
of = packages_distributions()
print(*{{each.lower() for name in {{name.partition(".")[0] for name in sys.modules}} for each in of.get(name, ())}})
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"openpyxl", "cellrune", "pyyaml"} <= loaded
    assert loaded - {"setuptools", "quarterbook"} <= set(unchanged.PACKAGES)


def typed_over(company: Path) -> None:
    """Another figure of as many digits, at the same time as before."""
    path = company / FILED
    before = path.stat()
    path.write_text(changed(FILING, "cash: [10, 15]", "cash: [10, 16]"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def nested(company: Path) -> None:
    (company / "old" / "filings").mkdir(parents=True)
    (company / "old" / "filings" / "a.yaml").touch()


def linked(company: Path) -> None:
    (company / "filings").rename(company.parent / "elsewhere")
    (company / "filings").symlink_to(company.parent / "elsewhere")
    (company.parent / "elsewhere" / "2023-11-14.yaml").write_text(
        changed(FILING, "cash: [10, 15]", "cash: [10, 16]"), encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a figure": typed_over,
    "a file more": lambda company: (company / "ratios.yaml").touch(),
    "a stray": lambda company: (company / "ratio.yml").touch(),
    "a file less": lambda company: (company / FILED).unlink(),
    "a file renamed": lambda company: (company / FILED).rename(company / "filings" / "2023-11-15.yaml"),
    "a folder": nested,
    "a link that leads nowhere": lambda company: (company / "filings" / "x.yaml").symlink_to("nowhere"),
    "a pipe": lambda company: os.mkfifo(company / "pipe"),
    "a link in a circle": lambda company: (company / "round").symlink_to(company),
    "a figure behind a link": linked}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_among_the_inputs_is_built_anew(change: Callable[[Path], object], company: Path,
                                                         out: Path) -> None:
    assert build(company, out) == 0
    order = Order(company, out)
    assert made_before(order, sources(company))
    change(company)
    assert made_before(order, sources(company)) is None


TOOL_CHANGES: dict[str, Callable[[Path], object]] = {
    "a template": lambda tool: (tool / "templates" / "ratios.yaml").write_text("[]", encoding="utf-8"),
    "a template more": lambda tool: (tool / "templates" / "more.yaml").touch(),
    "the code": lambda tool: (tool / "generator" / "sheets" / "cover.py").write_text("", encoding="utf-8"),
    "a module more": lambda tool: (tool / "generator" / "more.py").touch(),
    "a package installed anew": lambda tool: os.utime(tool / "packages" / "cellrune-0.2.0.dist-info", (1, 1)),
    "a package less": lambda tool: (tool / "packages" / "PyYAML-6.0.1.dist-info").rmdir(),
    "another version of a package": lambda tool: (tool / "packages" / "cellrune-0.2.0.dist-info").rename(
        tool / "packages" / "cellrune-0.2.1.dist-info")}


@pytest.mark.parametrize("change", TOOL_CHANGES.values(), ids=TOOL_CHANGES)
def test_whatever_changes_in_the_tool_is_built_anew(change: Callable[[Path], object], company: Path,
                                                    own_tool: Path) -> None:
    before = sources(company)
    unchanged._tool.cache_clear()
    assert sources(company) == before
    change(own_tool)
    unchanged._tool.cache_clear()
    now = sources(company)
    assert now and before and now.contents != before.contents


def test_a_package_that_no_build_loads_is_nothing_to_it(company: Path, own_tool: Path) -> None:
    before = sources(company)
    (own_tool / "packages" / "rich-13.7.0.dist-info").rename(own_tool / "packages" / "rich-13.9.0.dist-info")
    unchanged._tool.cache_clear()
    assert sources(company) == before


def test_a_workbook_that_is_not_the_very_file_is_built_anew(company: Path, out: Path, tmp_path: Path) -> None:
    assert build(company, out) == 0
    order, record = Order(company, out), tmp_path / ".book.xlsx.made"
    content, said = out.read_bytes(), record.read_bytes()
    for book in (content + b"\0", content[:-1], b"", None):
        out.unlink(missing_ok=True)
        if book is not None:
            out.write_bytes(book)
        assert made_before(order, sources(company)) is None
    out.write_bytes(content)
    for damaged in (b"", b"[]", b"null", b"{}", said[:-9], said.replace(b'"facts"', b'"fact"'), b"\xff", b"[" * 99_999):
        record.write_bytes(damaged)
        assert made_before(order, sources(company)) is None
    record.unlink()
    assert made_before(order, sources(company)) is None
    record.write_bytes(said)
    assert made_before(order, sources(company))
    assert made_before(Order(company, tmp_path / "other.xlsx"), sources(company)) is None


def test_what_a_reader_added_stays_and_fresh_still_starts_over(company: Path, out: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    assert build(company, out) == 0
    plain = out.read_bytes()
    assert build(company, out, "--fresh") == 0
    assert UNCHANGED in capsys.readouterr().out
    touched = Touched(plain)
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    out.write_bytes(touched.saved())
    assert build(company, out) == 0
    assert UNCHANGED not in capsys.readouterr().out
    merged = out.read_bytes()
    assert build(company, out) == 0
    printed = capsys.readouterr().out
    assert UNCHANGED in printed and "carried over: 1 sheet of yours: My Model" in printed
    assert out.read_bytes() == merged != plain
    assert build(company, out, "--fresh") == 0
    assert out.read_bytes() == plain


def test_an_input_that_changes_during_the_build_is_built_anew_by_the_next(company: Path, out: Path,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is again as it was when the build ends."""
    read, path = pipeline.read, company / FILED

    def saved_meanwhile(*arguments: object, **options: object) -> object:
        path.write_text(changed(FILING, "cash: [10, 15]", "cash: [10, 16]"), encoding="utf-8")
        try:
            return read(*arguments, **options)  # type: ignore[arg-type]
        finally:
            path.write_text(FILING, encoding="utf-8")

    monkeypatch.setattr(pipeline, "read", saved_meanwhile)
    one_build.build(Order(company, out))
    monkeypatch.undo()
    assert made_before(Order(company, out), sources(company)) is None


def test_a_workbook_among_the_documents_is_always_built(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands in the company's folder is read, and a record of a build is no input."""
    out = company / "acme.xlsx"
    assert [build(company, out) for _ in range(3)] == [0, 0, 0]
    assert "unchanged" not in capsys.readouterr().out
    assert not (company / ".acme.xlsx.made").exists()
    (company / ".acme.xlsx.made").touch()
    assert build(company, out) == 0


def test_a_place_for_no_record_is_no_mistake(company: Path, tmp_path: Path) -> None:
    (tmp_path / ".book.xlsx.made").mkdir()
    assert [build(company, tmp_path / "book.xlsx"), build(company, tmp_path / "book.xlsx")] == [0, 0]
