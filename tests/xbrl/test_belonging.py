"""The parts of an earnings report at TDnet: its summary and its statements, which may bear two days."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.xbrl.archives import FoundDocument
from generator.xbrl.belonging import filings
from generator.xbrl.kinds import INLINE
from tests.xbrl.pages import document

SUMMARY = "Summary/tse-acedjpsm-44440-20240502581623-ixbrl.htm"
STATEMENTS = "Attachment/0300000-acbs01-tse-acedjpfr-44440-2024-03-31-01-2024-05-14-ixbrl.htm"
OTHERS = "Attachment/0300000-acbs01-tse-acedjpfr-76780-2024-03-31-01-2024-05-14-ixbrl.htm"
BEFORE = "Attachment/0300000-qcbs01-tse-qcedjpfr-44440-2023-12-31-01-2024-02-14-ixbrl.htm"


def parts(*names: str) -> list[list[str]]:
    found = [(INLINE, FoundDocument(document("", name=name, schema=schema_of(name)), Path(name), False))
             for name in names]
    return [[each.name for each in filing.inline] for filing in filings(found)]


def schema_of(name: str) -> str:
    """The schema that a page names: its own name from ``tse-`` on."""
    return name[name.index("tse-"):].replace("-ixbrl.htm", ".xsd")


def test_summary_and_statements_of_two_days_are_one_report() -> None:
    assert parts(SUMMARY, STATEMENTS) == [[STATEMENTS, SUMMARY]]


@pytest.mark.parametrize("names", [(SUMMARY, OTHERS), (SUMMARY, STATEMENTS, BEFORE),
                                   ("a/" + SUMMARY, "b/" + STATEMENTS)])
def test_others_are_left_apart(names: tuple[str, ...]) -> None:
    assert parts(*names) == [[each] for each in names]
