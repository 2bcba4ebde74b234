"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all. Its doors are
Grid (grid) and, as parts of it, Timeline (timeline), Printings (printings), Totals (totals) and Paths (paths).
"""
