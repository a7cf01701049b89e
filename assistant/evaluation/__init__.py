"""Evaluation sets and runs: what is right is written down in ``eval_sets/``, what Acquis answers is compared with it."""
