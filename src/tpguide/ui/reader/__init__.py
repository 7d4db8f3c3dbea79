"""The interactive reader of an article."""
