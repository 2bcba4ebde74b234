"""What a reader did to a workbook, kept in the workbook made anew: base as it was made then, theirs as the reader left
it, ours as it is made now. It knows spreadsheets and nothing of finance. Its doors are merge (merge) and recorded
(record).
"""
