"""Formulas over names: read once, checked before anything is rendered, then written for a spreadsheet or worked out in
memory. Its doors are parse, excel, evaluate and Linear.
"""
