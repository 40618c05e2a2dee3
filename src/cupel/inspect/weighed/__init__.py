"""Metrics that need reference data beside an inspection, one a file."""
