"""A table copied from a report becomes rows of a filing: read, matched, spliced in and proved, or asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.inputs.load import Inputs, load_inputs
from generator.inputs.readers import FILINGS
from generator.inputs.trial import contents_of, tried
from generator.intake.pasting.check import FailingRows, failing
from generator.intake.pasting.columns import SKIP, PastedHeader, headers
from generator.intake.pasting.match import Asked, matched
from generator.intake.pasting.rows import PastedRow, most_figures, rows_of
from generator.intake.pasting.table import BY_NAME, Figures, TargetTable, compared, spliced, tables_of, target
from generator.intake.pasting.text import PastedLine, lines_of, unit_of
from generator.intake.splice import NotSpliced
from generator.intake.yaml_text import key_of, quoted, scalar
from generator.model.problem import nearest
from generator.model.statement import Statement
from generator.refused import Refused
from generator.report.words import first

_MOST = 2_000_000


@dataclass(frozen=True)
class Pasted:
    """What a paste came to. ``placed`` rows were written (or stand there already), ``asked`` ones were not; ``skipped``
    is how many rows stand under the header of another table. ``columns`` are those of the print, in YAML's words."""

    rows: int
    columns: tuple[str, ...]
    into: str
    written: dict[str, Figures]
    kept: tuple[str, ...]
    asked: tuple[Asked, ...]
    skipped: int
    failing: tuple[FailingRows, ...]
    still_todo: tuple[str, ...]
    before: str
    text: str

    @property
    def placed(self) -> int:
        return self.rows - len(self.asked) - self.skipped


def paste(path: Path, statement: str, text: str, columns: Sequence[str] = (), heading: str = "") -> Pasted:
    """What the text of a printed table makes of a filing. Nothing is written. Raises Refused."""
    inputs, filing = _filing(path)
    chosen = inputs.book.statements.get(statement)
    if chosen is None:
        raise Refused(f"unknown statement '{statement}'{nearest(statement, inputs.book.statements)}; there are "
                      f"{first(list(inputs.book.statements), 8)}")
    if len(text) > _MOST:
        raise Refused(f"the pasted text is longer than {_MOST:,} characters")
    lines = lines_of(text)
    printed = headers(lines, inputs.book.company.calendar, _is_of_balances(chosen))
    kept, skipped = _of_one_table(lines, printed)
    header = chosen_header(printed, kept)
    named = named_columns(columns, header, kept)
    table = target(tables_of(path, statement), named, heading)
    _refuse_other_scale(inputs, filing, chosen, table, lines)
    rows = rows_of(kept, header, len(named))
    taken, asked = matched(rows, chosen)
    change = compared(taken, named, table)
    asked = sorted([*asked, *change.asked], key=lambda each: each.row.number)
    before = path.read_bytes().decode()
    after = before
    if change.written:
        head = _head(chosen, [name for name in named if name != SKIP], heading)
        try:
            after = spliced(before, chosen, table, change.written, head)
        except NotSpliced as error:
            raise Refused(f"{path}: the rows cannot be put in: {error}") from error
    counts = [sum(isinstance(row, PastedRow) for row in each)
              for each in (rows, rows_of(skipped, header, len(named)))]
    again = tried(inputs.folder, contents_of(inputs.folder) | {f"{FILINGS}/{path.name}": after.encode()})
    found = failing(again, filing, statement) if change.written else ()
    still = tuple(key for key, figures in (table.rows if table else {}).items()
                  if "todo" in figures and key not in change.written)
    return Pasted(sum(counts), tuple(named), table.shown if table else "a new table",
                  change.written, change.kept, tuple(asked), counts[1], found, still, before, after)


def _filing(path: Path) -> tuple[Inputs, str]:
    """The company of a filing, and the filing's key."""
    if not path.is_file():
        raise Refused(f"{path}: no such filing; 'quarterbook add' lays one out")
    inputs = load_inputs(path.parent.parent)
    keys = [filing.key for filing in inputs.book.filings if Path(filing.place.file).name == path.name]
    if not keys or path.suffix != ".yaml":
        raise Refused(f"{path} is no filing of {path.parent.parent}")
    return inputs, keys[0]


def _is_of_balances(statement: Statement) -> bool:
    """Whether most of its rows are balances, which stand under dates."""
    rows = [item for item in statement.items.values() if not item.caption]
    return sum(item.additivity.word == "instant" for item in rows) * 2 > len(rows)


def _of_one_table(lines: Sequence[PastedLine],
                  printed: Sequence[PastedHeader]) -> tuple[list[PastedLine], list[PastedLine]]:
    """The lines of the first table, over all its pages, and those behind the header of another one."""
    first = next((header for header in printed if len(header.columns) == max(len(each.columns) for each in printed)),
                 None)
    other = next((header.numbers[0] for header in printed if first and header.numbers > first.numbers
                  and len(header.columns) == len(first.columns) and header.columns != first.columns), None)
    return ([line for line in lines if other is None or line.number < other],
            [line for line in lines if other is not None and line.number >= other])


def chosen_header(printed: Sequence[PastedHeader], lines: Sequence[PastedLine]) -> PastedHeader | None:
    """The header that has as many columns as most rows have figures, else the first; notes may stand in any."""
    notes = next((each for each in printed if each.has_notes), None)
    fitting = [each for each in printed if len(each.columns) in
               (most_figures(lines, each), most_figures(lines, each) - (notes is not None))]
    found = next(iter((*fitting, *printed)), None)
    if found and notes and not found.has_notes:
        return replace(found, has_notes=True, notes_at=notes.notes_at)
    return found


def named_columns(named: Sequence[str], header: PastedHeader | None, lines: Sequence[PastedLine]) -> list[str]:
    """What every printed column stands for. Raises Refused where one of them has no name."""
    count = most_figures(lines, header)
    if not count:
        raise Refused("there is no row with figures in the pasted text")
    found = [" ".join(name.split()) for name in named] or list(header.columns if header else ())
    if named and header and sorted(header.columns) == sorted(found) and list(header.columns) != found:
        raise Refused(f"--columns names the columns in another order than the header: {','.join(header.columns)}")
    if header and header.has_notes and len(found) == count - 1:
        count -= 1
    if found and len(found) == count and any(name != SKIP for name in found):
        return found
    told = ",".join([*found[:count], *["?"] * (count - len(found))])
    others = f" ({'; '.join(header.others)})" if header and header.others else ""
    names = f"{len(found)} column{'s' * (len(found) != 1)}"
    said = f"--columns names {names}" if named else \
        f"the printed header names {names}{others}" if found else "no header tells what the columns are"
    raise Refused(f"{said} and most rows have {count} figures: name each with --columns {told}, a period, a date or "
                  f"'{SKIP}' in the place of each ?, as in --columns 1H2022,1H2023,{SKIP}")


def _refuse_other_scale(inputs: Inputs, filing: str, statement: Statement, table: TargetTable | None,
                        lines: Sequence[PastedLine]) -> None:
    """Raises Refused where the text says another scale than the table has for its amounts."""
    texts = [part for line in lines for part in (line.text, *re.findall(r"\(([^()]*)\)", line.text))]
    said = {scale for text in texts if (scale := unit_of(text))}
    of_filing = next(dict(each.scale).get("", "") for each in inputs.book.filings if each.key == filing)
    if table and table.scale == BY_NAME:
        return
    has = (table.scale if table else "") or of_filing or dict(statement.scale).get("", "") or inputs.book.company.scale
    counts_amounts = any(item.unit == "amount" for item in statement.items.values())
    if counts_amounts and (wrong := said - {has}):
        raise Refused(f"the text is in {min(wrong)}s and this table in {has}s; say 'scale: {min(wrong)}' on the table "
                      "or under 'filing:', then paste again")


def _head(statement: Statement, columns: Sequence[str], heading: str) -> list[str]:
    """The lines of a new table above its rows. Columns of one period with members are a table of that period."""
    apart = [column.partition(" ") for column in columns]
    lines = [f"- statement: {statement.key}", f"  heading: {quoted(heading or statement.title)}"]
    if len(columns) > 1 and len({period for period, _, _ in apart}) == 1 and all(member for _, _, member in apart):
        return [*lines, f"  period: {apart[0][0]}",
                f"  members: [{', '.join(member for _, _, member in apart)}]"]
    return [*lines, f"  columns: [{', '.join(columns)}]"]


def new_line(asked: Asked, statement: Statement) -> str:
    """A line item for a row that the statement does not have, as statements.yaml would say it."""
    return f"{key_of(asked.row.label, statement.items)}: {scalar(asked.row.label)}"
