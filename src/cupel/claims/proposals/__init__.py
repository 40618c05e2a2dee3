"""Claims that models or people outside of the rules propose: checked against the text, marked, and counted only after review."""
