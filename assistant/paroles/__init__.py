"""The paroles of a certification: counted, added after a check, drafted by a chat model, confirmed by an adviser, removed."""
