"""Finds weaknesses, destinations and ways in, one detector a file; what each means stands with it, once."""
