"""The JSON Schemas of the input files: right files pass, and what the reader refuses by its form the schema refuses."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.cli import main
from generator.inputs.load import load_inputs
from generator.inputs.new_company import lay_out_company
from generator.inputs.next_filing import lay_out_filing
from generator.inputs.readers import input_files
from generator.inputs.schema import FOLDER, json_schemas, write_schemas
from generator.model.figure import NotAFigure, parse
from tests.companies import COMPANY, FILED, FILES, FILING, MEMBERS, STATEMENTS, changed, complaints, write_company
from tests.conftest import IIJ
from tests.inputs import test_filings, test_reader, test_template

INPUTS = IIJ.parent
COMPANIES = (IIJ, INPUTS / "astellas", INPUTS / "netflix")
VALIDATORS = {name: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
              for name, schema in json_schemas().items()}
View = Callable[[str], Any]


def as_typed(text: str) -> Any:
    """A document as the reader sees it: every scalar is its text, but for true, false and nothing."""
    node = yaml.compose(text, yaml.SafeLoader)
    return _typed(node) if node else None


def _typed(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {_key(key): _typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_typed(each) for each in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if not node.style and node.tag == "tag:yaml.org,2002:bool":
        # To the reader no, on and True are neither text nor a flag.
        return {"true": True, "false": False}.get(node.value)
    return None if not node.style and node.tag == "tag:yaml.org,2002:null" else node.value


def _key(node: yaml.Node) -> str:
    """A key; one into which YAML reads a value is none that can be typed."""
    return f"({node.value})" if _typed(node) in (None, True, False) else str(node.value)


class _Loader(yaml.SafeLoader):
    """PyYAML's own eyes, but for dates, which stay text: JSON has none."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def as_loaded(text: str) -> Any:
    """A document as programs load it, and nearly as editors do: numbers are numbers."""
    try:
        return _with_text_for_keys(yaml.load(text, _Loader))
    except ValueError:  # a number of thousands of digits
        return None


def _with_text_for_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _with_text_for_keys(each) for key, each in value.items()}
    return [_with_text_for_keys(each) for each in value] if isinstance(value, list) else value


def schema_of(name: str) -> str:
    return "filing.json" if name.startswith("filings/") else name.replace(".yaml", ".json")


def refused(name: str, text: str, view: View) -> list[str]:
    """What the schema of an input file says against it."""
    return [error.message for error in VALIDATORS[schema_of(name)].iter_errors(view(text))]


VIEWS = pytest.mark.parametrize("view", [as_typed, as_loaded])


# The files themselves


def test_the_schemas_are_schemas() -> None:
    assert sorted(VALIDATORS) == ["checks.json", "company.json", "filing.json", "ratios.json", "statements.json",
                                  "summary.json"]
    for validator in VALIDATORS.values():
        Draft202012Validator.check_schema(validator.schema)


def test_the_committed_schemas_are_what_the_declarations_give(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path)
    assert sorted(path.name for path in (INPUTS / FOLDER).iterdir()) == sorted(path.name for path in paths)
    for path in paths:
        assert (INPUTS / FOLDER / path.name).read_bytes() == path.read_bytes(), "write them anew: quarterbook schema"


def keys(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a schema, at any depth, with what it may hold."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from keys(each)


def test_every_key_says_what_it_means() -> None:
    """In an editor; in the reference that is made for people, tests/handbook sees to it."""
    found = [each for schema in json_schemas().values() for each in keys(schema)]
    assert len(found) > 60
    for name, each in found:
        assert each["description"], name


@VIEWS
@pytest.mark.parametrize("folder", COMPANIES, ids=lambda folder: folder.name)
def test_the_example_companies_are_right(folder: Path, view: View) -> None:
    paths = input_files(folder)
    assert len(paths) >= 4
    for path in paths:
        assert refused(str(path.relative_to(folder)), path.read_text(encoding="utf-8"), view) == [], path


def named_schema(path: Path) -> Path:
    """The schema that the first line of a file names."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema="), path
    return path.parent / first.partition("=")[2]


@pytest.mark.parametrize("folder", COMPANIES, ids=lambda folder: folder.name)
def test_the_example_companies_name_their_schemas(folder: Path) -> None:
    for path in input_files(folder):
        name = schema_of(str(path.relative_to(folder)))
        assert named_schema(path).resolve() == (INPUTS / FOLDER / name).resolve()


@VIEWS
def test_what_is_laid_out_is_right_and_names_schemas_that_are_there(tmp_path: Path, view: View) -> None:
    folder = lay_out_company("acme", tmp_path / "inputs", datetime.date(2024, 5, 10))
    first = next((folder / "filings").iterdir())
    first.write_text(first.read_text(encoding="utf-8").replace("revenue: [todo, todo]", "revenue: [1, 2]"), "utf-8")
    lay_out_filing(load_inputs(folder), "1Q2024", datetime.date(2024, 8, 10), datetime.date(2024, 8, 10))
    paths = input_files(folder)
    assert len(paths) == 4
    for path in paths:
        name = str(path.relative_to(folder))
        assert refused(name, path.read_text(encoding="utf-8"), view) == []
        assert json.loads(named_schema(path).read_text(encoding="utf-8")) == json_schemas()[schema_of(name)]


def test_a_filing_added_to_a_company_without_schemas_brings_them(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "inputs" / "acme")
    path = lay_out_filing(load_inputs(folder), "3Q2023", datetime.date(2024, 2, 13), datetime.date(2024, 2, 13))
    assert named_schema(path).resolve() == tmp_path / "inputs" / FOLDER / "filing.json"
    assert named_schema(path).is_file()


def test_the_folder_of_the_schemas_may_stand_anywhere(tmp_path: Path) -> None:
    write_schemas(tmp_path / FOLDER)
    write_schemas(tmp_path / "filings" / FOLDER)
    assert complaints(tmp_path) == []


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == (
        f"inputs/{FOLDER}: company.json, statements.json, ratios.json, checks.json, summary.json, filing.json\n")
    path = tmp_path / "inputs" / FOLDER / "company.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["schema", f"inputs/{FOLDER}"]) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == json_schemas()["company.json"]
    assert main(["schema", str(path)]) == 2
    assert "company.json: cannot be written" in capsys.readouterr().err


# What is right


EQUITY = MEMBERS + "    closing: {label: Closing, additivity: instant, same_as: {total: balance_sheet.cash}}\n"
ACROSS = """\
  - statement: equity
    heading: 2023
    period: 1H2023
    members: [capital, reserves, total]
    rows:
      profit: [nil, "△1,234", {printed: 51, value: 50, reason: misprint, author: A, date: 2023-12-01}]
      closing: [todo, lost, 12.30]
"""
RIGHT = [
    *FILES.items(),
    ("company.yaml", COMPANY.replace('"1234"', "1234") + "exchange: TSE\nfirst_year: FY2021\ndividends_a_year: 4\n"
     "share_price: {value: 2345.5, date: 2023-11-14}\nunits: {gbps: {label: Gbps, decimals: 1, counts: true}}\n"
     'splits: [{effective: 2022-10-01, new_shares: "1.5", old_shares: 1}]\n'),
    ("company.yaml", changed(COMPANY, "{ends: 03-31, named_after: start}", "{named_after: end, starts: 2021-09-26, "
                             "years: {FY2022: [2021-12-25, 2022-03-26, 2022-06-25, 2022-09-24]}}")),
    ("statements.yaml", STATEMENTS + EQUITY),
    ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {label: 2023, unit: gbps, sum: [-revenue, cash], "
                                "percent_of: [a.b, a.c@d], growth_of: -a.b, same_as: -a.b@c}")),
    ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {caption: Costs, note: A note}")),
    ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {label: C, concept: -cost_of_sales}")),
    ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {label: C, concept: +cost_of_sales}")),
    (FILED, FILING + ACROSS),
    (FILED, changed(FILING, "assurance: reviewed", "assurance: audited, note: 1, url: x, split_basis: 2023-04-01, "
                    "restated: {balance_sheet: why, balance_sheet.cash: why}")),
    (FILED, FILING + "  - {statement: balance_sheet, heading: Shares, columns: [2023-10-31], off_calendar: true,\n"
     "     abridged: false, member: x, note: n, rows: {cash: 3}}\n"),
    ("checks.yaml", "[]\n"), ("ratios.yaml", "[]\n"),
    ("checks.yaml", '- {id: x, label: X, left: "{{ cash }}", right: "{{ cash }}", kind: soft, tolerance: 1}\n'),
    ("ratios.yaml", '- section: Own\n  rows:\n    - {id: a, label: A, unit: amount, formula: "{{ cash }}", '
     'positive: [cash], columns: latest, needs_price: true}\n'),
]


@VIEWS
@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_a_right_file_is_not_refused(name: str, text: str, view: View) -> None:
    assert refused(name, text, view) == []


# What is wrong by its form


def _of_a_company() -> list[tuple[str, str]]:
    return [*(("company.yaml", changed(COMPANY, old, new)) for old, new, *_ in test_reader.COMPANY_MISTAKES),
            *(("company.yaml", f"{COMPANY}{line}\n") for line, *_ in test_reader.ADDED_MISTAKES),
            *(("company.yaml", f"{COMPANY}{line}\n") for line in (
                "first_year: 2018", "first_year: 1Q2018", "dividends_a_year: 3", "splits: 2", "share_price: 100")),
            *(("company.yaml", changed(COMPANY, "{ends: 03-31, named_after: start}", years)) for years in (
                "{named_after: end}", "{ends: 02-30, named_after: end}", "{named_after: end, starts: 2021-09-26}",
                "{named_after: end, starts: 2021-09-26, years: {}}", "03-31",
                "{named_after: end, starts: 2021-09-26, years: {2022: [2022-09-24]}}",
                "{named_after: end, starts: 2021-09-26, years: {Y22: [2022-09-24]}}",
                "{named_after: end, starts: 2021-09-26, years: {FY2022: []}}",
                "{named_after: end, starts: 2021-09-26, years: {FY2022: [2022-02-29]}}"))]


def _of_statements() -> list[tuple[str, str]]:
    return [("statements.yaml", changed(STATEMENTS, old, new)) for old, new, *_ in test_reader.STATEMENT_MISTAKES] + [
        ("statements.yaml", "{}\n"), ("statements.yaml", "income_statement: {title: a, sheet: Notes, items: {}}\n"),
        ("statements.yaml", STATEMENTS.replace("  items:\n    cash", "  itmes:\n    cash")),
        ("statements.yaml", STATEMENTS + changed(MEMBERS, "reserves: Reserves", "reserves: {label: R, growth: maybe}")),
        ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {label: C, concept: revenu}")),
        ("statements.yaml", changed(STATEMENTS, "costs: Costs", "costs: {label: C, concept: -revenu}"))]


def _of_filings() -> list[tuple[str, str]]:
    return [*((FILED, changed(FILING, old, new)) for old, new, *_ in test_filings.MISTAKES),
            *((FILED, content) for content, *_ in test_filings.LACKING),
            (FILED, FILING + changed(ACROSS, "period: 1H2023", "period: 1H2023\n    member: total")),
            (FILED, changed(FILING, "title: Report for 1H2023", "title: ''")),
            (FILED, changed(FILING, "[100, 120]", "[{printed: 101, value: 100, reason: ''}, 120]"))]


def _of_formulas() -> list[tuple[str, str]]:
    check = "- {id: x, label: X, kind: hard, left: '{{ cash }}', right: '{{ profit }}'}\n"
    return [*(("ratios.yaml", f"{test_template.SECTION}    - {line}\n") for line, *_ in test_template.ROW_MISTAKES),
            ("ratios.yaml", str(test_template.ratio("{{ cash }}", ", positive: cash")["ratios.yaml"])),
            ("ratios.yaml", str(test_template.ratio("{{ cash }}")["ratios.yaml"]).replace("id: a", "id: A b")),
            ("checks.yaml", changed(check, "hard", "hart")),
            ("checks.yaml", changed(check, ", right: '{{ profit }}'", "")),
            ("checks.yaml", changed(check, "label", "labl")), ("checks.yaml", changed(check, "- ", ""))]


WRONG = [*_of_a_company(), *_of_statements(), *_of_filings(), *_of_formulas()]
BEYOND = (
    # What another line or another file says
    "units: {shares:", "unit: percnt", "unit: amout", "statement: balance_shet", "      cost: [", "yoy]",
    "id: revenue,", "[1H2023, 1H2023]", "9M2023]", "1H1922", "2023-09-29]", "[2023-03-31, 2023-12-31]", "tables: []",
    # how many figures a table of so many columns has
    "revenue: [100]", "revenue: 100", "revenue: [1, 2, 3]", "[67,707", "[1,707.5",
    # whether a blank cell is a total's
    "profit: [40, ~]",
    # whether the name of a sheet is nearly another one's
    "sheet: Balance Sheets",
    # a key that stands twice, which a JSON document cannot hold
    "costs: Costs\n    costs: Costs", "costs: [1, 2]",
)
"""What the reader alone can tell: passages by which the cases of the reader's tests are told apart."""
NUMBERS = ("1:30]", "1_000]", "017]", "0x1F]")
"""Figures into which YAML reads another number than was printed, so that who loads it does not see them as typed."""


def beyond(text: str) -> bool:
    return any(passage in text for passage in BEYOND)


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_the_reader_refuses_by_its_form_the_schema_refuses(tmp_path: Path, name: str, text: str) -> None:
    assert complaints(tmp_path, {name: text})
    assert bool(refused(name, text, as_typed)) != beyond(text), refused(name, text, as_typed)
    unseen = any(number in text for number in NUMBERS)
    assert bool(refused(name, text, as_loaded)) != (beyond(text) or unseen), refused(name, text, as_loaded)


@pytest.mark.parametrize("passage", [*BEYOND, *NUMBERS])
def test_each_exception_is_one(passage: str) -> None:
    assert any(passage in text for _, text in WRONG)


# Figures: the one form that the reader has in words of its own


ROWS = json_schemas()["filing.json"]["properties"]["tables"]["items"]["properties"]["rows"]
FIGURE = Draft202012Validator(ROWS["additionalProperties"]["anyOf"][0])
ABOVE_ZERO = Draft202012Validator(json_schemas()["company.json"]["properties"]["share_price"]["properties"]["value"])
LIKE_FIGURES = st.one_of(
    st.text("0123456789,.()%+-−△▲–— ", max_size=12),
    st.from_regex(r"\A[-+(△]?[ ]?[0-9]{0,3}(,[0-9]{2,3}){0,5}(\.[0-9]{0,9})?[)% ]{0,3}\Z"),
    st.sampled_from(["nil", "todo", "lost", "", " nil ", "Nil", "n/a", "(5%)", "( 5 )%", "（5）", "５", "0", "00",
                     "0.0", "0,123", "999999999999999", "9999999999999999", "12345678.12345678", ".5", "5.",
                     "%", "+", "()"]))


@given(LIKE_FIGURES)
def test_the_schema_takes_for_a_figure_what_the_reader_takes(text: str) -> None:
    try:
        value = parse(text).value
    except NotAFigure:
        assert not FIGURE.is_valid(text)
        assert not ABOVE_ZERO.is_valid(text)
    else:
        assert FIGURE.is_valid(text)
        assert ABOVE_ZERO.is_valid(text) == (value is not None and value > 0)


@pytest.mark.parametrize(("number", "right"), [
    (1234, True), (-5, True), (12.3, True), (0, True), (10 ** 15 - 1, True), (10 ** 15, False), (True, False),
    (None, False), ([], False)])
def test_figures_that_an_editor_takes_for_numbers(number: object, right: bool) -> None:
    assert FIGURE.is_valid(number) is right
