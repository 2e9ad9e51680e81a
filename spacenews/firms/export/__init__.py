"""Everything that readers may see of the records, to take away: one file a kind of record, as CSV and as JSON."""
