"""The article as HTML, Markdown and JSON."""
