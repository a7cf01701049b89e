"""Drafted items as files: Word, Excel, CSV, Markdown, Moodle XML, GIFT and JSON."""
