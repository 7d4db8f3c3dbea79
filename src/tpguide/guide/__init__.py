"""What a guide says: its model, how it is loaded, how it is found. Pure."""
