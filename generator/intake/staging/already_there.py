"""A filing that is in the company's folder already: the same figures are nothing to do, others are refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from generator.inputs.next_filing import reporting
from generator.intake.shaping.draft import CompanyDraft
from generator.intake.splice import meaning
from generator.model.book import Book
from generator.refused import Refused

_SHOWN = 3


def differences(path: Path, before: str, now: str, is_history: bool = False) -> list[str]:
    """What a filing's file says otherwise than the import of it, in lines for people; none where it is the same.

    A history (``is_history``) gives of a filing a part without its tables, signs and scales: the digits of what both
    have are compared.
    """
    one, other = (_figures(meaning(text), not is_history) for text in (before, now))
    keys = one.keys() & other.keys() if is_history else one.keys() | other.keys()
    said = _digits if is_history else str
    unlike = [key for key in sorted(keys) if said(one.get(key, "")) != said(other.get(key, ""))]
    lines = [f"{path}: is there already, and says {one.get(key, 'nothing')} for {key} where the filing's data says "
             f"{other.get(key, 'nothing')}" for key in unlike]
    more = [f"{path}: … and {len(lines) - _SHOWN} figures more"] * (len(lines) > _SHOWN)
    return lines[:_SHOWN] + more


def _figures(said: object, with_headings: bool) -> dict[str, str]:
    """Every figure of a filing's file, by what it is of."""
    found: dict[str, str] = {}
    for table in _list(said, "tables"):
        columns = [str(each) for each in _list(table, "columns")] or [
            f"{_of(table, 'period')} {member}".strip() for member in _list(table, "members") or [""]]
        rows = _of(table, "rows")
        for key, figures in (rows.items() if isinstance(rows, dict) else ()):
            for column, figure in zip(columns, figures if isinstance(figures, list) else [figures], strict=False):
                where = f" under '{_of(table, 'heading')}'" if with_headings else ""
                found[f"{_of(table, 'statement')}.{key} {column}{where}"] = str(figure)
    return found


def _digits(printed: str) -> str:
    """The digits of a figure without the zeros around them."""
    return re.sub(r"\D", "", printed).strip("0")


def _of(said: object, key: str) -> object:
    return said.get(key, "") if isinstance(said, dict) else ""


def _list(said: object, key: str) -> list[object]:
    found = _of(said, key)
    return found if isinstance(found, list) else []


def refuse_second_documents(draft: CompanyDraft, book: Book, names: Collection[str]) -> None:
    """Raises Refused where another file of the folder is of the day and the period of a filing that is imported."""
    lines = []
    for filing in draft.company.filings:
        for each in reporting(book, filing.period) if filing.period else ():
            file = Path(each.place.file)
            if each.filed == filing.filed and f"{file.parent.name}/{file.name}" not in names:
                lines.append(f"{each.place.file}: is a filing of {filing.period} of {filing.filed} already; if it is "
                             "the same document, move one of the two away")
    if lines:
        raise Refused(*dict.fromkeys(lines), "nothing was written")
