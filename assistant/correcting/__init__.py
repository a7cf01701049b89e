"""Correcting by hand what was read from a document: proposed, shown word by word, then kept or dropped."""
