"""Spreadsheets as such: cells, styles, formulas and the parts of an .xlsx package, without a word of finance. Its doors
are write (writer), calculate (calculate), Package (package) and replace_file (save).
"""
