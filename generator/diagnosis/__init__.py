"""Why checks fail: slips that would explain them, rows left out, inputs that say something wrong of right figures; and
which figures no check protects. Nothing here is ever applied. Its doors are findings (repairs), suspicions (quarters),
Protection (protection) and the lists SLIPS (slips) and READINGS (rereadings).
"""
