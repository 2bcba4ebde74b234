"""A company's own ratios.yaml and checks.yaml: formulas over names, refused where they could not be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.companies import STATEMENTS, complaints

SECTION = "- section: Own\n  rows:\n"
FORMULA = "ratios.yaml:3:48"


def ratio(formula: str, more: str = "") -> dict[str, str | bytes | None]:
    """A company's own ratio; its formula stands at 3:48."""
    return {"ratios.yaml": f'{SECTION}    - {{id: a, label: A, unit: amount, formula: "{formula}"{more}}}\n'}


def check(left: str, right: str = "{{ profit }}", kind: str = "hard") -> dict[str, str | bytes | None]:
    """A company's own check; its left side stands at 1:39."""
    return {"checks.yaml": f'- {{id: x, label: X, kind: {kind}, left: "{left}", right: "{right}"}}\n'}


ACCEPTED = (
    "{{ revenue }}-{{ profit }}", "={{ revenue }}-{{ profit }}", "{{ income_statement.costs }}", "{{ revenue[-1] }}",
    "{{ revenue.year_ago }}", "{{ revenue.ltm }}", "{{ cash.average }}", "{{ revenue }}*100+1",
    "MAX({{ revenue }},{{ profit }})", "{{ revenue }}*{{ months_in_year }}/{{ months }}",
)
REFUSED = (
    ("{{ revenu }}-{{ profit }}", ["unknown row 'revenu'", "did you mean 'revenue'?"]),
    ("{{ revenu }}", ["unknown row 'revenu'", "did you mean 'revenue'?"]),
    ("{{ income_statement.cost }}", ["unknown line item 'cost' of 'income_statement'", "did you mean 'costs'?"]),
    ("{{ income_statement.cost }}+{{ revenue }}", ["unknown line item 'cost'", "did you mean 'costs'?"]),
    ("{{ income_statement.costs['total'] }}", ["unknown member 'total' of 'income_statement'"]),
    ("{{ revenue.yearago }}", ["unknown accessor 'yearago'", "did you mean 'year_ago'?"]),
    ("{{ revenue[-2] }}", ["[-2] is not used here", "[-1]"]),
    ("{{ revenue }}*365", ["the number 365", "templates/parameters.yaml"]),
    ("{{ revenue }}*{{ 365 }}", ["the number 365"]),
    ("{{ revenue }}*0.5", ["the number 0.5"]),
    ("{{ profit }}/{{ revenue }}", ["the divisor 'revenue' needs a guard", "positive or nonzero"]),
    ("{{ profit }}/({{ revenue }}+1)", ["a divisor must be a single name"]),
    ("IFERROR({{ revenue }},0)", ["the function IFERROR is not used here", "ISNUMBER"]),
    ("INDIRECT({{ revenue }})", ["the function INDIRECT is not used here"]),
    ("now()", ["the function now is not used here"]),
    ("{{ revenue }", ["not a usable formula"]),
    ("{% if %}", ["not a usable formula"]),
    ("{{ revenue|nope }}", ["not a usable formula", "'|'"]),
    ("{% include 'x' %}", ["not a usable formula", "'{%'"]),
    ("{{ 1/0 }}", ["not a usable formula", "'}}' is missing"]),
    ("{{ revenue.__class__ }}+1", ["unknown accessor '__class__'"]),
    ("{{ income_statement.costs.__init__ }}", ["unknown accessor '__init__'"]),
    ("{{ ''.__class__.__mro__ }}", ["a name is missing"]),
    ("{{ joiner.__init__.__globals__ }}", ["unknown row 'joiner'"]),
    ("{% for i in range(10**9) %}{{ revenue }}{% endfor %}", ["not a usable formula"]),
    ("{{ revenue }}{{ profit }}", ["'{{' is not expected"]),
    ("{{ growth(revenue) }}", ["'growth' takes 2 arguments (now, base); here are 1"]),
    ("{{ grow(revenue, profit) }}", ["'grow' is nothing that can be called", "growth"]),
    ("ABS({{ revenue }},1)", ["the function ABS takes 1 argument; here are 2"]),
)


def rows(formulas: list[str]) -> dict[str, str | bytes | None]:
    """A ratio for each formula, from line 3 on."""
    lines = [f'    - {{id: a{number:02}, label: A, unit: amount, formula: "{formula}"}}\n'
             for number, formula in enumerate(formulas)]
    return {"ratios.yaml": SECTION + "".join(lines)}


def test_formulas_that_are_accepted(tmp_path: Path) -> None:
    assert complaints(tmp_path, rows(list(ACCEPTED))) == []


def test_one_message_at_each_formula_that_is_refused(tmp_path: Path) -> None:
    found = complaints(tmp_path, rows([formula for formula, _ in REFUSED]))
    assert len(found) == len(REFUSED), found
    for number, ((_, words), message) in enumerate(zip(REFUSED, found, strict=True)):
        assert message.startswith(f"ratios.yaml:{3 + number}:50: ")
        for word in words:
            assert word in message


def test_what_names_no_row_is_no_formula(tmp_path: Path) -> None:
    formulas = ["{{ revenue.__class__ }}", "{{ revenue._write }}", "{{ revenue.__foo }}", "{{ months.x }}",
                "{{ months.__class__ }}", "{{ scale.__class__ }}", "{{ income_statement }}", "{{ splits }}",
                "{{ lipsum() }}", "", "=", "hello world"]
    found = complaints(tmp_path, rows(formulas))
    assert [each.split(": ")[0] for each in found] == [f"ratios.yaml:{3 + n}:50" for n in range(len(formulas))]


def test_a_divisor_with_a_guard(tmp_path: Path) -> None:
    for guard in ("positive", "nonzero"):
        assert complaints(tmp_path / guard, ratio("{{ profit }}/{{ revenue }}", f", {guard}: [revenue]")) == []
    found = complaints(tmp_path / "unknown", ratio("{{ profit }}", ", positive: [revenu]"))
    assert len(found) == 1
    assert "unknown row 'revenu'; did you mean 'revenue'?" in found[0]


def test_formulas_in_a_circle(tmp_path: Path) -> None:
    row = '    - {{id: {0}, label: A, unit: amount, formula: "{{{{ {1} }}}}+{{{{ revenue }}}}"}}\n'
    assert complaints(tmp_path / "two", {"ratios.yaml": SECTION + row.format("a", "b") + row.format("b", "a")}) == [
        "ratios.yaml:3:7: formulas go in a circle: a → b → a"]
    assert complaints(tmp_path / "one", {"ratios.yaml": SECTION + row.format("a", "a")}) == [
        "ratios.yaml:3:7: formulas go in a circle: a → a"]


ROW_MISTAKES = [
    ("{id: a, label: A, unit: amout, formula: '{{ revenue }}'}", "3:31", ["'amout'", "did you mean 'amount'?"]),
    ("{id: a, label: A, unit: amount, formla: '{{ revenue }}'}", "3:39", ["'formla'", "did you mean 'formula'?"]),
    ("{id: a, label: A, unit: amount}", "3:7", ["the key 'formula' is missing"]),
    ("{id: a, label: A, unit: amount, columns: quarter, formula: '{{ revenue }}'}", "3:48",
     ["did you mean 'quarters'?"]),
    ("{id: revenue, label: A, unit: amount, formula: '{{ profit }}'}", "3:12", ["'revenue' is a concept"]),
]


@pytest.mark.parametrize(("line", "place", "words"), ROW_MISTAKES)
def test_mistakes_in_a_row_of_ratios(tmp_path: Path, line: str, place: str, words: list[str]) -> None:
    found = complaints(tmp_path, {"ratios.yaml": f"{SECTION}    - {line}\n"})
    assert len(found) == 1, found
    assert found[0].startswith(f"ratios.yaml:{place}: ")
    for word in words:
        assert word in found[0], found


def test_an_id_that_is_taken(tmp_path: Path) -> None:
    row = "    - {id: a, label: A, unit: amount, formula: '{{ revenue }}'}\n"
    assert complaints(tmp_path, {"ratios.yaml": SECTION + row + row}) == [
        "ratios.yaml:4:12: the id 'a' is already used at ratios.yaml:3:12"]


def test_mistakes_in_checks(tmp_path: Path) -> None:
    assert complaints(tmp_path / "right", check("{{ revenue }}")) == []
    assert complaints(tmp_path / "row", check("{{ revenu }}")) == [
        "checks.yaml:1:39: the formula names an unknown row 'revenu'; did you mean 'revenue'?"]
    assert complaints(tmp_path / "kind", check("{{ revenue }}", kind="hart")) == [
        "checks.yaml:1:27: 'hart' is not one of hard, soft, must_not_tie, plausible; did you mean 'hard'?"]
    number, = complaints(tmp_path / "number", check("{{ revenue }}*7"))
    assert number.startswith("checks.yaml:1:39: the number 7 ")
    missing, = complaints(tmp_path / "side", {"checks.yaml": "- {id: x, label: X, kind: hard, left: '{{ cash }}'}\n"})
    assert missing == "checks.yaml:1:3: the key 'right' is missing here"


def test_mistakes_in_both_files_and_in_several_rows_are_reported_together(tmp_path: Path) -> None:
    row = "    - {{id: {0}, label: A, unit: amount, formula: '{{{{ {1} }}}}'}}\n"
    rows = SECTION + row.format("a", "revenu") + row.format("b", "proft")
    found = complaints(tmp_path, {"ratios.yaml": rows, **check("{{ cahs }}")})
    assert [each.split(": ")[0] for each in found] == ["checks.yaml:1:39", "ratios.yaml:3:48", "ratios.yaml:4:48"]


def test_a_statement_named_like_a_concept_is_reached_by_its_line_items(tmp_path: Path) -> None:
    """``cash`` is the concept, ``cash.abroad`` a row of the statement of that name, ``cash.average`` an accessor."""
    statements = STATEMENTS + "cash: {title: Cash, sheet: Notes, additivity: instant, items: {abroad: Abroad}}\n"
    for formula in ("{{ cash }}-{{ cash.abroad }}", "{{ cash.average }}-{{ cash.abroad.average }}"):
        assert complaints(tmp_path, {**ratio(formula), "statements.yaml": statements}) == []
    (found,) = complaints(tmp_path, {**ratio("{{ cash.abrod }}"), "statements.yaml": statements})
    assert "unknown line item 'abrod' of 'cash'; did you mean 'abroad'?" in found
