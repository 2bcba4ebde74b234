"""What the checks say, for people and for programs: in the terminal, as data and as a page. Its doors are audit
(audit), as_data (data) and page (page).
"""
