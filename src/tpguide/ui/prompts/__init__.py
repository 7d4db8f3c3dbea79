"""The questions before and after the floor."""
