"""What a company reports, as frozen records that know nothing of files or spreadsheets. Its doors are Fact (fact), Book
(book), Statement (statement), Additivity (additivity), Company (company), Period (period), FiscalCalendar (calendar),
Figure (figure) and Problem (problem).
"""
