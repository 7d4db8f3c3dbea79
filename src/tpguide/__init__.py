"""A self-treatment guide for the terminal: read about a muscle, then be led through its massage."""
