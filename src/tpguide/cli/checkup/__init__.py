"""What `doctor` finds out."""
