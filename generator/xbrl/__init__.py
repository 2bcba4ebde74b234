"""What filers publish for programs, read as tagged facts: XBRL, inline XBRL, companyfacts, EDINET's CSV. Door: read."""
