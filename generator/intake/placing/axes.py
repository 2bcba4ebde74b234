"""Axes that say on which basis a fact stands (consolidated, forecast, which dividend), apart from those of members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generator.intake.placing.placed import Members
from generator.xbrl.report import Tagged

_CONSOLIDATION = frozenset((
    "ConsolidatedOrNonConsolidatedAxis", "ConsolidatedNonconsolidatedAxis",
    "ConsolidatedAndSeparateFinancialStatementsAxis", "ConsolidatedEntitiesAxis"))
_CONSOLIDATED = frozenset(("ConsolidatedMember", "ConsolidatedEntitiesMember"))
_PARENT = frozenset(("NonConsolidatedMember", "SeparateMember", "ParentCompanyMember"))
_SCENARIO = frozenset(("ResultForecastAxis", "StatementScenarioAxis", "PreviousCurrentAxis"))
_AS_IT_IS = frozenset(("ResultMember", "CurrentMember"))
_FORECAST = {"ForecastMember": "", "ScenarioForecastMember": "", "LowerMember": "low", "UpperMember": "high"}
_RANGE = {"MinimumMember": "low", "MaximumMember": "high"}
_SCHEDULE = "AnnualDividendPaymentScheduleAxis"
_QUARTERS = {"FirstQuarterMember": 1, "SecondQuarterMember": 2, "ThirdQuarterMember": 3, "YearEndMember": 4,
             "AnnualMember": 0}
_STATEMENTS = frozenset(("jppfs_cor", "jpigp_cor", "ifrs-full", "us-gaap", "tse-ed-t"))
"""Taxonomies whose amounts are those of statements; Japanese reports have others that say nothing of consolidation."""
_COUNTED_FOR_ALL = ("Dividend", "Shares", "Stock")
"""In the names of what belongs to the company however it consolidates: dividends, numbers of shares."""


@dataclass(frozen=True, slots=True)
class FactBasis:
    """What the axes of a fact say. ``quarter`` is the quarter at whose end a dividend is paid, 0 that of the year, None
    where the fact is no such dividend. ``is_replaced``: a forecast of before a revision."""

    members: Members
    is_parent_only: bool = False
    is_forecast: bool = False
    end: str = ""
    quarter: int | None = None
    is_replaced: bool = False


@lru_cache(maxsize=10_000)
def basis_of(members: Members) -> FactBasis:
    """Axes that are no members are taken off; so are members that are the default of their axis."""
    kept: list[tuple[str, str]] = []
    is_parent_only = is_forecast = is_replaced = False
    end, quarter = "", None
    for axis, member in members:
        axis_name, name = local(axis), local(member)
        if axis_name in _CONSOLIDATION and name in _CONSOLIDATED | _PARENT:
            is_parent_only = name in _PARENT
        elif axis_name in _SCENARIO and name in _AS_IT_IS:
            pass
        elif axis_name in _SCENARIO and name in _FORECAST:
            is_forecast, end = True, end or _FORECAST[name]
        elif axis_name in _SCENARIO and name == "PreviousMember":
            is_replaced = True
        elif axis_name == _SCHEDULE and name in _QUARTERS:
            quarter = _QUARTERS[name]
        elif not name.endswith("Domain"):
            kept.append((axis, member))
    if is_forecast:
        ranged = [each for each in kept if local(each[0]) == "RangeAxis" and local(each[1]) in _RANGE]
        end = _RANGE[local(ranged[0][1])] if ranged else end
        kept = [each for each in kept if each not in ranged]
    return FactBasis(tuple(kept), is_parent_only, is_forecast, end, quarter, is_replaced)


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def prefix(name: str) -> str:
    """The prefix of an element's name."""
    return name.partition(":")[0]


def is_consolidated(facts: Iterable[Tagged], money: Iterable[Tagged]) -> bool:
    """Whether a filing is that of a group: as its cover says, else where amounts of its statements are."""
    for fact in facts:
        if local(fact.concept) == "WhetherConsolidatedFinancialStatementsArePreparedDEI" and fact.text:
            return fact.text.strip().lower() == "true"
    seen = [basis_of(fact.span.members) for fact in money
            if prefix(fact.concept) in _STATEMENTS or fact.concept.endswith("SummaryOfBusinessResults")]
    return any(not basis.is_parent_only for basis in seen) or not seen


def is_of_the_company(fact: Tagged, counts: str) -> bool:
    """Whether what is tagged as the parent company's own is the group's too: its shares and its dividends."""
    name = local(fact.concept)
    return counts == "shares" or name.startswith("TotalDividend") or (
        counts == "per_share" and any(word in name for word in _COUNTED_FOR_ALL)
        and "Earnings" not in name and "NetAssets" not in name and "Income" not in name)
