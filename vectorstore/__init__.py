"""Passages become search: French tokens, BM25, embeddings, Chroma, fusion."""
