"""Documented cases as data: one TOML file a case, with the artefact that shows it and what must not match."""
