"""Training of the embedding that Acquis ships: ``python -m vectorstore.training``. Needs the ``train`` extra; nothing else imports it."""
