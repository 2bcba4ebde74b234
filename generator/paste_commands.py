"""What `paste` does: read the text, show what comes of it, write the filing, exit code."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.commands import print_json
from generator.refused import Refused, printable, reason

if TYPE_CHECKING:
    from generator.intake.paste import Pasted
    from generator.model.statement import Statement

_LONGEST = 8_000_000


def paste(options: argparse.Namespace) -> int:
    from generator.inputs.load import load_inputs
    from generator.intake.paste import paste as read
    from generator.xlsx.save import write_file

    columns = [name.strip() for name in options.columns.split(",")] if options.columns else []
    found = read(options.filing, options.statement, pasted_text(options.source), columns, options.heading)
    if found.written and not options.dry_run:
        try:
            if options.filing.read_bytes().decode() != found.before:
                raise Refused(f"{options.filing}: was changed meanwhile; nothing was written")
            write_file(options.filing, found.text)
        except OSError as error:
            raise Refused(f"{options.filing}: cannot be written: {reason(error)}") from error
    statement = load_inputs(options.filing.parent.parent).book.statements[options.statement]
    if options.json:
        print_json(as_data(found, statement))
    else:
        for line in lines(found, statement, options):
            print(printable(line))
    return 1 if found.asked else 0


def start(options: argparse.Namespace) -> int:
    """A new company from a pasted table."""
    from generator.inputs.load import load_inputs
    from generator.inputs.new_company import lay_out_company
    from generator.intake.paste_check import loads
    from generator.intake.paste_start import first_files

    text, today = pasted_text(None if str(options.paste) == "-" else options.paste), datetime.date.today()
    columns = [name.strip() for name in options.columns.split(",")] if options.columns else []

    def files(usual: dict[str, str]) -> dict[str, str]:
        found = first_files(usual, options.name, text, columns, today)
        loads(options.name, found)
        return found

    folder = lay_out_company(options.name, options.inputs, today, files)
    statement = next(iter(load_inputs(folder).book.statements.values()))
    sums = [item for item in statement.items.values() if item.sum]
    print(printable(f"{folder} is laid out from the pasted table: {len(statement.items)} lines, {len(sums)} "
                    f"sum{'s' * (len(sums) != 1)}"))
    for item in sums:
        terms = " ".join(f"{'-' if sign < 0 else '+'} {term}" for sign, term in item.sum)
        print(printable(f"  {item.key} = {terms.removeprefix('+ ')}"))
    print("Confirm the sums, the labels, the columns and the date of the filing, and type the company's facts.")
    return 0


def pasted_text(source: Path | None) -> str:
    """The text of a file, or what is typed or piped in. Raises Refused."""
    try:
        if source:
            raw = source.read_bytes()[:_LONGEST]
        else:
            if sys.stdin.isatty():
                print("Paste the table, then end it with Ctrl-D (Ctrl-Z and Enter on Windows).", file=sys.stderr)
            raw = sys.stdin.buffer.read(_LONGEST)
        encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        return raw.decode(encoding)
    except OSError as error:
        raise Refused(f"{source}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{source or 'the pasted text'} is not UTF-8 text") from error


def as_data(found: Pasted, statement: Statement) -> dict[str, Any]:
    """What came of it, for programs: counts of rows, then the columns and what is asked."""
    return {"rows": found.rows, "placed": found.placed, "asked": len(found.asked), "skipped": found.skipped,
            "columns": list(found.columns), "into": found.into, "written": list(found.written),
            "questions": [{"line": each.row.number, "label": each.row.label, "why": each.why,
                           "offers": list(each.offers), "after": each.after} for each in found.asked],
            "failing": [{"check": each.label, "period": each.period, "difference": each.difference,
                         "rows": list(each.rows), "mends": list(each.mends)} for each in found.failing],
            "todo": list(found.still_todo)}


def lines(found: Pasted, statement: Statement, options: argparse.Namespace) -> list[str]:
    """What came of it, for people."""
    from generator.intake.paste import new_line

    told = [f"columns: {', '.join(found.columns)}",
            f"into: {options.filing}, {found.into}",
            f"{found.placed} of {found.rows} rows placed ({len(found.written)} {'to be ' * options.dry_run}written, "
            f"{found.placed - len(found.written)} there already), {len(found.asked)} asked for, "
            f"{found.skipped} skipped"]
    for each in found.asked:
        label = each.row.label or "(no label)"
        told.append(f"  line {each.row.number}: {label}: {each.why}")
        labels = [f"{key} ({statement.items[key].label})" for key in each.offers]
        if each.is_known:
            told.append("    if the text is right, correct the filing by hand")
        elif labels:
            told.append(f"    perhaps {', or '.join(labels)}; if so, give it 'aliases:' or type the row")
        if not each.offers or each.why.startswith("no line item"):
            place = f"behind {each.after}" if each.after else "first"
            told.append(f"    or a new line item in statements.yaml, {place}: {new_line(each, statement)}")
    if found.skipped:
        told.append("  skipped rows stand under another header; paste that table by itself")
    if found.still_todo:
        told.append(f"  still todo in this table: {', '.join(found.still_todo)}")
    for fail in found.failing:
        told.append(f"  fails: {fail.label}, {fail.period}: apart by {fail.difference:,.10g}; look at "
                    f"{', '.join(fail.rows)}")
        told += [f"    would mend it: {mend}" for mend in fail.mends]
    if found.written and not found.failing:
        told.append("  no check of this statement fails")
    return told
