"""What a person tells of their work and brings to prove it: told, completed by answers, checked off, exported."""
