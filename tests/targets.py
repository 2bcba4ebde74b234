"""What strangers hand the tool, as bytes: each target takes any, and the worst that may come of it is a refusal."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from generator.checks.proof import Proof
from generator.history.snapshot import snapshot
from generator.inputs.load import load_inputs
from generator.inputs.vocabulary import TEMPLATES
from generator.intake.bring_in import bring_in
from generator.intake.editing.edits import find_edits
from generator.intake.pasting.paste import paste
from generator.merge.log import NotMerged
from generator.merge.merge import merge
from generator.model.problem import Problems
from generator.refused import Refused
from generator.report.audit import audit
from generator.xbrl.edinet_csv import COLUMNS
from generator.xbrl.read import read as read_filings
from generator.xlsx.package import TYPES, Package, relationships_part
from tests.companies import FILED, FILES, built, read, write_company
from tests.touched import Touched
from tests.xbrl.instances import FILES as INSTANCE_FILES
from tests.xbrl.pages import document as page
from tests.xbrl.pages import figure, table

RATIOS = "- section: Odd\n  rows:\n    - {{id: odd, label: Odd, unit: times, nonzero: [revenue], formula: {}}}\n"
_MOST = 100
"""So many characters of a formula say enough."""


@dataclass(frozen=True)
class Target:
    """``run`` raises only what no user should ever see; ``seeds`` are whole inputs, from which changes begin."""

    seeds: tuple[bytes, ...]
    run: Callable[[bytes], None]


def _check(name: str, content: bytes) -> None:
    """A company of which one file holds anything is checked, or refused with a place for each Problem."""
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        write_company(folder, {name: content})
        problems = Problems()
        book = read(folder, problems)
        if not problems:
            assert book is not None
            audit(folder)
    except Refused as refused:
        assert refused.lines
    finally:
        shutil.rmtree(folder)


def yaml(content: bytes) -> None:
    """Any bytes as a filing, a company or its statements; the first byte chooses."""
    names = (FILED, "company.yaml", "statements.yaml")
    _check(names[content[0] % len(names)] if content else FILED, content[1:])


@cache
def _templates() -> tempfile.TemporaryDirectory[str]:
    """The common templates without their rows and checks, of which each formula would be read anew."""
    place = tempfile.TemporaryDirectory(prefix="quarterbook-fuzz-")
    shutil.copytree(TEMPLATES, place.name, dirs_exist_ok=True)
    for name in ("per_share", "ratios", "checks"):
        (Path(place.name) / f"{name}.yaml").write_text("[]\n", encoding="utf-8")
    return place


def formula(content: bytes) -> None:
    """Any text as the formula of a company's ratio, which is worked out for every period or refused."""
    text = content.decode("utf-8", "replace")[:_MOST]
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        write_company(folder, {"ratios.yaml": RATIOS.format(json.dumps(text))})
        inputs = load_inputs(folder, Path(_templates().name))
        snapshot(Proof(inputs.book, inputs.templates))
    except Refused as refused:
        assert refused.lines
    finally:
        shutil.rmtree(folder)


@cache
def _books() -> tuple[bytes, bytes]:
    """A book as a reader left it, and the same company's as made now."""
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        made = built(folder).package
    finally:
        shutil.rmtree(folder)
    touched = Touched(made)
    touched.sheet("Mine", {"A1": "='Income Statement'!Q9", "A2": "=SUM('Balance Sheet'!Q8:Q10)"})
    return touched.saved(), made


def package(content: bytes) -> None:
    """Any bytes in the place of a book that is built over."""
    try:
        merge(content, _books()[1])
    except NotMerged as refused:
        assert refused.conflicts


def part(content: bytes) -> None:
    """Any bytes as one part of a sound book, such as its workbook or a sheet; the first byte chooses."""
    book = Package.read(_books()[0])
    names = _parts(book)
    book.parts[names[content[0] % len(names)] if content else names[0]] = content[1:]
    package(book.bytes())


def _parts(book: Package) -> list[str]:
    sheets = book.sheets()
    return [book.workbook, sheets["Mine"], sheets["Income Statement"], book.related(book.workbook, "styles"), TYPES,
            relationships_part(book.workbook)]


def _part_seeds() -> tuple[bytes, ...]:
    book = Package.read(_books()[0])
    return tuple(bytes([n]) + book.parts[name] for n, name in enumerate(_parts(book)))


_XBRL = tuple(sorted(INSTANCE_FILES))


def xbrl(content: bytes) -> None:
    """Any bytes as one file of a filing, the others of which are sound, or as a page; the first byte chooses."""
    names = (*_XBRL, "page.htm", "filing.zip")
    name = names[content[0] % len(names)] if content else names[0]
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        for each in _XBRL:
            (folder / each).write_text(INSTANCE_FILES[each], encoding="utf-8")
        (folder / name).write_bytes(content[1:])
        for report in read_filings([folder]):
            assert all(each.is_number or each.value is None for each in report.facts)
    except Refused as refused:
        assert refused.lines
    finally:
        shutil.rmtree(folder)


def _xbrl_seeds() -> tuple[bytes, ...]:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _XBRL:
            target.writestr(name, INSTANCE_FILES[name])
    files = [INSTANCE_FILES[each].encode() for each in _XBRL]
    contents = (*files, page(table(figure("81,797"))).data, whole.getvalue())
    return tuple(bytes([number]) + content for number, content in enumerate(contents))


def imported(content: bytes) -> None:
    """The files of ``xbrl`` brought in as a company, up to the point where they would be written."""
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    names = (*_XBRL, "page.htm", "filing.zip")
    try:
        for each in _XBRL:
            (folder / each).write_text(INSTANCE_FILES[each], encoding="utf-8")
        (folder / (names[content[0] % len(names)] if content else names[0])).write_bytes(content[1:])
        found = bring_in([folder], folder / "inputs" / "acme", dry_run=True)
        assert found.facts == found.placed + sum(count for _, count in found.left)
    except Refused as refused:
        _whole_lines(refused)
    finally:
        assert not (folder / "inputs").exists()
        shutil.rmtree(folder)


def companyfacts(content: bytes) -> None:
    """Any bytes as the SEC's JSON of one company, or EDINET's CSV, brought in."""
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        (folder / "facts.json").write_bytes(content)
        found = bring_in([folder / "facts.json"], folder / "inputs" / "acme", dry_run=True)
        assert found.facts == found.placed + sum(count for _, count in found.left)
    except Refused as refused:
        _whole_lines(refused)
    finally:
        shutil.rmtree(folder)


def pasted(content: bytes) -> None:
    """Any bytes as a table that is pasted into a filing."""
    folder = write_company(Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-")))
    path = next((folder / "filings").glob("*.yaml"))
    try:
        found = paste(path, "income_statement", content.decode("utf-8", "replace"))
        assert found.before == path.read_bytes().decode()
    except Refused as refused:
        _whole_lines(refused)
    finally:
        shutil.rmtree(folder)


def edited(content: bytes) -> None:
    """Any bytes as the workbook whose figures were typed over."""
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    path = folder / "acme.xlsx"
    path.write_bytes(content)
    try:
        find_edits(path, _proof())
    except Refused as refused:
        _whole_lines(refused)
    finally:
        shutil.rmtree(folder)


def edited_facts(content: bytes) -> None:
    """Any bytes as the sheet Facts of that workbook."""
    book = Package.read(_books()[1])
    book.parts[book.sheets()["Facts"]] = content
    edited(book.bytes())


@cache
def _proof() -> Proof:
    folder = Path(tempfile.mkdtemp(prefix="quarterbook-fuzz-"))
    try:
        inputs = load_inputs(write_company(folder))
        return Proof(inputs.book, inputs.templates)
    finally:
        shutil.rmtree(folder)


def _facts_part() -> bytes:
    book = Package.read(_books()[1])
    return book.parts[book.sheets()["Facts"]]


def _whole_lines(refused: Refused) -> None:
    """What is refused is told in lines that a terminal shows as such."""
    assert refused.lines
    assert not [each for each in refused.lines if "\n" in each or "\r" in each or "\x1b" in each]


FACTS_JSON = json.dumps({"cik": 320193, "entityName": "Apple Inc.", "facts": {"us-gaap": {
    concept: {"label": concept, "units": {unit: [
        {"start": "2022-09-25", "end": end, "val": value, "accn": f"0000320193-23-{end[5:7]}", "form": form,
         "filed": filed} for end, value, form, filed in (("2022-12-31", values[0], "10-Q", "2023-02-03"),
                                                         ("2023-09-30", values[1], "10-K", "2023-11-03"))]}}
    for concept, unit, values in (("Revenues", "USD", (117154000000, 383285000000)),
                                  ("CostOfRevenue", "USD", (66822000000, 214137000000)),
                                  ("GrossProfit", "USD", (50332000000, 169148000000)),
                                  ("EarningsPerShareDiluted", "USD/shares", (1.88, 6.13)))}}}).encode()
_END = "2024-03-31"
FACTS_CSV = "\ufeff".encode("utf-16-le") + "\r\n".join("\t".join(f'"{each}"' for each in row) for row in (
    COLUMNS, *((f"jpdei_cor:{each}", "DEI", "FilingDateInstant", "提出日時点", "その他", "時点", "－", "－", _END)
               for each in ("CurrentPeriodEndDateDEI", "CurrentFiscalYearEndDateDEI")),
    ("jppfs_cor:NetSales", "売上高", "CurrentYearDuration", "当期", "連結", "期間", "JPY", "円", "1671865000000"),
    ("jppfs_cor:Assets", "資産", "CurrentYearInstant", "当期末", "連結", "時点", "JPY", "円", "3151394000000"),
)).encode("utf-16-le")
TABLE = """Millions of yen\t1Q2022\t1Q2023
Revenue\t1,000\t1,100
Costs\t(600)\t△700
"""
FORMULAS = b"{{ profit }} / {{ revenue }}", b"IF({{ revenue.ltm }} > 0, ROUND({{ income_statement.costs }}, 1), -1)"
TARGETS = {
    "yaml": lambda: Target(tuple(bytes([n]) + FILES[name].encode()
                                 for n, name in enumerate((FILED, "company.yaml", "statements.yaml"))), yaml),
    "formula": lambda: Target(FORMULAS, formula),
    "package": lambda: Target((_books()[0],), package),
    "part": lambda: Target(_part_seeds(), part),
    "xbrl": lambda: Target(_xbrl_seeds(), xbrl),
    "import": lambda: Target(_xbrl_seeds(), imported),
    "companyfacts": lambda: Target((FACTS_JSON, FACTS_CSV), companyfacts),
    "paste": lambda: Target((TABLE.encode(),), pasted),
    "edit-back": lambda: Target((_books()[0],), edited),
    "Facts typed over": lambda: Target((_facts_part(),), edited_facts),
}
