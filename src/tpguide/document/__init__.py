"""What there is to read, as typed nodes without width or colour. Pure."""
