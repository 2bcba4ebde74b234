"""Totals over totals and formulas over formulas: worked out where they can be, else refused with the line."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from generator.inputs.vocabulary import TEMPLATES
from generator.model.period import Slot
from generator.pipeline import build
from generator.refused import Refused
from tests.companies import FILED, audited, built, complaints, filing, shown, table, worth, write_company

Files = dict[str, str | bytes | None]
STATEMENT = "income_statement:\n  title: P\n  sheet: Income Statement\n  items:\n"


def totals(count: int, parts: str = "s{before}, x{number}") -> Files:
    """``count`` totals, each of the one before and a line of its own: s0 is on line 5, s1 on 6, x1 on 7 and so on."""
    items = "".join(f"    s{number}: {{label: S, sum: [{parts.format(number=number, before=number - 1)}]}}\n"
                    f"    x{number}: X\n" for number in range(1, count + 1))
    rows = "; ".join(["s0: [1]", *(f"x{number}: [1]" for number in range(1, count + 1))])
    return {"statements.yaml": f"{STATEMENT}    s0: S\n{items}",
            FILED: filing("2023-11-14", table("income_statement", "1H2023", rows))}


def rows(count: int, formula: str) -> Files:
    """``count`` ratios over r0, which is on line 1; each names the one before."""
    lines = ["- {id: r0, label: R, unit: amount, formula: '{{ revenue }}'}\n"]
    lines += [f"- {{id: r{number}, label: R, unit: amount, formula: '{formula.format(before=number - 1)}'}}\n"
              for number in range(1, count + 1)]
    return {"ratios.yaml": "".join(lines)}


def test_totals_over_as_many_levels_as_may_be(tmp_path: Path) -> None:
    result = built(tmp_path / "own", totals(39))
    assert shown(result, "Income Statement", "s39", "1H2023") == 40
    assert audited(tmp_path / "again", totals(39)).hard_failures == []


def test_totals_over_more_levels_are_refused_with_the_first_line_that_is_too_much(tmp_path: Path) -> None:
    for count in (40, 3_000):
        assert complaints(tmp_path / str(count), totals(count)) == [
            "statements.yaml:84:5: 's40' stands on totals and second printings over more than 40 levels; let it sum "
            "the lines themselves"]


def test_formulas_over_formulas(tmp_path: Path) -> None:
    """Each adds 1 to 120."""
    result = built(tmp_path / "few", rows(40, "{{{{ r{before} }}}}+1"))
    assert shown(result, "Ratios", "r40", "1H2023") == 160
    (found,) = complaints(tmp_path / "many", rows(2_000, "{{{{ r{before} }}}}+1"))
    assert found.startswith("ratios.yaml:51:3: 'r50' stands on formulas over formulas that are nested 507 levels deep")


def test_rows_that_are_counted_by_too_many_ways(tmp_path: Path) -> None:
    """Twice as many with each row, so that the eleventh is beyond 2,000."""
    started = time.process_time()
    (found,) = complaints(tmp_path / "rows", rows(60, "{{{{ r{before} }}}}*{{{{ r{before} }}}}"))
    assert found.startswith("ratios.yaml:12:3: 'r11' counts the same rows by more than 2,000 ways")
    several = totals(39)
    text = "".join(f"    t{number}: {{label: T, sum: [t{number - 1}, t{number - 2}]}}\n" for number in range(2, 39))
    several["statements.yaml"] = f"{STATEMENT}    t0: T\n    t1: T\n{text}"
    several[FILED] = filing("2023-11-14", table("income_statement", "1H2023", "t0: [1]; t1: [1]"))
    (found,) = complaints(tmp_path / "totals", several)
    assert found.startswith("statements.yaml:30:5: the total 't25' counts the same parts by more than 100,000 ways")
    assert time.process_time() - started < 5


def test_what_a_guard_asks_for_and_a_formula_takes_is_worked_out_once(tmp_path: Path) -> None:
    """Each row is named by its follower's guard and by its formula: 2 to the 30th times without being kept."""
    product = "- {id: p0, label: P, unit: amount, formula: '{{ revenue }}*{{ profit }}'}\n" + "".join(
        f"- {{id: p{number}, label: P, unit: amount, formula: '{{{{ p{number - 1} }}}}*{{{{ profit }}}}'}}\n"
        for number in range(1, 31))
    started = time.process_time()
    found = worth(audited(tmp_path, {"ratios.yaml": product}).proof, "p30", Slot(2023, "1H"))
    assert time.process_time() - started < 20
    assert found == pytest.approx(120 * 50.0 ** 31)


def test_circles_are_named_in_their_order(tmp_path: Path) -> None:
    line = "- {{id: {}, label: A, unit: amount, formula: '{{{{ {} }}}}+{{{{ revenue }}}}'}}\n"
    three = line.format("a", "b") + line.format("b", "c") + line.format("c", "a")
    assert complaints(tmp_path / "rows", {"ratios.yaml": three}) == [
        "ratios.yaml:1:3: formulas go in a circle: a → b → c → a"]
    large = "".join(line.format(f"r{number}", f"r{(number + 1) % 1_500}") for number in range(1_500))
    (found,) = complaints(tmp_path / "large", {"ratios.yaml": large})
    assert found == ("ratios.yaml:1:3: formulas go in a circle: r0 → r1 → r2 → r3 → r4 → r5 → r6 → r7 → 1,491 more → "
                     "r1499 → r0")


def test_a_row_that_needs_itself_of_the_period_before_has_no_first_value(tmp_path: Path) -> None:
    for name in ("r[-1]", "r.year_ago"):
        row = f"- {{id: r, label: R, unit: amount, formula: '{{{{ {name} }}}}+{{{{ revenue }}}}'}}\n"
        (found,) = complaints(tmp_path / name, {"ratios.yaml": row})
        assert found.startswith("ratios.yaml:1:3: formulas go in a circle over periods: r → r; the first period")


def test_a_total_that_no_spreadsheet_takes_is_refused_with_its_line(tmp_path: Path) -> None:
    """1,600 lines of alternating sign: their addresses alone are longer than a formula may be."""
    count = 1_600
    lines = "".join(f"    x{number}: X\n" for number in range(count))
    parts = ", ".join(f"{'-' * (number % 2)}x{number}" for number in range(count))
    figures = "; ".join([*(f"x{number}: [1]" for number in range(count)), "t: [0]"])
    with pytest.raises(Refused) as refused:
        built(tmp_path, {"statements.yaml": f"{STATEMENT}{lines}    t: {{label: T, sum: [{parts}]}}\n",
                         FILED: filing("2023-11-14", table("income_statement", "1H2023", figures))})
    assert refused.value.lines[0].startswith(f"{tmp_path}/statements.yaml:{count + 5}:5: the formula of ")
    assert "a spreadsheet takes 8,192" in refused.value.lines[0]


def test_a_check_is_as_long_as_its_addresses_make_it(tmp_path: Path) -> None:
    """500 times ``{{ revenue }}`` are 6,500 characters; with addresses of another sheet it is too long."""
    side = "+".join(["SUM(" + ",".join(["{{ revenue }}"] * 250) + ")"] * 2)
    check = f"- {{id: x, label: X, left: '{side}', right: '{{{{ profit }}}}'}}\n"
    with pytest.raises(Refused) as refused:
        built(tmp_path, {"checks.yaml": check})
    assert refused.value.lines[0].startswith(f"{tmp_path}/checks.yaml:1:3: the formula of 'x")
    assert "a spreadsheet takes 8,192" in refused.value.lines[0]


def test_many_lines_of_one_sign_are_one_range(tmp_path: Path) -> None:
    lines = "".join(f"    x{number}: X\n" for number in range(600))
    parts = ", ".join(f"x{number}" for number in range(600))
    figures = "; ".join([*(f"x{number}: [1]" for number in range(600)), "t: [600]"])
    result = built(tmp_path, {"statements.yaml": f"{STATEMENT}{lines}    t: {{label: T, sum: [{parts}]}}\n",
                              FILED: filing("2023-11-14", table("income_statement", "1H2023", figures))})
    assert shown(result, "Income Statement", "t", "1H2023") == 600


NUMBERS = [("1_000", "'1_000' is not how figures are printed: write 1000"),
           ("１２", "half-width characters: write 12"), ("NaN", "expected a number, found 'NaN'"),
           ("inf", "expected a number, found 'inf'"),
           (".inf", "expected a number, found '.inf'"), ("1e400", "expected a number, found '1e400'"),
           ("1e3", "expected a number, found '1e3'"), ("0x10", "expected a number, found '0x10'"),
           ("1:30", "write the printed digits"), ("017", "starts with a zero"),
           ("5%", "expected a number, found '5%'; write its digits, e.g. 0.05"),
           ("nil", "expected a number, found 'nil'"), ("todo", "expected a number, found 'todo'"),
           ("n.m.", "expected a number, found 'n.m.'"), ("9" * 16, "more than 15 digits"),
           ("[1]", "expected a number, found a list")]


@pytest.mark.parametrize(("typed", "words"), NUMBERS)
def test_a_parameter_is_a_number_as_figures_are(tmp_path: Path, typed: str, words: str) -> None:
    (found,) = problems_with(tmp_path, typed)
    assert found.startswith("templates/parameters.yaml:")
    assert words in found


@pytest.mark.parametrize("typed", ["50", "1.5", ".5", "1,000", "(5)", "△5", "0.000000001"])
def test_numbers_that_a_parameter_may_be(tmp_path: Path, typed: str) -> None:
    assert problems_with(tmp_path, typed) == []


def problems_with(folder: Path, typed: str) -> list[str]:
    """What is said of templates whose ``far_apart`` is typed so."""
    shutil.copytree(TEMPLATES, folder / "templates")
    path = folder / "templates" / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("value: 50,") == 1
    path.write_text(text.replace("value: 50,", f'value: {typed if "," not in typed else repr(typed)},'),
                    encoding="utf-8")
    try:
        build(write_company(folder / "company"), templates=folder / "templates")
    except Refused as refused:
        return list(refused.lines[:-1])
    return []
