"""Items worded by a chat model, each one checked before anybody reads it."""
