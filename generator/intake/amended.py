"""What an import adds to the company.yaml and statements.yaml that are there: additions alone, which is proved."""

from __future__ import annotations

from collections.abc import Sequence

from generator.intake.amend import keys_at, meaning, with_element, with_entry, with_text_behind, with_words
from generator.intake.draft import LineDraft, StatementDraft
from generator.intake.placed import PlacedCompany
from generator.intake.write import line_item, member, statement_text


class NotAdded(Exception):
    """Something could not be put into a file without changing what stands there. That is a fault of this program."""


def amended_statements(text: str, statements: Sequence[StatementDraft]) -> str:
    """statements.yaml with what is new: statements behind those of before, members, line items where the presentation
    has them, and elements and terms of line items that are there. Raises NotAdded."""
    found = text
    for statement in statements:
        if statement.is_new and statement.key not in keys_at(found, ()):
            found = with_text_behind(found, statement_text(statement))
        else:
            found = _extended(found, statement)
    _prove(text, found)
    return found


def _extended(text: str, statement: StatementDraft) -> str:
    known = keys_at(text, (statement.key, "members"))
    new = {key: member(of) for key, of in statement.members.items() if key not in known}
    if new and not known:
        text = with_entry(text, (statement.key,), "members", new, _in_front_of_items(text, statement.key))
    elif new:
        for key, of in new.items():
            text = with_entry(text, (statement.key, "members"), key, of)
    for key, of in statement.members.items():
        if key in known and (tags := _words(of.get("xbrl"))):
            text = with_words(text, (statement.key, "members", key), "xbrl", tags, in_front=True)
    for line in statement.lines:
        text = _with_line(text, statement.key, line)
    return text


def _with_line(text: str, statement: str, line: LineDraft) -> str:
    path = (statement, "items")
    if line.key not in keys_at(text, path):
        after = line.after if line.after in keys_at(text, path) else ""
        return with_entry(text, path, line.key, line_item(line), after)
    if line.xbrl:
        text = with_words(text, (*path, line.key), "xbrl", line.xbrl, in_front=True)
    return with_words(text, (*path, line.key), "sum", line.sum) if line.sum else text


def _in_front_of_items(text: str, statement: str) -> str:
    keys = keys_at(text, (statement,))
    return keys[max(keys.index("items") - 1, 0)]


def amended_company(text: str, company: PlacedCompany) -> str:
    """company.yaml with the fiscal years and the splits that it lacks. Raises NotAdded."""
    found, known = text, keys_at(text, ("fiscal_year", "years"))
    for year, ends in sorted(company.years_to_add.items()):
        if year not in known:
            found = with_entry(found, ("fiscal_year", "years"), year, ends)
    held = _splits(text)
    for split in company.splits:
        if str(split.get("effective")) not in held:
            found = with_element(found, ("splits",), split) if "splits" in keys_at(found, ()) else \
                with_entry(found, (), "splits", [split])
    _prove(text, found)
    return found


def _splits(text: str) -> set[str]:
    said = meaning(text)
    splits = said.get("splits", []) if isinstance(said, dict) else []
    return {each["effective"] for each in splits if isinstance(each, dict) and "effective" in each}


def _prove(before: str, after: str) -> None:
    """Raises NotAdded where what stood in a file is not all there, in its order, to the letter."""
    rest = iter(after)
    if after != before and not all(each in rest for each in before):
        raise NotAdded("a passage of the file would be lost")
    if not _holds(meaning(after), meaning(before)):
        raise NotAdded("the file would say something else of what it says")


def _holds(after: object, before: object) -> bool:
    """Whether all that was said is said, in its order; a label alone may have become one with more beside it."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(key in after and _holds(after[key], each)
                                               for key, each in before.items()) \
            and [key for key in after if key in before] == list(before)
    if isinstance(before, list):
        rest = iter(after if isinstance(after, list) else [])
        return all(any(_holds(each, wanted) for each in rest) for wanted in before)
    if isinstance(after, dict):
        return after.get("label") == before
    return before in after if isinstance(after, list) else after == before


def _words(of: object) -> list[str]:
    return [of] if isinstance(of, str) and of else list(of) if isinstance(of, (list, tuple)) else []
