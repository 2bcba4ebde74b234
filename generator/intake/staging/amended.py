"""What an import adds to the company.yaml and statements.yaml that are there: additions alone, which is proved."""

from __future__ import annotations

from collections.abc import Sequence

from generator.intake.placing.placed import PlacedCompany
from generator.intake.shaping.draft import LineDraft, StatementDraft
from generator.intake.splice import FIRST, LAST, NewEntry, Splice, meaning
from generator.intake.staging.write import line_item, member, statement_text
from generator.intake.yaml_text import value


def amended_statements(text: str, statements: Sequence[StatementDraft]) -> str:
    """statements.yaml with what is new: statements behind those of before, members, line items where the presentation
    has them, and elements and terms of line items that are there. Raises NotSpliced."""
    splice = Splice(text)
    new = [each for each in statements if each.is_new and each.key not in splice.keys(())]
    for statement in statements:
        if statement not in new:
            _add_members(splice, statement)
            _add_lines(splice, statement.key, statement.lines)
    for statement in new:
        splice.add_below(statement_text(statement))
    return splice.done()


def _add_members(splice: Splice, statement: StatementDraft) -> None:
    path = (statement.key, "members")
    known = splice.keys(path)
    for key, of in statement.members.items():
        if key in known and (tags := _words(of.get("xbrl"))):
            splice.add_words((*path, key), {"xbrl": tags}, in_front="xbrl")
    new = {key: member(of) for key, of in statement.members.items() if key not in known}
    if new and known:
        splice.insert(path, LAST, [NewEntry.of(key, of) for key, of in new.items()])
    elif new:
        keys = splice.keys((statement.key,))
        before = keys[:keys.index("items")]
        splice.insert((statement.key,), before[-1] if before else FIRST, [NewEntry.of("members", new)])


def _add_lines(splice: Splice, statement: str, lines: Sequence[LineDraft]) -> None:
    """A line that follows a new one stands behind the same line of before."""
    path = (statement, "items")
    known = splice.keys(path)
    behind: dict[str, str] = {}
    new: dict[str, list[NewEntry]] = {}
    for line in lines:
        if line.key not in known:
            behind[line.key] = line.after if line.after in known else behind.get(line.after, LAST)
            new.setdefault(behind[line.key], []).append(NewEntry.of(line.key, line_item(line)))
        else:
            splice.add_words((*path, line.key), {"xbrl": line.xbrl, "sum": line.sum}, in_front="xbrl")
    for after, entries in new.items():
        splice.insert(path, after, entries)


def amended_company(text: str, company: PlacedCompany) -> str:
    """company.yaml with the fiscal years and the splits that it lacks. Raises NotSpliced."""
    splice = Splice(text)
    path = ("fiscal_year", "years")
    known = splice.keys(path)
    new = {year: NewEntry.of(year, ends) for year, ends in sorted(company.years_to_add.items()) if year not in known}
    earlier = [entry for year, entry in new.items() if known and year < min(known)]
    later = [entry for entry in new.values() if entry not in earlier]
    if earlier:
        splice.insert(path, FIRST, earlier)
        splice.replace(("fiscal_year", "starts"), value(company.starts))
    if later:
        splice.insert(path, LAST, later)
    held = {each.get("effective") for each in meaning(text).get("splits", [])}
    splits = [each for each in company.splits if str(each.get("effective")) not in held]
    if "splits" in splice.keys(()):
        for split in splits:
            splice.append(("splits",), [f"- {value(split)}"], is_apart=False)
    elif splits:
        splice.insert((), LAST, [NewEntry.of("splits", splits)])
    return splice.done()


def _words(of: object) -> list[str]:
    return [of] if isinstance(of, str) and of else list(of) if isinstance(of, (list, tuple)) else []
