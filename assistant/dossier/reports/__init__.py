"""A check as a file: Word, Excel, CSV, Markdown and JSON."""
