"""An import's files in a folder of their own, where they are read and proved before they are moved: all or nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.inputs.belongings import stand_in
from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import FILINGS
from generator.inputs.trial import contents_of, put_down
from generator.intake.placing.placed import LeftOut, PlacedFact, PlacedFiling
from generator.intake.shaping.draft import CompanyDraft, FilingDraft
from generator.intake.shaping.labels import in_words
from generator.intake.splice import NotSpliced
from generator.intake.staging.already_there import differences, refuse_second_documents
from generator.intake.staging.amended import amended_company, amended_statements
from generator.intake.staging.write import company_text, filing_page, statements_page
from generator.refused import Refused, reason
from generator.xlsx.save import FileChanged, folder_beside, real_path, write_files

COMPANY, STATEMENTS = "company.yaml", "statements.yaml"
_PLACE = re.compile(r":(\d+):(\d+): ")


@dataclass(frozen=True)
class Staged:
    """The files that an import makes or changes, by their names in the company's folder.

    ``target`` is where they go, ``folder`` where they stand until then. ``before`` are the contents of those that are
    there already. ``there`` are the filings that are in the folder already, with the same figures.
    """

    target: Path
    folder: Path
    texts: Mapping[str, str]
    before: Mapping[str, bytes]
    there: tuple[str, ...]
    sources: Mapping[tuple[str, int], tuple[tuple[int, PlacedFact | None], ...]]
    filings: Mapping[str, tuple[FilingDraft, PlacedFiling | None]]
    """The filings by their files' names without folder and ending."""

    def fact_at(self, file: Path, line: int, column: int) -> PlacedFact | None:
        """The fact that a place in a staged file comes from."""
        with suppress(ValueError):
            return self._fact(str(file.relative_to(self.folder)), line, column)
        return None

    def _fact(self, name: str, line: int, column: int) -> PlacedFact | None:
        cells = self.sources.get((name, line), ())
        before = [fact for start, fact in cells if start <= column]
        return before[-1] if before and before[-1] else next((fact for _, fact in cells if fact), None)

    def left_of(self, key: str) -> tuple[LeftOut, ...]:
        """The facts of a filing that no row has."""
        filing, placed = self.filings.get(key, (None, None))
        return (*(placed.left if placed else ()), *(filing.left if filing else ()))

    def label_of(self, key: str, concept: str) -> str:
        """What a filing's labels call an element; its own name where they do not."""
        _, placed = self.filings.get(key, (None, None))
        labels = placed.report.labels if placed else {}
        return next((text for (each, _, _), text in labels.items() if each == concept), in_words(concept))

    def load(self) -> Inputs:
        """The staged folder as the inputs that it will be. Raises Refused with the places in the sources."""
        try:
            return load_inputs(self.folder)
        except Refused as refused:
            raise Refused(*map(self.in_sources, refused.lines)) from refused

    def in_sources(self, line: str) -> str:
        """A message on a staged file, led by the fact that it is about where there is one."""
        for name in self.texts:
            staged = f"{self.folder / name}:"
            if line.startswith(staged) and (place := _PLACE.match(line[len(staged) - 1:])):
                fact = self._fact(name, int(place[1]), int(place[2]))
                if fact:
                    origin = fact.tagged.origin
                    where = f"{origin.file}:{origin.line}" if origin.line else origin.file
                    line = f"{where}: {fact.tagged.concept}: {line[len(staged) - 1 + place.end():]} " \
                           f"(as {self.target / name}:{place[1]}:{place[2]} would have it)"
        return line.replace(str(self.folder), str(self.target))

    def move(self) -> None:
        """Put the files into their places: all of them, or none. Raises Refused."""
        try:
            if not self.target.exists():
                self.target.parent.mkdir(parents=True, exist_ok=True)
                self.folder.rename(self.target)
            else:
                self._write_into()
        except OSError as error:
            raise Refused(f"{self.target}: cannot be written: {reason(error)}; nothing was written") from error

    def _write_into(self) -> None:
        """Raises OSError and Refused, with nothing written."""
        try:
            write_files({self.target / name: text.encode() for name, text in self.texts.items()},
                        {self.target / name: content for name, content in self.before.items()})
        except FileChanged as error:
            raise Refused(f"{error.path}: was changed while the import was made; nothing was written; import again") \
                from error


@contextmanager
def staged(draft: CompanyDraft, target: Path, inputs: Inputs | None, dry_run: bool = False) -> Iterator[Staged]:
    """The draft's files in a folder beside their place (in passing elsewhere, for a ``dry_run``), which is gone after.

    Raises Refused where one of its filings is there already and says something else.
    """
    target = real_path(target)
    try:
        with tempfile.TemporaryDirectory() if dry_run else folder_beside(target) as place:
            yield _stage(draft, target, Path(place).resolve() / target.name, inputs)
    except OSError as error:
        raise Refused(f"{target}: cannot be written: {reason(error)}; nothing was written") from error


def _stage(draft: CompanyDraft, target: Path, folder: Path, inputs: Inputs | None) -> Staged:
    before = contents_of(target) if inputs else {}
    of = source_of(draft)
    texts, sources, names = _filings(draft, of)
    if inputs:
        refuse_second_documents(draft, inputs.book, texts)
    differ = [line for name in texts.keys() & before.keys()
              for line in differences(target / name, before[name].decode(), texts[name], _is_history(names[name], of))]
    if differ:
        raise Refused(*sorted(differ), "nothing was written; a filing that is there is never changed: move its file "
                                       "away, or correct it by hand")
    there = tuple(sorted(texts.keys() & before.keys()))
    texts = {name: text for name, text in texts.items() if name not in before}
    texts = _beside(draft, before, sources, bool(texts)) | texts
    put_down(before | {name: text.encode() for name, text in texts.items()}, folder)
    if inputs:
        stand_in(target, folder)
    return Staged(target, folder, texts, {name: before[name] for name in texts if name in before}, there, sources,
                  {Path(name).stem: (filing, of.get(id(filing))) for name, filing in names.items()})


def _is_history(filing: FilingDraft, source: Mapping[int, PlacedFiling]) -> bool:
    """Whether a filing is one of companyfacts: a part of it, without its tables."""
    placed = source.get(id(filing))
    return placed is not None and placed.report.kind == "companyfacts"


_Lines = dict[tuple[str, int], tuple[tuple[int, PlacedFact | None], ...]]


def _filings(draft: CompanyDraft, source: Mapping[int, PlacedFiling]
             ) -> tuple[dict[str, str], _Lines, dict[str, FilingDraft]]:
    """The filings' files; two of one day and period are told apart by a number."""
    texts: dict[str, str] = {}
    sources: _Lines = {}
    names: dict[str, FilingDraft] = {}
    for filing in draft.filings:
        stem = filing.name.removesuffix(".yaml")
        name = next(each for each in _numbered(f"{FILINGS}/{stem}") if each not in texts)
        page = filing_page(filing, source.get(id(filing)))
        texts[name], names[name] = page.text, filing
        sources |= {(name, line): cells for line, cells in page.sources.items()}
    return texts, sources, names


def _numbered(stem: str) -> Iterator[str]:
    yield f"{stem}.yaml"
    yield from (f"{stem}_{number}.yaml" for number in range(2, 1_000))


def _beside(draft: CompanyDraft, before: Mapping[str, bytes], sources: _Lines, has_new: bool) -> dict[str, str]:
    """company.yaml and statements.yaml, where they are new or say more than they did."""
    if not before:
        text, lines = statements_page(draft)
        sources |= {(STATEMENTS, line): ((0, fact),) for line, fact in lines.items()}
        return {COMPANY: company_text(draft), STATEMENTS: text}
    if not has_new:
        return {}
    company, statements = (before[name].decode() for name in (COMPANY, STATEMENTS))
    try:
        now = {COMPANY: amended_company(company, draft.company),
               STATEMENTS: amended_statements(statements, draft.statements)}
    except NotSpliced as error:
        raise Refused(f"what is new cannot be put into the files that are there: {error}; nothing was written") \
            from error
    return {name: text for name, text in now.items() if text != before[name].decode()}


def source_of(draft: CompanyDraft) -> dict[int, PlacedFiling]:
    """For each filing of a draft, by its id, the one whose facts it holds."""
    owner = {id(fact.tagged): filing for filing in draft.company.filings for fact in filing.facts}
    found: dict[int, PlacedFiling] = {}
    for filing in draft.filings:
        facts = (fact for table in filing.tables for row in table.rows for fact in row.facts if fact)
        held = next((owner[id(fact.tagged)] for fact in facts if id(fact.tagged) in owner), None)
        same_day = [each for each in draft.company.filings if each.filed == filing.filed]
        if source := held or next(iter(same_day), None):
            found[id(filing)] = source
    return found


def is_company(folder: Path) -> bool:
    """Whether a folder holds a company's inputs, or parts of them."""
    return any((folder / name).exists() for name in (COMPANY, STATEMENTS, FILINGS))


