"""A draft is written beside its place, proved there, and moved, all of it or nothing. Doors: staged, prove."""
