"""What a person did to a workbook, carried into the workbook made anew. It knows spreadsheets and nothing of finance.
Its doors are merge and record.
"""
