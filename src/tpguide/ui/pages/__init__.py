"""Everything else that a command shows."""
