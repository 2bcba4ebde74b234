"""What a company reports, as frozen records that know nothing of files or spreadsheets. Its doors are Fact and Book
(book), Period (period), Figure (figure) and Problem (problem).
"""
