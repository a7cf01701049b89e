"""Advice on evidence: a catalogue of kinds of proof, which of them fit a criterion, which of them a person already holds."""
