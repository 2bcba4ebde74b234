"""One filing that is given twice: by its own data and in companyfacts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from generator.intake.placing.cover import cover_of
from generator.xbrl.report import FiledReport

_MOSTLY = 0.8

Value = tuple[str, datetime.date, datetime.date | None, str]


def own_data(reports: Sequence[FiledReport]) -> Mapping[int, int]:
    """The reports of companyfacts whose own data is there too, each with the place of that report in the sequence."""
    found: dict[int, int] = {}
    own = [n for n, report in enumerate(reports) if report.kind != "companyfacts"]
    values = {n: _values(reports[n]) for n in own}
    for n, report in enumerate(reports):
        if report.kind != "companyfacts" or not report.facts:
            continue
        ours = _values(report)
        for other in own:
            if not _same_form(report, reports[other]) or not _same_entity(report, reports[other]):
                continue
            common = sum(1 for key, value in ours.items() if values[other].get(key) == value)
            if common >= _MOSTLY * len(ours):
                found[n] = other
    return found


def _values(report: FiledReport) -> dict[Value, object]:
    return {(fact.concept, fact.span.end, fact.span.start, fact.unit): fact.value
            for fact in report.facts if fact.is_number and not fact.span.members}


def _same_form(one: FiledReport, other: FiledReport) -> bool:
    form = cover_of(other).form
    return not form or form == one.form


def _same_entity(one: FiledReport, other: FiledReport) -> bool:
    return not other.entity or not one.entity or one.entity.lstrip("0") == other.entity.lstrip("0")
