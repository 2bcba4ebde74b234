"""Rows and columns of one of our sheets: widths, heights, what is hidden and what is grouped."""

from __future__ import annotations

from collections.abc import Iterable

from generator.merge.log import counted
from generator.merge.sides import Kept, Piece, SheetSides
from generator.xlsx.cells import letter
from generator.xlsx.formula import LAST_COLUMN
from generator.xlsx.markup import attributes, elements, number, whole, with_attributes, with_head

_TRUE = frozenset(("1", "true", "on"))
Shape = tuple[float, bool, int]


def columns(piece: Piece) -> Kept:
    """The <cols> section: as made now, but as the reader left those columns that were changed."""
    sheet = piece.sheet
    heads = piece.each(_columns)
    result = {column: _styled(sheet, head, "style") for column, head in heads.ours.items()}
    last, changed = sheet.base.last[1], []
    for column in sorted(heads.base.keys() | heads.theirs.keys()):
        base, theirs = heads.base.get(column, ""), heads.theirs.get(column, "")
        if _shape(base) == _shape(theirs) and not _is_restyled(base, theirs):
            continue
        target = sheet.map.column(column)
        if target is None:
            continue
        if column <= last or column in heads.theirs:
            changed.append(column)
        if column in heads.theirs:
            result[target] = theirs
        else:
            result.pop(target, None)
    for column, target in _typed_in(sheet):
        is_ours = _shape(heads.base.get(column, "")) == _shape(heads.theirs.get(column, ""))
        if is_ours and not _shape(heads.base.get(column, ""))[1] and target in result:
            result[target] = _with(result[target], {"hidden": None})
    _collapse(result, 1 if _sums_after(sheet.theirs.section("sheetPr")) else -1)
    return Kept(_joined(result), f"the widths and groups of {len(changed)} columns "
                                 f"({_listed(map(letter, changed))})" if changed else "")


def _collapse(heads: dict[int, str], step: int) -> None:
    """Say of the column beside each group that is hidden that it is collapsed."""
    def level(column: int) -> int:
        return whole(attributes(heads.get(column, "")).get("outlineLevel", "0"))

    for column in [each for each, head in heads.items() if attributes(head).get("hidden") in _TRUE]:
        if column + step > 0 and level(column) > level(column + step):
            heads[column + step] = _with(heads.get(column + step, ""), {"collapsed": "1"})


def _sums_after(properties: str) -> bool:
    """Whether groups of columns are summed up on their right."""
    found = next(elements(properties, "outlinePr"), None) if properties else None
    return found is None or found.attributes.get("summaryRight", "1") in _TRUE


def _typed_in(sheet: SheetSides) -> set[tuple[int, int]]:
    """The columns in which the reader has cells of his own, as they were and as they are: what he sees stays seen."""
    own = sheet.theirs.contents.keys() - sheet.base.contents.keys()
    found = {(column, sheet.map.column(column, row)) for row, column in own}
    return {(column, target) for column, target in found if target}


def rows(piece: Piece) -> Kept:
    """The <sheetData> section: the cells in their rows, each as made now or as the reader left it."""
    sheet = piece.sheet
    heads = {row: _styled(sheet, head, "s") for row, head in sheet.ours.rows.items()}
    changed, gone = [], []
    for row, head in sheet.theirs.rows.items():
        kept = _kept(sheet.base.rows.get(row, ""), head)
        if not kept:
            continue
        target = sheet.map.row(row)
        if target is None:
            gone.append(row)
            continue
        changed.append(row)
        heads[target] = _with(heads.get(target, ""), kept)
    if gone:
        sheet.log.notes.append(f"{sheet.name}: the heights and groups of {counted(len(gone), 'row')} "
                               f"({_listed(map(str, gone))}) are gone with them")
    return Kept(f"<sheetData>{_data(heads, sheet)}</sheetData>",
                f"the heights and groups of {len(changed)} rows ({_listed(map(str, changed))})" if changed else "")


def sheet_format(piece: Piece) -> Kept:
    """The row and column formats, with room for the deepest group of either and the height the reader gave to all."""
    base, ours, theirs = map(attributes, (piece.base, piece.ours, piece.theirs))
    levels = {name: max(whole(ours.get(name, "0")), whole(theirs.get(name, "0")))
              for name in ("outlineLevelRow", "outlineLevelCol")}
    changes: dict[str, str | None] = {name: str(level) for name, level in levels.items() if level}
    if theirs.get("customHeight") in _TRUE and not _same_height(base, theirs):
        changes |= {name: theirs.get(name) for name in ("defaultRowHeight", "customHeight")}
    return Kept(with_attributes(piece.ours, changes))


def _same_height(base: dict[str, str], theirs: dict[str, str]) -> bool:
    """Whether the height of all rows is as it was made; programs round it to their pixels."""
    then, now = (number(found.get("defaultRowHeight", "0")) for found in (base, theirs))
    return base.get("customHeight") in _TRUE and abs(then - now) < 1


def _columns(section: str) -> dict[int, str]:
    """The attributes of each column by its number, without its place, and without what some programs say of every
    group, that it is collapsed: its columns say it."""
    found: dict[int, str] = {}
    for element in elements(section, "col"):
        first, last = whole(element.attributes["min"]), whole(element.attributes["max"])
        head = _with(element.head, {"min": None, "max": None, "collapsed": None})
        if _shape(head) == _shape("") and attributes(head).get("style", "0") == "0":
            continue
        found |= dict.fromkeys(range(first, last + 1), head)
    return found


def _shape(head: str) -> Shape:
    """What a reader sees of a column: its width (0 for the default), hidden, its outline level."""
    found = attributes(head)
    width = number(found.get("width", "0")) if found.get("customWidth") in _TRUE else 0
    width = 0 if 8.75 < width < 9.25 else width  # as wide as the default, with or without its margins
    return round(width * 4) / 4, found.get("hidden") in _TRUE, whole(found.get("outlineLevel", "0"))


def _is_restyled(base: str, theirs: str) -> bool:
    """Whether a column was given a style for its empty cells."""
    return attributes(theirs).get("style", "0") not in ("0", attributes(base).get("style", "0"))


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


def _data(heads: dict[int, str], sheet: SheetSides) -> str:
    in_rows: dict[int, list[tuple[int, str]]] = {row: [] for row in heads}
    for (row, column), xml in sheet.cells.items():
        in_rows.setdefault(row, []).append((column, xml))
    out = []
    for row in sorted(in_rows):
        head = _with(heads.get(row, ""), {"r": None, "spans": None})
        content = "".join(xml for _, xml in sorted(in_rows[row]))
        out.append(f'<row r="{row}"{" " * bool(head)}{head}>{content}</row>')
    return "".join(out)


def _kept(base: str, theirs: str) -> dict[str, str | None]:
    """The attributes of a row that the reader changed."""
    then, now = attributes(base), attributes(theirs)
    kept: dict[str, str | None] = {}
    for name in ("hidden", "collapsed"):
        if (then.get(name) in _TRUE) != (now.get(name) in _TRUE):
            kept[name] = "1" if now.get(name) in _TRUE else None
    if then.get("outlineLevel", "0") != now.get("outlineLevel", "0"):
        kept["outlineLevel"] = now.get("outlineLevel")
    custom = now.get("customHeight") in _TRUE
    if custom and "ht" in now and abs(number(now["ht"]) - number(then.get("ht", "0"))) > 1:
        kept |= {"ht": now["ht"], "customHeight": "1"}
    if now.get("customFormat") in _TRUE and now.get("s", "0") not in ("0", then.get("s", "0")):
        kept |= {"s": now["s"], "customFormat": "1"}
    return kept


def _styled(sheet: SheetSides, head: str, attribute: str) -> str:
    """Attributes of ours with the style that theirs has for it."""
    style = attributes(head).get(attribute)
    return head.strip() if style is None else _with(head, {attribute: str(sheet.styles.style((whole(style), False)))})


def _with(head: str, changes: dict[str, str | None]) -> str:
    return with_head(head, changes).strip()


def _listed(names: Iterable[str]) -> str:
    """The first six of them."""
    found = list(names)
    return f"{', '.join(found[:6])}{' …' * (len(found) > 6)}"
