"""The checklist of proofs as a file to keep, print and tick."""
