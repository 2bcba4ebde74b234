"""Placed facts become statements, rows, signs, sums and tables: the draft of a company. Door: shape."""
