"""Why a fact has no place: the sentences that are counted."""

from __future__ import annotations

TEXT = "text, no figure"
DOCUMENT = "about the document itself"
NOT_PERIODIC = "in a form that is no periodic report"
OWN_DATA = "the filing's own data is here too"
PARENT_ONLY = "of the parent company alone"
REPLACED = "a forecast that this filing replaces"
BLANK = "an end of a range of which nothing is printed"
NO_PERIOD = "of a duration that is no quarter, half, nine months, year or last twelve months"
NO_QUARTER_END = "of a day that ends no quarter"
NOT_LISTED = "of a time before or after the years of the calendar"
TOO_LATE = "of a time after the filing's date, and no forecast"
TOO_EARLY = "of a time more than 50 years before the filing"
REPEATED = "repeated, equal"
LESS_EXACT = "repeated, less exact"
CONFLICT = "repeated, and not equal"
