"""What the three users do: ask, map, check, draft, compare; answers, citations, command line and pages."""
