"""What names the rows of a sheet, where a line item or a member has another key than in workbooks of before."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.statement import Statement
from generator.sheets.contract import CHECKS, FACTS, GUIDANCE


def renamed_rows(statements: Iterable[Statement]) -> list[tuple[str, str, str, str]]:
    """Of every sheet the words that say a renamed key, alone or after its statement: the sheet, the word that stands
    beside it ("" for any), the word of before and the word of now."""
    found: list[tuple[str, str, str, str]] = []
    for statement in statements:
        sheet, name = statement.sheet, statement.key
        for old, new in statement.renamed.items():
            found.append((sheet, "", old, new))
            if new in statement.items:
                found += [(each, "", f"{name}.{old}", f"{name}.{new}") for each in (sheet, CHECKS, GUIDANCE)]
                found.append((FACTS, name, old, new))
            else:
                found.append((CHECKS, "", old, new))
    return found
