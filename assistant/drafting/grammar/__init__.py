"""A small French grammar: enough to turn the sentences of a referential into questions, tasks and observable indicators."""
