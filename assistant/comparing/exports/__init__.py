"""Comparisons as files: Word, Excel, CSV, Markdown, JSON."""
