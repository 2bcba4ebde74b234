"""Figures as printed, and those that the source prints wrongly with what they should be."""

from __future__ import annotations

from dataclasses import replace

from generator.inputs.forms import FILLED, PRINTED, TEXT, Key, Record
from generator.inputs.record import read_record
from generator.inputs.value import Value
from generator.model.figure import Figure, NotAFigure, parse

CORRECTION = Record("A figure that the source prints wrongly.", (
    Key("printed", PRINTED, "The figure as printed", required=True),
    Key("value", PRINTED, "The figure as it should be", required=True),
    Key("reason", FILLED, "Why it is wrong", required=True),
    Key("author", TEXT, "Who says so"),
    Key("date", TEXT, "When")))


def figure_or_correction(cell: Value) -> Figure | None:
    """A figure, or one with its correction: ``{printed: 11088, value: 11008, reason: "..."}``."""
    if not cell.is_mapping:
        return figure(cell)
    fields = read_record(CORRECTION, cell)
    printed, value, reason = fields.read("printed", figure), fields.read("value", figure), fields.text("reason")
    if not (printed and value and reason):
        return None
    signed = ", ".join(text for name in ("author", "date") if (text := fields.text(name)))
    return replace(value, printed=printed.printed, reason=f"{reason} ({signed})" if signed else reason)


def figure(value: Value) -> Figure | None:
    """A figure as printed."""
    if value.literal is None:
        value.complain(f"expected a figure here, found {value.described()}")
        return None
    try:
        return parse(value.literal)
    except NotAFigure as error:
        value.complain(str(error))
        return None
