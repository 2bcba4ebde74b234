"""EDINET's CSV: dates by what the document says of its years, never by a context's name alone."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.refused import Refused
from generator.xbrl.documents import Document
from generator.xbrl.edinet_csv import COLUMNS, read_csv
from generator.xbrl.edinet_dates import months_before
from generator.xbrl.kinds import CSV, kind_of
from generator.xbrl.report import FiledReport, Tagged

SHARED = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "edinet"
NAME = "jpcrp040300-q2r-001_E02367-000_2023-09-30_01_2023-11-08.csv"
SALES = "jppfs_cor:NetSales"
DEI = {"CurrentFiscalYearStartDateDEI": "2023-04-01", "CurrentPeriodEndDateDEI": "2023-09-30",
       "TypeOfCurrentPeriodDEI": "Q2", "CurrentFiscalYearEndDateDEI": "2024-03-31",
       "PreviousFiscalYearStartDateDEI": "2022-04-01", "ComparativePeriodEndDateDEI": "2022-09-30",
       "PreviousFiscalYearEndDateDEI": "2023-03-31", "EDINETCodeDEI": "E02367",
       "FilerNameInEnglishDEI": "Nintendo Co., Ltd.", "AmendmentFlagDEI": "false", "NextFiscalYearStartDateDEI": "－"}
YEAR = DEI | {"CurrentPeriodEndDateDEI": "2024-03-31", "TypeOfCurrentPeriodDEI": "FY",
              "ComparativePeriodEndDateDEI": "2023-03-31"}


def row(element: str, context: str, value: str, unit: str = "JPY", kind: str = "", label: str = "") -> list[str]:
    kind = kind or ("時点" if "Instant" in context else "期間")
    return [element, label, context, "", "その他", kind, unit, "円", value]


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([list(COLUMNS), *rows])
    return text.getvalue().encode("utf-16")


def read(*rows: list[str], dei: dict[str, str] | None = None, name: str = NAME) -> FiledReport:
    said = DEI if dei is None else dei
    about = [row(f"jpdei_cor:{key}", "FilingDateInstant", text, "－") for key, text in said.items()]
    (report,) = read_csv([Document(name, written([*about, *rows]))])
    return report


def figures(report: FiledReport) -> list[Tagged]:
    return [each for each in report.facts if each.is_number]


def span(context: str, dei: dict[str, str] | None = None, kind: str = "") -> tuple[str | None, str] | str:
    """Start and end that a context's fact gets, or why it gets none."""
    report = read(row(SALES, context, "1", kind=kind), dei=dei)
    if report.undated:
        return next(each for each in report.remarks if "without a date" in each).partition(": ")[2]
    (found,) = figures(report)
    return (str(found.span.start) if found.span.start else None, str(found.span.end))


@pytest.mark.parametrize(("context", "expected"), [
    ("CurrentYTDDuration", ("2023-04-01", "2023-09-30")),
    ("CurrentQuarterDuration", ("2023-07-01", "2023-09-30")),
    ("CurrentQuarterInstant", (None, "2023-09-30")),
    ("InterimDuration", ("2023-04-01", "2023-09-30")),
    ("Prior1YTDDuration", ("2022-04-01", "2022-09-30")),
    ("Prior1QuarterDuration", ("2022-07-01", "2022-09-30")),
    ("Prior1YearInstant", (None, "2023-03-31")),
    ("Prior1YearDuration", ("2022-04-01", "2023-03-31")),
    ("Prior2YearInstant", (None, "2022-03-31")),
    ("FilingDateInstant", (None, "2023-11-08")),
    ("CurrentYearDuration", "its context speaks of another kind of period than the document (Q2)"),
    ("Prior2YTDDuration", "the document does not say when that period is"),
    ("RecordDateInstant", "its context has no standard name"),
    ("CurrentYTDDuration2", "its context has no standard name"),
    ("", "its context has no standard name"),
])
def test_dates_of_a_half_year(context: str, expected: object) -> None:
    assert span(context) == expected


@pytest.mark.parametrize(("context", "expected"), [
    ("CurrentYearDuration", ("2023-04-01", "2024-03-31")),
    ("CurrentYearInstant", (None, "2024-03-31")),
    ("Prior3YearDuration", ("2020-04-01", "2021-03-31")),
    ("CurrentYTDDuration", "its context speaks of another kind of period than the document (FY)"),
])
def test_dates_of_a_year(context: str, expected: object) -> None:
    assert span(context, YEAR) == expected


def test_years_before_are_said_to_be_taken_for_twelve_months() -> None:
    report = read(row(SALES, "Prior2YearDuration", "1"), dei=YEAR)
    assert any("taken to have twelve months" in each for each in report.remarks)
    assert not any("twelve" in each for each in read(row(SALES, "Prior1YearDuration", "1"), dei=YEAR).remarks)


def test_after_a_short_year_no_year_before_it_is_guessed() -> None:
    """The year before began in July: of the one before that only the end is sure."""
    short = YEAR | {"PreviousFiscalYearStartDateDEI": "2022-07-01"}
    assert span("Prior1YearDuration", short) == ("2022-07-01", "2023-03-31")
    assert span("Prior2YearInstant", short) == (None, "2022-06-30")
    assert span("Prior2YearDuration", short) == "the document does not say when that period is"


@pytest.mark.parametrize(("change", "context"), [
    ({"CurrentPeriodEndDateDEI": "2024-02-29"}, "CurrentYearInstant"),
    ({"PreviousFiscalYearEndDateDEI": "2023-02-28"}, "Prior1YearDuration"),
    ({"CurrentFiscalYearStartDateDEI": "－"}, "CurrentYearDuration"),
    ({"CurrentFiscalYearEndDateDEI": "31 March 2024"}, "CurrentYearInstant"),
])
def test_what_the_document_contradicts_or_lacks_is_not_dated(change: dict[str, str], context: str) -> None:
    assert span(context, YEAR | change) == "the document does not say when that period is"


def test_a_kind_of_period_that_contradicts_the_context() -> None:
    assert span("CurrentYTDDuration", kind="時点") == (
        "its context and the column 期間・時点 (時点) contradict each other")


def test_without_dei_the_name_of_the_file_dates_and_a_remark_says_so() -> None:
    """Kao's half-year of six months from January."""
    name = "jpcrp040300-ssr-001_E00883-000_KAO_2026-06-30.csv"
    report = read(row("jpigp_cor:NetSalesIFRS", "InterimDuration", "871934000000"),
                  row("jpigp_cor:NetSalesIFRS", "Prior1InterimDuration", "809022000000"),
                  row("jpigp_cor:AssetsIFRS", "Prior1YearInstant", "1875054000000"), dei={}, name=name)
    assert [(str(each.span.start), str(each.span.end), each.value) for each in report.facts] == [
        ("2026-01-01", "2026-06-30", Decimal(871934000000)), ("2025-01-01", "2025-06-30", Decimal(809022000000)),
        ("None", "2025-12-31", Decimal(1875054000000))]
    assert (report.form, report.entity, report.filed) == ("ssr", "E00883", None)
    assert sum("DEI" in each for each in report.remarks) == 1
    assert len(read(row(SALES, "InterimDuration", "1"), dei={}, name="kao.csv").undated) == 1


def test_nil_text_units_and_labels() -> None:
    report = read(
        row("jpigp_cor:DilutedEarningsLossPerShareIFRS", "CurrentYTDDuration", "－", "JPYPerShares"),
        row("jppfs_cor:TreasuryStock", "CurrentQuarterInstant", "-271033000000", label="自己株式、流動資産"),
        row("jpcrp_cor:RatioSummaryOfBusinessResults", "CurrentQuarterInstant", "0.590", "pure"),
        row("jpcrp_cor:CompanyNameCoverPage", "FilingDateInstant", "任天堂\n株式会社", "－"))
    nil, treasury, ratio = figures(report)
    assert (nil.value, nil.unit) == (None, "JPY/shares")
    assert (treasury.value, treasury.origin.line) == (Decimal(-271033000000), 14)
    assert ratio.value == Decimal("0.590")
    assert report.facts[-1].text == "任天堂\n株式会社"
    assert report.labels == {("jppfs_cor:TreasuryStock", "", "ja"): "自己株式"}
    assert (report.name, report.entity, report.filed) == ("Nintendo Co., Ltd.", "E02367", datetime.date(2023, 11, 8))


@pytest.mark.parametrize(("context", "members"), [
    ("CurrentQuarterInstant_NonConsolidatedMember",
     (("jppfs_cor:ConsolidatedOrNonConsolidatedAxis", "jppfs_cor:NonConsolidatedMember"),)),
    ("CurrentQuarterInstant_NonConsolidatedMember_CapitalStockMember",
     (("jppfs_cor:ComponentsOfEquityAxis", "jppfs_cor:CapitalStockMember"),
      ("jppfs_cor:ConsolidatedOrNonConsolidatedAxis", "jppfs_cor:NonConsolidatedMember"))),
    ("CurrentYTDDuration_jpcrp040300-q2r_E02367-000GamesReportableSegmentMember",
     (("", "jpcrp040300-q2r_E02367-000:GamesReportableSegmentMember"),)),
    ("CurrentYTDDuration_SomethingNewMember", (("", "SomethingNewMember"),)),
    ("CurrentYTDDuration_001", ()),
])
def test_members(context: str, members: tuple[tuple[str, str], ...]) -> None:
    (found,) = figures(read(row(SALES, context, "1")))
    assert found.span.members == members


def test_an_amended_report_and_one_of_auditors() -> None:
    assert read(dei=DEI | {"AmendmentFlagDEI": "true"}).form == "q2r/A"
    assert read(row("jpdei_cor:NumberOfSubmissionDEI", "FilingDateInstant", "2", "pure")).form == "q2r/A"
    assert read_csv([Document("a.zip/XBRL_TO_CSV/jpaud-aar-cn-001_E02367-000_2024-03-31_01_2024-06-28.csv", b"")]) == ()


GOOD = written([row(SALES, "CurrentYTDDuration", "1")])


@pytest.mark.parametrize(("data", "message"), [
    (written([row(SALES, "CurrentYTDDuration", "1,2x")]), f"{NAME}:2: '1,2x' is no number, and {SALES} counts JPY"),
    (written([row("Sales", "CurrentYTDDuration", "1")]), f"{NAME}:2: 'Sales' is no element"),
    (written([row(SALES, "CurrentYTDDuration", "1")[:-1]]), f"{NAME}:2: expected 9 columns, found 8"),
    (GOOD.decode("utf-16").encode(), "EDINET's CSV is UTF-16 with a byte order mark"),
    (GOOD.decode("utf-16").replace("コンテキスト", "").encode("utf-16"), "the columns are not those of EDINET's CSV"),
    (GOOD[:-8], f"{NAME}:2: no CSV"),
    (GOOD[:-1], "no UTF-16 at byte"),
    (b"", "EDINET's CSV is UTF-16"),
    (b"\xff\xfe", f"{NAME}:1: the columns"),
    (b"\xff\xfe" + b"\x00\xd8" * 50, "no UTF-16 at byte"),
])
def test_what_is_no_csv_of_edinets_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_csv([Document(NAME, data)])
    assert message in refused.value.lines[0]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(2, 300), st.integers(0, 40))
def test_any_bytes_are_read_or_refused(put: bytes, at: int, cut: int) -> None:
    try:
        read_csv([Document(NAME, GOOD[:at] + put + GOOD[at + cut:])])
    except Refused as refused:
        assert refused.lines[0].startswith(NAME)


@pytest.mark.parametrize(("end", "months", "start"), [
    ("2024-02-29", 12, "2023-03-01"), ("2023-02-28", 12, "2022-03-01"), ("2024-02-20", 12, "2023-02-21"),
    ("2023-12-31", 3, "2023-10-01"), ("2023-03-30", 1, None)])
def test_months(end: str, months: int, start: str | None) -> None:
    found = months_before(datetime.date.fromisoformat(end), months)
    assert (str(found) if found else None) == start


@pytest.mark.skipif(not SHARED.is_dir(), reason="the large fixtures are not here")
def test_every_line_of_the_fixtures_is_a_fact_and_equal_to_another_reader() -> None:
    pandas = pytest.importorskip("pandas")
    documents = [Document(path.name, path.read_bytes()) for path in sorted(SHARED.glob("*.csv"))]
    with zipfile.ZipFile(SHARED / "S100VSRY.zip") as archive:
        documents += [Document(name, archive.read(name)) for name in archive.namelist() if "jpsps" in name]
    counts = []
    for document in documents:
        assert kind_of(document) == CSV
        (report,) = read_csv([document])
        found = {each.origin.line: each for each in (*report.facts, *report.undated)}
        table = pandas.read_csv(io.BytesIO(document.data), sep="\t", encoding="utf-16", dtype=str,
                                keep_default_na=False)
        assert len(found) == len(table)
        for each, (_, line) in zip((found[key] for key in sorted(found)), table.iterrows(), strict=True):
            assert each.concept == line["要素ID"]
            nothing = line["値"] in ("－", "")
            assert (each.value if each.is_number else each.text or None) == (
                None if nothing else Decimal(line["値"]) if each.is_number else line["値"])
        counts.append((len(report.facts), len(report.undated)))
    assert counts == [(104, 1), (184, 5), (175, 0)]
