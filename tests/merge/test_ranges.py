"""Ranges over all rows of our lists, numbers that count in them, texts that are read as references, pivot tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.merge.merge import Merged
from generator.merge.tables import table_meanings
from generator.xlsx.package import Package
from tests.companies import STATEMENTS, built, changed
from tests.merge.conftest import LATER_FILING
from tests.merge.test_merge import merged, parts, refused, seen
from tests.touched import Touched, chart_anchor

# Income Statement: revenue 8, costs 9, profit 10; then other income comes in at 9. Column Q is 1H2023: revenue was 120
# and is restated to 121, costs stay -70, profit 50 becomes 51. The newest filing has no row of its own on Filings but
# its own, so that goes from row 5 to row 6.
IS = "'Income Statement'!"


def end(package: bytes, sheet: str, first_row: int) -> int:
    """The last row of a list, before the first empty one."""
    found = seen(package)[sheet]
    return next(row for row in range(first_row, found.max_row + 2) if found.cell(row, 1).value is None) - 1


def with_formulas(first: bytes, formulas: dict[str, str], names: dict[str, str] | None = None) -> Touched:
    touched = Touched(first)
    touched.sheet("Mine", formulas)
    for name, meaning in (names or {}).items():
        touched.name(name, meaning)
    return touched


def typed(touched: Touched, cells: dict[str, str]) -> Touched:
    """Texts put into cells of the sheet Mine."""
    for address, text in cells.items():
        touched.type_in("Mine", address, text)
    return touched


def formula(result: Merged, cell: str) -> object:
    return seen(result.package)["Mine"][cell].value


def value(result: Merged, cell: str) -> object:
    return seen(result.package, values=True)["Mine"][cell].value


# --- ranges over all rows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sheet", "top"), [("Facts", 5), ("Checks", 10), ("Filings", 5)])
def test_a_range_down_to_the_last_row_reaches_the_new_one(first: bytes, second: bytes, sheet: str, top: int) -> None:
    old, new = end(first, sheet, top), end(second, sheet, top)
    assert old < new
    forms = [f"$A${top}:$A${{}}", f"A{top - 1}:A{{}}", f"$B{top - 1}:D${{}}", "A1:$O{}"]
    forms = [form for form in forms if not form.startswith(f"$A${top}") or old > top]  # one row is no list
    forms += [f"A{top + 1}:B{{}}"] if sheet == "Facts" else []
    touched = with_formulas(first, {f"A{n}": f"=COUNTA({sheet}!{form.format(old)})" for n, form in enumerate(forms, 1)})
    touched.type_in("Mine", "C1", f"=COUNTA({sheet}!A{old}:D{old})")
    result = merged(touched, second)
    for number, form in enumerate(forms, start=1):
        assert formula(result, f"A{number}") == f"=COUNTA({sheet}!{form.format(new)})"
    assert formula(result, "C1") != f"=COUNTA({sheet}!A{old}:D{new})"  # it follows its row
    assert f"{len(forms)} ranges over all rows of {sheet}: down to its last row now" in result.report.notes


def test_a_range_that_ended_before_stays_where_it_ended(first: bytes, second: bytes) -> None:
    old = end(first, "Facts", 5)
    text = f"=COUNT(Facts!$H$5:$H${old - 1})"
    result = merged(with_formulas(first, {"A1": text, "A2": f"=COUNT(Facts!H{old}:H{old})"}), second)
    assert (formula(result, "A1"), formula(result, "A2")) == (text, f"=COUNT(Facts!H{old}:H{old})")
    assert not any("over all rows" in note for note in result.report.notes)


def test_lookups_over_all_facts_find_the_newest(first: bytes, second: bytes) -> None:
    """Profit is given for 1H2022 and 1H2023 by the first filing, and for 1H2023 and 1H2024 by the second: 40 + 50 and
    51 + 65 more."""
    old, new = end(first, "Facts", 5), end(second, "Facts", 5)
    touched = with_formulas(first, {
        "A1": f'=SUMIFS(Facts!$H$5:$H${old},Facts!$B$5:$B${old},"profit")',
        "A2": '=COUNTIFS(keys,"profit")', "A3": '=SUMIFS(Facts[Value],Facts[Key],"profit")'},
        {"keys": f"Facts!$B$5:$B${old}"})
    chart = touched.chart(f"Facts!$H$5:$H${old}", f"Facts!$C$5:$C${old}")
    touched.draw("Mine", [chart_anchor(5, 2, "rId1")], {"rId1": ("chart", chart)})
    result = merged(touched, second)
    assert (value(result, "A1"), value(result, "A2"), value(result, "A3")) == (206, 4, 206)
    assert f"<c:f>Facts!$H$5:$H${new}</c:f>" in parts(result.package)[chart].decode()


def test_a_format_and_a_validation_over_all_facts(first: bytes, second: bytes) -> None:
    old, new = end(first, "Facts", 5), end(second, "Facts", 5)
    touched = with_formulas(first, {"A1": "1"})
    look = touched.difference()
    touched.before("Facts", "<pageMargins", f'<conditionalFormatting sqref="H5:H{old}"><cfRule type="expression" '
                   f'dxfId="{look}" priority="99"><formula>H5&gt;MAX(H$5:H${old})/2</formula></cfRule>'
                   '</conditionalFormatting>'
                   f'<dataValidations count="1"><dataValidation type="list" sqref="N5:N{old}"><formula1>$B$5:$B${old}'
                   "</formula1></dataValidation></dataValidations>")
    text = parts(merged(touched, second).package)[touched.part("Facts")].decode()
    for wanted in (f'sqref="H5:H{new}"', f"MAX(H$5:H${new})", f'sqref="N5:N{new}"', f"$B$5:$B${new}<"):
        assert wanted in text


def test_all_rows_of_a_statement_grow_and_a_part_of_it_does_not(tmp_path: Path, first: bytes) -> None:
    """A line item more at the end: a range over all rows takes it in, a sum that ends on the last one does not."""
    longer = changed(STATEMENTS, "concept: profit}\n", "concept: profit}\n    tail: Tail\n")
    later = changed(changed(LATER_FILING, "      other_income: [nil, 5]\n", ""), "      profit: [51, 65]\n",
                    "      profit: [51, 60]\n      tail: [7, 8]\n")
    new = built(tmp_path, {"statements.yaml": longer, "filings/2024-11-14.yaml": later}).package
    assert seen(new)["Income Statement"]["A11"].value == "tail"
    result = merged(with_formulas(first, {"A1": f"=COUNTA({IS}$A$7:$A$10)", "A2": f"=SUM({IS}Q9:Q10)"}), new)
    assert formula(result, "A1") == f"=COUNTA({IS}$A$7:$A$11)"
    assert formula(result, "A2") == f"=SUM({IS}Q9:Q10)"


def test_ranges_read_side_by_side_stay_of_one_size(first: bytes, second: bytes) -> None:
    old = end(first, "Facts", 5)
    touched = with_formulas(first, {"A1": f'=SUMIFS(B1:B{old - 4},Facts!A5:A{old},"x")'})
    assert "the ranges of SUMIFS would no longer be of one size" in refused(touched.saved(), second)
    touched = with_formulas(first, {"A1": '=SUMIFS(B1:B9,C1:C9,"x")+COUNTA(Facts!A5)'})
    assert formula(merged(touched, second), "A1") == '=SUMIFS(B1:B9,C1:C9,"x")+COUNTA(Facts!A5)'


# --- numbers that count ----------------------------------------------------------------------------------------------

COUNTED = {
    f'=HLOOKUP("1H2023",{IS}A5:T10,5,FALSE)': f'=HLOOKUP("1H2023",{IS}A5:T11,6,FALSE)',  # costs
    f"=INDEX({IS}A1:T10,9,17)": f"=INDEX({IS}A1:T11,10,17)",
    f"=INDEX({IS}Q:Q,9)": f"=INDEX({IS}Q:Q,10)",
    f"=INDEX({IS}9:9,17)": f"=INDEX({IS}10:10,17)",
    f"=OFFSET({IS}$A$1,8,16)": f"=OFFSET({IS}$A$1,9,16)",
    f"=OFFSET({IS}Q10,-1,0)": f"=OFFSET({IS}Q11,-1,0)",
    f"=SUM(OFFSET({IS}Q9,0,0,1,1))": f"=SUM(OFFSET({IS}Q10,0,0,1,1))",
    f'=VLOOKUP("costs",{IS}A:T,17,FALSE)': f'=VLOOKUP("costs",{IS}A:T,17,FALSE)',
    f'=INDEX({IS}Q1:Q10,MATCH("costs",{IS}A1:A10,0))': f'=INDEX({IS}Q1:Q11,MATCH("costs",{IS}A1:A11,0))',
    "=INDEX(wages,9)": "=INDEX(wages,10)"}


def test_a_counted_row_or_column_is_the_same_one(first: bytes, second: bytes) -> None:
    touched = with_formulas(first, {f"A{number}": before for number, before in enumerate(COUNTED, start=1)},
                            {"wages": f"{IS}$Q$1:$Q$10"})
    result = merged(touched, second)
    for number, after in enumerate(COUNTED.values(), start=1):
        assert (formula(result, f"A{number}"), value(result, f"A{number}")) == (after, -70)


def test_what_a_table_s_name_stands_for(first: bytes) -> None:
    """Facts has its titles in row 4, and Value in column H."""
    last, found = end(first, "Facts", 5), table_meanings(Package.read(first), ["Facts"])
    for written, area in (("facts", f"$A$5:$O${last}"), ("facts[value]", f"$H$5:$H${last}"),
                          ("facts[#all]", f"$A$4:$O${last}"), ("facts[[#all],[value]]", f"$H$4:$H${last}"),
                          ("facts[[#headers],[value]]", "$H$4:$H$4")):
        assert found[written, ""] == f"Facts!{area}"


def test_functions_of_newer_versions(first: bytes, second: bytes) -> None:
    """Revenue, costs and profit are the rows 2 to 4 of A7:T10; the engine need not know the functions."""
    forms = {"CHOOSEROWS(R,2,3,-1)": "CHOOSEROWS(R,2,4,-1)", "TAKE(R,3)": "TAKE(R,4)", "TAKE(R,-2,5)": "TAKE(R,-2,5)",
             "DROP(R,2)": "DROP(R,3)", "DROP(R,-3)": "DROP(R,-4)", "CHOOSECOLS(R,17)": "CHOOSECOLS(R,17)"}
    before, after = f"{IS}A7:T10", f"{IS}A7:T11"
    touched = with_formulas(first, {f"A{n}": f"=_xlfn.{each.replace('R,', before + ',')}"
                                    for n, each in enumerate(forms, start=1)})
    result = merged(touched, second)
    for number, each in enumerate(forms.values(), start=1):
        assert formula(result, f"A{number}") == f"=_xlfn.{each.replace('R,', after + ',')}"


@pytest.mark.parametrize(("text", "said"), [
    (f"=INDEX({IS}Q1:Q10,B1)", "B1 counts off row 9 of its range, which is 10 now; write the number"),
    (f"=INDEX({IS}Q1:Q10,4+5)", "4+5 counts off row 9"), (f"=INDEX({IS}Q1:Q10,RANDBETWEEN(1,9))", "cannot be told"),
    (f"=OFFSET({IS}Q1,B1-1,0)", "B1-1 counts off row 8")])
def test_a_number_that_stands_elsewhere_is_refused(first: bytes, second: bytes, text: str, said: str) -> None:
    message = refused(with_formulas(first, {"A1": text, "B1": "9"}).saved(), second)
    assert message.startswith(f"Mine!A1: {text}: ")
    assert said in message


@pytest.mark.parametrize("text", [
    f"=INDEX({IS}Q1:Q10,B2)", f"=INDEX({IS}Q1:Q10,2*4)", "=INDEX(C1:C9,B1)", f"=INDEX({IS}Q1:Q10,0)",
    f"=INDEX({IS}Q1:Q10,ROW({IS}Q9))", f"=OFFSET({IS}Q8,ROWS({IS}Q8:Q9)-1,0)"])
def test_a_number_that_leads_to_the_same_goes_through(first: bytes, second: bytes, text: str) -> None:
    """B2 holds 8, which is revenue, and that stays; ROW and ROWS count anew."""
    result = merged(with_formulas(first, {"A1": text, "B1": "9", "B2": "8"}), second)
    assert str(formula(result, "A1")).count("Q10") + str(formula(result, "A1")).count("Q11") >= ("Q10" in text)


# --- texts that are read as references -------------------------------------------------------------------------------


def test_an_address_in_a_cell_follows_in_its_cell(first: bytes, second: bytes) -> None:
    touched = typed(with_formulas(first, {"A1": "=INDIRECT(B1)", "A2": "=INDIRECT(here)", "A3": "=INDIRECT(B1)"}),
                    {"B1": f"{IS}Q9", "B2": f"{IS}$Q$8:$Q$10"})
    touched.name("here", "Mine!$B$2")
    touched.type_in("Mine", "A4", "=SUM(INDIRECT(B2))")
    result = merged(touched, second)
    assert (formula(result, "B1"), formula(result, "B2")) == (f"{IS}Q10", f"{IS}$Q$8:$Q$11")
    assert value(result, "A1") == value(result, "A3") == -70
    assert f"Mine!B1: {IS}Q9 → {IS}Q10" in result.report.repointed


@pytest.mark.parametrize(("text", "said"), [
    ("=INDIRECT(\"'\"&B1&\"'!\"&C1&D1)", f"it read {IS}Q9, which is {IS}Q10 now; write ={IS}Q9 in its place"),
    ('=INDIRECT(ADDRESS(9,17,1,1,"Income Statement"))', f"it read {IS}$Q$9, which is {IS}$Q$10 now"),
    ("=INDIRECT(ADDRESS(D1,COLUMN(Q1),4,TRUE,B1))", f"it read {IS}Q9"),
    ('=INDIRECT("\'Income Statement\'!R9C17",FALSE)', f"it read {IS}$Q$9"),
    ('=SUM(INDIRECT(E1))', f"it read {IS}Q9"), ("=SUM(INDIRECT(where))", f"it read {IS}Q9"),
    ("=HYPERLINK(\"#'\"&B1&\"'!Q9\",\"costs\")", f"it read {IS}Q9"),
    (f'=SUM(INDIRECT("{IS}Q"&D1:D2))', f"it read {IS}Q9"), ('=INDIRECT(TEXT(NOW(),"@"))', "cannot be told")])
def test_a_text_that_would_read_another_cell_is_refused(first: bytes, second: bytes, text: str, said: str) -> None:
    touched = typed(with_formulas(first, {"A1": text, "D1": "9", "E1": "=\"'\"&B1&\"'!Q\"&D1"}),
                    {"B1": "Income Statement", "C1": "Q"})
    touched.name("where", "Mine!$E$1&\"\"")
    message = refused(touched.saved(), second)
    assert message.startswith(f"Mine!A1: {text}: ")
    assert said in message


@pytest.mark.parametrize("text", [
    "=INDIRECT(\"'\"&B1&\"'!Q8\")", '=INDIRECT("Mine!D"&1)', '=INDIRECT("D"&RANDBETWEEN(1,1))', "=SUM(INDIRECT(C1&1))",
    '=INDIRECT("Facts!H"&COUNTA(Facts!A:A)+1)', f'=SUM(INDIRECT("{IS}Q"&D2:D3))',
    f"=INDIRECT(\"{IS}Q\"&MATCH(\"costs\",{IS}A:A,0))", f"=INDIRECT(ADDRESS(ROW({IS}Q9),17,1,1,B1))",
    '=SUMPRODUCT(ROW(INDIRECT("1:"&D1)))', '=INDIRECT("Facts[Value]")', '=INDIRECT("own"&"name")',
    '=HYPERLINK("https://example.org/"&B1,"x")', '="see \'Income Statement\'!Q"&D1'])
def test_a_text_that_reads_the_same_goes_through(first: bytes, second: bytes, text: str) -> None:
    touched = typed(with_formulas(first, {"A1": text, "D1": "9", "D2": "7", "D3": "8"}),
                    {"B1": "Income Statement", "C1": "D"})
    touched.name("ownname", "Mine!$D$1")
    assert formula(merged(touched, second), "A1") == text.replace(f"ROW({IS}Q9)", f"ROW({IS}Q10)")


def test_names_formats_and_validations_that_read_texts(first: bytes, second: bytes) -> None:
    touched = typed(with_formulas(first, {"A1": "1"}), {"B1": f"{IS}Q9", "B2": "'Income Statement'"})
    touched.name("costs", "INDIRECT(Mine!$B$1)")
    result = merged(touched, second)
    assert formula(result, "B1") == f"{IS}Q10"
    touched.name("made", 'INDIRECT(Mine!$B$2&"!Q9")')
    assert f"name made: INDIRECT(Mine!$B$2&\"!Q9\"): it read {IS}Q9" in refused(touched.saved(), second)
    touched = typed(with_formulas(first, {"A1": "1"}), {"B2": "'Income Statement'"})
    touched.before("Mine", "</worksheet>", '<dataValidations count="1"><dataValidation type="list" sqref="C1">'
                   '<formula1>INDIRECT($B$2&amp;"!Q9:Q10")</formula1></dataValidation></dataValidations>')
    assert f"it read {IS}Q9:Q10, which is {IS}Q10:Q11 now" in refused(touched.saved(), second)


# --- pivot tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "refreshed"), [
    ('name="Facts"', True), ('name="facts"', True), ('name="all"', True), ('name="dynamic"', True),
    ('ref="A:O" sheet="Facts"', True), ('sheet="Facts"', True), ('ref="A5:T10" sheet="Income Statement"', True),
    ('name="theirs"', False), ('ref="A1:B9" sheet="Mine"', False), ('r:id="rId9" ref="A1:B9" sheet="Facts"', False)])
def test_a_pivot_table_over_ours_is_refreshed(first: bytes, second: bytes, source: str, refreshed: bool) -> None:
    old = end(first, "Facts", 5)
    touched = with_formulas(first, {"A1": "1"}, {
        "all": f"Facts!$A$4:$O${old}", "dynamic": "OFFSET(Facts!$A$4,0,0,COUNTA(Facts!$A:$A)-2,15)",
        "theirs": "Mine!$A$1:$B$9"})
    cache = touched.pivot("Mine", "Mine", "A1:B9")
    touched.edit(cache, lambda text: re.sub(r"<worksheetSource[^>]*>", f"<worksheetSource {source}/>", text)) \
        if source != 'ref="A1:B9" sheet="Mine"' else None
    result = merged(touched, second)
    assert (b'refreshOnLoad="1"' in parts(result.package)[cache]) == refreshed
    assert any("pivot tables: refreshed" in note for note in result.report.notes) == refreshed
    assert b"refreshOnLoad" not in parts(merged(touched, first).package)[cache]
