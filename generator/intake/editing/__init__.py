"""What was typed over on the sheet Facts goes back into the filings. Doors: find_edits, write_back."""
