"""Conversations as files that people keep, print and send: Markdown and Word."""
