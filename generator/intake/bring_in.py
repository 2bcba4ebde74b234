"""From a filing's own data to a proved company folder: read, place, shape, write, prove. The door of the import."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import FILINGS, refuse_unread
from generator.inputs.schema import FOLDER as SCHEMAS
from generator.inputs.schema import write_schemas
from generator.inputs.standards import read_standards
from generator.intake.placing.reasons import NO_REASON
from generator.intake.shaping.draft import CompanyDraft, FilingDraft
from generator.intake.staging.prove import Proved, prove
from generator.intake.staging.stage import Staged, is_company, staged
from generator.model.problem import Problems
from generator.refused import Refused, printable
from generator.xbrl.report import FiledReport, Tagged

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BroughtFiling:
    """A filing's file and what was put into it. ``is_there``: it was in the folder already, with the same figures."""

    file: str
    filed: datetime.date
    title: str
    tables: int
    figures: int
    is_there: bool


@dataclass(frozen=True)
class BroughtStatement:
    """A statement with its rows and the figures placed in them."""

    key: str
    title: str
    rows: int
    figures: int


@dataclass(frozen=True)
class Brought:
    """What an import did. ``facts`` are all that the filings tag, text too; each is placed or left, ``left`` by reason.

    ``changed`` are the files of the folder that were there and got additions. ``is_written``: not a dry run, and there
    was something to write.
    """

    company: str
    folder: Path
    is_new: bool
    is_written: bool
    filings: tuple[BroughtFiling, ...]
    statements: tuple[BroughtStatement, ...]
    changed: tuple[str, ...]
    facts: int
    placed: int
    left: tuple[tuple[str, int], ...]
    proved: Proved
    remarks: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """For programs; ``facts`` is ``placed`` and all that was ``left``."""
        return {"company": self.company,
                "filings": [{"file": each.file, "filed": str(each.filed), "figures": each.figures}
                            for each in self.filings],
                "facts": self.facts, "placed": self.placed,
                "left": [{"reason": reason, "count": count} for reason, count in self.left]}


def bring_in(paths: Sequence[Path], folder: Path, *, dry_run: bool = False, filed: datetime.date | None = None,
             title: str = "", taxonomies: Sequence[Path] = (), progress: Progress = lambda _: None) -> Brought:
    """Read filings' own data and make a company's folder of them, or add them to the one that is there.

    ``filed`` is the day of a filing whose data does not say it, ``title`` its title instead of the one found,
    ``taxonomies`` give labels that the filings leave to them. Raises Refused, with nothing written.
    """
    from generator.intake.placing.place import place
    from generator.intake.shaping.shape import shape
    from generator.xbrl.read import read

    inputs = _standing(folder)
    standards = read_standards(inputs.vocabulary if inputs else None)
    reports = read(paths, progress, taxonomies)
    progress("placing")
    company = place(reports, inputs, standards.elements.keys(), filed)
    if not company.currency:
        raise Refused(f"{', '.join(map(printable, paths))}: no figure of a quarter or year is an amount of money, so "
                      "that there is no statement to bring in")
    progress("shaping")
    draft = shape(company, inputs, standards)
    return put_in(draft, reports, folder, inputs, dry_run=dry_run, title=title, progress=progress)


def put_in(draft: CompanyDraft, reports: Iterable[FiledReport], folder: Path, inputs: Inputs | None, *,
           dry_run: bool = False, title: str = "", progress: Progress = lambda _: None) -> Brought:
    """Write and prove a draft: the last two stages. Raises Refused, with nothing written."""
    draft = _titled(draft, title)
    progress("writing")
    with staged(draft, folder, inputs, dry_run) as stage:
        progress("proving")
        proved = prove(stage)
        is_written = bool(stage.texts) and not dry_run
        if is_written:
            progress("moving into place")
            stage.move()
            if inputs is None:
                _add_schemas(stage.target)
        progress("")
        return _brought(draft, list(reports), folder, stage, proved, inputs is None, is_written)


def _standing(folder: Path) -> Inputs | None:
    """The company that is there. Raises Refused where it has mistakes, or where something else is there."""
    if is_company(folder) or folder.is_file():
        return load_inputs(folder)
    problems = Problems()
    refuse_unread(folder, problems)
    problems.refuse()
    return None


def _titled(draft: CompanyDraft, title: str) -> CompanyDraft:
    if not title:
        return draft
    if len(draft.filings) != 1:
        raise Refused(f"--title is the title of one filing; there are {len(draft.filings)} here")
    return replace(draft, filings=(replace(draft.filings[0], head=dict(draft.filings[0].head) | {"title": title}),))


def _add_schemas(target: Path) -> None:
    try:
        write_schemas(target.parent / SCHEMAS)
    except OSError:  # the files are as good without an editor's help
        return


def _brought(draft: CompanyDraft, reports: Sequence[FiledReport], folder: Path, stage: Staged, proved: Proved,
             is_new: bool, is_written: bool) -> Brought:
    placed = _placed(draft)
    reasons = _reasons(draft, placed)
    # What has no date is no fact of a report, but it was filed and is left all the same.
    facts = len({id(each) for report in reports for each in report.facts} | placed.keys() | reasons.keys())
    return Brought(
        draft.company.name, folder, is_new, is_written, tuple(_filings(stage, folder)), tuple(_statements(draft)),
        tuple(str(folder / name) for name in stage.before), facts, len(placed), _left(reasons, facts - len(placed)),
        proved,
        tuple(dict.fromkeys((*draft.company.remarks, *draft.remarks,
                             *(remark for each in draft.company.filings for remark in each.remarks)))))


def _placed(draft: CompanyDraft) -> dict[int, Tagged]:
    """The facts that a row has, each once."""
    return {id(fact.tagged): fact.tagged for filing in draft.filings for table in filing.tables for row in table.rows
            for fact in row.facts if fact}


def _reasons(draft: CompanyDraft, placed: dict[int, Tagged]) -> dict[int, str]:
    """Why each fact that no row has was left, as far as a stage says it."""
    reasons: dict[int, str] = {}
    for left in (left for kept in (draft.company.filings, draft.filings) for each in kept for left in each.left):
        if id(left.tagged) not in placed:
            reasons.setdefault(id(left.tagged), left.reason)
    return reasons


def _left(reasons: dict[int, str], count: int) -> tuple[tuple[str, int], ...]:
    """How many facts were left for which reason, of so many that were left."""
    counted = Counter(reasons.values())
    counted[NO_REASON] += count - len(reasons)
    return tuple((reason, count) for reason, count in counted.most_common() if count)


def _filings(stage: Staged, folder: Path) -> Iterable[BroughtFiling]:
    for key, (filing, _) in stage.filings.items():
        name = f"{FILINGS}/{key}.yaml"
        yield BroughtFiling(str(folder / name), filing.filed, str(filing.head.get("title", "")), len(filing.tables),
                            _figures(filing), name in stage.there)


def _figures(filing: FilingDraft, statement: str = "") -> int:
    """How many figures are printed; an empty cell is none."""
    return sum(figure != "~" for table in filing.tables if statement in ("", table.statement)
               for row in table.rows for figure in row.figures)


def _statements(draft: CompanyDraft) -> Iterable[BroughtStatement]:
    known = {each.key: each for each in draft.statements}
    keys = dict.fromkeys([*known, *(table.statement for filing in draft.filings for table in filing.tables)])
    for key in keys:
        rows = {row.key for filing in draft.filings for table in filing.tables if table.statement == key
                for row in table.rows}
        if rows:
            yield BroughtStatement(key, known[key].title if key in known else key, len(rows),
                                   sum(_figures(filing, key) for filing in draft.filings))
