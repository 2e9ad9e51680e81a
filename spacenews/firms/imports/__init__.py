"""Taking in tables of organizations: read, name the columns, try, look at the differences, write."""
