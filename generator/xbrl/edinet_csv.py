"""EDINET's download as CSV: UTF-16, tabs, one line a fact, with relative years in place of dates."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from generator.refused import Refused, printable
from generator.xbrl.documents import Document
from generator.xbrl.edinet_dates import TWELVE, Calendar, FileName, calendar_of, file_name, members_of
from generator.xbrl.report import UNDATED, FiledReport, Origin, Span, Tagged

COLUMNS = ("要素ID", "項目名", "コンテキストID", "相対年度", "連結・個別", "期間・時点", "ユニットID", "単位", "値")
_LARGEST, _MOST_ROWS, _LONGEST, _MOST_TOLD = 64_000_000, 100_000, 20_000_000, 20
_NONE = frozenset(("－", "―", "-", ""))
"""What stands where there is no figure, text or unit."""
_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_ELEMENT = re.compile(r"[^\s:]+:[^\s:]+")
_KIND = {"時点": "Instant", "期間": "Duration"}
_PER_SHARE = re.compile(r"([A-Z]{3})PerShares?", re.ASCII)
_QUALIFIED = re.compile(r"(?:、(?:流動資産|固定資産|流動負債|固定負債|資産|負債|純資産|DEI|表紙|経営指標等|投資信託)"
                        r"|（IFRS）| \[テキストブロック\])+$")
"""What a label says of the element's place in the taxonomy, and no page prints."""
_AUDIT = re.compile(r"(?:^|/)jpaud-[^/]*$")
REMARKS = ("EDINET's CSV has no statements, no sums, no accuracy and no printed labels; its axes are told by standard "
           "members alone",)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    concept: str
    label: str
    context: str
    kind: str
    unit: str
    value: str

    @property
    def is_text(self) -> bool:
        return self.unit in _NONE


def read_csv(documents: Iterable[Document]) -> tuple[FiledReport, ...]:
    """A report for each file; auditors' reports, which hold no figures, are passed over. Raises Refused with lines."""
    return tuple(_report(each) for each in documents if not _AUDIT.search(each.name))


def _report(document: Document) -> FiledReport:
    rows, name = tuple(_rows(document)), file_name(document.name)
    texts = {each.concept.partition(":")[2]: each.value for each in rows if each.is_text and each.value not in _NONE}
    numbers = {each.concept.partition(":")[2]: each.value for each in rows if not each.is_text}
    calendar = calendar_of(texts, name)
    facts: list[Tagged] = []
    undated: list[Tagged] = []
    reasons: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    assumed = False
    for row in rows:
        span, reason = _span(row, calendar)
        try:
            tagged = _tagged(row, span, calendar, document.name)
        except ValueError as error:
            wrong.append(f"{document.name}:{row.line}: {error}")
            continue
        if row.is_text or span:
            facts.append(tagged)
            assumed |= bool(span) and calendar.assumes(row.context)
        else:
            undated.append(tagged)
            reasons[reason, row.context] += 1
    if wrong:
        more = [f"and {len(wrong) - _MOST_TOLD} more"] if len(wrong) > _MOST_TOLD else []
        raise Refused(*wrong[:_MOST_TOLD], *more)
    return FiledReport(
        "edinet-csv", (Path(document.name),), tuple(facts), texts.get("EDINETCodeDEI", name.filer),
        texts.get("FilerNameInEnglishDEI") or texts.get("FilerNameInJapaneseDEI", ""), Path(document.name).stem,
        _form(name, numbers.get("NumberOfSubmissionDEI", ""), texts.get("AmendmentFlagDEI", "")), calendar.filed,
        labels={(each.concept, "", "ja"): _QUALIFIED.sub("", each.label) for each in rows if each.label},
        remarks=(*REMARKS, *calendar.remarks, *(TWELVE,) * assumed, *(f"{count} without a date ({context}): {reason}"
                                                for (reason, context), count in reasons.items())),
        undated=tuple(undated))


def _form(name: FileName, number: str, flag: str) -> str:
    """``ssr``, with ``/A`` where it amends an earlier report."""
    is_amended = flag.lower() == "true" or (number.isdecimal() and int(number) > 1)
    return f"{name.form}/A" if name.form and is_amended else name.form


def _span(row: _Row, calendar: Calendar) -> tuple[Span | None, str]:
    span, reason = calendar.span(row.context)
    if span and _KIND.get(row.kind) != ("Duration" if span.start else "Instant"):
        return None, f"its context and the column 期間・時点 ({printable(row.kind[:20])}) contradict each other"
    return span, reason


def _tagged(row: _Row, span: Span | None, calendar: Calendar, file: str) -> Tagged:
    """The fact of a line. Text without a date stands under the end of the document's period. Raises ValueError."""
    if not _ELEMENT.fullmatch(row.concept):
        raise ValueError(f"'{printable(row.concept[:80])}' is no element; expected one as jppfs_cor:NetSales")
    when = span or Span((row.is_text and calendar.end) or UNDATED)
    about, origin = Span(when.end, when.start, members_of(row.context)), Origin(file, row.line)
    if row.is_text:
        return Tagged(row.concept, about, "", None, origin, text="" if row.value in _NONE else row.value)
    per_share = _PER_SHARE.fullmatch(row.unit)
    unit = f"{per_share[1]}/shares" if per_share else row.unit
    if row.value in _NONE:
        return Tagged(row.concept, about, unit, None, origin)
    if not _NUMBER.fullmatch(row.value):
        raise ValueError(f"'{printable(row.value[:80])}' is no number, and {row.concept} counts {unit}")
    return Tagged(row.concept, about, unit, Decimal(row.value), origin)


def _rows(document: Document) -> Iterator[_Row]:
    """The lines of a file below its head. Raises Refused for a file that is not as EDINET gives it."""
    file, number, usual = document.name, 1, csv.field_size_limit()
    csv.field_size_limit(_LONGEST)
    try:
        reader = csv.reader(StringIO(_decoded(document), newline=""), delimiter="\t", strict=True)
        head = next(reader, [])
        if sorted(head) != sorted(COLUMNS):
            raise Refused(f"{file}:1: the columns are not those of EDINET's CSV: {', '.join(COLUMNS)}")
        at = [head.index(each) for each in COLUMNS]
        number = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(COLUMNS):
                raise Refused(f"{file}:{number}: expected {len(COLUMNS)} columns, found {len(cells)}; the file is cut "
                              "off or was changed, load it anew")
            concept, label, context, _, _, kind, unit, _, value = (cells[each] for each in at)
            yield _Row(number, concept, label, context, kind, unit, value)
            number = reader.line_num + 1
            if number > _MOST_ROWS:
                raise Refused(f"{file}: more than {_MOST_ROWS:,} lines, which no report has")
    except csv.Error as error:
        raise Refused(f"{file}:{number}: no CSV: {error}; the file is cut off or was changed, load it anew") from None
    finally:
        csv.field_size_limit(usual)


def _decoded(document: Document) -> str:
    if len(document.data) > _LARGEST:
        raise Refused(f"{document.name}: larger than the {_LARGEST // 1_000_000} MB that a report may have")
    if document.data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(f"{document.name}: EDINET's CSV is UTF-16 with a byte order mark; a program saved it anew, "
                      "load it from EDINET")
    try:
        return document.data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise Refused(f"{document.name}: no UTF-16 at byte {error.start:,}; load it anew") from None
