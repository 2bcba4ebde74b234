"""What is written says to the tool's own reader just what was drafted, whatever the labels are."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.inputs.document import load
from generator.inputs.load import load_inputs
from generator.inputs.value import Value
from generator.intake.shaping.draft import FilingDraft, LineDraft, RowDraft, StatementDraft, TableDraft
from generator.intake.staging.write import company_text, filing_page, statements_page
from generator.intake.yaml_text import cleaned, scalar
from generator.model.problem import Problems
from tests.intake.drafts import apple

LABELS = ("Revenue", "no", "Yes", "null", "~", "1:30", "0123", "1_000", "2023-09-30", "Costs: net", "a #b", "#", "- x",
          "-", "'", '"', "it's", "[x]", "{x}", "a, b", "a]", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "? x", "x:",
          ": x", "=", "<<", "---", "...", "\\", "売上高", "売上高：純額", "（営業損失△）", "　売上　高", "🙂 emoji",
          "a\u200bb", "a\u2028b", "a\nb", "\ta")
labels = st.one_of(st.sampled_from(LABELS), st.text(max_size=30)).map(cleaned).filter(bool)
figures = st.sampled_from(("1234", "(1234)", "0", "nil", "~", "12.30", "△5", "n.m.", "1,234", "todo", "-7", ".5"))


def read(text: str, path: Path) -> Value:
    path.write_text(text, encoding="utf-8", newline="")
    problems = Problems()
    found = load(path, problems)
    problems.refuse()
    assert found
    return found


def plain(value: Value) -> object:
    if value.is_mapping:
        return {key.literal: plain(each) for key, each in value.items()}
    return [plain(each) for each in value.elements()] if value.is_list else value.literal


@given(st.lists(labels, min_size=1, max_size=4), labels, st.lists(st.tuples(figures, figures), min_size=1, max_size=3))
def test_labels_and_figures_come_back(tmp_path_factory: pytest.TempPathFactory, names: list[str], title: str,
                                      rows: list[tuple[str, str]]) -> None:
    place = tmp_path_factory.getbasetemp()
    lines = tuple(LineDraft(f"line_{n}", name, is_caption=not n % 3, xbrl=("us-gaap:A",) if n % 2 else ())
                  for n, name in enumerate(names))
    statement = StatementDraft("no", title, "Notes", "amount", "flow", lines, {"off": {"label": names[0]}})
    found = plain(read(statements_page(replace(apple(), statements=(statement,)))[0], place / "statements.yaml"))
    assert isinstance(found, dict)
    assert found["no"]["title"] == title
    assert found["no"]["members"] == {"off": names[0]}
    assert [each if isinstance(each, str) else each.get("label", each.get("caption"))
            for each in found["no"]["items"].values()] == names
    table = TableDraft("no", title, tuple(RowDraft(f"line_{n}", row, ()) for n, row in enumerate(rows)),
                       columns=("1H2022", "1H2023 off"))
    page = filing_page(FilingDraft("x", datetime.date(2023, 11, 14), {"title": title}, (table,), ()))
    said = plain(read(page.text, place / "filing.yaml"))
    assert isinstance(said, dict)
    assert said["filing"] == {"title": title, "filed": "2023-11-14", "assurance": "unreviewed"}
    assert said["tables"] == [{"statement": "no", "heading": title, "columns": ["1H2022", "1H2023 off"],
                               "rows": {f"line_{n}": list(row) for n, row in enumerate(rows)}}]


@pytest.mark.parametrize("label", LABELS)
def test_what_yaml_reads_otherwise_stands_in_quotes(tmp_path: Path, label: str) -> None:
    found = read(f"a: {{b: {scalar(label)}}}\n", tmp_path / "a.yaml")
    value = next(each for _, each in found.items())
    assert plain(value) == {"b": label} or cleaned(label) != label


def test_a_text_keeps_what_a_cell_can_hold() -> None:
    assert cleaned("　 Net\xa0 sales\n(loss) \x07") == "Net sales (loss)"
    assert cleaned("売上　高") == "売上　高"  # one wide space parts words in Japanese


def test_the_layout_is_that_of_a_person() -> None:
    page = filing_page(apple().filings[0])
    assert """
  - statement: income_statement
    heading: "CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS"
    columns:                           [3Q2022, 3Q2023]
    rows:
      net_sales:                       [82959,  81797]
      cost_of_sales:                   [47074,  45384]
""" in page.text
    line = page.text.split("\n").index("      cost_of_sales:                   [47074,  45384]") + 1
    assert [(column, f"{fact.tagged.value:,}") for column, fact in page.sources[line] if fact] == [
        (41, "47,074,000,000"), (49, "45,384,000,000")]


def test_a_long_sum_goes_on_below() -> None:
    parts = tuple(f"a_part_of_the_total_number_{n}" for n in range(9))
    line = LineDraft("total", "Total: all", sum=parts, concept="total_assets", xbrl=("us-gaap:Assets", "a:B"))
    text, _ = statements_page(replace(apple(), statements=(
        StatementDraft("balance_sheet", "T", "Balance Sheet", "amount", "instant", (line,)),)))
    assert max(map(len, text.split("\n"))) <= 120
    assert '      label: "Total: all"\n      sum: [a_part_of_the_total_number_0, ' in text


def test_a_written_company_is_read_and_its_years_stand_by_their_dates(tmp_path: Path) -> None:
    draft, folder = apple(), tmp_path / "apple"
    (folder / "filings").mkdir(parents=True)
    for name, text in (("company.yaml", company_text(draft)), ("statements.yaml", statements_page(draft)[0]),
                       ("filings/2023-08-04_3q2023.yaml", filing_page(draft.filings[0]).text)):
        (folder / name).write_text(text, encoding="utf-8")
    book = load_inputs(folder).book
    assert (book.company.name, book.company.code) == ("Apple Inc.", "AAPL")
    assert len(book.facts) == 20
    assert "    FY2023: [2022-12-31, 2023-04-01, 2023-07-01, 2023-09-30]\n" in company_text(draft)
