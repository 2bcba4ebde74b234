"""Which files of a company's folder are read, and by what: READERS is the list of input formats.

As an importer of beangulp's does, a reader answers a few questions about one file: is it mine, what does it hold, and
what does it say. A further format of filings is one more record here and a module that reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.inputs.belongings import (
    entries_of,
    is_ignored,
    meant_file,
    refuse_left_alone,
    refuse_strays,
    without_yaml,
)
from generator.inputs.check_templates import CHECKS
from generator.inputs.company import COMPANY
from generator.inputs.filings import FILING, read_filing
from generator.inputs.forms import Form
from generator.inputs.row_templates import RATIOS
from generator.inputs.statements import STATEMENTS
from generator.inputs.summary import SUMMARY
from generator.model.company import Company
from generator.model.fact import Fact, Filing
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import Statement

Content = Literal["company", "statements", "ratios", "checks", "summary", "filing"]
ReadFiling = Callable[[Path, Company, Mapping[str, Statement], Problems], tuple[Filing, list[Fact]] | None]
FILINGS = "filings"
"""The folder of the filings; every other file stands beside it."""


@dataclass(frozen=True)
class Reader:
    """A format of input file."""

    files: str
    """How its files are called, as messages say it."""
    holds: Content
    recognises: Callable[[Path], bool]
    """Whether a file is of this format; it is asked of files that may hold such content."""
    form: Form | None = None
    """What a YAML file may say, for its JSON Schema; None for another format."""
    read_filing: ReadFiling | None = None
    """A filing and its facts in printed order, or None with Problems."""


def _called(name: str) -> Callable[[Path], bool]:
    return lambda path: path.name == name


def _ending(suffix: str) -> Callable[[Path], bool]:
    return lambda path: path.suffix == suffix


READERS: tuple[Reader, ...] = (
    Reader("company.yaml", "company", _called("company.yaml"), COMPANY),
    Reader("statements.yaml", "statements", _called("statements.yaml"), STATEMENTS),
    Reader("ratios.yaml", "ratios", _called("ratios.yaml"), RATIOS),
    Reader("checks.yaml", "checks", _called("checks.yaml"), CHECKS),
    Reader("summary.yaml", "summary", _called("summary.yaml"), SUMMARY),
    Reader(f"{FILINGS}/*.yaml", "filing", _ending(".yaml"), FILING, read_filing),
)


def files_of(folder: Path, content: Content) -> Iterator[tuple[Path, Reader]]:
    """The files in a company's folder that hold this content, by name, each with its reader."""
    for path in entries_of(folder / FILINGS if content == "filing" else folder):
        reader = next((each for each in READERS if each.holds == content and each.recognises(path)), None)
        if reader:
            yield path, reader


def _reads(*contents: Content) -> Callable[[Path], bool]:
    """Whether a file of a name would be read for one of these contents."""
    return lambda path: not is_ignored(path.name) and any(
        reader.holds in contents and reader.recognises(path) for reader in READERS)


def input_files(folder: Path) -> list[Path]:
    """Every file of a company that is read, by name."""
    contents = dict.fromkeys(reader.holds for reader in READERS)
    return sorted(path for content in contents for path, _ in files_of(folder, content))


def refuse_unread(folder: Path, problems: Problems) -> None:
    """Report what stands in a company's folder and would be passed over, although it may be meant as an input."""
    names = [*(reader.files for reader in READERS if reader.holds != "filing"), f"{FILINGS}/"]
    filings = folder / FILINGS

    def of_file(name: str) -> str:
        return f"a file of this name is not read{meant_file(name, names)}"

    def of_folder(name: str) -> str:
        return nearest(name, (FILINGS,)) or f"; filings stand in {FILINGS}/, all else beside it"

    if filings.exists() and not filings.is_dir():
        problems.add(Place(str(filings)), f"this is a file; {FILINGS} is a folder with one YAML file a filing")
    contents = dict.fromkeys(reader.holds for reader in READERS if reader.holds != "filing")
    read = {path for content in contents for path, _ in files_of(folder, content)}
    entries = [path for path in entries_of(folder) if path != filings]
    refuse_strays(entries, read, of_file, of_folder, problems)
    refuse_left_alone(folder, _reads(*contents), problems)


def refuse_unread_filings(folder: Path, problems: Problems) -> None:
    """Report what stands among the filings and no reader knows, or that there is none."""
    where, before = folder / FILINGS, len(problems)
    formats = ", ".join(reader.files for reader in READERS if reader.holds == "filing")
    read = {path for path, _ in files_of(folder, "filing")}

    def of_file(name: str) -> str:
        stem = without_yaml(name)
        if not stem:
            return f"this file is of no format that is read; known: {formats}"
        if where / f"{stem}.yaml" in read:
            return f"a filing's file ends in .yaml, and {stem}.yaml stands here too; keep the one that is right"
        return f"a filing's file ends in .yaml; rename it to {stem}.yaml"

    refuse_strays(entries_of(where), read, of_file, lambda _: f"; a filing stands in {FILINGS}/ itself", problems)
    refuse_left_alone(where, _reads("filing"), problems)
    if not read and len(problems) == before and (where.is_dir() or not where.exists()):
        problems.add(Place(str(where)), "there is no filing here; one YAML file a filing is expected")
