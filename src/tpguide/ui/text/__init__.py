"""How everything that is read looks in a terminal."""
