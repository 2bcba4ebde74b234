"""Why checks fail: slips that would explain them, rows left out, and which figures no check protects. Nothing here is
ever applied. Its doors are findings (repairs), Protection (protection) and the list SLIPS (slips).
"""
