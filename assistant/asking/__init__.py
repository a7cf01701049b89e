"""How people ask: a small classifier of questions, trained on phrasings written for it."""
