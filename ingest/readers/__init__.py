"""One reader per format: a path becomes a :class:`ingest.elements.ReadDocument`."""
