"""Evaluation sets and runs: what is right is written by people in ``eval_sets/``, what Acquis answers is compared with it."""
