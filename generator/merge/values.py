"""Stored values of the merged workbook: those that changed are calculated anew, the rest stays as it is written."""

from __future__ import annotations

import re

from generator.merge.log import Log
from generator.xlsx.calculate import Address, NotCalculated, Value, known_values
from generator.xlsx.finish import stored_value
from generator.xlsx.markup import edited, elements, plain
from generator.xlsx.package import WORKSHEET, Package
from generator.xlsx.parser import unescaped
from generator.xlsx.worksheet import filled_cells

_TYPE = re.compile(r'\s+t="\w+"')
_VALUE = re.compile(r"<v\b[^>]*>.*?</v>|<v\s*/>|<is>.*?</is>", re.S)


def renew_values(result: Package, log: Log) -> None:
    """Write the value that each formula has now where it differs from the stored one."""
    texts = {name: (part, result.text(part)) for name, part in result.sheets().items()
             if result.content_type(part) == WORKSHEET.content_type}
    formulas = [(name, *place) for name, (_, text) in texts.items() for place, cell in filled_cells(text)
                if any(True for _ in elements(cell.inner, "f"))]
    try:
        values = known_values(result.unprefixed().bytes(), formulas)
    except NotCalculated as error:
        log.notes.append(f"stored values were not calculated anew ({error}); a spreadsheet program does on opening")
        return
    unknown = [address for address in formulas if address not in values]
    if unknown:
        sheets = ", ".join(dict.fromkeys(sheet for sheet, _, _ in unknown))
        log.notes.append(f"{len(unknown)} formulas ({sheets}) keep their stored values until a spreadsheet program "
                         "opens the file")
    for name, (part, text) in texts.items():
        result.put(part, _renewed(text, name, values))


def _renewed(text: str, sheet: str, values: dict[Address, Value]) -> str:
    edits = []
    for place, cell in filled_cells(text):
        value, head, body = values.get((sheet, *place)), cell.head, cell.inner
        if value is None or not any(True for _ in elements(cell.inner, "f")) or _stores(head, body, value):
            continue
        kind, written = stored_value(value)
        body = _VALUE.sub("", body) + f"<v>{written}</v>"
        edits.append((cell.start, cell.end, f"<{cell.name}{_TYPE.sub('', head)}{kind}>{body}</{cell.name}>"))
    return edited(text, edits)


def _stores(head: str, body: str, value: Value) -> bool:
    """Whether a cell already stores a value."""
    found = re.search(r"<v\b[^>]*>(.*?)</v>", body, re.S)
    kind = re.search(r'\bt="(\w+)"', head)
    text = plain(found[1]) if found else ""
    if isinstance(value, bool):
        return kind is not None and kind[1] == "b" and text == str(int(value))
    if isinstance(value, str):
        return kind is not None and kind[1] in ("str", "e") and unescaped(text) == value
    try:
        number = float(text)
    except ValueError:
        return False
    return (kind is None or kind[1] == "n") and abs(number - value) <= 1e-12 * max(abs(number), abs(value))
