"""Drawings: checked SVG, as cells and as pixels."""
