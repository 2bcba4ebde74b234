"""What changes from filing to filing: a book at one time, what is new since, and what was restated. Its doors are
snapshot (snapshot), diff and restatements (restatements).
"""
