"""Documents become typed referentials: read, repair, structure, check, store."""
