"""From what a person did to the competences and criteria that it shows."""
