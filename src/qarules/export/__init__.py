"""Results in the forms people keep them in: texts, tables of a year, and calendars that other programs subscribe to."""
