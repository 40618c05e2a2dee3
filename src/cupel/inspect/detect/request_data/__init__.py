"""Follows what a request carries to where a script runs it: a light flow, one script at a time."""
