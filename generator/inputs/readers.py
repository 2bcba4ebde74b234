"""Which files of a company's folder are read, and by what: READERS is the list of input formats.

As an importer of beangulp's does, a reader answers a few questions about one file: is it mine, what does it hold, and
what does it say. A further format of filings is one more record here and a module that reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.inputs.check_templates import CHECKS
from generator.inputs.company import COMPANY
from generator.inputs.filings import FILING, read_filing
from generator.inputs.forms import Form
from generator.inputs.row_templates import RATIOS
from generator.inputs.statements import STATEMENTS
from generator.model.company import Company
from generator.model.fact import Fact, Filing
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import Statement

Content = Literal["company", "statements", "ratios", "checks", "filing"]
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
    Reader(f"{FILINGS}/*.yaml", "filing", _ending(".yaml"), FILING, read_filing),
)


def files_of(folder: Path, content: Content) -> Iterator[tuple[Path, Reader]]:
    """The files in a company's folder that hold this content, by name, each with its reader."""
    for path in sorted((folder / FILINGS if content == "filing" else folder).glob("*")):
        reader = next((each for each in READERS if each.holds == content and each.recognises(path)), None)
        if reader:
            yield path, reader


def input_files(folder: Path) -> list[Path]:
    """Every file of a company that is read, by name."""
    contents = dict.fromkeys(reader.holds for reader in READERS)
    return sorted(path for content in contents for path, _ in files_of(folder, content))


def refuse_unread(folder: Path, problems: Problems) -> None:
    """Report the files in a company's folder that would be passed over although they look like inputs."""
    names = [reader.files for reader in READERS if reader.holds != "filing"]
    read = set(input_files(folder))
    for path in folder.iterdir():
        if path.suffix in _suffixes() and path not in read:
            hint = nearest(path.name, names) or f"; known: {', '.join(names)}, {FILINGS}/"
            problems.add(Place(str(path)), f"a file of this name is not read{hint}")


def refuse_unread_filings(folder: Path, problems: Problems) -> None:
    """Report the files of filings that no reader knows, or that there is none."""
    where = folder / FILINGS
    read = {path for path, _ in files_of(folder, "filing")}
    unread = [path for path in where.glob("*") if path.suffix.lower() in _suffixes() and path not in read]
    if not read and not unread:
        problems.add(Place(str(where)), "there is no filing here; one YAML file a filing is expected")
    for path in unread:
        if path.suffix.lower() in (".yaml", ".yml"):
            problems.add(Place(str(path)), f"a filing's file ends in .yaml; rename it to {path.stem}.yaml")
        else:
            known = ", ".join(reader.files for reader in READERS if reader.holds == "filing")
            problems.add(Place(str(path)), f"this file is of no format that is read; known: {known}")


def _suffixes() -> set[str]:
    """How files end that look like inputs."""
    return {".yml", *(Path(reader.files).suffix for reader in READERS)}
