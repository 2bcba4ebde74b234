"""A pasted table becomes rows of a filing: placed for certain, or asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.inputs.load import load_inputs
from generator.intake.pasting.columns import headers
from generator.intake.pasting.figures import UNCLEAR, figure
from generator.intake.pasting.paste import Pasted, paste
from generator.intake.pasting.text import lines_of
from generator.model.calendar import FiscalCalendar
from generator.refused import Refused
from tests.companies import COMPANY

STATEMENTS = """\
income_statement:
  title: Statement of Profit or Loss
  sheet: Income Statement
  items:
    revenues: {caption: Revenues}
    network_services: {label: Network services, aliases: ネットワークサービス売上高}
    systems_integration: {label: Systems integration, aliases: [システムインテグレーション売上高]}
    atm: {label: ATM operation business, aliases: [ATM運営事業売上高]}
    total_revenues: {label: Total revenues, sum: [network_services, systems_integration, atm], aliases: [売上収益合計]}
balance_sheet:
  title: Statement of Financial Position
  sheet: Balance Sheet
  additivity: instant
  items:
    current: {caption: Current liabilities}
    borrowings: Borrowings
    other_current: Other
    total_current: {label: Total current liabilities, sum: [borrowings, other_current]}
    non_current: {caption: Non-current liabilities}
    long_borrowings: Borrowings
    other_non_current: Other
    total_non_current: {label: Total non-current liabilities, sum: [long_borrowings, other_non_current]}
"""
FILING = """\
filing: {title: Second quarter, filed: 2023-11-14, assurance: reviewed}   # read once
tables:
  - statement: income_statement
    heading: "1 (2)"
    columns:                [1H2022, 1H2023]
    rows:
      network_services:     [todo, todo]      # 1H2022: 67,707
      systems_integration:  [todo, todo]
      atm:                  [todo, todo]
      total_revenues:       [todo, todo]
"""
TYPED = """\
      network_services:     [67707,  73981]      # 1H2022: 67,707
      systems_integration:  [52846,  52750]
      atm:                  [1409,   1467]
      total_revenues:       [121962, 128198]
"""


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs" / "iij"
    (folder / "filings").mkdir(parents=True)
    (folder / "company.yaml").write_text(COMPANY, encoding="utf-8")
    (folder / "statements.yaml").write_text(STATEMENTS, encoding="utf-8")
    path = folder / "filings" / "2023-11-14_2q2023.yaml"
    path.write_text(FILING, encoding="utf-8")
    return path


def figures(found: Pasted) -> dict[str, list[str]]:
    return {key: list(row) for key, row in found.written.items()}


ROWS = {"network_services": ["67707", "73981"], "systems_integration": ["52846", "52750"], "atm": ["1409", "1467"],
        "total_revenues": ["121962", "128198"]}
LAYOUTS = {
    "tabs": "\tNote\tSix Months Ended September 30, 2022\tSix Months Ended September 30, 2023\n"
            "\t\tMillions of yen\tMillions of yen\nRevenues\t\t\t\nNetwork services\t\t67,707\t73,981\n"
            "Systems integration\t\t52,846\t52,750\nATM operation business\t4\t1,409\t1,467\n"
            "Total revenues\t5,9\t121,962\t128,198\n",
    "runs of spaces": """
                                          (Millions of yen)
                            Six months ended     Six months ended
                            30 September 2022   30 September 2023
Revenues
  Network services                 67,707            73,981
  Systems                          52,846            52,750
  integration
  ATM operation
                                    1,409             1,467
  business
  Total revenues                  121,962           128,198

                              - 13 -
""",
    "single spaces": "Six months ended September 30,\n2022 2023\nRevenues\nNetwork services 67,707 73,981\n"
                     "Systems integration 52,846 52,750\nATM operation business*1 1,409 1,467\n"
                     "Total revenues ¥121,962 ¥128,198\n",
    "two pages": "  1H2022  1H2023\nNetwork services  67,707  73,981\nSystems integration  52,846  52,750\n  14\n\f"
                 "        1H2022         1H2023\nATM operation business     1,409         1,467\n"
                 "Total revenues     121,962      128,198\n  15\n",
    "HTML": "<table><tr><th></th><th colspan=2>Six months ended September 30, 2022</th>"
            "<th>Six months ended September 30, 2023</th></tr>"
            "<tr><td>Network services</td><td>¥</td><td>67,707</td><td>73,981</td></tr><tr><td>Systems"
            "<br>integration</td><td></td><td>52,846</td><td>52,750</td></tr><tr><td>ATM operation business</td><td>"
            "</td><td>1,409</td><td>1,467</td></tr><tr><td>Total revenues</td><td></td><td>121,962</td><td>128,198</td>"
            "</tr></table>",
    "Markdown": "| | 1H2022 | 1H2023 |\n|---|--:|--:|\n| Network services | 67,707 | 73,981 |\n| Systems integration | "
                "52,846 | 52,750 |\n| ATM operation business | 1,409 | 1,467 |\n| Total revenues | 121,962 | 128,198 |",
    "Japanese": "（単位：百万円）\n\t前第２四半期連結累計期間\t当第２四半期連結累計期間\n"
                "\t（自　2022年４月１日　至　2022年９月30日）\t"
                "（自　令和5年４月１日　至　令和5年９月30日）\nネットワークサービス売上高\t67,707\t73,981\n"
                "システムインテグレーション売上高（注１）\t52,846\t52,750\nＡＴＭ運営事業売上高\t１，４０９\t１，４６７\n"
                "売上収益合計\t121,962\t128,198\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_table_in_many_layouts(filing: Path, layout: str) -> None:
    found = paste(filing, "income_statement", LAYOUTS[layout])
    assert figures(found) == ROWS
    assert (found.rows, found.placed, found.asked, found.failing) == (4, 4, (), ())
    assert found.columns == ("1H2022", "1H2023")
    assert found.text.partition("rows:\n")[2].replace(" ", "") == TYPED.replace(" ", "")
    assert found.text.partition("rows:")[0] == FILING.partition("rows:")[0]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_command_writes_the_rows_and_nothing_else(filing: Path, end: str,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    filing.write_bytes(FILING.replace("\n", end).encode())
    source = filing.parents[3] / "table.txt"
    source.write_text(LAYOUTS["tabs"], encoding="utf-8")
    arguments = ["paste", str(filing), "--statement", "income_statement", "--from", str(source), "--json"]
    assert main([*arguments, "--dry-run"]) == 0
    assert filing.read_bytes() == FILING.replace("\n", end).encode()
    capsys.readouterr()
    assert main(arguments) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["rows"], data["placed"], data["asked"], data["skipped"]) == (4, 4, 0, 0)
    wanted = FILING.replace("[todo, todo]      # 1", "[67707, 73981]      # 1").replace("[todo, todo]", "{}", 1)
    for row in ("[52846, 52750]", "[1409,  1467]", "[121962, 128198]"):
        wanted = wanted.replace("{}", row).replace("[todo, todo]", "{}", 1)
    assert filing.read_bytes().decode().split(end)[:6] == wanted.split("\n")[:6]
    assert len(load_inputs(filing.parent.parent).book.todo) == 0
    assert main(arguments) == 0  # equal figures stay
    assert json.loads(capsys.readouterr().out)["written"] == []


def test_a_row_that_does_not_add_up_is_told(filing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = paste(filing, "income_statement", LAYOUTS["tabs"].replace("52,846", "52,486"))
    assert found.failing and any("systems_integration" in mend and "52846" in mend
                                 for each in found.failing for mend in each.mends)


BALANCES = """\
                         As of March 31, 2023   As of September 30, 2023
Current liabilities
  Borrowings                         16,828        29,581
  Other                               6,336         6,489
Total current liabilities            23,164        36,070
Non-current liabilities
  Borrowings                          3,602         1,827
  Other                               1,083           970
Total non-current liabilities         4,685         2,797
"""


def test_the_same_label_under_two_captions_and_a_new_table(filing: Path) -> None:
    found = paste(filing, "balance_sheet", BALANCES, heading='1 (1) "Position"')
    assert found.written["borrowings"] == ("16828", "29581")
    assert found.written["long_borrowings"] == ("3602", "1827")
    assert found.into == "a new table" and found.placed == 6
    assert found.text.startswith(FILING.rstrip())
    assert 'heading: "1 (1) \\"Position\\""\n    columns: [2023-03-31, 2023-09-30]\n    rows:\n' in found.text


def test_what_stands_under_another_caption_is_asked(filing: Path) -> None:
    statements = filing.parent.parent / "statements.yaml"
    statements.write_text(STATEMENTS.replace("    borrowings: Borrowings\n", "").replace("[borrowings, ", "["),
                          encoding="utf-8")
    found = paste(filing, "balance_sheet", BALANCES)
    assert [each.row.label for each in found.asked] == ["Borrowings", "Borrowings"]
    assert "long_borrowings" not in found.written
    alone = paste(filing, "balance_sheet", "\n".join(BALANCES.splitlines()[:5]))
    assert [each.row.label for each in alone.asked] == ["Borrowings"]


@pytest.mark.parametrize(("old", "new", "why"), [
    ("Network services\t", "Network service\t", "no line item"),
    ("67,707", "67,7O7", "for certain"),
    ("67,707", "67,70", "for certain"),
    ("67,707\t73,981", "67,707", "a cell is empty"),
    ("67,707\t73,981", "67,707\t73,981\t9.3", "do not fit"),
])
def test_what_is_not_certain_is_asked(filing: Path, old: str, new: str, why: str) -> None:
    found = paste(filing, "income_statement", LAYOUTS["tabs"].replace(old, new))
    assert len(found.asked) == 1 and any(each in found.asked[0].why for each in why.split("|"))
    assert "network_services" not in found.written
    assert found.placed == 3


def test_a_near_label_is_offered_and_never_taken(filing: Path) -> None:
    text = BALANCES.replace("Total current liabilities ", "Total currrent liabilities")
    found = paste(filing, "balance_sheet", text)
    assert found.asked[0].offers[0] == "total_current"
    assert "total_current" not in found.written


def test_figures_that_stand_there_are_never_overwritten(filing: Path) -> None:
    filing.write_text(FILING.replace("atm:                  [todo, todo]", "atm:                  [1490, todo]"),
                      encoding="utf-8")
    found = paste(filing, "income_statement", LAYOUTS["tabs"])
    assert [each.row.label for each in found.asked] == ["ATM operation business"]
    assert "1490" in found.text


@pytest.mark.parametrize(("text", "columns", "why"), [
    (LAYOUTS["tabs"].replace("Millions", "Thousands"), "", "in thousands and this table in millions"),
    ("Network services  67,707  73,981", "", "no header tells"),
    ("  1H2022  1H2023  Change\nNetwork services  67,707  73,981  6,274", "", r"--columns 1H2022,1H2023,\?"),
    ("  1H2023  1H2022\nNetwork services  73,981  67,707", "1H2022,1H2023", "another order"),
    ("Network services  67,707  73,981", "1H2022,1H2025", "nothing was written"),
    ("no figures at all", "", "no row with figures"),
])
def test_refused_and_nothing_is_written(filing: Path, text: str, columns: str, why: str) -> None:
    named = columns.split(",") if columns else []
    with pytest.raises(Refused, match=why):
        paste(filing, "income_statement", text, named)
    assert filing.read_text(encoding="utf-8") == FILING


def test_a_column_is_skipped_in_words(filing: Path) -> None:
    text = "  1H2022  1H2023  Change\nNetwork services  67,707  73,981  6,274\nTotal revenues 121,962 128,198 6,236"
    found = paste(filing, "income_statement", text, ["1H2022", "1H2023", "skip"])
    assert figures(found) == {key: ROWS[key] for key in ("network_services", "total_revenues")}


def test_rows_behind_another_header_are_skipped(filing: Path) -> None:
    text = LAYOUTS["tabs"] + "\n" + LAYOUTS["tabs"].replace("Six Months", "Three Months").replace("67,707", "34,473")
    found = paste(filing, "income_statement", text)
    assert (found.rows, found.placed, found.skipped) == (8, 4, 4)
    assert figures(found) == ROWS


@pytest.mark.parametrize(("text", "typed"), [
    ("1,234", "1234"), ("(1,234)", "(1234)"), ("△1,234", "(1234)"), ("▲ 1,234", "(1234)"), ("−1,234", "(1234)"),
    ("—", "nil"), ("－", "nil"), ("（１，２３４）", "(1234)"), ("１２．３％", "12.3%"),
    ("1,234*1", "1234"), ("1,234※2", "1234"),
    ("1,234注1", "1234"), ("¥1,234", "1234"), ("$ (1,234)", "(1234)"), ("1,234¹", "1234"), ("26.80", "26.80"),
    ("n.m.", "n.m."), ("0", "0"), ("+3.2", "3.2"),
    ("1,23", UNCLEAR), ("1,2,34", UNCLEAR), ("l,234", UNCLEAR), ("_", UNCLEAR), ("(1,234", UNCLEAR), ("-(12)", UNCLEAR),
    ("12½", UNCLEAR), ("1 234", UNCLEAR), ("1.234.567", UNCLEAR), ("012", UNCLEAR), ("△(5)", UNCLEAR),
])
def test_figures(text: str, typed: str) -> None:
    assert figure(text) == typed


CALENDAR = FiscalCalendar(3, "start")


@pytest.mark.parametrize(("text", "balances", "columns"), [
    ("As of March 31, 2023\tAs of September 30, 2023", True, ("2023-03-31", "2023-09-30")),
    ("Nine months ended December 31, 2022 and 2023".replace(" and ", "\t"), False, ("9M2022", "9M2023")),
    ("Year ended March 31,\n2022  2023", False, ("FY2021", "FY2022")),
    ("Three months ended   Six months ended\nSep. 30, 2023   Sep. 30, 2023", False, ("2Q2023", "1H2023")),
    ("前連結会計年度\n(2023年3月31日)\t当第2四半期連結会計期間\n(2023年9月30日)", True, ("2023-03-31", "2023-09-30")),
    ("当第2四半期連結会計期間\n(2023年9月30日)", False, ("2Q2023",)),
    ("平成30年3月31日\t平成31年3月31日", True, ("2018-03-31", "2019-03-31")),
    ("September 30, 2022\tSeptember 30, 2023", False, ()),
    ("Three months ended, six months ended, nine months ended\nJune 30, 2023  June 30, 2022", False, ()),
    ("Six months ended August 31, 2023", False, ()),
])
def test_headers(text: str, balances: bool, columns: tuple[str, ...]) -> None:
    assert headers(lines_of(text), CALENDAR, balances)[0].columns == columns


def test_a_dash_before_a_figure_is_asked(filing: Path) -> None:
    text = "  1H2022  1H2023\nNetwork services - 67,707 73,981\nSystems integration 52,846 52,750\n" \
           "ATM operation business 1,409 1,467"
    found = paste(filing, "income_statement", text)
    assert [each.row.number for each in found.asked] == [2]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=" \t\n\f0123456789,.()-△－%$Borwings OthercuTal*1注", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    from generator.intake.pasting.match import matched
    from generator.intake.pasting.rows import PastedRow, rows_of
    from tests.intake.pasting.test_paste_statements import balance_sheet

    for line in lines_of(text):
        assert line.text
    rows = rows_of(lines_of(text), None, 2)
    taken, asked = matched(rows, balance_sheet())
    assert len(taken) + len(asked) == sum(isinstance(row, PastedRow) for row in rows)


def test_a_row_with_other_figures_is_shown_with_both_and_not_called_by_another_label(
        filing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = filing.parents[3] / "table.txt"
    arguments = ["paste", str(filing), "--statement", "income_statement", "--from", str(source)]
    source.write_text(LAYOUTS["tabs"], encoding="utf-8")
    main(arguments)
    source.write_text(LAYOUTS["tabs"].replace("52,846", "52,486"), encoding="utf-8")
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr().out
    assert "3 of 4 rows placed (0 written, 3 there already), 1 asked for, 0 skipped" in said
    assert "52846 there, 52486 here" in said and "aliases" not in said
    assert main([*arguments[:2], "--statement", "incme", "--from", str(source)]) == 2
    assert "there are income_statement" in capsys.readouterr().err
