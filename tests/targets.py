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
from generator.merge.log import NotMerged
from generator.merge.merge import merge
from generator.model.problem import Problems
from generator.refused import Refused
from generator.report.audit import audit
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


FORMULAS = b"{{ profit }} / {{ revenue }}", b"IF({{ revenue.ltm }} > 0, ROUND({{ income_statement.costs }}, 1), -1)"
TARGETS = {
    "yaml": lambda: Target(tuple(bytes([n]) + FILES[name].encode()
                                 for n, name in enumerate((FILED, "company.yaml", "statements.yaml"))), yaml),
    "formula": lambda: Target(FORMULAS, formula),
    "package": lambda: Target((_books()[0],), package),
    "part": lambda: Target(_part_seeds(), part),
    "xbrl": lambda: Target(_xbrl_seeds(), xbrl),
}
