"""The web interface: one module per page, and what they share. Pages show; what they show is worked out by the service."""
