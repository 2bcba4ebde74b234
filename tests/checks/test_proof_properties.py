"""Random consistent statements always pass; a slip in a figure that takes part in a sum is caught and explained."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.diagnosis.digits import misread, swapped
from generator.report.audit import Audit
from tests.companies import COMPANY, audited
from tests.fuzz import costly

pytestmark = pytest.mark.fuzz
RELAXED = costly()
# Each list adds up: the last period is the sum of those before it.
PERIODS = (("1H2023",), ("1H2022",), ("1Q2023", "2Q2023", "1H2023"), ("9M2022", "4Q2022", "FY2022"),
           ("1H2022", "2H2022", "FY2022"))


@dataclass
class Node:
    """A line item, its parts with their signs, and its exact figure by period in thousandths of a printed unit."""

    key: str
    parts: list[tuple[int, Node]] = field(default_factory=list)
    exact: dict[tuple[str, str], int] = field(default_factory=dict)

    def all(self) -> list[Node]:
        return [node for _, part in self.parts for node in part.all()] + [self]


@dataclass
class Report:
    """Random statements with the way they are printed."""

    root: Node
    periods: tuple[str, ...]
    members: tuple[str, ...]
    rounding: str
    foots: str
    decimals: int
    again: list[Node]

    def printed(self, node: Node, period: str, member: str) -> Decimal:
        rule = ROUND_HALF_UP if self.rounding == "nearest" else ROUND_DOWN
        exact = Decimal(node.exact[period, member]).scaleb(-3)
        return exact.quantize(Decimal(1), rounding=rule).scaleb(-self.decimals)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2, name: str = "a") -> Node:
    node = Node(name)
    for number in range(draw(st.integers(2, 3)) if depth else 0):
        deeper = depth - 1 if draw(st.booleans()) else 0
        sign = draw(st.sampled_from((1, 1, -1)))
        node.parts.append((sign, draw(trees(deeper, f"{name}{'xyz'[number]}"))))
    return node


@st.composite
def reports(draw: st.DrawFn, foots: str | None = None) -> Report:
    foots = foots or draw(st.sampled_from(("exact", "loose")))
    root, periods = draw(trees()), draw(st.sampled_from(PERIODS))
    members = ("m", "n", "total") if draw(st.booleans()) else ("",)
    amount = st.integers(-99_999, 999_999).map(lambda n: n * 1000) if foots == "exact" else \
        st.integers(-99_999_000, 999_999_000)
    for node in root.all():
        for period in periods[:-1] or periods:
            for member in members[:2] if len(members) > 1 else members:
                node.exact[period, member] = draw(amount) if not node.parts else sum(
                    sign * part.exact[period, member] for sign, part in node.parts)
            if len(members) > 1:
                node.exact[period, "total"] = node.exact[period, "m"] + node.exact[period, "n"]
        if len(periods) > 1:
            for member in members:
                node.exact[periods[-1], member] = sum(node.exact[period, member] for period in periods[:-1])
    again = [node for node in root.all() if draw(st.booleans())]
    return Report(root, periods, members, draw(st.sampled_from(("nearest", "truncate"))), foots,
                  draw(st.sampled_from((0, 1))), again)


Wrong = dict[tuple[str, str, str, str], Decimal]


def _files(report: Report, wrong: Wrong, left_out: str = "") -> dict[str, str | bytes | None]:
    """The report as a company's folder; ``wrong`` replaces figures by statement, item, period and member.

    ``left_out`` is an item whose rows are not typed.
    """
    company = COMPANY.replace("rounding: nearest", f"rounding: {report.rounding}").replace(
        "foots: exact", f"foots: {report.foots}")
    members = "  members: {m: M, n: N, total: {label: Total, sum: [m, n]}}\n" if len(report.members) > 1 else ""
    statements, tables = "", ""
    for statement, nodes in (("first", report.root.all()), ("second", report.again)):
        if not nodes:
            continue
        statements += f"{statement}:\n  title: {statement}\n  sheet: Income Statement\n{members}  items:\n"
        for node in nodes:
            parts = ", ".join(f"{'-' if sign < 0 else ''}{part.key}" for sign, part in node.parts)
            said = f", sum: [{parts}]" if parts and statement == "first" else ""
            if statement == "second":
                each = ", ".join(f"{member}: first.{node.key}@{member}" for member in report.members)
                said = f", same_as: {{{each}}}" if members else f", same_as: first.{node.key}"
            statements += f"    {node.key}: {{label: {node.key}{said}}}\n"
        for member in report.members:
            choice = f"    member: {member}\n" if member else ""
            tables += f"  - statement: {statement}\n    heading: {statement} {member}\n{choice}" \
                      f"    columns: [{', '.join(report.periods)}]\n    rows:\n"
            for node in nodes:
                if node.key == left_out:
                    continue
                figures = [wrong.get((statement, node.key, period, member), report.printed(node, period, member))
                           for period in report.periods]
                tables += f"      {node.key}: [{', '.join(f'{figure:f}' for figure in figures)}]\n"
    return {"company.yaml": company, "statements.yaml": statements,
            "filings/2023-11-14.yaml": "filing: {title: R, filed: 2023-11-14, assurance: reviewed}\ntables:\n" + tables}


def _audited(report: Report, wrong: Wrong | None = None, left_out: str = "") -> Audit:
    with tempfile.TemporaryDirectory() as folder:
        found = audited(Path(folder), _files(report, wrong or {}, left_out))
        assert found.findings is not None
        return found


@RELAXED
@given(reports())
def test_consistent_statements_pass(report: Report) -> None:
    found = _audited(report)
    assert [verdict.check.id for verdict in found.verdicts if verdict.state == "FAIL"] == []
    assert found.findings == []
    assert len(found.verdicts) > 0


@RELAXED
@given(reports(foots="exact"), st.data())
def test_any_slip_where_columns_add_up_is_caught_and_the_truth_proposed(report: Report, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(report.root.all()))
    period, member = data.draw(st.sampled_from(report.periods)), data.draw(st.sampled_from(report.members))
    true = report.printed(node, period, member)
    assume(true)
    kind = data.draw(st.sampled_from((misread, swapped, lambda value, _: [-value])))
    slips = [value for value in kind(true, report.decimals) if value and len(f"{abs(value)}") == len(f"{abs(true)}")]
    assume(slips)
    typed = data.draw(st.sampled_from(slips))
    found = _audited(report, {("first", node.key, period, member): typed})
    assert found.hard_failures
    proposed = {(change.fact.series, change.value) for finding in found.findings for repair in finding.repairs
                for change in repair.changes}
    assert (("first", node.key, member), true) in proposed
    assert not any(repair.is_unique and repair.changes[0].value != true
                   for finding in found.findings for repair in finding.repairs)


@RELAXED
@given(reports(foots="exact"), st.data())
def test_a_row_left_out_of_a_total_is_named_with_its_figures(report: Report, data: st.DataObject) -> None:
    """A row with figures in at least two columns, which no second table prints; each figure that a total lacks is
    told as it was, and no slip is said to be the only one."""
    lines = [node for node in report.root.all() if not node.parts]
    node = data.draw(st.sampled_from(lines))
    figures = {(period, member): report.printed(node, period, member)
               for period in report.periods for member in report.members}
    assume(sum(1 for value in figures.values() if value) > 1)
    report.again = [each for each in report.again if each is not node]
    found = _audited(report, left_out=node.key)
    assume(found.hard_failures)
    rows = [row for finding in found.findings for row in finding.lost_rows if row.item == node.key]
    assert rows
    calendar = found.book.company.calendar
    for row in rows:
        for fact in row.figures:
            slot = calendar.slot_of(fact.period)
            assert slot and figures[slot.label, fact.series[2]] == fact.value
    assert not any(repair.is_unique for finding in found.findings for repair in finding.repairs)


@RELAXED
@given(reports(foots="loose"), st.data())
def test_an_error_beyond_all_rounding_is_caught_in_any_report(report: Report, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(report.root.all()))
    period, member = data.draw(st.sampled_from(report.periods)), data.draw(st.sampled_from(report.members))
    true = report.printed(node, period, member)
    assert _audited(report, {("first", node.key, period, member): true + 1000}).hard_failures


@RELAXED
@given(reports(), st.data())
def test_what_is_said_to_be_proved_is_caught_by_one_unit(report: Report, data: st.DataObject) -> None:
    found = _audited(report)
    proved = [fact for fact in found.book.facts if found.protection.proofs(fact)]
    assume(proved)
    fact = data.draw(st.sampled_from(proved))
    period = next(p for p in report.periods if found.book.company.calendar.period(
        found.book.company.calendar.parse(p)) == fact.period)  # type: ignore[arg-type]
    unit = Decimal(1).scaleb(-report.decimals)
    statement, item, member = fact.series
    for typed in (fact.value + unit, fact.value - unit):
        again = _audited(report, {(statement, item, period, member): typed})
        assert [verdict for verdict in again.verdicts if verdict.state == "FAIL"]
