"""Schemes that order versions, one a file."""
