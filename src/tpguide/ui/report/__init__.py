"""The report for a professional, and the calendar file."""
