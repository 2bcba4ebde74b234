"""A company declares a check soft with its reason; lines that lie between profit and earnings per share are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.refused import Refused
from generator.report.data import as_data
from generator.report.terminal import print_checks
from tests.companies import COMPANY, audited, built, changed, filing, place_of, shown, table

Files = dict[str, str | bytes | None]
DECEMBER = changed(COMPANY, "{ends: 03-31, named_after: start}", "{ends: 12-31, named_after: end}")
BASIC = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    owners: {label: Net income, concept: profit_to_owners}
    preferred: Dividends on preferred stock
    common: {label: Available to common shareholders, sum: [owners, preferred]}
    beps: {label: Basic EPS, unit: per_share, additivity: per_share, concept: basic_eps}
    wb: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
    interest: Interest on convertible bonds after tax
    deps: {label: Diluted EPS, unit: per_share, additivity: per_share, concept: diluted_eps}
    wd: {label: Diluted shares, unit: shares, additivity: average, concept: weighted_shares_diluted}
"""
PREFERRED = "owners: [500, 600]; preferred: [(100), (100)]; common: [400, 500]"
EPS = "; beps: [4.00, 5.00]; wb: [100000000, 100000000]"
DILUTED = "owners: [900, 1000]; beps: [9.00, 10.00]; wb: [100000000, 100000000]; deps: {0}; wd: [120000000, 120000000]"
INTEREST = "; interest: [60, 56]"


def company(rows: str, columns: str = "FY2022, FY2023", statements: str = BASIC, more: str = "") -> Files:
    return {"company.yaml": DECEMBER + more, "statements.yaml": statements, "filings/2023-11-14.yaml": None,
            "filings/2024-02-20.yaml": filing("2024-02-20", table("income_statement", columns, rows))}


def failing(folder: Path, files: Files) -> dict[str, str]:
    """The ids of the checks that fail, with their severity."""
    return {each.check.id: each.check.severity.word for each in audited(folder, files).verdicts if each.state == "FAIL"}


def told(folder: Path, files: Files) -> list[tuple[str, int]]:
    """What is said of the checks that fail, and how many figures are called wrong."""
    return [(each["said"], len(each["repairs"]) + len(each["lost_rows"]))
            for each in as_data(audited(folder, files), protection=False)["findings"]]


@pytest.mark.parametrize("declared", ["basic_eps", "basic_eps:FY2022"])
def test_a_check_is_declared_soft_with_its_reason(tmp_path: Path, declared: str,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    reason = "earnings of participating securities are not disclosed"
    rows = "owners: [500, 600]; beps: [4.00, 6.00]; wb: [100000000, 100000000]"
    found = audited(tmp_path, company(rows, more=f"soft: {{{declared}: {reason}}}\n"))
    (check,) = [each for each in found.verdicts if each.state == "FAIL"]
    assert (check.check.id, check.check.severity.word, check.outcome.difference) == ("basic_eps:FY2022", "soft", 1.0)
    assert check.check.look_at == f"Declared soft: {reason}" and not found.hard_failures
    print_checks(as_data(found, protection=False))
    assert f"(soft): {reason}" in " ".join(capsys.readouterr().out.split())


def test_the_reason_stands_on_checks_and_the_master_does_not_turn(tmp_path: Path) -> None:
    rows = "owners: [500, 600]; beps: [4.00, 6.00]; wb: [100000000, 100000000]"
    result = built(tmp_path, company(rows, more="soft: {basic_eps: not disclosed}\n"))
    sheet = next(each for each in result.cells.sheets if each.name == "Checks")
    row = next(row for (row, column), cell in sheet.cells.items() if column == 1 and cell.value == "basic_eps:FY2022")
    assert sheet.cells[row, 4].value == "soft" and sheet.cells[row, 12].value == "Declared soft: not disclosed"
    assert (result.values["Checks", row, 10], result.values["Checks", row, 11]) == ("FAIL", 0)
    assert str(result.values["Checks", 3, 2]).startswith("✓ OK")


@pytest.mark.parametrize(("declared", "message"), [
    ("soft: {basic_esp: a reason}", "there is no check 'basic_esp'; did you mean 'basic_eps'?"),
    ("soft: {basic_eps:FY2032: a reason}", "there is no check 'basic_eps:FY2032'; did you mean 'basic_eps:FY202"),
    ("soft: {market_value_low: a reason}", "is a check that doubts a figure's size: declare it under 'plausible:'"),
    ("plausible: {basic_eps: a reason}", "'basic_eps' is a check that must tie: declare it under 'soft:'"),
    ("soft: {footing:down:income_statement.common:FY2023: a reason}", "is never soft; where the filing misprints one"),
    ("soft: {Basic EPS: a reason}", "'Basic EPS' is no id of a check"),
    ("soft: {basic_eps: ''}", "'basic_eps' has no reason; write 'basic_eps: why it is right'"),
])
def test_a_declaration_of_no_such_check_is_a_mistake(tmp_path: Path, declared: str, message: str) -> None:
    files = company(PREFERRED + EPS, more=f"{declared}\n")
    with pytest.raises(Refused) as refused:
        audited(tmp_path, files)
    (line, *_) = refused.value.args
    assert message in line
    text = str(files["company.yaml"])
    if "'" not in declared.partition(":")[2][:3]:
        assert f"company.yaml:{place_of(text, declared.partition('{')[2].rpartition(':')[0])}" in line


@pytest.mark.parametrize(("rows", "concept"), [
    (PREFERRED + EPS, "concept: preferred_dividends"),
    ("owners: [500, 600]; preferred: [100, 100]" + EPS, "concept: -preferred_dividends"),
    ("owners: [500, 600]; preferred: [(100), nil]; beps: [4.00, 6.00]; wb: [100000000, 100000000]",
     "concept: preferred_dividends"),
])
def test_the_line_that_earnings_are_less_is_named(tmp_path: Path, rows: str, concept: str) -> None:
    """500 - 100 = 4.00 x 100 million: no figure is wrong, the line has no concept."""
    assert set(failing(tmp_path, company(rows)).values()) == {"hard"}
    (said, wrong), = told(tmp_path, company(rows))
    assert not wrong and said == ("No figure is wrong: 'Dividends on preferred stock' lies between the sides. Say so "
                                  f"in statements.yaml: give income_statement.preferred '{concept}'.")


def test_where_only_the_result_is_printed_its_line_is_named(tmp_path: Path) -> None:
    statements = changed(BASIC, "common: {label: Available to common shareholders, sum: [owners, preferred]}",
                         "common: Available to common shareholders")
    (said, wrong), = told(tmp_path, company("owners: [500, 600]; common: [400, 500]" + EPS, statements=statements))
    assert not wrong and "rests on 'Available to common shareholders'" in said and "preferred_dividends" in said


def test_basic_and_diluted_earnings_lack_the_same_line(tmp_path: Path) -> None:
    """400 / 100 = 4.00 and 400 / 125 = 3.20; 500 / 100 and 500 / 125 = 4.00."""
    rows = PREFERRED + EPS + "; deps: [3.20, 4.00]; wd: [125000000, 125000000]"
    assert failing(tmp_path, company(rows)) == {
        f"{each}:FY{year}": "hard" for each in ("basic_eps", "diluted_eps") for year in (2022, 2023)}
    (said, wrong), = told(tmp_path, company(rows))
    assert not wrong and "concept: preferred_dividends" in said and "adjustment" not in said


def test_where_nothing_gives_it_the_amounts_are_told(tmp_path: Path) -> None:
    (said, wrong), = told(tmp_path, company("owners: [500, 600]" + EPS))
    assert not wrong and "(FY2022 about -100, FY2023 about -100)" in said and "declares the check soft" in said


@pytest.mark.parametrize("rows", [
    "owners: [500, 600]; preferred: [(90), (95)]; beps: [5.00, 9.00]; wb: [100000000, 100000000]",  # 6.00 misread
    "owners: [500, 600]; preferred: [(100), (100)]; beps: [5.00, 5.00]; wb: [100000000, 100000000]",  # it held without
    "owners: [500, 600]; beps: [2.50, 3.00]; wb: [100000000, 100000000]",  # a split of two
])
def test_a_slip_is_no_missing_line(tmp_path: Path, rows: str) -> None:
    assert set(failing(tmp_path, company(rows)).values()) == {"hard"}
    assert all("lies between" not in said for said, _ in told(tmp_path, company(rows)))


def test_where_several_lines_lie_between_their_sum_is_named(tmp_path: Path) -> None:
    """(1,000 - 100 + 60 - 4) / 120 = 7.97, and 1,100 - 100 + 56 - 4: interest and options of a subsidiary."""
    statements = changed(BASIC, "preferred: Dividends on preferred stock",
                         "preferred: {label: Preferred, concept: preferred_dividends}")
    statements += "    options: Options of a subsidiary\n" \
                  "    diluted: {label: Profit for diluted EPS, sum: [common, interest, options]}\n"
    rows = ("owners: [1000, 1100]; preferred: [(100), (100)]; common: [900, 1000]; beps: [9.00, 10.00]; "
            "wb: [100000000, 100000000]; interest: [60, 56]; deps: [7.97, 8.77]; wd: [120000000, 120000000]; "
            "options: [(4), (4)]; diluted: [956, 1052]")
    (said, wrong), = told(tmp_path, company(rows, statements=statements))
    assert not wrong and "rests on 'Profit for diluted EPS'" in said and "diluted_earnings_adjustment" in said


def test_rows_exchanged_are_a_slip_although_every_period_fails(tmp_path: Path) -> None:
    """1,000 / 100 = 10.00 and 1,100 / 100 = 11.00, with 110 million diluted shares typed in the place of the basic."""
    rows = ("owners: [1000, 1100]; beps: [10.00, 11.00]; wb: [110000000, 111000000]; deps: [9.09, 9.91]; "
            "wd: [100000000, 100000000]")
    assert all("lies between" not in said for said, _ in told(tmp_path, company(rows)))


def test_what_is_added_back_for_dilution_is_named(tmp_path: Path) -> None:
    """(900 + 60) / 120 = 8.00 and (1,000 + 56) / 120 = 8.80; with its concept all ties."""
    rows = DILUTED.format("[8.00, 8.80]") + INTEREST
    assert failing(tmp_path / "own", company(rows)) == {"diluted_eps:FY2022": "hard", "diluted_eps:FY2023": "hard"}
    (said, wrong), = told(tmp_path / "own", company(rows))
    assert not wrong and said.endswith("give income_statement.interest 'concept: diluted_earnings_adjustment'.")
    statements = changed(BASIC, "interest: Interest on convertible bonds after tax",
                         "interest: {label: Interest on convertible bonds, concept: diluted_earnings_adjustment}")
    result = built(tmp_path / "named", company(rows, statements=statements))
    assert all(outcome.state != "FAIL" for _, outcome in result.proof.outcomes())
    assert shown(result, "Per Share", "diluted_eps_recomputed", "FY2023") == pytest.approx(8.80)


@pytest.mark.parametrize("eps", ["[8.00, 8.80]", "[7.50, 8.80]", "[7.40, 8.25]"])
def test_what_no_line_adds_back_proves_nothing(tmp_path: Path, eps: str) -> None:
    """A convertible of which only a note tells, or none, a new one, options of a subsidiary: no hard alarm."""
    rows = DILUTED.format(eps)
    assert set(failing(tmp_path, company(rows)).values()) <= {"soft"}


@pytest.mark.parametrize(("eps", "check"), [
    ("[8.00, 10.80]", "diluted_not_above_basic:FY2023"), ("[8.00, 0.88]", "diluted_eps_bounds:FY2023"),
    ("[8.00, 5.80]", "diluted_eps_bounds:FY2023")])
def test_diluted_earnings_stay_within_bounds_all_the_same(tmp_path: Path, eps: str, check: str) -> None:
    assert failing(tmp_path, company(DILUTED.format(eps)))[check] == "hard"


def test_where_most_periods_keep_the_habit_one_that_does_not_is_hard(tmp_path: Path) -> None:
    """1,000 / 120 = 8.33 in three years; 8.38 in the third is a slip."""
    rows = ("owners: [1000, 1000, 1000]; beps: [10.00, 10.00, 10.00]; wb: [100000000, 100000000, 100000000]; "
            "deps: [8.33, 8.33, 8.38]; wd: [120000000, 120000000, 120000000]")
    assert failing(tmp_path, company(rows, "FY2021, FY2022, FY2023"))["diluted_eps:FY2023"] == "hard"


def test_diluted_losses_are_within_bounds(tmp_path: Path) -> None:
    rows = "owners: [(10), (20)]; beps: [(0.10), (0.20)]; wb: [100000000, 100000000]; deps: [(0.10), (0.20)]; " \
           "wd: [100000000, 100000000]"
    assert failing(tmp_path, company(rows)) == {}
