"""What stays for ever where it is on the sheets: their names, their header rows, the columns that name things.

A reader's formulas point there, an older workbook is read back by it, and the merge finds rows and columns by it.
Constants alone: the writers, ``read_back`` and the room ``merge`` take them from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.statement import OUR_SHEETS, SHEETS

COVER, SUMMARY, GUIDANCE, RATIOS, CHECKS, RESTATEMENTS, CHANGES, FACTS, FILINGS = OUR_SHEETS
PER_SHARE = SHEETS[-1]
MADE_BY = "Quarterbook {version}; input hash {inputs}"
"""What the Cover says of the build."""

# The sheets with the time axis: a row a line item, a column a period, the same column on each of them.
KEY, LABEL, UNIT, NOTE, FIRST = 1, 2, 3, 4, 5
"""The columns of a row's key, label, unit and note, and that of the first period."""
TITLE_ROW, SUBTITLE_ROW, END_ROW, MONTHS_ROW, LABEL_ROW, STATUS_ROW, DAYS_ROW = 1, 2, 3, 4, 5, 6, 7
"""Days stand on computed sheets alone; on the others the first line item does."""
AXIS_TITLES = ("Key", "Line item", "Unit", "Note")
"""What stands above these columns in the row of the periods' labels."""


@dataclass(frozen=True)
class Table:
    """A sheet that is one growing list: the row of its titles, the titles in order, and those that name a row."""

    titles_row: int
    titles: tuple[str, ...]
    names: tuple[str, ...]

    def column(self, title: str) -> int:
        """The number of a column, counted from 1. Raises ValueError for a title that is not there."""
        return self.titles.index(title) + 1


FACTS_TABLE = Table(
    4,
    ("Statement", "Key", "Label", "Member", "Start", "End", "Scope", "Value", "Unit", "Filing", "Heading", "Printed",
     "Version", "Note", "Proofs"),
    names=("Statement", "Key", "Member", "Start", "End", "Filing", "Heading"))
CHECKS_TABLE = Table(
    9,
    ("Check", "What must agree", "Period", "Kind", "Left", "Right", "Difference", "Exact within", "Tolerance", "State",
     "Hard fail", "What to look at"),
    names=("Check", "Period"))
FILINGS_TABLE = Table(4, ("Filing", "Title", "Filed", "Assurance", "Facts", "Address", "Note"), names=("Filing",))
SUPERSEDED = "superseded"
"""What stands under Version where a later filing gives the figure anew."""
FORECAST = "forecast"
"""What stands under Version, and under Statement, where the issuer expects a figure: no result has it."""
NOT_FACTS = ("parameter", "split", "rate", "calendar")
"""What stands under Statement in rows of Facts that are no company's figures."""

MASTER, FIRST_FAILURE = "$B$3", "$B$4"
"""On Checks: the master check, and where its link leads."""
VERSION = "version"
"""The name of the cell on the Cover that says which version is shown: 1 the latest, 2 as first reported."""

CREATOR = "Quarterbook"
"""The mark of a workbook that was made here, in its properties and on its notes."""
FACT = ("Statement", "Key", "Member", "Start", "End")
"""On Facts: the titles that name a fact, whichever filing gives it."""
TYPED_OVER = "typed over: filing says "
"""How the remark in a note on Facts begins whose value was typed over."""
