"""Why a fact has no place: the sentences that are counted, each with what it means for the reader."""

from __future__ import annotations

from collections.abc import Mapping

TEXT = "text, no figure"
DOCUMENT = "about the document itself"
NOT_PERIODIC = "in a form that is no periodic report"
OWN_DATA = "the filing's own data is here too"
PARENT_ONLY = "of the parent company alone"
REPLACED = "a forecast that this filing replaces"
BLANK = "an end of a range of which nothing is printed"
UNDATED = "of no date that the filing gives"
NO_PERIOD = "of a duration that is no quarter, half, nine months, year or last twelve months"
NO_QUARTER_END = "of a day that ends no quarter"
NOT_LISTED = "of a time before or after the years of the calendar"
TOO_LATE = "of a time after the filing's date, and no forecast"
TOO_EARLY = "of a time more than 50 years before the filing"
REPEATED = "repeated, equal"
LESS_EXACT = "repeated, less exact"
NIL = "repeated, nil where a zero stands elsewhere"
CONFLICT = "repeated, and not equal"
IN_THE_NOTES = "in the notes"
OF_ANOTHER_KIND = "tagged for a day, in a row that is about periods"
OTHER_CURRENCY = "in another currency than the statement that it belongs to"
OTHER_SCALE = "tagged in another scale than in the company's other filings"
NO_REASON = "no stage says why: a fault of this program"

REASONS: Mapping[str, str] = {
    TEXT: "Names, policies and notes in words; a workbook of figures has no place for them",
    DOCUMENT: "The form, its period, the filer's address and the like; what is needed of it heads the filing's file",
    NOT_PERIODIC: "A prospectus, a proxy statement or an event; companyfacts holds them beside the reports",
    OWN_DATA: "Of a filing that was given in full as well, and is read from there",
    PARENT_ONLY: "Beside the figures of the group, which are the ones that the statements show",
    REPLACED: "The old forecast stands in the filing that made it",
    BLANK: "One end of a forecast's range stands there without a figure",
    UNDATED: "Its context has no date that can be read; look it up on the page and type it, if it is wanted",
    NO_PERIOD: "A month, or the time since a foundation; no column of the time axis is of that length",
    NO_QUARTER_END: "The day of a contract or an event; numbers of shares on the cover are taken all the same",
    NOT_LISTED: "company.yaml gives fiscal years by dates, this one not among them; list it, and import again",
    TOO_LATE: "A maturity, a schedule of years to come; forecasts that are tagged as such are taken",
    TOO_EARLY: "Most often a date that was tagged wrongly",
    REPEATED: "The same figure tagged again elsewhere; one of them is in its row",
    LESS_EXACT: "The same figure rounded more coarsely elsewhere; the finer one is in its row",
    NIL: "A dash beside a printed zero; the zero is in its row",
    CONFLICT: "Two figures for one place in one filing; look at the page, and type the one that is right",
    IN_THE_NOTES: "On no primary statement. Type it as a line of a statement of your own with its xbrl:, and the next "
                  "import finds it",
    OF_ANOTHER_KIND: "A filer's slip, most often: the row's other figures are of periods",
    OTHER_CURRENCY: "A convenience translation; a statement has one currency",
    OTHER_SCALE: "Off by thousands or millions from all other filings: a filer's slip; type it from the page if wanted",
    NO_REASON: "Report it, with the file: every fact is to have its place or its reason",
}
"""What each of them means, and what can be done about it."""
