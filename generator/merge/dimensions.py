"""Rows and columns of one of our sheets: widths, heights, what is hidden and what is grouped."""

from __future__ import annotations

import re

from generator.merge.cells import Three
from generator.xlsx.cells import letter
from generator.xlsx.formula import LAST_COLUMN
from generator.xlsx.markup import attributes, elements, with_attributes
from generator.xlsx.worksheet import Place, Sheet

_TRUE = frozenset(("1", "true", "on"))
Shape = tuple[float, bool, int, bool]


def columns(three: Three) -> str:
    """The <cols> section: as made now, but as the user left those columns that he changed."""
    made, mine, new = (_columns(sheet) for sheet in (three.old, three.mine, three.new))
    result = {column: _styled(three, new[column]) for column in new}
    last, changed = three.old.last[1], []
    for column in sorted(made.keys() | mine.keys()):
        if _shape(made.get(column, "")) == _shape(mine.get(column, "")) and not _style_of(three, made, mine, column):
            continue
        target = three.map.column(column)
        if target is None:
            continue
        if column <= last or column in mine:
            changed.append(column)
        if column in mine:
            result[target] = mine[column]
        else:
            result.pop(target, None)
    if changed:
        three.log.carried.append(f"{three.name}: the widths and groups of {len(changed)} columns "
                                 f"({', '.join(map(letter, changed[:6]))}{' …' * (len(changed) > 6)})")
    return _joined(result)


def _style_of(three: Three, made: dict[int, str], mine: dict[int, str], column: int) -> bool:
    """Whether a column was given a style for its empty cells."""
    found = attributes(mine.get(column, "")).get("style", "0")
    return found != "0" and found != attributes(made.get(column, "")).get("style", "0")


def _columns(sheet: Sheet) -> dict[int, str]:
    """The attributes of each column by its number, without its place."""
    found: dict[int, str] = {}
    for element in elements(sheet.section("cols"), "col"):
        first, last = int(element.attributes["min"]), int(element.attributes["max"])
        head = re.sub(r'\s*\b(min|max)="\d+"', "", element.head).strip()
        if _shape(head) == _shape("") and attributes(head).get("style", "0") == "0":
            continue
        found |= dict.fromkeys(range(first, last + 1), head)
    return found


def _styled(three: Three, head: str) -> str:
    style = attributes(head).get("style")
    return head if style is None else attributes_with(head, {"style": str(three.styles.style((int(style), False)))})


def attributes_with(head: str, changes: dict[str, str | None]) -> str:
    """Attributes with some set, added or removed."""
    return with_attributes(f"<x {head}>", changes)[2:-1].strip()


def _shape(head: str) -> Shape:
    """What a reader sees of a column: its width (0 for the default), hidden, its outline level, collapsed."""
    found = attributes(head)
    width = float(found.get("width", "0")) if found.get("customWidth") in _TRUE else 0
    return (round(width * 4) / 4, found.get("hidden") in _TRUE, int(found.get("outlineLevel", "0")),
            found.get("collapsed") in _TRUE)


def _joined(found: dict[int, str]) -> str:
    """Neighbours with the same attributes as one element."""
    out: list[tuple[int, int, str]] = []
    for column in sorted(column for column in found if column <= LAST_COLUMN):
        if out and out[-1][1] == column - 1 and out[-1][2] == found[column]:
            out[-1] = out[-1][0], column, found[column]
        else:
            out.append((column, column, found[column]))
    written = "".join(f'<col {head} min="{first}" max="{last}"/>' for first, last, head in out)
    return f"<cols>{written}</cols>" if written else ""


def rows(three: Three, cells: dict[Place, str]) -> str:
    """The <sheetData> section: the cells in their rows, each as made now or as the user left it."""
    heads = {row: _row(three, head) for row, head in three.new.rows.items()}
    changed = []
    for row, head in three.mine.rows.items():
        made = three.old.rows.get(row, "")
        kept = _kept(made, head)
        if not kept:
            continue
        target = three.map.row(row)
        if target is None:
            three.log.notes.append(f"{three.name}: row {row} is no longer there, nor is its height or group")
            continue
        changed.append(row)
        heads[target] = attributes_with(heads.get(target, ""), kept)
    if changed:
        three.log.carried.append(f"{three.name}: the heights and groups of {len(changed)} rows "
                                 f"({', '.join(map(str, changed[:6]))}{' …' * (len(changed) > 6)})")
    return f"<sheetData>{_data(heads, cells)}</sheetData>"


def _data(heads: dict[int, str], cells: dict[Place, str]) -> str:
    in_rows: dict[int, list[tuple[int, str]]] = {row: [] for row in heads}
    for (row, column), raw in cells.items():
        in_rows.setdefault(row, []).append((column, raw))
    out = []
    for row in sorted(in_rows):
        head = attributes_with(heads.get(row, ""), {"r": None, "spans": None})
        content = "".join(raw for _, raw in sorted(in_rows[row]))
        out.append(f'<row r="{row}"{" " * bool(head)}{head}>{content}</row>')
    return "".join(out)


def _row(three: Three, head: str) -> str:
    style = attributes(head).get("s")
    return head.strip() if style is None else attributes_with(head, {"s": str(three.styles.style((int(style), False)))})


def _kept(made: str, mine: str) -> dict[str, str | None]:
    """The attributes of a row that the user changed."""
    old, now = attributes(made), attributes(mine)
    kept: dict[str, str | None] = {}
    for name in ("hidden", "collapsed"):
        if (old.get(name) in _TRUE) != (now.get(name) in _TRUE):
            kept[name] = "1" if now.get(name) in _TRUE else None
    if old.get("outlineLevel", "0") != now.get("outlineLevel", "0"):
        kept["outlineLevel"] = now.get("outlineLevel")
    custom = now.get("customHeight") in _TRUE
    if custom and "ht" in now and abs(float(now["ht"]) - float(old.get("ht", "0"))) > 1:
        kept |= {"ht": now["ht"], "customHeight": "1"}
    if now.get("customFormat") in _TRUE and now.get("s", "0") not in ("0", old.get("s", "0")):
        kept |= {"s": now["s"], "customFormat": "1"}
    return kept
