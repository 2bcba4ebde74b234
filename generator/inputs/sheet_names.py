"""The sheet on which a statement stands: one that every workbook has for it, or one of the company's own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from generator.inputs.forms import Either, Pattern, Word
from generator.inputs.value import Value
from generator.model.problem import Problems
from generator.model.statement import OUR_SHEETS, SHEETS, Statement

_END, _WITHIN = r"[^\[\]:*?/\\'\s\x00-\x1f\x7f]", r"[^\[\]:*?/\\\x00-\x1f\x7f]"
_CODE = "_x[0-9A-Fa-f]{4}_"
"""What a spreadsheet reads as a single sign."""
_OWN = Pattern(f"(?!.*{_CODE}){_END}(?:{_WITHIN}{{0,29}}{_END})?", "Regional Data")
SHEET = Either((Word(SHEETS), _OWN))
_LONGEST, _ALIKE = 31, 0.9
_EXCELS_OWN = ("history",)
_CHOICE = f"Write one of {', '.join(SHEETS)}, or a name of your own"


def sheet_name(value: Value) -> str | None:
    """The name of a sheet; one of the company's own is a name that spreadsheets allow and no misspelt one of ours."""
    name = value.text()
    if name is None or name in SHEETS:
        return name
    if wrong := _wrong(name):
        value.complain(f"{wrong} {_CHOICE}")
        return None
    return name


def _wrong(name: str) -> str:
    """What is wrong with a name of the company's own; empty where nothing is."""
    if len(name.encode("utf-16-le")) // 2 > _LONGEST:
        return f"'{name}' is longer than the {_LONGEST} characters that the name of a sheet may have."
    if code := re.search(_CODE, name):
        return f"'{name}' cannot be the name of a sheet: a spreadsheet reads '{code[0]}' as a single sign."
    if not re.fullmatch(_OWN.regex, name):
        return f"'{name}' cannot be the name of a sheet: no [ ] : * ? / \\, no quotation mark or space at its ends."
    if name.lower() in _EXCELS_OWN or any(name.lower() == ours.lower() for ours in OUR_SHEETS):
        return f"'{name}' is a sheet on which no statement stands."
    meant = next((ours for ours in SHEETS if _is_nearly(name, ours)), "")
    return f"there is no sheet '{name}'; did you mean '{meant}'?" if meant else ""


def _is_nearly(name: str, known: str) -> bool:
    """Whether a name seems to be another one misspelt; a number of its own tells it apart."""
    one, other = (re.sub(r"[\W_]", "", each.lower()) for each in (name, known))
    return not re.search(r"\d", one) and difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE


def refuse_twins(statements: Iterable[Statement], problems: Problems) -> None:
    """Report two sheets of the company's own whose names a spreadsheet takes for one."""
    seen: dict[str, Statement] = {}
    for statement in statements:
        first = seen.setdefault(statement.sheet.lower(), statement)
        if first.sheet != statement.sheet:
            problems.add(statement.place, f"the sheet '{statement.sheet}' of '{statement.key}' differs from "
                                          f"'{first.sheet}' of '{first.key}' only in capital letters; write both alike")
