"""The guided session, from its first question to its summary."""
