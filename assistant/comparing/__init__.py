"""Referentials side by side: two versions of one certification, bridges between two, and one term across all."""
