"""What EPS are computed from is taken from the notes where the statements do not have it: Tesla's report for 2021."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from generator.intake.placing.placed import PlacedCompany, PlacedFact, PlacedFiling
from generator.intake.placing.reasons import IN_THE_NOTES
from generator.intake.shaping.draft import CompanyDraft
from generator.intake.shaping.shape import shape
from generator.xbrl.report import FiledReport, Origin, Presentation, Presented, Span, Tagged

_UNITS = {"money": ("USD", 6), "shares": ("shares", 6), "per_share": ("USD/shares", 0)}
_ON_FACE = {"Revenues": ("31536", "53823", "money"), "NetIncomeLoss": ("721", "5519", "money"),
            "EarningsPerShareBasic": ("0.74", "5.60", "per_share")}
_IN_NOTES = {"NetIncomeLossAvailableToCommonStockholdersBasic": ("690", "5524", "money"),
             "WeightedAverageNumberOfSharesOutstandingBasic": ("933", "986", "shares")}
"""690 / 933 = 0.74 and 5,524 / 986 = 5.60, where 721 / 933 would be 0.77."""
_LINES = {"PreferredStockDividendsIncomeStatementImpact": ("31", "5", "money")}


def drafted(face: Sequence[str], *given: dict[str, tuple[str, str, str]]) -> CompanyDraft:
    facts = []
    for element, (before, now, counts) in ((*each,) for some in given for each in some.items()):
        unit, scale = _UNITS[counts]
        for year, figure in ((2020, before), (2021, now)):
            span = Span(datetime.date(year, 12, 31), datetime.date(year, 1, 1))
            tagged = Tagged(f"us-gaap:{element}", span, unit, Decimal(figure).scaleb(scale), Origin("a.xml", 1),
                            decimals=2 if counts == "per_share" else -6)
            facts.append(PlacedFact(tagged, f"FY{year}", counts, "" if counts == "shares" else "USD"))
    lines = tuple(Presented(f"us-gaap:{each}", each, "terseLabel", 1, "line") for each in face)
    report = FiledReport("xbrl", (Path("a.xml"),), tuple(fact.tagged for fact in facts), form="10-K",
                         presentations=(Presentation("role", "3 - Statement - STATEMENTS OF OPERATIONS", lines),))
    filing = PlacedFiling(report, datetime.date(2022, 2, 7), "10-K", "FY2021", "USD", "million", tuple(facts), ())
    return shape(PlacedCompany("Tesla, Inc.", "TSLA", "Nasdaq", "US-GAAP", "USD", "million", {}, (filing,)), None)


def concepts(draft: CompanyDraft, statement: str) -> list[str]:
    return [line.concept for each in draft.statements if each.key == statement for line in each.lines]


def test_a_numerator_of_the_notes_is_a_line() -> None:
    draft = drafted([*_ON_FACE], _ON_FACE, _IN_NOTES)
    assert concepts(draft, "earnings_per_share") == ["ordinary_earnings", "weighted_shares_basic"]
    table = next(table for table in draft.filings[0].tables if table.statement == "earnings_per_share")
    assert table.columns == ("FY2020", "FY2021")
    assert [row.figures for row in table.rows] == [("690", "5524"), ("933", "986")]


def test_what_stands_on_the_face_is_not_there_twice() -> None:
    draft = drafted([*_ON_FACE, *_IN_NOTES], _ON_FACE, _IN_NOTES)
    assert concepts(draft, "earnings_per_share") == []
    assert concepts(draft, "income_statement")[-2:] == ["ordinary_earnings", "weighted_shares_basic"]


@pytest.mark.parametrize(("given", "taken"), [((_ON_FACE, _LINES), ["-preferred_dividends"]),
                                              ((_ON_FACE, _IN_NOTES, _LINES), [])])
def test_what_lies_between_is_taken_where_the_sum_is_not_given(given: Sequence[dict[str, tuple[str, str, str]]],
                                                               taken: list[str]) -> None:
    draft = drafted([*_ON_FACE], *given)
    found = concepts(draft, "earnings_per_share")
    assert [each for each in found if each.endswith("dividends")] == taken


def test_a_filing_without_eps_leaves_them_in_the_notes() -> None:
    draft = drafted(["Revenues", "NetIncomeLoss"], {key: _ON_FACE[key] for key in ("Revenues", "NetIncomeLoss")},
                    _IN_NOTES)
    assert concepts(draft, "earnings_per_share") == []
    assert {left.reason for left in draft.filings[0].left} == {IN_THE_NOTES}
