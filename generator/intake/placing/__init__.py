"""Tagged facts get their column, members and currency, or the reason why they are left. Door: place."""
