"""Patch-presence tests, one vulnerability a file."""
