"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all. Its door is
Grid (grid).
"""
