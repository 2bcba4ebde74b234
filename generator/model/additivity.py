"""How a figure behaves over time."""

ADDITIVITIES = ("flow", "instant", "opening", "average", "per_share", "ratio")
