"""Documented cases as data: one TOML file a case; what reads them, and what looks for them in files and images."""
