"""A candidate's dossier pre-checked: what it shows of a certification, what it only claims, what is missing."""
