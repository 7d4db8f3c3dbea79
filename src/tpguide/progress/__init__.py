"""What many sessions say together: trends, dose memory, measurements. Pure."""
