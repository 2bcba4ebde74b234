"""Tagged facts and pasted tables become the YAML that a person would have typed. Doors: bring_in, paste,
find_edits, write_back, Splice."""
