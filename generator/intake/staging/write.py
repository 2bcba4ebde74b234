"""A company's draft as YAML in the layout that a person would type, and where in the sources each line comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.intake.placing.placed import PlacedCompany, PlacedFact, PlacedFiling
from generator.intake.shaping.draft import CompanyDraft, FilingDraft, LineDraft, RowDraft, StatementDraft, TableDraft
from generator.intake.yaml_text import bare, cleaned, comment, entry, heading, mapping, quoted, scalar

_SCHEMA = "# yaml-language-server: $schema={}.schema/{}.json"
_WIDEST_KEY, _WIDEST_ROW = 40, 60
"""Letters of a key up to which all keys of a statement, or of a filing's table, are filled up to one column."""
_FIGURES = 32
"""The column at which a filing's figures stand, counted from their keys."""
Sources = Mapping[int, tuple[tuple[int, PlacedFact | None], ...]]
"""For a line, the columns of its figures (from 1) with the facts that they are."""


@dataclass(frozen=True)
class WrittenPage:
    """A file's text, and what the figures in its lines come from."""

    text: str
    sources: Sources


def company_text(draft: CompanyDraft) -> str:
    """company.yaml of a company that is new."""
    company = draft.company
    lines = [_SCHEMA.format("../", "company"), comment(f"Imported from {_documents(company.filings)}."),
             *(comment(f"To be confirmed: {remark}")
               for remark in dict.fromkeys((*draft.company.remarks, *draft.remarks)))]
    for key, of in _company_keys(company).items():
        lines += [f"code: {quoted(cleaned(company.code))}"] if key == "code" else entry(key, of, 0)
    lines += _fiscal_year(company.fiscal_year)
    if company.splits:
        lines += ["splits:", *(f"  - {mapping(split)}" for split in company.splits)]
    return _joined(lines)


def _company_keys(company: PlacedCompany) -> dict[str, str]:
    keys = {"name": cleaned(company.name), "code": company.code, "exchange": cleaned(company.exchange),
            "standard": company.standard, "currency": company.currency, "scale": company.scale,
            "rounding": company.rounding, "foots": company.foots}
    return {key: of for key, of in keys.items() if of or key not in ("exchange", "rounding", "foots")}


def _fiscal_year(fiscal_year: Mapping[str, object]) -> list[str]:
    """On one line, or with a line for each year that is given by its dates."""
    years = fiscal_year.get("years")
    if not isinstance(years, Mapping):
        return [f"fiscal_year: {mapping(fiscal_year)}"]
    lines = ["fiscal_year:"]
    for key, of in fiscal_year.items():
        lines += ["  years:", *(each for year, ends in years.items() for each in entry(year, ends, 4))] \
            if key == "years" else entry(key, of, 2)
    return lines


def statements_page(draft: CompanyDraft) -> tuple[str, dict[int, PlacedFact]]:
    """statements.yaml of a company that is new, and for its lines a fact of the line item that stands there."""
    lines = [_SCHEMA.format("../", "statements"),
             comment(f"{cleaned(draft.company.name)}, {draft.company.standard}. Imported from "
                     f"{_documents(draft.company.filings)}:"),
             comment("labels, order and sums as the filings give them. xbrl: is the element by which a further import "
                     "finds the line again.")]
    first, sources = _first_facts(draft), dict[int, PlacedFact]()
    sheet = ""
    for statement in draft.statements:
        title = statement.sheet if statement.sheet != sheet else statement.title
        sheet = statement.sheet
        lines += ["", heading(title, dashes=66), ""]
        _add_statement(statement, lines, first, sources)
    return _joined(lines), sources


def statement_text(statement: StatementDraft) -> str:
    """One statement, to be put behind those that are there."""
    lines = [heading(statement.title, dashes=66), ""]
    _add_statement(statement, lines, {}, {})
    return _joined(lines)


def _add_statement(statement: StatementDraft, lines: list[str], first: Mapping[tuple[str, str], PlacedFact],
                   sources: dict[int, PlacedFact]) -> None:
    lines.append(f"{scalar(statement.key)}:")
    for key, of in (("title", cleaned(statement.title)), ("sheet", statement.sheet), ("unit", statement.unit),
                    ("additivity", statement.additivity)):
        lines += entry(key, of, 2) if of else []
    if statement.members:
        width = _width(statement.members)
        lines.append("  members:")
        lines += [each for key, of in statement.members.items() for each in entry(key, member(of), 4, width)]
    width = _width(line.key for line in statement.lines)
    lines.append("  items:")
    for line in statement.lines:
        if fact := first.get((statement.key, line.key)):
            sources[len(lines) + 1] = fact
        lines += entry(line.key, line_item(line), 4, width)


def member(of: Mapping[str, object]) -> object:
    """A member as it stands behind its key: its label alone where there is nothing else to say."""
    said = {key: cleaned(each) if isinstance(each, str) and key == "label" else each for key, each in of.items()
            if each not in ("", (), [], None)}
    return said["label"] if set(said) == {"label"} else said


def line_item(line: LineDraft) -> object:
    """A line item as it stands behind its key: its label alone where there is nothing else to say."""
    if line.is_caption:
        return {"caption": cleaned(line.label)}
    more = dict(line.more)
    said: dict[str, object] = {"label": cleaned(line.label)}
    said |= {key: more.pop(key) for key in ("unit", "additivity", "scale", "currency") if key in more}
    said |= {"sum": line.sum, "also_sum": line.also_sum, "concept": line.concept,
             "xbrl": line.xbrl[0] if len(line.xbrl) == 1 else line.xbrl} | more
    said = {key: each for key, each in said.items() if each or key == "label"}
    return said["label"] if len(said) == 1 else said


def filing_page(filing: FilingDraft, source: PlacedFiling | None = None) -> WrittenPage:
    """A filing's file."""
    lines = [_SCHEMA.format("../../", "filing")]
    if source:
        lines.append(comment(f"Imported from {_document(source)}. Figures as printed."))
        lines += [comment(f"To be confirmed: {remark}") for remark in source.remarks]
    head = {"title": "", "filed": filing.filed, "assurance": "unreviewed"} | dict(filing.head)
    head["title"] = cleaned(str(head["title"])) or filing.name
    lines += ["", *entry("filing", head, 0), "", "tables:"]
    sources: dict[int, tuple[tuple[int, PlacedFact | None], ...]] = {}
    before = ""
    for table in filing.tables:
        if table.heading != before:
            lines += ["", heading(table.heading, 2)]
        before = table.heading
        _add_table(table, lines, sources)
    return WrittenPage(_joined(lines), sources)


def _add_table(table: TableDraft, lines: list[str],
               sources: dict[int, tuple[tuple[int, PlacedFact | None], ...]]) -> None:
    across = table.columns or table.members
    width = max(_FIGURES, *(len(scalar(row.key)) + 1 for row in table.rows if len(row.key) <= _WIDEST_ROW))
    lines += ["", f"  - statement: {scalar(table.statement)}", f"    heading: {quoted(cleaned(table.heading))}"]
    lines += [each for key, of in table.more.items() for each in entry(key, of, 4)]
    if table.period:
        lines.append(f"    period: {bare(table.period)}")
    cells = [[bare(each) for each in row.figures] for row in table.rows]
    names = [bare(each) for each in across]
    even = [each for each in ((names, *cells) if table.columns else cells) if len(each) == len(names)]
    widths = [max(map(len, column)) for column in zip(*even, strict=True)]
    if across:
        label, aligned = ("columns:", widths) if table.columns else ("members:", [])
        lines.append(f"    {label.ljust(width + 2)} {_aligned(names, aligned)[0]}")
    lines.append("    rows:")
    for row, words in zip(table.rows, cells, strict=True):
        head = f"      {(scalar(row.key) + ':').ljust(width)} "
        text, starts = _aligned(words, widths)
        lines.append(head + text)
        sources[len(lines)] = tuple(zip((len(head) + start + 1 for start in starts), _facts(row), strict=False))


def _aligned(words: Sequence[str], widths: Sequence[int]) -> tuple[str, list[int]]:
    """A list with its elements below those of other lists, and where each begins."""
    text, starts = "[", []
    for number, word in enumerate(words):
        starts.append(len(text))
        last = number == len(words) - 1
        text += word if last else f"{word},".ljust((widths[number] if number < len(widths) else len(word)) + 2)
    return text + "]", starts


def _facts(row: RowDraft) -> tuple[PlacedFact | None, ...]:
    return (*row.facts, *[None] * (len(row.figures) - len(row.facts)))


def _first_facts(draft: CompanyDraft) -> dict[tuple[str, str], PlacedFact]:
    """For each line item the first fact that stands in it."""
    found: dict[tuple[str, str], PlacedFact] = {}
    for filing in draft.filings:
        for table in filing.tables:
            for row in table.rows:
                for fact in row.facts:
                    if fact:
                        found.setdefault((table.statement, row.key), fact)
    return found


def _width(keys: Iterable[str]) -> int:
    return max((len(scalar(key)) + 1 for key in keys if len(key) <= _WIDEST_KEY), default=0)


def _documents(filings: Sequence[PlacedFiling]) -> str:
    """The sources of an import: the first of them, and how many there are."""
    named = list(dict.fromkeys(map(_document, filings)))
    return "; ".join(named[:2]) + (f" and {len(named) - 2} more filings" if len(named) > 2 else "")


def _document(filing: PlacedFiling) -> str:
    report = filing.report
    said = ", ".join(filter(None, (report.form, report.key)))
    return cleaned(f"{_name(report.files)}{f' ({said})' if said else ''}")


def _name(files: Sequence[Path]) -> str:
    """The file of a filing: the one that is no linkbase, or the first."""
    plain = [each.name for each in files if not each.stem.endswith(("_pre", "_cal", "_lab", "_def"))
             and each.suffix.lower() != ".xsd"]
    return next(iter(plain or [each.name for each in files]), "tagged data")


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
