"""A further filing that presents things otherwise: rows found again under another element, sums with further parts.

The figures are Netflix's: the annual report of 2009 and the report on the third quarter of 2010, which tags its debt
otherwise, takes three lines of current assets together as two, and has a line more in its cash flow.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.inputs.load import Inputs, load_inputs
from generator.intake.bring_in import Brought, bring_in
from tests.intake.small_filing import Excerpt, Filer, write_zip

NETFLIX = Filer("NETFLIX INC", "nflx", "NASDAQ", "0001065280", "--12-31", -3)
_FLOWS = {"NetIncomeLoss": "Net income", "nflx:AmortizationOfContentLibrary": "Amortization of content library",
          "IncreaseDecreaseInOtherOperatingCapitalNet": "All else",
          "NetCashProvidedByUsedInOperatingActivities": "Net cash provided by operating activities"}
_TOTAL = "NetCashProvidedByUsedInOperatingActivities"
_BALANCES = {"LiabilitiesCurrent": "Total current liabilities", "LongTermDebtNoncurrent": "Long-term debt",
             "OtherLongTermDebtNoncurrent": "Lease financing obligations, excluding current portion",
             "OtherLiabilitiesNoncurrent": "Other non-current liabilities", "Liabilities": "Total liabilities"}


def _excerpt(title: str, lines: dict[str, str]) -> Excerpt:
    """The last line is the sum of those before it."""
    *parts, total = lines
    return Excerpt(title, "StatementAbstract", lines, {total: [(part, 1) for part in parts]})


def _other(lines: dict[str, str], old: str, new: str, behind: tuple[str, str, str] = ("", "", "")) -> dict[str, str]:
    """The lines with another element for one of them, and one more behind another."""
    found: dict[str, str] = {}
    for element, label in lines.items():
        found[new if element == old else element] = label
        if element == behind[0]:
            found[behind[1]] = behind[2]
    return found


FLOWS = _excerpt("CONSOLIDATED STATEMENTS OF CASH FLOWS", _FLOWS)
BALANCES = _excerpt("CONSOLIDATED BALANCE SHEETS", _BALANCES)
STREAMING = ("NetIncomeLoss", "nflx:AcquisitionOfStreamingContentLibrary", "Acquisition of streaming content library")
LATER_FLOWS = _excerpt(FLOWS.title, _other(_FLOWS, "", "", STREAMING))
LATER_BALANCES = _excerpt(BALANCES.title, _other(_BALANCES, "LongTermDebtNoncurrent", "SeniorLongTermNotes"))
# Net income, amortization and the total as printed; all else is what lacks, by hand.
YEAR = {"2009-01-01/2009-12-31": (115860, 219490, 325063 - 115860 - 219490, 325063),
        "2008-12-31": (216017, 0, 37988, 14264, 268269), "2009-12-31": (226369, 200000, 36572, 17650, 480591)}
NINE_MONTHS = {"2009-01-01/2009-09-30": (84947, -41432, 159229, 219246 - 84947 + 41432 - 159229, 219246),
               "2010-01-01/2010-09-30": (113758, -231781, 204581, 179684 - 113758 + 231781 - 204581, 179684),
               "2009-12-31": (227436, 200000, 36572, 16583, 480591),
               "2010-09-30": (312107, 200000, 34659, 31542, 578308)}


def _bring(folder: Path, name: str, form: str, figures: Mapping[str, tuple[int, ...]], flows: Excerpt,
           balances: Excerpt) -> Brought:
    source = write_zip(folder / f"{name}.zip", form, figures, NETFLIX, flows, balances)
    return bring_in([source], folder / "inputs" / "netflix", filed=datetime.date.fromisoformat(name))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    brought = _bring(tmp_path, "2010-02-22", "10-K", YEAR, FLOWS, BALANCES)
    assert not brought.proved.failing
    return tmp_path


def _second(folder: Path, balances: Excerpt = LATER_BALANCES) -> tuple[Brought, Inputs]:
    brought = _bring(folder, "2010-10-27", "10-Q", NINE_MONTHS, LATER_FLOWS, balances)
    return brought, load_inputs(brought.folder)


def test_a_further_filing_foots_as_it_is_printed(first: Path) -> None:
    brought, inputs = _second(first)
    assert [each.label for each in brought.proved.failing] == []
    of = inputs.book.statements["cash_flow"].items["cash_from_operations"].sum
    assert [key for _, key in of][-1] == "acquisition_of_streaming_content_library"
    assert len(of) == 4


def test_a_row_under_another_element_is_found_by_its_label_where_nothing_else_has_it(first: Path) -> None:
    _, inputs = _second(first)
    items = inputs.book.statements["balance_sheet"].items
    [debt] = [item for item in items.values() if item.label == "Long-term debt"]
    assert [tag.element for tag in debt.xbrl] == ["us-gaap:SeniorLongTermNotes", "us-gaap:LongTermDebtNoncurrent"]
    latest = {inputs.book.when(period): fact.value for (series, period), fact in inputs.book.latest.items()
              if series[1] == debt.key}
    assert latest == {"2008-12-31": 0, "2009-12-31": 200_000, "2010-09-30": 200_000}


def test_two_rows_with_one_label_are_not_taken_for_one_another(first: Path) -> None:
    twice = _excerpt(BALANCES.title, {"LiabilitiesCurrent": "Total current liabilities",
                                      "SeniorLongTermNotes": "Long-term debt",
                                      "OtherLongTermDebtNoncurrent": "Long-term debt",
                                      "OtherLiabilitiesNoncurrent": "Other non-current liabilities",
                                      "Liabilities": "Total liabilities"})
    _, inputs = _second(first, twice)
    named = [item.key for item in inputs.book.statements["balance_sheet"].items.values()
             if any(tag.element == "us-gaap:SeniorLongTermNotes" for tag in item.xbrl)]
    assert named == ["long_term_debt"]  # the row of before is called by its concept


def test_the_form_says_what_an_auditor_has_done(first: Path) -> None:
    _, inputs = _second(first)
    assert [filing.assurance for filing in inputs.book.filings] == ["audited", "unreviewed"]


def test_what_fails_in_the_version_first_reported_alone_says_so(first: Path) -> None:
    """The liabilities of 2009 were printed otherwise in the first filing than they add up to: 227,436 was 226,369."""
    path = first / "inputs" / "netflix" / "filings" / "2010-02-22_fy2009.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("17650]") == 1
    path.write_text(text.replace("17650]", "17950]"), encoding="utf-8")
    brought, _ = _second(first)
    assert [each.label for each in brought.proved.failing] and brought.proved.failing[0].is_hard
    only_first = [each for each in brought.proved.failing if each.label.endswith(", as first reported")]
    assert len(brought.proved.failing) - len(only_first) == brought.proved.counts["FAIL"]
